"""The end of an agreement's term: known when it is signed, recorded when it comes.

The obligation says: renew by then, or let it end. Time itself fulfils it (the end is put on
record), so nobody is late with it; a new agreement fulfils it too, an earlier termination overtakes
it.
"""

from collections.abc import Iterator
from datetime import timedelta

from domain.delegation.agreement import (
    AgreementCountersigned,
    AgreementExpired,
    AgreementSigned,
    AgreementTerminated,
)
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.facts import Agreement
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import TERM_LIMIT, day_of
from domain.obligations.obligation import MeetObligation, OpenObligation, WaiveObligation
from domain.organisation.posts import PRINCIPAL

_MOMENT = timedelta(microseconds=1)


def commands(
    event: Event, ref: str, before: Agreement | None, after: Agreement, rules: Rulebook
) -> Iterator[Command]:
    """What follows from one event of an agreement; its state right before and right after it."""
    running = _identity(before) if before is not None and _awaits_its_end(before) else None
    match event:
        case AgreementCountersigned() if _awaits_its_end(after):
            yield from _opened(event, after, rules)
        case AgreementSigned(occurred_at=at) if running:
            yield MeetObligation(obligation=running, evidence=ref, at=at)
        case AgreementExpired(ended_at=at) if running:
            yield MeetObligation(obligation=running, evidence=ref, at=at)
        case AgreementTerminated(reason=reason) if running:
            yield WaiveObligation(obligation=running, reason=f"协议提前终止：{reason}")


def _awaits_its_end(agreement: Agreement) -> bool:
    return bool(agreement.countersigned) and agreement.term.end is not None and not agreement.closed


def _identity(agreement: Agreement) -> str:
    """One for each agreement that the two concluded, by the version that put it into force."""
    pair = f"{agreement.delegator}:{agreement.delegatee}"
    return f"expiry:{pair}:{agreement.countersigned}"


def _opened(
    event: AgreementCountersigned, agreement: Agreement, rules: Rulebook
) -> Iterator[OpenObligation]:
    end = agreement.term.end
    if end is None:
        return
    started, last = day_of(event.occurred_at, rules), day_of(end - _MOMENT, rules)
    days = (last - started).days
    if days > TERM_LIMIT:
        return  # an end that nobody will see
    terms = rules.pack.agreement
    yield OpenObligation(
        obligation=_identity(agreement),
        kind="expiry",
        about=streams.agreement(agreement.delegator, agreement.delegatee),
        matter=0,
        debtor=agreement.delegator,
        creditor=agreement.delegatee,
        post=PRINCIPAL,
        started_at=event.occurred_at,
        days=days,
        unit="days",
        roll=False,
        sla="",
        certainty="text",
        clause=terms.clause if terms else "",
        source=terms.source if terms else "",
        lapse="agreement_expired",
        rules=rules.version,
    )
