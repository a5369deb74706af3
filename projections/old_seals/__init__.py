"""Old seals: what becomes of those that one seal replaces, and how far that is (ZZ22-15, -19)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec
from msgspec import Struct

from domain.kernel.event import Event, Recorded
from domain.seals.old import seal
from domain.seals.old.life import status_after
from domain.seals.old.seal import (
    Condition,
    OldSealEvent,
    OldSealInventoried,
    OldSealSealedUp,
    OldStatus,
    RetentionApproved,
    RetentionRejected,
    Standing,
)
from projections.view import Row, View


class OldSealRow(Row, frozen=True, kw_only=True):
    """`since` is when it came to its status, `reason` why, where that was said.

    `decided_by` and `document_number`: the review that kept it or did not. `place` and `witness`
    (staff id): where it is sealed up, before whom.
    """

    organ: str
    number: int
    name: str
    keeper: str
    standing: Standing
    condition: Condition
    established_by: str
    inventoried_at: datetime
    status: OldStatus
    since: datetime
    reason: str | None = None
    decided_by: str | None = None
    document_number: str | None = None
    place: str | None = None
    witness: str | None = None
    position: int
    version: int


class OldSeals(View[OldSealRow]):
    name: ClassVar = "old_seals"
    label: ClassVar = "旧印章清理"
    events: ClassVar = seal.EVENTS
    row = OldSealRow

    def keys(self, event: Event) -> Iterable[str]:
        return (f"{event.organ}/{event.number}",) if isinstance(event, OldSealEvent) else ()

    def fold(self, row: OldSealRow | None, key: str, recorded: Recorded) -> OldSealRow | None:
        event = recorded.event
        status = status_after(event)
        if status is None:
            return row
        if isinstance(event, OldSealInventoried):
            return OldSealRow(
                key=key,
                organ=event.organ,
                number=event.number,
                name=event.name,
                keeper=event.keeper,
                standing=event.standing,
                condition=event.condition,
                established_by=event.established_by,
                inventoried_at=event.occurred_at,
                status=status,
                since=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        return msgspec.structs.replace(
            _told(row, event),
            status=status,
            since=event.occurred_at,
            position=recorded.position,
            version=recorded.version,
        )


def _told(row: OldSealRow, event: Event) -> OldSealRow:
    """The row with what the event says beside the status; sealing up leaves the reason for it."""
    replace = msgspec.structs.replace
    match event:
        case OldSealSealedUp(place=place, witness=witness):
            return replace(row, place=place, witness=witness)
        case RetentionApproved(decided_by=organ, document_number=document):
            return replace(row, decided_by=organ, document_number=document)
        case RetentionRejected(decided_by=organ, document_number=document, reason=reason):
            return replace(row, decided_by=organ, document_number=document, reason=reason)
    reason_given: str | None = getattr(event, "reason", None)
    return replace(row, reason=reason_given)


class Progress(Struct, frozen=True, kw_only=True):
    """How many old seals of an organ stand how; `left`: those with which something is to be done.

    Left are the open ones, those that wait for their review, and what is not sealed up yet.
    """

    organ: str
    inventoried: int = 0
    open: int = 0
    applied: int = 0
    kept: int = 0
    retained: int = 0
    cancelled: int = 0
    rejected: int = 0
    sealed_up: int = 0
    left: int = 0

    @property
    def done(self) -> bool:
        """Whatever was inventoried is settled; of an organ without a seal on it nobody knows."""
        return self.inventoried > 0 and self.left == 0


_COUNTS = ", ".join(
    f"count(*) filter (where status = '{status}') as {status}"
    for status in ("open", "applied", "kept", "retained", "cancelled", "rejected", "sealed_up")
)


async def progress(
    pool: asyncpg.Pool, tenant: str, expected: Sequence[str], *, organ: str | None = None
) -> list[Progress]:
    """By organ: those `expected` to have an inventory in their order, then whoever else has one."""
    rows = await pool.fetch(
        f"select organ, count(*) as inventoried, {_COUNTS}, count(*) filter "
        "(where status in ('open', 'applied', 'cancelled', 'rejected')) as left "
        "from views.old_seals where tenant = $1 and ($2::text is null or organ = $2) "
        "group by organ order by organ",
        tenant,
        organ,
    )
    found = {row["organ"]: Progress(**dict(row)) for row in rows}
    named = {name: found.get(name, Progress(organ=name)) for name in expected}
    return list({**named, **found}.values())


async def register(
    pool: asyncpg.Pool, tenant: str, *, organ: str | None = None, limit: int = 1000
) -> list[OldSealRow]:
    """The inventory, by organ and number."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.old_seals t where tenant = $1 "
        "and ($2::text is null or organ = $2) order by organ, number limit $3",
        tenant,
        organ,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=OldSealRow) for row in rows]
