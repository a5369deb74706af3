"""Cases before the notice, across its day, and under the ways of handling that it brings (B-22)."""

from collections.abc import Iterator

from domain.cases.session import HoldSession
from services.demo.act import Act
from services.demo.stage import Stage

STAMPED, FINISHED, OPEN, AFAR, ASSISTED = (
    "演示-301",
    "演示-302",
    "演示-303",
    "演示-304",
    "演示-305",
)
_MATTER = 21


def under_the_seal(stage: Stage, first: str, second: str) -> Iterator[Act]:
    """In the department's name, under its No. 2 seal (XG23-07)."""
    for number, town, day in ((STAMPED, first, "2024-01-09"), ("演示-306", second, "2024-03-12")):
        case = stage.dossier(number, _MATTER, town)
        yield from stage.at(
            f"{day} 09:00",
            f"{number} {stage.called(town)}：受理、审核、审批、用印、制证、送达",
            *case.opened(),
            case.review(),
            *case.granted(),
        )


def in_flight(stage: Stage, town: str) -> Iterator[Act]:
    """Received before the new ways of handling begin: one is finished in time, one is not."""
    done, left = (stage.dossier(number, _MATTER, town) for number in (FINISHED, OPEN))
    yield from stage.at(
        "2024-05-30 09:00",
        f"{FINISHED}、{OPEN} 通知生效之前收件、受理，按“2号章”委托办",
        *done.opened(),
        *left.opened(),
    )
    yield from stage.at(
        "2024-06-18 09:00",
        f"{FINISHED} 停用之前审核、审批、用印、送达",
        done.review(),
        *done.granted(),
    )


def taken_over(stage: Stage, town: str, owner: str) -> Iterator[Act]:
    """What was open when the agreement ended: the department goes on with it (XG23-17, B-22)."""
    case = stage.dossier(OPEN, _MATTER, town)
    yield from stage.at(
        "2024-06-21 09:00",
        f"{OPEN} 已转县级：{stage.called(owner)}审核、审批、送达",
        case.review(owner),
        case.grant(owner),
        case.deliver(owner),
    )


def from_afar(stage: Stage, town: str, owner: str) -> Iterator[Act]:
    """The applicant is at the township, the department handles by video (JX24-19)."""
    case = stage.dossier(AFAR, _MATTER, town)
    yield from stage.at("2024-06-17 09:00", f"{AFAR} 乡镇远程窗口收件", case.receive())
    clerk, official = stage.by(town, "window_clerk"), stage.by(owner, "approver")
    held = HoldSession(
        case=AFAR,
        participants=(clerk, official),
        medium="政务视频专网（演示）",
        started_at=stage.moment("2024-06-17 09:30"),
        ended_at=stage.moment("2024-06-17 09:50"),
        identity="查验证件原件（演示）",
        identity_checked_by=clerk.person,
        shown="申请表、场地照片（演示）",
        established="材料齐全，与申请一致（演示）",
    )
    yield from stage.refused(
        "2024-06-17 09:20",
        f"{AFAR} 还没有视频会商，县级部门要受理",
        "cases.step_not_yet",
        case.accept(owner),
    )
    yield from stage.at("2024-06-17 10:00", f"{AFAR} 视频会商，两端在场", (official, held))
    yield from stage.at(
        "2024-06-18 14:00",
        f"{AFAR} {stage.called(owner)}受理、审核、审批、送达",
        case.accept(owner),
        case.review(owner),
        case.grant(owner),
        case.deliver(owner),
    )


def assisted(stage: Stage, town: str, owner: str) -> Iterator[Act]:
    """Collected at the township, handled by the department, the approval returned (JX24-21)."""
    case = stage.dossier(ASSISTED, 14, town)
    yield from stage.at(
        "2024-06-17 14:00",
        f"{ASSISTED} 乡镇收件，线上流转{stage.called(owner)}",
        case.receive(venue="宾馆", action="首次"),
        case.forward(),
    )
    yield from stage.at(
        "2024-06-18 16:00",
        f"{ASSISTED} 受理、审核、审批，批件回传乡镇，送达",
        case.accept(owner),
        case.review(owner),
        case.grant(owner),
        case.hand_back(owner),
        case.deliver(),
    )
