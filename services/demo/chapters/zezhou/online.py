"""网上可办率, 不得要求到现场, 不得无故重复跑 (ZZ22-26 to -30; B-49, B-51)."""

from collections.abc import Iterable, Iterator

from domain.cases.commands import RecordVisit
from domain.matters.online import DeclareOnline
from services.demo.act import Act
from services.demo.stage import Stage


def declared(
    stage: Stage, by: str, towns: tuple[int, ...], villages: tuple[int, ...]
) -> Iterator[Act]:
    """Online: of the towns' rows two in three; of the villages' two in five, then three."""
    head = stage.by(by, "principal")
    wrong = DeclareOnline(matter=towns[0], runs_online=False, online_able=True)
    yield from stage.refused(
        "2022-06-06 09:00",
        f"未上网运行，却要认定{stage.rules.item(towns[0])}网上可办",
        "matters.not_running_online",
        (head, wrong),
    )
    for name, matters, able in (("镇级", towns, towns[::3]), ("村级", villages, villages[2:])):
        deeds = [
            (head, DeclareOnline(matter=no, runs_online=True, online_able=(no not in able)))
            for no in matters
        ]
        yield from stage.at("2022-06-06 10:00", f"认定{name}清单{len(matters)}项上网运行", *deeds)
    more = DeclareOnline(matter=villages[2], runs_online=True, online_able=True)
    says = f"开通{stage.rules.item(villages[2])}申办入口，村级达到五成"
    yield from stage.at("2022-06-22 10:00", says, (head, more))


def visits(stage: Stage, town: str, matter: int) -> Iterator[Act]:
    """Whoever must come again is told why, by the county's codes."""
    case = stage.dossier("演示-114", matter, town)
    clerk, number = case.by("window_clerk"), case.number
    yield from stage.at(
        "2022-06-07 10:00",
        f"{number} {stage.rules.item(matter)}：预约后到窗口，收件、受理并用印",
        case.served("by_appointment"),
        case.accept(),
        *case.sealed("acceptance"),
    )
    again = RecordVisit(case=number, purpose="再次到窗口")
    yield from stage.refused(
        "2022-06-08 10:00", f"{number} 又让申请人来，未说原因", "cases.visit_reason", (clerk, again)
    )
    reasons: Iterable[tuple[str, str, str]] = (
        ("2022-06-08 10:30", "collect", "领取转报回执"),
        ("2022-06-09 10:30", "online_able", "能网上办理而要求到场"),
        ("2022-06-10 10:30", "none", "无故再跑一次"),
    )
    for moment, reason, purpose in reasons:
        visit = RecordVisit(case=number, purpose=f"{purpose}（演示）", reason=reason)
        yield from stage.at(moment, f"{number} 到场：{purpose}", (clerk, visit))
    yield from stage.at(
        "2022-06-13 15:00",
        f"{number} 转报，县级决定、返回，镇送达",
        case.forward(),
        case.grant(case.owner),
        case.hand_back(),
        case.deliver(),
    )
