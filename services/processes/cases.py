"""A case's clocks: which steps are due once one was taken, and which are done with it."""

from collections.abc import Iterator
from datetime import datetime

from domain.cases.case import Case, holds, occurs
from domain.cases.events import CaseConcluded, CaseDeemedAccepted, StepTaken
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.pack import Limit, Sla, Step
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import MeetObligation, OpenObligation
from domain.organisation.posts import PRINCIPAL

_CONCLUDE = "conclude"
_PUSH = "push"


def commands(event: Event, ref: str, case: Case, rules: Rulebook) -> Iterator[Command]:
    """What follows from one event of a case; `case` is its state right after the event.

    After a deemed acceptance the next clock started at the receipt (行政许可法 32, 42).
    """
    match event:
        case CaseConcluded(occurred_at=at):
            yield from _opened(_CONCLUDE, at, case, rules)
        case CaseDeemedAccepted(occurred_at=at, since=since):
            step = rules.step(case.mode, event.step)
            yield from _met(step, at, ref, case, rules)
            yield from _opened(step.kind, since, case, rules)
        case StepTaken(occurred_at=at):
            step = rules.step(case.mode, event.step)
            yield from _met(step, at, ref, case, rules)
            yield from _opened(step.kind, at, case, rules)


def _met(
    step: Step, at: datetime, ref: str, case: Case, rules: Rulebook
) -> Iterator[MeetObligation]:
    sla = rules.slas.get(step.within or "")
    if sla is not None and sla.starts is not None:
        yield MeetObligation(obligation=f"{step.id}:{case.number}", evidence=ref, at=at)


def _opened(kind: str, at: datetime, case: Case, rules: Rulebook) -> Iterator[OpenObligation]:
    """Every step of the mode whose clock starts with a step of this kind."""
    matter = rules.matter(case.matter)
    cast = Cast(matter, case.receiver, case.actors)
    for step in rules.mode(case.mode).step:
        sla = rules.slas.get(step.within or "")
        if sla is None or sla.starts != kind or step.id in case.steps:
            continue
        if not (occurs(step, case, rules) and holds(sla.when, case, rules)):
            continue
        # Of alternative performers the pack names the regular one first.
        debtor = next((o for party in step.by for o in bind(rules, party, cast)), "")
        if step.kind != _PUSH:
            yield _due(step, sla, at, case, (debtor, ""), rules)
            continue
        receivers = [organ for party in step.to for organ in bind(rules, party, cast)]
        for creditor in dict.fromkeys(receivers):
            if creditor != debtor:  # nobody sends a result to itself
                yield _due(step, sla, at, case, (debtor, creditor), rules)


def _due(
    step: Step, sla: Sla, at: datetime, case: Case, parties: tuple[str, str], rules: Rulebook
) -> OpenObligation:
    """`parties` are debtor and creditor. A matter's own limit goes before the general one."""
    debtor, creditor = parties
    own = _limit(step, case, rules)
    limit = own or sla
    by_analogy = sla.scope not in (None, rules.matter(case.matter).power)
    identity = f"{step.id}:{case.number}"
    return OpenObligation(
        obligation=f"{identity}:{creditor}" if creditor else identity,
        kind=step.kind,
        about=streams.case(case.number),
        matter=case.matter,
        debtor=debtor,
        creditor=creditor,
        post=step.post or PRINCIPAL,
        started_at=at,
        days=limit.days,
        unit=limit.unit,
        roll=sla.roll,
        sla=sla.id,
        certainty="default" if by_analogy and not own else limit.certainty,
        clause=limit.source if own else sla.clause,
        source=limit.source,
        lapse="" if by_analogy else sla.lapse or "",
        rules=rules.version,
    )


def _limit(step: Step, case: Case, rules: Rulebook) -> Limit | None:
    if step.kind != "decide":
        return None
    return next(
        (limit for limit in rules.matter(case.matter).limit if limit.of == "decision"), None
    )
