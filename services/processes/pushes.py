"""What follows from a push and from what comes back: the two ways of 双推送、双回路 (RA22-25, -26).

Who was sent a result and supervises the case owes what it found to the body that handles it, from
the sending on. Both reactions say what is due: it does not matter which of them is faster.
"""

from collections.abc import Iterator

from domain.cases.case import Case
from domain.cases.terms import due_id
from domain.kernel import streams
from domain.kernel.event import Command
from domain.kernel.pack import Sla
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import MeetObligation, OpenObligation
from domain.pushes.feedback import FeedbackGiven, WayBack, way_of
from domain.pushes.push import ProgressSent, Push, ResultSent, Sent
from services.commands.pushes import ways_of

EVENTS = (ResultSent, ProgressSent, FeedbackGiven)
_PUSH = "push"


def sent(event: Sent, ref: str, case: Case, rules: Rulebook) -> Iterator[Command]:
    yield MeetObligation(obligation=event.obligation, evidence=ref, at=event.occurred_at)
    if isinstance(event, ResultSent) and not event.push:
        yield from _opened(event, case, rules)


def told(
    event: FeedbackGiven, ref: str, result: Push | None, case: Case, rules: Rulebook
) -> Iterator[Command]:
    """`result` is what the organ was sent, if it was. What came before that meets nothing."""
    if result is None or result.sent.occurred_at > event.occurred_at:
        return
    for opened in _opened(result.sent, case, rules):
        yield opened
        at = event.occurred_at
        yield MeetObligation(obligation=opened.obligation, evidence=ref, at=at)


def _opened(result: Sent, case: Case, rules: Rulebook) -> Iterator[OpenObligation]:
    """The feedback that the receiver of a result owes, where its step has a limit."""
    way = way_of(result.to, ways_of(case, rules))
    sla = rules.slas.get(way.step.within or "") if way else None
    if way is not None and sla is not None and sla.starts == _PUSH:
        yield _due(result, way, sla, rules)


def _due(result: Sent, way: WayBack, sla: Sla, rules: Rulebook) -> OpenObligation:
    by_analogy = sla.scope not in (None, rules.matter(result.matter).power)
    return OpenObligation(
        obligation=f"{due_id(way.step.id, 0, result.case)}:{result.to}",
        kind=way.step.kind,
        about=streams.case(result.case),
        matter=result.matter,
        debtor=result.to,
        creditor=way.receivers(result.to)[0],
        post=way.post,
        started_at=result.occurred_at,
        days=sla.days,
        unit=sla.unit,
        roll=sla.roll,
        sla=sla.id,
        certainty="default" if by_analogy else sla.certainty,
        clause=sla.clause,
        source=sla.source,
        lapse="",
        rules=rules.version,
    )
