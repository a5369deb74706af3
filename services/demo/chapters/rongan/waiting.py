"""What is left open on purpose, so that the visitors' trays have something in them."""

from collections.abc import Iterator

from services.demo.act import Act
from services.demo.stage import Stage

TO_SIGN, TO_DECIDE = CASES = ("演示-201", "演示-202")
_LEFT = "（留给来访者）"


def cases(stage: Stage, hall: str, matter: int) -> Iterator[Act]:
    """For the township's principal, for the hall's approver."""
    case = stage.dossier(TO_SIGN, matter, hall)
    yield from stage.at(
        "2022-10-26 09:30",
        f"{TO_SIGN} 收件、受理、申请用印，待乡镇主要负责人同意{_LEFT}",
        case.receive(),
        case.accept(),
        case.apply("acceptance"),
    )
    case = stage.dossier(TO_DECIDE, matter, hall)
    yield from stage.at(
        "2022-10-26 10:30",
        f"{TO_DECIDE} 受理并用印、审核，待审批{_LEFT}",
        *case.opened(),
        case.review(),
    )
