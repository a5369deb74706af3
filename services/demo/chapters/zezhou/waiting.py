"""What is left open on purpose, so that the visitors' trays have something in them."""

from collections.abc import Iterator

from services.demo.act import Act
from services.demo.stage import Stage

TO_SIGN, TO_DECIDE, TO_PASS_ON = CASES = ("演示-201", "演示-202", "演示-203")
_LEFT = "（留给来访者）"


def cases(stage: Stage, town: str, station: str, blank: int, village: int) -> Iterator[Act]:
    """For the principal, for the approver, for the station."""
    case = stage.dossier(TO_SIGN, blank, town)
    yield from stage.at(
        "2022-06-29 09:30",
        f"{TO_SIGN} 收件、受理、申请用印，待主要负责人同意{_LEFT}",
        case.receive(),
        case.accept(),
        case.apply("acceptance"),
    )
    case = stage.dossier(TO_DECIDE, blank, town)
    opened = case.opened()
    yield from stage.at("2022-06-29 10:30", f"{TO_DECIDE} 受理并用印，待审批{_LEFT}", *opened)
    case = stage.dossier(TO_PASS_ON, village, station)
    yield from stage.at("2022-06-29 14:30", f"{TO_PASS_ON} 村站收件，待转报{_LEFT}", case.receive())
