"""A permit that nobody has applied to renew: whoever issued it is reminded (C3, 行政许可法 50).

To apply is the holder's affair, so this is no duty that anybody could be late with: it is told for
some days before the last day to apply until the permit expires, and is over then. One for holder,
matter and last day: that is all that an application for renewal says of the permit.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.cases.case import Case
from domain.cases.events import CaseCorrected, CaseReceived, CertificateIssued
from domain.cases.renewal import Renewal, file_by, window_of
from domain.cases.revocation import ApprovalRevoked
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of, start_of
from domain.licences.certificate import CertificateAct, CertificateCancelled, CertificateChanged
from domain.obligations.obligation import MeetObligation, OpenObligation, WaiveObligation

_NOTICE = "renewal_notice"
_RECEIVE = "receive"


def of_case(event: Event, ref: str, case: Case, rules: Rulebook) -> Iterator[Command]:
    at = event.occurred_at
    match event:
        case CertificateIssued(valid_until=until) if until is not None:
            yield from _opened(case, event.authority.organ, day_of(at, rules), until, rules)
        case CaseReceived() | CaseCorrected() if case.renewal is not None:
            identity = _applied_for(case, case.renewal)
            yield MeetObligation(obligation=identity, evidence=ref, at=at)
        case ApprovalRevoked() if case.valid_until is not None:
            yield from _over(case, case.valid_until, "审批已撤销", rules)


def of_certificate(
    event: CertificateAct, before: date | None, case: Case, rules: Rulebook
) -> Iterator[Command]:
    """`before`: the last day that it had. Another one is told of anew."""
    match event:
        case CertificateCancelled() if before is not None:
            yield from _over(case, before, "证照已注销", rules)
        case CertificateChanged(valid_until=until) if until != before:
            if before is not None:
                yield from _over(case, before, "证照有效期已变更", rules)
            if until is not None:
                today = day_of(event.occurred_at, rules)
                yield from _opened(case, event.organ, today, until, rules)


def passed(obligation: str) -> WaiveObligation:
    return WaiveObligation(obligation=obligation, reason="有效期已届满，未见延续申请")


def _opened(
    case: Case, organ: str, today: date, until: date, rules: Rulebook
) -> Iterator[OpenObligation]:
    terms, found = rules.pack.renewal, window_of(rules.matter(case.matter), rules)
    if terms is None or found is None or not terms.remind_days or until < today:
        return
    by, limit = found
    last = file_by(until, limit)
    start = min(max(today, last - timedelta(days=terms.remind_days)), until)
    yield OpenObligation(
        obligation=_identity(by, case, until),
        kind=_NOTICE,
        about=streams.case(case.number),
        matter=case.matter,
        debtor=organ,
        creditor="",
        post=_desk(case, organ, rules),
        started_at=start_of(start, rules),
        days=(until - start).days,
        unit="days",
        roll=False,
        sla="",
        certainty=limit.certainty,
        clause=f"{limit.source}：应于{last}前申请延续",
        source=limit.source,
        lapse="permit_expired",
        rules=rules.version,
    )


def _over(case: Case, until: date, reason: str, rules: Rulebook) -> Iterator[WaiveObligation]:
    found = window_of(rules.matter(case.matter), rules)
    if found is not None:
        yield WaiveObligation(obligation=_identity(found[0], case, until), reason=reason)


def _applied_for(case: Case, permit: Renewal) -> str:
    return _identity(case.matter, case, permit.expires_on)


def _identity(matter: int, case: Case, until: date) -> str:
    return f"{_NOTICE}:{matter}:{case.applicant.subject}:{until}"


def _desk(case: Case, organ: str, rules: Rulebook) -> str:
    """Who receives applications there, if it does; he is asked by holders too."""
    for step in rules.mode(case.mode).step:
        if step.kind == _RECEIVE and case.actors.get(step.id) == organ and step.post:
            return step.post
    return PRINCIPAL
