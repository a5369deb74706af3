"""What a policy document makes due: a written notice to each that approves (XG22-22, B-32)."""

from collections.abc import Iterator

from domain.exchange.policy_notice import (
    ApproversNotified,
    PolicyDocument,
    PolicyDocumentRegistered,
)
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import start_of
from domain.obligations.obligation import MeetObligation, OpenObligation

EVENTS = (PolicyDocumentRegistered, ApproversNotified)
_NOTICE = "policy_notice"


def commands(
    event: Event, ref: str, document: PolicyDocument, rules: Rulebook
) -> Iterator[Command]:
    """`rules` are those that the document was registered under."""
    match event:
        case PolicyDocumentRegistered(approvers=approvers):
            for approver in approvers:
                yield _opened(event, approver, rules)
        case ApproversNotified(to=to, occurred_at=at):
            for approver in to:
                due = _due(document.registered, approver)
                yield MeetObligation(obligation=due, evidence=ref, at=at)


def _due(registered: PolicyDocumentRegistered, approver: str) -> str:
    return f"{_NOTICE}:{registered.regulator}:{registered.number}:{approver}"


def _opened(registered: PolicyDocumentRegistered, approver: str, rules: Rulebook) -> OpenObligation:
    """From the later of the two days (B-32), whenever it is put on record."""
    terms = rules.pack.policy_notice
    if terms is None:
        raise ValueError("these rules ask for no notice")
    sla = rules.slas[terms.within]  # the validator proved that it exists
    return OpenObligation(
        obligation=_due(registered, approver),
        kind=_NOTICE,
        about=streams.policy_document(registered.regulator, registered.number),
        matter=registered.matters[0] if len(registered.matters) == 1 else 0,
        debtor=registered.regulator,
        creditor=approver,
        post=terms.post or PRINCIPAL,
        started_at=start_of(registered.counted_from, rules),
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
