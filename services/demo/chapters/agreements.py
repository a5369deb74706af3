"""Agreements that change: amended, suspended, ended by their last day (XG23-05, -55; B-10)."""

from collections.abc import Iterator

from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.standing import GiveExpiryNotice, ResumeAgreement, SuspendAgreement
from domain.obligations.obligation import WaiveObligation
from services.demo.act import Act
from services.demo.stage import Stage


def amended(stage: Stage, owner: str, town: str, matter: int) -> Iterator[Act]:
    """A matter comes into the schedule by an amendment, announced by itself."""
    rules, pair = stage.rules, stage.pair(owner, town)
    name = f"{rules.short(owner)}—{rules.short(town)}"
    change = AmendAgreement(
        **pair,
        add=(matter,),
        valid_from=stage.moment("2024-01-15").date(),
        reason="考试场地验收合格，可以承接（演示）",
    )
    yield from stage.at(
        "2024-01-11 08:30",
        f"{name}：变更协议，增加第{matter}项",
        (stage.by(owner, "principal"), change),
    )
    yield from stage.at(
        "2024-01-12 08:30",
        f"{name}：乡镇签署变更，1月15日起生效",
        (stage.by(town, "principal"), CountersignAmendment(**pair)),
    )
    yield from stage.at(
        "2024-01-15 08:30",
        f"{name}：公告新增的第{matter}项",
        *stage.county.announce(owner, town, (matter,)),
    )
    case = stage.dossier("演示-117", matter, town)
    yield from stage.at(
        "2024-01-17 11:00",
        f"{case.number} 第{matter}项在{rules.short(town)}首件：收件、受理并用印",
        *case.opened(),
    )
    yield from stage.at(
        "2024-01-18 08:30",
        f"{case.number} 审核、审批、用印、制证、送达",
        case.review(),
        *case.granted(),
    )


def suspended(stage: Stage, owner: str, town: str, matter: int) -> Iterator[Act]:
    """The delegator supervises and corrects: nothing is done under it meanwhile (XG23-62)."""
    rules, pair = stage.rules, stage.pair(owner, town)
    name = f"{rules.short(owner)}—{rules.short(town)}"
    head = stage.by(owner, "principal")
    case = stage.dossier("演示-118", matter, town)
    yield from stage.at(
        "2024-01-18 11:00",
        f"{case.number} 重大疾病免费救治：收件、受理、申请用印",
        case.receive(),
        case.accept(),
        case.apply("acceptance"),
    )
    stop = SuspendAgreement(**pair, reason="抽查发现档案不全，限期整改（演示）")
    yield from stage.at("2024-01-19 11:00", f"{name}：暂停委托协议", (head, stop))
    yield from stage.refused(
        "2024-01-22 11:00",
        f"{case.number} 协议暂停期间签字同意用印",
        "delegation.suspended",
        case.consent("acceptance"),
    )
    again = ResumeAgreement(**pair, reason="整改完成")
    yield from stage.at("2024-01-26 11:00", f"{name}：整改完成，恢复协议", (head, again))
    yield from stage.at(
        "2024-01-29 11:00",
        f"{case.number} 受理通知书用印，审核、审批、用印、送达，结果推送各监管部门",
        case.consent("acceptance"),
        case.stamp("acceptance"),
        case.review(),
        *case.granted(),
    )


def expiring(stage: Stage, owner: str, town: str, matter: int) -> Iterator[Act]:
    """Told before the end; what is open then goes on in the department (XG23-55)."""
    rules, pair = stage.rules, stage.pair(owner, town)
    name = f"{rules.short(owner)}—{rules.short(town)}"
    notice = GiveExpiryNotice(**pair, notice="协议2月29日到期，到期不再续签（演示）")
    yield from stage.at(
        "2024-01-26 15:30",
        f"{name}：到期前通知，2月29日到期不再续签",
        (stage.by(owner, "principal"), notice),
    )
    case = stage.dossier("演示-119", matter, town)
    yield from stage.at(
        "2024-02-28 15:00",
        f"{case.number} 第{matter}项：到期前一日收件、受理并用印",
        *case.opened(),
    )
    yield from stage.refused(
        "2024-03-01 09:00",
        f"{case.number} 协议到期后乡镇仍要审核",
        "delegation.not_in_force",
        case.review(),
    )
    yield from stage.refused(
        "2024-03-01 09:10",
        f"{case.number} 协议到期后乡镇仍要审批",
        "delegation.not_in_force",
        case.grant(),
    )
    yield from stage.at(
        "2024-03-05 09:30",
        f"{case.number} {rules.short(owner)}审核、批准、送达",
        case.review(owner),
        case.grant(owner),
        case.deliver(owner),
    )


def waived(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """The township needs no notice: the two have agreed already what comes after."""
    command = WaiveObligation(
        obligation=f"expiry_notice:{owner}:{town}:2", reason="双方已商定续签，无须到期通知"
    )
    says = f"{stage.rules.short(town)}免除{stage.rules.short(owner)}的到期通知义务"
    yield from stage.at("2024-03-06 10:00", says, (stage.by(town, "principal"), command))
