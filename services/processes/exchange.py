"""What an inquiry makes due: the reply, by the rules it was sent under (RA22-23, B-64)."""

from collections.abc import Iterator

from domain.exchange.inquiry import (
    EVENTS,
    Inquiry,
    InquiryAnswered,
    InquirySent,
    InquiryWithdrawn,
)
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.obligations.obligation import MeetObligation, OpenObligation, WaiveObligation

__all__ = ["EVENTS", "commands"]
_REPLY = "reply"


def commands(event: Event, ref: str, inquiry: Inquiry, rules: Rulebook) -> Iterator[Command]:
    """`rules` are those of the inquiry: where they set no term, none is opened, met or waived."""
    if rules.pack.inquiry is None:
        return
    due = f"{_REPLY}:{inquiry.sent.number}"
    match event:
        case InquirySent():
            yield _opened(due, event, rules)
        case InquiryAnswered(occurred_at=at):
            yield MeetObligation(obligation=due, evidence=ref, at=at)
        case InquiryWithdrawn(reason=reason):
            yield WaiveObligation(obligation=due, reason=f"函询已撤回：{reason}")


def _opened(identity: str, sent: InquirySent, rules: Rulebook) -> OpenObligation:
    terms = rules.pack.inquiry
    if terms is None:
        raise ValueError("these rules set no term for a reply")
    sla = rules.slas[terms.reply_within]  # the validator proved that it exists
    return OpenObligation(
        obligation=identity,
        kind=_REPLY,
        about=streams.inquiry(sent.number),
        matter=sent.matter or 0,
        debtor=sent.to,
        creditor=sent.organ,
        post=terms.post or PRINCIPAL,
        started_at=sent.occurred_at,
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
