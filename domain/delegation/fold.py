"""What the events of a pair come to: every term that the two concluded, in order."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from domain.delegation.agreement import (
    AgreementCountersigned,
    AgreementExpired,
    AgreementSigned,
    AgreementTerminated,
    DelegationAnnounced,
    MattersEnded,
)
from domain.delegation.amendment import AmendmentCountersigned, AmendmentSigned
from domain.delegation.confirmation import AcceptanceConfirmed
from domain.delegation.procedure import ProcedureFixed
from domain.delegation.standing import AgreementResumed, AgreementSuspended
from domain.delegation.withdrawal import AuthorityWithdrawn, ShortfallAnswered, ShortfallReported
from domain.kernel.event import Event
from domain.kernel.facts import (
    Agreement,
    Amendment,
    Announced,
    Answered,
    Period,
    Procedure,
    Scheduled,
    Shortfall,
    Term,
    Withdrawn,
)

# What may stand before anything is concluded: a direct handing down needs no agreement (XG22-05).
_WITHOUT_TERMS = (ProcedureFixed, ShortfallReported, AuthorityWithdrawn)

_replace = msgspec.structs.replace


def evolve(state: Agreement | None, event: Event) -> Agreement | None:
    if isinstance(event, AgreementSigned):
        return _signed(state, event)
    if isinstance(event, AcceptanceConfirmed):
        return _confirmed(state, event)
    if isinstance(event, _WITHOUT_TERMS) and state is None:
        state = Agreement(event.delegator, event.delegatee, 0, ())
    if state is None:
        return None
    state = _replace(state, version=state.version + 1)
    change = _CHANGES.get(type(event))
    return state if change is None else change(state, event)


def _procedure(state: Agreement, event: ProcedureFixed) -> Agreement:
    fixed = tuple(
        Procedure(no, event.occurred_at, state.version, event.document_number)
        for no in event.matters
    )
    return _replace(state, procedures=(*state.procedures, *fixed))


def _shortfall(state: Agreement, event: ShortfallReported) -> Agreement:
    reported = Shortfall(
        event.matters,
        event.occurred_at,
        state.version,
        event.circumstances,
        event.document_number,
    )
    return _replace(state, shortfalls=(*state.shortfalls, reported))


def _answered(state: Agreement, event: ShortfallAnswered) -> Agreement:
    left = tuple(Answered(no, event.occurred_at, state.version) for no in event.matters)
    return _replace(state, answers=(*state.answers, *left))


def _withdrawn(state: Agreement, event: AuthorityWithdrawn) -> Agreement:
    taken = tuple(
        Withdrawn(each.matter, each.modes, event.starts_at, state.version)
        for each in event.taken_back
    )
    return _replace(state, withdrawals=(*state.withdrawals, *taken))


def _each(state: Agreement, change: Callable[[Term], Term]) -> Agreement:
    return _replace(state, terms=tuple(change(term) for term in state.terms))


def _signed(state: Agreement | None, event: AgreementSigned) -> Agreement:
    """Only the countersignature says from when the schedule holds."""
    version = state.version + 1 if state else 1
    period = Period(event.valid_from, event.valid_until)
    schedule = tuple(Scheduled(no, period, version) for no in event.matters)
    term = Term(version, event.contents, schedule, period)
    terms = (*state.terms, term) if state else (term,)
    return Agreement(event.delegator, event.delegatee, version, terms)


def _confirmed(state: Agreement | None, event: AcceptanceConfirmed) -> Agreement:
    """One signature concludes it, and it has no end."""
    version = state.version + 1 if state else 1
    period = Period(event.valid_from)
    schedule = tuple(Scheduled(no, period, version) for no in event.matters)
    term = Term(version, {}, schedule, period, countersigned=version)
    terms = (*state.terms, term) if state else (term,)
    return Agreement(event.delegator, event.delegatee, version, terms)


def _countersigned(state: Agreement, event: AgreementCountersigned) -> Agreement:
    """The last term signed holds from now, or from its first day."""
    term, version = state.terms[-1], state.version
    period = Period(event.valid_from, term.period.end)
    schedule = tuple(_replace(s, period=period, version=version) for s in term.schedule)
    term = _replace(term, countersigned=version, period=period, schedule=schedule)
    return _replace(state, terms=(*state.terms[:-1], term))


def _announced(state: Agreement, event: DelegationAnnounced) -> Agreement:
    """Of entries that have not ended; the first announcement of each counts."""
    at = event.occurred_at

    def told(entry: Scheduled) -> Scheduled:
        ended = entry.period.end is not None and entry.period.end <= at
        if ended or entry.announced is not None or entry.matter not in event.matters:
            return entry
        return _replace(entry, announced=Announced(at, state.version))

    return _each(state, lambda term: _entries(term, told) if term.countersigned else term)


def _proposed(state: Agreement, event: AmendmentSigned) -> Agreement:
    return _replace(
        state, proposed=Amendment(event.term, event.add, event.remove, event.valid_from)
    )


def _amended(state: Agreement, event: AmendmentCountersigned) -> Agreement:
    start, version = event.valid_from, state.version

    def shortened(entry: Scheduled) -> Scheduled:
        if entry.matter not in event.remove or not entry.period.holds_at(start):
            return entry
        return _replace(entry, period=Period(entry.period.start, start), removed_by=version)

    def amended(term: Term) -> Term:
        if term.signed != event.term:
            return term
        period = Period(start, term.period.end)
        added = tuple(Scheduled(no, period, version) for no in event.add)
        kept = _entries(term, shortened)
        return _replace(kept, schedule=(*kept.schedule, *added))

    return _each(_replace(state, proposed=None), amended)


def _left(state: Agreement, event: MattersEnded) -> Agreement:
    def left(entry: Scheduled) -> Scheduled:
        return _replace(entry, closed=True) if entry.removed_by == event.amendment else entry

    return _each(state, lambda term: _entries(term, left))


def _suspended(state: Agreement, event: AgreementSuspended) -> Agreement:
    at = event.occurred_at

    def suspended(term: Term) -> Term:
        if not (term.countersigned and term.period.holds_at(at)):
            return term
        return _replace(term, suspensions=(*term.suspensions, Period(at)))

    return _each(state, suspended)


def _resumed(state: Agreement, event: AgreementResumed) -> Agreement:
    at = event.occurred_at

    def resumed(term: Term) -> Term:
        ended = tuple(Period(p.start, at) if p.end is None else p for p in term.suspensions)
        return _replace(term, suspensions=ended)

    return _each(state, resumed)


def _terminated(state: Agreement, event: AgreementTerminated) -> Agreement:
    """What has not ended ends now; what had not begun never holds."""
    at = event.occurred_at

    def terminated(term: Term) -> Term:
        if term.closed or (term.period.end is not None and term.period.end <= at):
            return term
        period = Period(term.period.start, max(term.period.start, at))
        return _replace(term, period=period, terminated=True, closed=True)

    return _each(_replace(state, proposed=None), terminated)


def _expired(state: Agreement, event: AgreementExpired) -> Agreement:
    return _each(
        state,
        lambda term: _replace(term, closed=True) if term.period.end == event.ended_at else term,
    )


def _entries(term: Term, change: Callable[[Scheduled], Scheduled]) -> Term:
    return _replace(term, schedule=tuple(change(entry) for entry in term.schedule))


_CHANGES: Mapping[type[Event], Callable[[Agreement, Any], Agreement]] = {
    AgreementCountersigned: _countersigned,
    DelegationAnnounced: _announced,
    AmendmentSigned: _proposed,
    AmendmentCountersigned: _amended,
    MattersEnded: _left,
    AgreementSuspended: _suspended,
    AgreementResumed: _resumed,
    AgreementTerminated: _terminated,
    AgreementExpired: _expired,
    ProcedureFixed: _procedure,
    ShortfallReported: _shortfall,
    ShortfallAnswered: _answered,
    AuthorityWithdrawn: _withdrawn,
}
