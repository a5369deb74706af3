"""The power was out: done on paper, entered afterwards with both times and a reason (DESIGN 3)."""

from collections.abc import Iterator

from msgspec.structs import replace

from services.demo.act import Act, Deed
from services.demo.stage import Stage

_WHY = "2月5日雨雪冰冻停电，纸质办理后补录"


def paper(stage: Stage, town: str) -> Iterator[Act]:
    case = stage.dossier("演示-120", 21, town)

    def then(hour: int, deed: Deed, why: str = _WHY) -> Deed:
        """As it happened on paper."""
        by, command = deed
        occurred = stage.moment(f"2024-02-05 {hour:02}:00")
        return by, replace(command, occurred_at=occurred, late_reason=why)

    yield from stage.refused(
        "2024-02-19 10:00",
        f"{case.number} 补录停电当日纸质收件，未写理由",
        "time.late_entry_reason",
        then(9, case.receive(), why=""),
    )
    yield from stage.at(
        "2024-02-19 10:30",
        f"{case.number} 补录停电当日的纸质收件、受理和用印（发生于2月5日）",
        *(then(hour, deed) for hour, deed in enumerate(case.opened(), 9)),
    )
    yield from stage.at(
        "2024-02-20 10:30",
        f"{case.number} 审核、审批、用印、制证、送达",
        case.review(),
        *case.granted(),
    )
