"""Seal ledger: time, matter, approving leader, certificate and document number (XG23-58).

Kept for audit (归档留存备查, XG23-59): a row is never removed nor overwritten, and folds anew from
the log. A document's first use is the row `case/document`, its second `case/document/2`.
"""

from collections.abc import AsyncGenerator, Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec
from msgspec import Struct

from domain.kernel.event import Event, Recorded
from domain.seals.use import (
    SealUsed,
    UseApplied,
    UseConsented,
    UseEvent,
    UseRefused,
    UseVoided,
)
from projections.view import Row, View

STATUS_LABELS = {
    "applied": "已申请",
    "consented": "已签字同意",
    "refused": "不予同意",
    "used": "已用印",
    "voided": "已作废",
}
BATCH = 1000


class UseRow(Row, frozen=True, kw_only=True):
    """`document_number` is the approval document's, `certificate_number` the certificate's.

    `ended_by`, `ended_at`, `reason`: who refused it or made it void.
    """

    owner: str
    number: int
    holder: str
    case: str
    matter: int
    document: str
    declined: bool = False  # the case's acceptance was declined, which its notice says
    serial: int
    document_number: str
    certificate_number: str | None = None
    copies: int
    applicant: str
    applied_at: datetime
    status: str
    approved_by: str | None = None
    stamped_by: str | None = None
    used_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    rests_on: tuple[str, ...]
    position: int
    version: int  # of the use's stream


class SealLedger(View[UseRow]):
    name: ClassVar = "seal_ledger"
    label: ClassVar = "用印台账"
    events: ClassVar = (UseApplied, UseConsented, UseRefused, SealUsed, UseVoided)
    row = UseRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, UseEvent):
            place = f"{event.case}/{event.document}"
            return (place if event.serial == 1 else f"{place}/{event.serial}",)
        return ()

    def fold(self, row: UseRow | None, key: str, recorded: Recorded) -> UseRow | None:
        event = recorded.event
        if isinstance(event, UseApplied):
            return UseRow(
                key=key,
                owner=event.owner,
                number=event.number,
                holder=event.authority.organ,
                case=event.case,
                matter=event.matter,
                document=event.document,
                declined=event.declined,
                serial=event.serial,
                document_number=event.document_number,
                certificate_number=event.certificate_number,
                copies=event.copies,
                applicant=event.applicant,
                applied_at=event.occurred_at,
                status="applied",
                rests_on=(recorded.ref,),
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        replace = msgspec.structs.replace
        row = replace(
            row,
            rests_on=(*row.rests_on, recorded.ref),
            position=recorded.position,
            version=recorded.version,
        )
        match event:
            case UseConsented(by=by):
                return replace(row, status="consented", approved_by=by)
            case SealUsed(occurred_at=at, stamped_by=person, approved_by=leader):
                # Where a standing consent covers the document, only the stamp names the leader.
                approved = leader or row.approved_by
                return replace(
                    row, status="used", stamped_by=person, used_at=at, approved_by=approved
                )
            case UseRefused(occurred_at=at) | UseVoided(occurred_at=at):
                status = "refused" if isinstance(event, UseRefused) else "voided"
                return replace(
                    row, status=status, ended_by=event.by, ended_at=at, reason=event.reason
                )
        return row


class Which(Struct, frozen=True, kw_only=True):
    """Which uses: None leaves a condition out."""

    owner: str | None = None
    number: int | None = None
    holder: str | None = None
    matter: int | None = None
    case: str | None = None


ALL = Which()
_WHERE = (
    "from views.seal_ledger t where tenant = $1 "
    "and ($2::text is null or owner = $2) and ($3::int is null or number = $3) "
    "and ($4::text is null or holder = $4) and ($5::int is null or matter = $5) "
    'and ($6::text is null or "case" = $6) '
)
_SELECT = f"select to_jsonb(t) as row {_WHERE}"
_COUNT = f"select count(*) {_WHERE}"


async def ledger(
    pool: asyncpg.Pool, tenant: str, which: Which = ALL, *, limit: int = 100
) -> list[UseRow]:
    """Uses, newest first."""
    return await _rows(pool, "order by position desc limit $7", tenant, which, limit)


async def batch(
    pool: asyncpg.Pool, tenant: str, which: Which, after: tuple[datetime, str] | None
) -> list[UseRow]:
    """At most `BATCH` uses in the order of application, behind one that was there before."""
    return await _rows(
        pool,
        "and ($8::timestamptz is null or (applied_at, key) > ($8, $9)) "
        "order by applied_at, key limit $7",
        tenant,
        which,
        BATCH,
        *(after or (None, "")),
    )


async def archive(
    pool: asyncpg.Pool, tenant: str, which: Which = ALL
) -> AsyncGenerator[list[UseRow], None]:
    """Every use in the order of application, in batches: for the archive (XG23-59)."""
    after: tuple[datetime, str] | None = None
    while rows := await batch(pool, tenant, which, after):
        yield rows
        if len(rows) < BATCH:
            return
        after = (rows[-1].applied_at, rows[-1].key)


async def count(pool: asyncpg.Pool, tenant: str, which: Which) -> int:
    """How many uses there are of these."""
    found: int = await pool.fetchval(_COUNT, tenant, *msgspec.structs.astuple(which))
    return found


async def _rows(
    pool: asyncpg.Pool, order: str, tenant: str, which: Which, limit: int, *values: object
) -> list[UseRow]:
    conditions = msgspec.structs.astuple(which)
    rows = await pool.fetch(_SELECT + order, tenant, *conditions, limit, *values)
    return [msgspec.json.decode(row["row"], type=UseRow) for row in rows]
