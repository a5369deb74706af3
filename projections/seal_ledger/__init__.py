"""Seal ledger: time, matter, approving leader, certificate and document number (XG23-58).

Kept for audit (归档留存备查, XG23-59): a row is never removed, and folds anew from the log.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.kernel.event import Event, Recorded
from domain.seals.use import SealUsed, UseApplied, UseConsented, UseEvent
from projections.view import Row, View

STATUS_LABELS = {"applied": "已申请", "consented": "已签字同意", "used": "已用印"}


class UseRow(Row, frozen=True, kw_only=True):
    """`document_number` is the approval document's, `certificate_number` the certificate's."""

    owner: str
    number: int
    holder: str
    case: str
    matter: int
    document: str
    document_number: str
    certificate_number: str | None = None
    copies: int
    applicant: str
    applied_at: datetime
    status: str
    approved_by: str | None = None
    stamped_by: str | None = None
    used_at: datetime | None = None
    rests_on: tuple[str, ...]
    position: int
    version: int  # of the use's stream


class SealLedger(View[UseRow]):
    name: ClassVar = "seal_ledger"
    label: ClassVar = "用印台账"
    events: ClassVar = (UseApplied, UseConsented, SealUsed)
    row = UseRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, UseEvent):
            return (f"{event.case}/{event.document}",)
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
            case SealUsed(occurred_at=at, stamped_by=person):
                return replace(row, status="used", stamped_by=person, used_at=at)
        return row


async def ledger(
    pool: asyncpg.Pool,
    tenant: str,
    *,
    owner: str | None = None,
    number: int | None = None,
    matter: int | None = None,
    case: str | None = None,
    limit: int = 100,
) -> list[UseRow]:
    """Uses, newest first: of all seals, one department's, one seal, one matter or one case."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.seal_ledger t where tenant = $1 "
        "and ($2::text is null or owner = $2) and ($3::int is null or number = $3) "
        'and ($4::int is null or matter = $4) and ($5::text is null or "case" = $5) '
        "order by position desc limit $6",
        tenant,
        owner,
        number,
        matter,
        case,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=UseRow) for row in rows]
