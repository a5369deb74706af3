"""Other ways of handling: helped, by the owner's system, by the county itself (XG23-04, B-01)."""

from collections.abc import Iterator

from domain.cases.commands import CorrectCase, Survey
from domain.pushes.push import AcknowledgeResult
from services.demo.act import Act
from services.demo.stage import Stage

CARD: dict[str, str | float] = {
    "disability_grade": "三级",
    "disability_kind": "肢体",
    "action": "新办",
}


def assisted(stage: Stage, town: str) -> Iterator[Act]:
    """乡镇帮办代办: collected and forwarded; accepted, decided and returned by the owner."""
    case = stage.dossier("演示-109", 7, town)
    number, owner = case.number, case.owner
    yield from stage.at(
        "2024-01-17 09:00",
        f"{number} 残疾人证新办：乡镇收件、转报",
        case.receive(**CARD),
        case.forward(),
    )
    yield from stage.at(
        "2024-01-19 09:30",
        f"{number} {stage.rules.short(owner)}受理、审核",
        case.accept(owner),
        case.review(owner),
    )
    yield from stage.at(
        "2024-01-25 09:30", f"{number} 批准，结果返回乡镇", case.grant(owner), case.hand_back()
    )
    yield from stage.at("2024-01-26 09:30", f"{number} 乡镇送达", case.deliver())


def extended_system(stage: Stage, town: str) -> Iterator[Act]:
    """业务系统延伸办: outlets enter and forward, by sub-type; they hold no power (XG23-41, -43)."""
    outlet = stage.outlet
    card = stage.dossier("演示-110", 1, outlet)
    owner = card.owner
    name, body = stage.rules.short(outlet), stage.rules.short(owner)
    yield from stage.at(
        "2024-01-18 08:40",
        f"{card.number} 社保卡首次申领：{name}收件、录入转报",
        card.receive(),
        card.forward("YW-演示-0001"),
    )
    decide = stage.by(outlet, "window_clerk"), card.grant()[1]
    yield from stage.refused(
        "2024-01-18 08:50", f"{card.number} {name}自行作出决定", "cases.wrong_performer", decide
    )
    yield from stage.at(
        "2024-01-19 10:30",
        f"{card.number} {body}受理、决定；网点送达",
        card.accept(owner),
        card.grant(owner),
        card.deliver(),
    )
    code = stage.dossier("演示-111", 4, town)
    subtype: dict[str, str | float] = {"subtype": "金融功能密码"}
    yield from stage.refused(
        "2024-01-22 09:00",
        f"{code.number} 到乡镇窗口重置金融功能密码",
        "cases.not_offered_here",
        code.receive(**subtype),
    )
    code = stage.dossier("演示-111", 4, outlet)
    yield from stage.at(
        "2024-01-22 10:00",
        f"{code.number} 转到{name}：收件、录入转报",
        code.receive(**subtype),
        code.forward("YW-演示-0002"),
    )
    yield from stage.at(
        "2024-01-23 09:00",
        f"{code.number} {body}受理、决定；网点送达",
        code.accept(owner),
        code.grant(owner),
        code.deliver(),
    )


def outside_the_limits(stage: Stage, town: str) -> Iterator[Act]:
    """14.99 of at least 15 cubic metres: a guard routes, it does not reject (XG23-46, B-01)."""
    case = stage.dossier("演示-112", 12, town)
    number, owner = case.number, case.owner
    stated: dict[str, str | float] = {"land": "农村居民自留山", "volume_m3": 14.99}
    yield from stage.at(
        "2024-01-11 10:30",
        f"{number} 林木采伐14.99m³：不足15m³，转县级办理；乡镇收件、转报",
        case.receive(**stated),
        case.forward(),
    )
    yield from stage.refused(
        "2024-01-12 11:00", f"{number} 乡镇仍要受理", "cases.outside_guard", case.accept()
    )
    body = stage.rules.short(owner)
    survey = Survey(
        case=number, staff=(f"{owner}-reviewer", f"{owner}-approver"), found="权属清楚（演示）"
    )
    yield from stage.at(
        "2024-01-15 14:00",
        f"{number} {body}受理、踏勘、审核",
        case.accept(owner),
        (case.by("reviewer", owner), survey),
        case.review(owner),
    )
    yield from stage.at(
        "2024-01-17 14:30", f"{number} {body}批准、送达", case.grant(owner), case.deliver(owner)
    )


def corrected(stage: Stage, town: str) -> Iterator[Act]:
    """What was stated wrongly is put right; then it is the county's, from there on (XG23-49)."""
    case = stage.dossier("演示-113", 20, town)
    number, owner = case.number, case.owner
    opened = case.opened(cargo="普通货物")
    yield from stage.at("2024-01-18 13:30", f"{number} 道路货运许可：收件、受理并用印", *opened)
    correct = CorrectCase(case=number, stated={"cargo": "危险货物"}, reason="核实车辆用途")
    yield from stage.at(
        "2024-01-19 08:40",
        f"{number} 更正为危险货物：超出委托范围，转县级办理",
        (case.by("window_clerk"), correct),
    )
    yield from stage.refused(
        "2024-01-19 09:00", f"{number} 乡镇仍要审批", "cases.outside_guard", case.grant()
    )
    reasons = "危险货物运输由市级交通运输部门许可（道路运输条例 24）"
    yield from stage.at(
        "2024-01-23 10:00",
        f"{number} {stage.rules.short(owner)}审核，不予许可并说明理由，送达",
        case.review(owner, "不属本县许可权限"),
        case.refuse(reasons, owner),
        case.deliver(owner),
    )


def acknowledged(stage: Stage, day: str, case: str, organ: str) -> Iterator[Act]:
    """XG23-67: the department that supervises signs for the result."""
    command = AcknowledgeResult(case=case)
    says = f"{stage.rules.short(organ)}签收 {case} 的审批结果"
    yield from stage.at(f"{day} 16:00", says, (stage.by(organ, "principal"), command))
