"""Inquiries: who asked which department what, and what was answered when (RA22-22, -23)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import msgspec

from domain.exchange.inquiry import InquiryAnswered, InquirySent, InquiryWithdrawn
from domain.kernel.event import Event, Recorded
from projections.view import Row, View


class InquiryRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `organ` asks, `department` is asked; `open`: its answer is awaited.

    No personal data; `sent_by` and `answered_by` are staff ids.
    """

    organ: str
    department: str
    subject: str
    question: str
    matter: int | None
    case: str | None
    sent_at: datetime
    sent_by: str
    open: bool = True
    answer: str | None = None
    document_number: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    withdrawn_at: datetime | None = None
    reason: str | None = None
    position: int
    version: int  # of the inquiry's stream


class Inquiries(View[InquiryRow]):
    name: ClassVar = "inquiries"
    label: ClassVar = "函询函复"
    events: ClassVar = (InquirySent, InquiryAnswered, InquiryWithdrawn)
    row = InquiryRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case InquirySent() | InquiryAnswered() | InquiryWithdrawn():
                return (event.number,)
        return ()

    def fold(self, row: InquiryRow | None, key: str, recorded: Recorded) -> InquiryRow | None:
        event = recorded.event
        if isinstance(event, InquirySent):
            return _sent(key, event, recorded)
        if row is None:
            return None
        replace = msgspec.structs.replace
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case InquiryAnswered():
                return replace(
                    row,
                    open=False,
                    answer=event.answer,
                    document_number=event.document_number,
                    answered_at=event.occurred_at,
                    answered_by=event.person,
                )
            case InquiryWithdrawn(occurred_at=at, reason=reason):
                return replace(row, open=False, withdrawn_at=at, reason=reason)
        return row


def _sent(key: str, event: InquirySent, recorded: Recorded) -> InquiryRow:
    return InquiryRow(
        key=key,
        organ=event.organ,
        department=event.to,
        subject=event.subject,
        question=event.question,
        matter=event.matter,
        case=event.case,
        sent_at=event.occurred_at,
        sent_by=event.person,
        position=recorded.position,
        version=recorded.version,
    )
