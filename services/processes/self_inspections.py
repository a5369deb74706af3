"""What an opened self-inspection makes due: its own end, on the county's day (JX24-35)."""

from collections.abc import Iterator

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.obligations.obligation import MeetObligation, OpenObligation
from domain.policy.self_inspection import SelfInspectionClosed, SelfInspectionOpened

EVENTS = (SelfInspectionOpened, SelfInspectionClosed)
_DUE = "self_inspection"


def commands(event: Event, ref: str, upper: str, round_: int, rules: Rulebook) -> Iterator[Command]:
    """`round_`: how often it was opened, since a later notice or list may open it again."""
    due = f"{_DUE}:{upper}:{round_}"
    match event:
        case SelfInspectionOpened(organ=organ, due_on=due_on, occurred_at=at):
            terms = rules.pack.upper
            source = next(iter(terms.remedy), None) if terms else None
            yield OpenObligation(
                obligation=due,
                kind=_DUE,
                about=streams.self_inspection(upper),
                matter=0,
                debtor=organ,
                creditor="",
                post=PRINCIPAL,
                started_at=at,
                days=(due_on - day_of(at, rules)).days,
                unit="days",
                roll=False,
                sla="",
                certainty="default",
                clause=terms.corrects if terms else "",
                source=source.source if source else "JX24-35",
                lapse="",
                rules=rules.version,
            )
        case SelfInspectionClosed(occurred_at=at):
            yield MeetObligation(obligation=due, evidence=ref, at=at)
