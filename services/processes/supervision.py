"""What a problem makes due: its correction, by the day of the order (XG23-78)."""

from collections.abc import Iterator
from datetime import date

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.obligations.obligation import AnnulObligation, MeetObligation, OpenObligation
from domain.supervision import correcting
from domain.supervision.problem import (
    CorrectionCompleted,
    CorrectionOrdered,
    CorrectionReturned,
    Problem,
    ProblemDismissed,
)

EVENTS = (CorrectionOrdered, CorrectionReturned, CorrectionCompleted, ProblemDismissed)
_DUE = "correction"


def commands(event: Event, ref: str, problem: Problem, rules: Rulebook) -> Iterator[Command]:
    """`rules` of the moment: whoever orders a correction says by what and by when.

    Each order is due by itself: what was returned was done, if not well enough, and is due anew.
    """
    match event:
        case CorrectionOrdered(due_on=due_on) | CorrectionReturned(due_on=date() as due_on):
            yield _opened(event, due_on, problem, rules)
        case CorrectionCompleted(round=round_, occurred_at=at) if round_:
            yield MeetObligation(obligation=_id(event.number, round_), evidence=ref, at=at)
        case ProblemDismissed(round=last, reason=reason):
            for round_ in range(1, last + 1):  # nothing was so, neither what was done late
                yield AnnulObligation(
                    obligation=_id(event.number, round_), reason=f"查无此事：{reason}"
                )


def _id(number: str, round_: int) -> str:
    return f"{_DUE}:{number}:{round_}"


def _opened(
    event: CorrectionOrdered | CorrectionReturned, due_on: date, problem: Problem, rules: Rulebook
) -> OpenObligation:
    recorded = problem.recorded
    return OpenObligation(
        obligation=_id(event.number, event.round),
        kind=_DUE,
        about=streams.problem(event.number),
        matter=recorded.matter or 0,
        debtor=recorded.organ,
        creditor=event.by.organ,
        post=PRINCIPAL,
        started_at=event.occurred_at,
        days=(due_on - day_of(event.occurred_at, rules)).days,
        unit="days",
        roll=False,
        sla="",
        certainty="text" if rules.pack.correction else "default",
        clause=event.clause,
        source=correcting.terms(rules).source,
        lapse="",
        rules=rules.version,
    )
