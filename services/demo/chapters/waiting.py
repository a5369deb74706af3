"""What is left open on purpose, so that the visitors' trays have something in them."""

from collections.abc import Iterator

from services.demo.act import Act
from services.demo.stage import Stage

TO_SIGN, TO_SIGN_TOO, TO_REVIEW, TO_DELIVER, TO_DECIDE = CASES = (
    "演示-201",
    "演示-202",
    "演示-203",
    "演示-204",
    "演示-205",
)
_LEFT = "（留给来访者）"


def cases(stage: Stage, town: str) -> Iterator[Act]:
    """For the principal, for a reviewer, for the outlet, for a department's approver."""
    for number, hour in ((TO_SIGN, 9), (TO_SIGN_TOO, 10)):
        case = stage.dossier(number, 21, town)
        yield from stage.at(
            f"2024-03-08 {hour:02}:30",
            f"{number} 收件、受理、申请用印，待主要负责人签字{_LEFT}",
            case.receive(),
            case.accept(),
            case.apply("acceptance"),
        )
    case = stage.dossier(TO_REVIEW, 21, town)
    opened = case.opened()
    yield from stage.at("2024-03-08 14:00", f"{TO_REVIEW} 收件、受理并用印，待审核{_LEFT}", *opened)
    card = stage.dossier(TO_DELIVER, 2, stage.outlet)
    yield from stage.at(
        "2024-03-08 14:30",
        f"{TO_DELIVER} 社保卡补办：网点转报，县级已批准，待网点送达{_LEFT}",
        card.receive(),
        card.forward("YW-演示-0003"),
        card.accept(card.owner),
        card.grant(card.owner),
    )
    cargo = stage.dossier(TO_DECIDE, 20, town)
    yield from stage.at(
        "2024-03-08 15:00",
        f"{TO_DECIDE} 危险货物运输：转县级办理，已审核，待部门决定{_LEFT}",
        cargo.receive(cargo="危险货物"),
        cargo.forward(),
        cargo.accept(cargo.owner),
        cargo.review(cargo.owner, "不属本县许可权限"),
    )
