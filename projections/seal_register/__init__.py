"""Seal register: every seal, how it stands and who keeps it (XG23-57, -60, -82, -83)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.kernel.event import Event, Recorded
from domain.kernel.facts import SealStatus
from domain.seals import events
from domain.seals.events import (
    AnomalyReported,
    CustodianNamed,
    CustodyDeputised,
    EngravingApproved,
    SealDestroyed,
    SealEvent,
    SealHandedOver,
    SealLost,
    SealRecovered,
    SealReturned,
    SealSealedUp,
    SealVoided,
)
from domain.seals.life import status_after
from projections.view import Row, View


class SealRow(Row, frozen=True, kw_only=True):
    """`since` is when it came to its status; a lost one was lost from `lost_at` on.

    `reason`: why it came to it, where that was said. A deputy keeps it until `deputy_until`.
    """

    owner: str
    number: int
    holder: str
    name: str
    status: SealStatus
    since: datetime
    custodian: str | None = None
    deputy: str | None = None
    deputy_until: datetime | None = None
    lost_at: datetime | None = None
    reason: str | None = None
    position: int
    version: int

    def keeper(self, at: datetime) -> str | None:
        """Who keeps it now, from what is known now."""
        if self.deputy_until is not None and at < self.deputy_until:
            return self.deputy
        return self.custodian


class SealRegister(View[SealRow]):
    name: ClassVar = "seal_register"
    label: ClassVar = "印章登记"
    events: ClassVar = events.EVENTS
    row = SealRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, SealEvent):
            return (f"{event.owner}/{event.number}",)
        return ()

    def fold(self, row: SealRow | None, key: str, recorded: Recorded) -> SealRow | None:
        event = recorded.event
        if isinstance(event, EngravingApproved):
            return SealRow(
                key=key,
                owner=event.owner,
                number=event.number,
                holder=event.holder,
                name=event.name,
                status="approved",
                since=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        replace = msgspec.structs.replace
        row = replace(_kept(row, event), position=recorded.position, version=recorded.version)
        status = status_after(event)
        if status is None:
            return row
        return replace(
            row,
            status=status,
            since=event.occurred_at,
            lost_at=event.lost_at if isinstance(event, SealLost) else None,
            reason=_reason(event),
        )


def _kept(row: SealRow, event: Event) -> SealRow:
    """The row with its custody after the event."""
    replace = msgspec.structs.replace
    match event:
        case CustodianNamed(person=person) | SealHandedOver(person=person):
            return replace(row, custodian=person, deputy=None, deputy_until=None)
        case CustodyDeputised(custodian=custodian, deputy=deputy, until=until):
            return replace(row, custodian=custodian, deputy=deputy, deputy_until=until)
        case SealReturned() | SealSealedUp() | SealDestroyed() | SealVoided():
            return replace(row, custodian=None, deputy=None, deputy_until=None)
    return row


def _reason(event: Event) -> str | None:
    match event:
        case AnomalyReported() | SealLost() | SealRecovered():
            return event.circumstances
        case SealDestroyed(method=method):
            return method
    reason: str | None = getattr(event, "reason", None)
    return reason


async def register(
    pool: asyncpg.Pool, tenant: str, *, owner: str | None = None, limit: int = 1000
) -> list[SealRow]:
    """Every seal, by department and number."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.seal_register t where tenant = $1 "
        "and ($2::text is null or owner = $2) order by owner, number limit $3",
        tenant,
        owner,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=SealRow) for row in rows]
