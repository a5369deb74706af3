"""What time does to an agreement: told before the end, ended with its last day, on record then.

The end itself nobody is late with: time fulfils it. The notice before it is the delegator's to
give; a new agreement says the same. Termination overtakes both.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

from domain.delegation.agreement import (
    AgreementCountersigned,
    AgreementExpired,
    AgreementSigned,
    AgreementTerminated,
    MattersEnded,
)
from domain.delegation.amendment import AmendmentCountersigned
from domain.delegation.standing import ExpiryNotified
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.facts import Agreement, Term
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import TERM_LIMIT, day_of
from domain.obligations.obligation import MeetObligation, OpenObligation, WaiveObligation

EVENTS: tuple[type[Event], ...] = (
    AgreementSigned,
    AgreementCountersigned,
    AgreementTerminated,
    AgreementExpired,
    AmendmentCountersigned,
    MattersEnded,
    ExpiryNotified,
)
_MOMENT = timedelta(microseconds=1)
# The end is put on record: a term's, or that of a matter's place in it.
_BY_TIME: Literal["agreement_expired"] = "agreement_expired"


def commands(
    event: Event, ref: str, before: Agreement | None, after: Agreement, rules: Rulebook
) -> Iterator[Command]:
    """What follows from one event of an agreement; its state right before and right after it."""
    yield from _begun(event, after, rules)
    running = [term for term in before.terms if _awaits_its_end(term)] if before else []
    if isinstance(event, AgreementTerminated):
        for identity in [i for term in running for i in _all(after, term)]:
            yield WaiveObligation(obligation=identity, reason=f"协议提前终止：{event.reason}")
        return
    for identity, at in _met(event, running, after):
        yield MeetObligation(obligation=identity, evidence=ref, at=at)


def _begun(event: Event, agreement: Agreement, rules: Rulebook) -> Iterator[OpenObligation]:
    """What two signatures make due."""
    match event:
        case AgreementCountersigned(occurred_at=at):
            term = agreement.terms[-1]
            identity, end = _expiry(agreement, term), term.period.end
            yield from _opened(identity, "expiry", at, end, agreement, rules)
            yield from _notice(term, at, agreement, rules)
        case AmendmentCountersigned(occurred_at=at, valid_from=start, remove=remove):
            if remove and start > at:
                identity = _amendment(agreement, agreement.version)
                yield from _opened(identity, "amendment", at, start, agreement, rules)


def _met(
    event: Event, running: Sequence[Term], agreement: Agreement
) -> Iterator[tuple[str, datetime]]:
    """The obligations that an event fulfils, and when what fulfils them happened."""
    match event:
        case AgreementSigned(occurred_at=at):
            yield from ((_told(agreement, term), at) for term in running if term.period.end)
        case ExpiryNotified(occurred_at=at, term=version):
            yield f"expiry_notice:{_pair(agreement)}:{version}", at
        case AgreementExpired(ended_at=at):
            ended = (term for term in running if term.period.end == at)
            yield from ((_expiry(agreement, term), at) for term in ended)
        case MattersEnded(amendment=amendment, ended_at=at):
            yield _amendment(agreement, amendment), at


def _awaits_its_end(term: Term) -> bool:
    return bool(term.countersigned) and not term.closed


def _all(agreement: Agreement, term: Term) -> Iterator[str]:
    """Every obligation that a term may have opened."""
    if term.period.end is not None:
        yield _expiry(agreement, term)
        yield _told(agreement, term)
    waiting = {entry.removed_by for entry in term.schedule if not entry.closed}
    yield from (_amendment(agreement, version) for version in sorted(waiting - {0}))


def _expiry(agreement: Agreement, term: Term) -> str:
    """One for each agreement that the two concluded, by the version that put it into force."""
    return f"expiry:{_pair(agreement)}:{term.countersigned}"


def _told(agreement: Agreement, term: Term) -> str:
    return f"expiry_notice:{_pair(agreement)}:{term.countersigned}"


def _amendment(agreement: Agreement, version: int) -> str:
    return f"amendment:{_pair(agreement)}:{version}"


def _pair(agreement: Agreement) -> str:
    return f"{agreement.delegator}:{agreement.delegatee}"


def _notice(
    term: Term, at: datetime, agreement: Agreement, rules: Rulebook
) -> Iterator[OpenObligation]:
    """Due some days before the end; a term that is shorter than that needs none (XG23-55)."""
    terms = rules.agreement
    end = term.period.end
    if terms is None or terms.notice_days is None or end is None:
        return
    yield from _opened(
        _told(agreement, term),
        "expiry_notice",
        at,
        end - timedelta(days=terms.notice_days),
        agreement,
        rules,
    )


def _opened(
    identity: str,
    kind: str,
    at: datetime,
    end: datetime | None,
    agreement: Agreement,
    rules: Rulebook,
) -> Iterator[OpenObligation]:
    """What is due with the last day before `end`; its kind says what."""
    terms = rules.agreement
    if end is None:
        return
    days = (day_of(end - _MOMENT, rules) - day_of(at, rules)).days
    if not 0 <= days <= TERM_LIMIT:
        return  # over before it began, or an end that nobody will see
    notice = kind == "expiry_notice"
    yield OpenObligation(
        obligation=identity,
        kind=kind,
        about=streams.agreement(agreement.delegator, agreement.delegatee),
        matter=0,
        debtor=agreement.delegator,
        creditor=agreement.delegatee,
        post=PRINCIPAL,
        started_at=at,
        days=days,
        unit="days",
        roll=False,
        sla="",
        certainty=terms.notice_certainty if terms and notice else "text",
        clause=terms.clause if terms else "",
        source=terms.source if terms else "",
        lapse="" if notice else _BY_TIME,
        rules=rules.version,
    )
