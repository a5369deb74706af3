"""A case's clocks: which steps are due once one was taken, and which are done with it."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.clocks import ClockExtended, ClockPaused, ClockResumed
from domain.cases.events import EVENTS as OF_CASE
from domain.cases.events import (
    CaseAccepted,
    CaseConcluded,
    CaseCorrected,
    CaseDecided,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseMoved,
    CaseReceived,
    CaseTransferred,
    CaseWithdrawn,
    MaterialsSupplied,
    StepTaken,
    SupplementNotified,
)
from domain.cases.lapse import may_renew
from domain.cases.terms import Term, due_id, terms
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.pack import Step
from domain.kernel.parties import bind_all, performers
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.obligations.obligation import (
    AdjustTerm,
    AnnulObligation,
    MeetObligation,
    OpenObligation,
    WaiveObligation,
)

EVENTS: tuple[type[Event], ...] = (
    *(event for event in OF_CASE if issubclass(event, StepTaken)),
    CaseDeemedAccepted,
    SupplementNotified,
    MaterialsSupplied,
    ClockPaused,
    ClockResumed,
    ClockExtended,
    CaseTransferred,
    CaseMoved,
    CaseCorrected,
    CaseWithdrawn,
    CaseConcluded,
)
_CONCLUDE = "conclude"
_ACCEPT = "accept"
_DECIDE = "decide"
_PUSH = "push"
RETURNING = (CaseDecided, CaseDeclined)
"""From before it was moved, they leave a case in the mode that it had then."""
_RENEWAL = "renewal"
_WHY = {
    ClockPaused: "期限中止（行政许可法 45）",
    ClockResumed: "恢复计算期限（行政许可法 45）",
    ClockExtended: "延长期限（行政许可法 42）",
}


def commands(
    event: Event, ref: str, case: Case, rules: Rulebook, before: Rulebook | None = None
) -> Iterator[Command]:
    """What follows from one event of a case; `case` is its state right after the event.

    `before`: the rules that a moved case was under, where they are others.
    """
    if isinstance(event, CaseTransferred):
        yield from _transferred(event, case, rules, before or rules)
    elif isinstance(event, StepTaken | CaseDeemedAccepted):
        yield from _taken(event, ref, case, rules)
    else:
        yield from _beside(event, ref, case, rules)


def _taken(
    event: StepTaken | CaseDeemedAccepted, ref: str, case: Case, rules: Rulebook
) -> Iterator[Command]:
    """The step is done, in time or not; what waits for its kind is due from now on.

    After a deemed acceptance the next clock started at the receipt (行政许可法 32, 42).
    """
    at = event.occurred_at
    step = next((it for it in rules.mode(case.mode).step if it.id == event.step), None)
    if step is None:
        return  # entered after the case was moved on, into a mode that has no such step
    if _has_term(step, rules):
        yield MeetObligation(obligation=_identity(step, case), evidence=ref, at=at)
    waiting = [term for term in terms(case, rules) if term.sla.starts == step.kind]
    if isinstance(event, CaseDeemedAccepted):  # nobody could tell of it before it was so
        waiting = [replace(term, started=at) if _pushes(term) else term for term in waiting]
    yield from _opened(waiting, case, rules)
    match event:
        case CaseReceived():
            yield from _renewal(case, rules)
        case CaseDecided(final=True) if may_renew(case, rules):
            yield MeetObligation(obligation=_renewing(case), evidence=ref, at=at)
        case CaseDeclined(reasons=reasons):
            yield from _dropped(case, f"不予受理：{reasons}", rules)
        case CaseAccepted() if case.overturned:
            yield from _adjusted("受理在视为受理之前，补录后据实计算", case, rules)


def _beside(event: Event, ref: str, case: Case, rules: Rulebook) -> Iterator[Command]:
    match event:
        case SupplementNotified():
            yield from _notified(event, ref, case, rules)
        case MaterialsSupplied(complete=True):
            anew = (term for term in terms(case, rules) if term.step.kind == _ACCEPT)
            yield from _opened(anew, case, rules)
        case ClockPaused() | ClockResumed() | ClockExtended():
            yield from _adjusted(_WHY[type(event)], case, rules)
        case CaseCorrected(reason=reason):
            yield from _renewed(case, AnnulObligation, f"更正申请事实：{reason}", rules)
        case CaseWithdrawn(reason=reason):
            yield from _dropped(case, f"申请人撤回申请：{reason}", rules)
        case CaseConcluded():
            after = (term for term in terms(case, rules) if term.sla.starts == _CONCLUDE)
            yield from _opened(after, case, rules)


def _notified(
    event: SupplementNotified, ref: str, case: Case, rules: Rulebook
) -> Iterator[Command]:
    """Telling in time what is missing is what the term for acceptance asks for (行政许可法 32)."""
    told = replace(case, round=case.round - 1) if case.overturned else case
    step = rules.step(case.mode, event.step)
    if _has_term(step, rules):
        yield MeetObligation(obligation=_identity(step, told), evidence=ref, at=event.occurred_at)
    if case.overturned:
        for later in rules.mode(case.mode).step:
            sla = rules.slas.get(later.within or "")
            if sla is not None and sla.starts == step.kind:
                for identity in _identities(later, told, rules):
                    yield AnnulObligation(
                        obligation=identity, reason="已在期限内告知补正，不视为受理"
                    )


def _transferred(
    event: CaseTransferred, case: Case, rules: Rulebook, old: Rulebook
) -> Iterator[Command]:
    """The same clocks go on for whoever has the case now; the others owe nothing any more."""
    before = replace(case, mode=event.mode_before, round=case.round - 1)
    reason = f"本件已转由{rules.mode(case.mode).name}"
    for term in terms(before, old):
        if _undone(term, before):
            yield WaiveObligation(obligation=_identity(term.step, before), reason=reason)
    yield from _opened(terms(case, rules), case, rules)
    if case.pauses or case.extended_days:
        yield from _adjusted(reason, case, rules)
    yield from _renewed(case, WaiveObligation, reason, rules)


def returned(event: Event, was: Case, rules: Rulebook) -> Iterator[AnnulObligation]:
    """Decided before it was moved (B-22): in the mode of `was` nothing was ever due."""
    step = getattr(event, "step", "")
    for term in terms(was, rules):
        if _undone(term, was) and term.step.id != step:
            yield AnnulObligation(
                obligation=_identity(term.step, was), reason="转办之前已经决定，补录后据实计算"
            )


def _renewed(
    case: Case,
    ending: type[WaiveObligation | AnnulObligation],
    reason: str,
    rules: Rulebook,
) -> Iterator[Command]:
    """The permit's clock as it is now; where nothing changed, this says the same once more."""
    if case.renewals:
        earlier = replace(case, renewals=case.renewals - 1)
        yield ending(obligation=_renewing(earlier), reason=reason)
    yield from _renewal(case, rules)


def _dropped(case: Case, reason: str, rules: Rulebook) -> Iterator[WaiveObligation]:
    """Nothing is decided any more: what was due for it is not (the delivery of a notice stays)."""
    before = replace(case, outcome=None, concluded=None)
    for term in terms(before, rules):
        if _undone(term, before):
            yield WaiveObligation(obligation=_identity(term.step, case), reason=reason)
    if may_renew(case, rules):
        yield WaiveObligation(obligation=_renewing(case), reason=reason)


def _undone(term: Term, case: Case) -> bool:
    return term.step.id not in case.steps and term.step.kind != _PUSH


def _adjusted(reason: str, case: Case, rules: Rulebook) -> Iterator[AdjustTerm]:
    """The term of the decision as it is now, all in all, and of what has its time beside it.

    To tell others how it is going is due also while the clock stands still.
    """
    for term in terms(case, rules):
        decides = term.step.kind == _DECIDE
        if _pushes(term) and not case.overturned:
            continue
        if decides or term.sla.starts == _ACCEPT:
            for identity in _identities(term.step, case, rules):
                yield AdjustTerm(
                    obligation=identity,
                    started_at=term.started,
                    extra_days=case.extended_days if decides else 0,
                    pauses=() if _pushes(term) else case.pauses,
                    reason=reason,
                )


def _opened(found: Iterable[Term], case: Case, rules: Rulebook) -> Iterator[OpenObligation]:
    """What is due with these terms, where the step is not done already."""
    for term in found:
        if term.step.id not in case.steps:
            for creditor in _creditors(term.step, case, rules):
                yield _due(term, case, (_performer(term.step, case, rules), creditor), rules)


def _pushes(term: Term) -> bool:
    return term.step.kind == _PUSH


def _creditors(step: Step, case: Case, rules: Rulebook) -> Iterator[str]:
    """Every receiver of what is pushed; of another step nobody by name: the applicant."""
    if step.kind != _PUSH:
        yield ""
        return
    debtor = _performer(step, case, rules)  # nobody sends a result to itself
    yield from (organ for organ in bind_all(rules, step.to, case.cast(rules)) if organ != debtor)


def _performer(step: Step, case: Case, rules: Rulebook) -> str:
    """Of alternative performers the pack names the regular one first."""
    return next(iter(performers(rules, step, case.cast(rules))), "")


def _due(term: Term, case: Case, parties: tuple[str, str], rules: Rulebook) -> OpenObligation:
    """`parties` are debtor and creditor."""
    debtor, creditor = parties
    step, sla, limit = term.step, term.sla, term.limit
    by_analogy = sla.scope not in (None, rules.matter(case.matter).power)
    return OpenObligation(
        obligation=_owed_to(creditor, _identity(step, case)),
        kind=step.kind,
        about=streams.case(case.number),
        matter=case.matter,
        debtor=debtor,
        creditor=creditor,
        post=step.post or PRINCIPAL,
        started_at=term.started,
        days=limit.days,
        unit=limit.unit,
        roll=sla.roll,
        sla=sla.id,
        certainty="default" if by_analogy and not term.own else limit.certainty,
        clause=limit.source if term.own else sla.clause,
        source=limit.source,
        lapse=sla.lapse or "",
        rules=rules.version,
    )


def _renewal(case: Case, rules: Rulebook) -> Iterator[OpenObligation]:
    """Decide before the permit expires, or it counts as renewed (行政许可法 50)."""
    granted, permit = rules.pack.renewal, case.renewal
    settled = case.outcome is not None or case.deemed_renewed
    if granted is None or permit is None or settled or not may_renew(case, rules):
        return
    step = next((s for s in rules.mode(case.mode).step if s.kind == _DECIDE), None)
    if step is None:
        return
    received = min(done.at for done in case.steps.values())
    yield OpenObligation(
        obligation=_renewing(case),
        kind=_RENEWAL,
        about=streams.case(case.number),
        matter=case.matter,
        debtor=_performer(step, case, rules),
        creditor="",
        post=step.post or PRINCIPAL,
        started_at=received,
        days=(permit.expires_on - day_of(received, rules)).days,
        unit="days",
        roll=False,
        sla="",
        certainty=granted.certainty,
        clause=granted.clause,
        source=granted.source,
        lapse=granted.lapse,
        rules=rules.version,
    )


def _has_term(step: Step, rules: Rulebook) -> bool:
    sla = rules.slas.get(step.within or "")
    return sla is not None and sla.starts is not None


def _identity(step: Step, case: Case) -> str:
    """One for each time that the clocks of the case began: materials were supplied, it moved."""
    return due_id(step.id, case.round, case.number)


def _identities(step: Step, case: Case, rules: Rulebook) -> Iterator[str]:
    """Of what is due with a step: one, or one for everybody whom something is pushed to."""
    for creditor in _creditors(step, case, rules):
        yield _owed_to(creditor, _identity(step, case))


def _owed_to(creditor: str, identity: str) -> str:
    return f"{identity}:{creditor}" if creditor else identity


def _renewing(case: Case) -> str:
    return due_id(_RENEWAL, case.renewals, case.number)
