"""Accountability: on which problem, why, who was talked to, what others decided (XG23-79)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.supervision.accountability import (
    EVENTS,
    AccountabilityDecided,
    AccountabilityDropped,
    AccountabilityEvent,
    AccountabilityOpened,
    InterviewHeld,
    Status,
)
from projections.view import Row, View


class InterviewRow(Struct, frozen=True):
    """约谈: `person` is a staff id, `record` the SHA-256 of the signed record."""

    at: datetime
    person: str
    post: str
    summary: str
    record: str
    ref: str


class AccountabilityRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `organ` is held to account by what `opened_by` opened."""

    problem: str
    organ: str
    trigger: str
    words: str
    grounds: str
    clause: str
    opened_by: str
    opened_at: datetime
    status: Status = "open"
    interviews: tuple[InterviewRow, ...] = ()
    decided_by: str | None = None
    decided_on: date | None = None
    document_number: str | None = None
    measure: str | None = None
    reason: str | None = None
    position: int
    version: int  # of its stream


class Accountabilities(View[AccountabilityRow]):
    name: ClassVar = "accountabilities"
    label: ClassVar = "问责追责"
    events: ClassVar = EVENTS
    row = AccountabilityRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.number,) if isinstance(event, AccountabilityEvent) else ()

    def fold(
        self, row: AccountabilityRow | None, key: str, recorded: Recorded
    ) -> AccountabilityRow | None:
        event = recorded.event
        if isinstance(event, AccountabilityOpened):
            return AccountabilityRow(
                key=key,
                problem=event.problem,
                organ=event.organ,
                trigger=event.trigger,
                words=event.words,
                grounds=event.grounds,
                clause=event.clause,
                opened_by=event.by.organ,
                opened_at=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case InterviewHeld():
                held = InterviewRow(
                    event.occurred_at,
                    event.person,
                    event.post,
                    event.summary,
                    event.record,
                    recorded.ref,
                )
                return replace(row, interviews=(*row.interviews, held))
            case AccountabilityDecided():
                return replace(
                    row,
                    status="decided",
                    decided_by=event.decided_by,
                    decided_on=event.decided_on,
                    document_number=event.document_number,
                    measure=event.measure,
                )
            case AccountabilityDropped(reason=reason):
                return replace(row, status="dropped", reason=reason)
        return row
