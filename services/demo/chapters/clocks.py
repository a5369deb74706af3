"""Time that does not count, time that is added, permits that must be renewed in time."""

from collections.abc import Iterator

from domain.cases.clocks import ExtendClock, PauseClock, ResumeClock
from domain.cases.commands import Survey
from services.demo.act import Act
from services.demo.stage import Stage


def stopped_and_extended(stage: Stage, town: str) -> Iterator[Act]:
    """行政许可法 34, 42, 45: surveyed by two, expert review, ten working days more by the head."""
    case = stage.dossier("演示-106", 12, town)
    number, approver = case.number, case.by("approver")
    stated: dict[str, str | float] = {"land": "个人承包集体林地", "volume_m3": 86.5}
    yield from stage.at(
        "2024-01-05 14:00", f"{number} 林木采伐86.5m³：收件、受理并用印", *case.opened(**stated)
    )
    staff = (f"{town}-reviewer", f"{town}-approver")
    survey = Survey(case=number, staff=staff, found="蓄积量与申请相符，涉及陡坡地段（演示）")
    yield from stage.at("2024-01-08 15:00", f"{number} 两人踏勘", (case.by("reviewer"), survey))
    nothing = PauseClock(case=number, ground="expert_review", notice_number="")
    yield from stage.refused(
        "2024-01-10 08:30",
        f"{number} 未书面告知就中止期限",
        "cases.clock_notice",
        (approver, nothing),
    )
    pause = PauseClock(case=number, ground="expert_review", notice_number=f"{number}-告1")
    yield from stage.at("2024-01-10 09:00", f"{number} 专家评审，期限中止", (approver, pause))
    yield from stage.at(
        "2024-01-24 15:00", f"{number} 评审结束，恢复计算", (approver, ResumeClock(case=number))
    )
    extend = ExtendClock(
        case=number, reason="评审要求补测，须再核实（演示）", notice_number=f"{number}-告2"
    )
    yield from stage.refused(
        "2024-01-30 09:00",
        f"{number} 审批人员自行延期",
        "cases.extended_by_head",
        (approver, extend),
    )
    yield from stage.at(
        "2024-01-30 10:00", f"{number} 主要负责人批准延长10个工作日", (case.by("principal"), extend)
    )
    yield from stage.at(
        "2024-02-21 09:00", f"{number} 审核、审批、用印、制证、送达", case.review(), *case.granted()
    )


def renewals(stage: Stage, in_time: str, late: str) -> Iterator[Act]:
    """C3: 90 days before the expiry; one of 89 days is late, and told so."""
    for number, town, expires, says, hour in (
        ("演示-107", in_time, "2024-06-30", "届满前90日以上", 14),
        ("演示-108", late, "2024-04-07", "距届满只有89日，逾期申请", 16),
    ):
        case = stage.dossier(number, 22, town)
        opened = case.opened(action="延续", expires_on=expires)
        yield from stage.at(
            f"2024-01-09 {hour}:00",
            f"{number} 农药经营许可延续（{says}）：收件、受理并用印",
            *opened,
        )
        yield from stage.at(
            f"2024-01-12 {hour}:00",
            f"{number} 审核、审批、用印、制证、送达",
            case.review(),
            *case.granted(),
        )
