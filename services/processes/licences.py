"""What a certificate makes due: each act on it is collected in the library (XG22-25)."""

from collections.abc import Iterator

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.licences.certificate import (
    Certificate,
    CertificateAct,
    CertificateCancelled,
    CertificateChanged,
    CertificateRegistered,
    CertificateSent,
    SendToLibrary,
)
from domain.obligations.obligation import MeetObligation, OpenObligation

EVENTS = (CertificateRegistered, CertificateChanged, CertificateCancelled, CertificateSent)
_COLLECT = "collect"


def commands(event: Event, ref: str, known: Certificate, rules: Rulebook) -> Iterator[Command]:
    """`rules` are those that the certificate was issued under: it goes where they say."""
    match event:
        case CertificateAct(serial=serial) if known.registered.keeper:
            yield _opened(event, known, rules)
            yield SendToLibrary(certificate=event.certificate, serial=serial)
        case CertificateSent(certificate=number, serial=serial, occurred_at=at):
            due = _due(number, serial)
            yield MeetObligation(obligation=due, evidence=ref, at=at)


def _due(number: str, serial: int) -> str:
    return f"{_COLLECT}:{number}:{serial}"


def _opened(act: CertificateAct, known: Certificate, rules: Rulebook) -> OpenObligation:
    terms = rules.pack.licences
    if terms is None:
        raise ValueError("these rules name no library")
    sla = rules.slas[terms.within]  # the validator proved that it exists
    return OpenObligation(
        obligation=_due(act.certificate, act.serial),
        kind=_COLLECT,
        about=streams.certificate(act.certificate),
        matter=known.registered.matter,
        debtor=act.organ,
        creditor=known.registered.keeper,
        post=act.post,
        started_at=act.occurred_at,
        days=sla.days,
        unit=sla.unit,
        roll=sla.roll,
        sla=sla.id,
        certainty=sla.certainty,
        clause=terms.clause,
        source=terms.source,
        lapse="",
        rules=rules.version,
    )
