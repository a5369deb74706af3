"""Pushes: which result went to which department when, and who acknowledged it (XG23-67)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.kernel.event import Event, Recorded
from domain.pushes.push import ResultAcknowledged, ResultSent
from projections.view import Row, View


class PushRow(Row, frozen=True, kw_only=True):
    """`sent` cites the event; `acknowledged_by` is a staff id, `post` the one acted through."""

    case: str
    matter: int
    sender: str
    in_name_of: str
    receiver: str
    outcome: str
    documents: dict[str, str]
    decided_at: datetime
    concluded_at: datetime
    sent_at: datetime
    sent: str
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    post: str | None = None
    position: int
    version: int  # of the push's stream


class Pushes(View[PushRow]):
    name: ClassVar = "pushes"
    label: ClassVar = "结果推送"
    events: ClassVar = (ResultSent, ResultAcknowledged)
    row = PushRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case ResultSent(case=case, to=to) | ResultAcknowledged(case=case, to=to):
                return (f"{case}/{to}",)
        return ()

    def fold(self, row: PushRow | None, key: str, recorded: Recorded) -> PushRow | None:
        match recorded.event:
            case ResultSent() as event:
                return PushRow(
                    key=key,
                    case=event.case,
                    matter=event.matter,
                    sender=event.sender,
                    in_name_of=event.in_name_of,
                    receiver=event.to,
                    outcome=event.outcome,
                    documents=event.documents,
                    decided_at=event.decided_at,
                    concluded_at=event.concluded_at,
                    sent_at=event.occurred_at,
                    sent=recorded.ref,
                    position=recorded.position,
                    version=recorded.version,
                )
            case ResultAcknowledged() as event if row:
                return msgspec.structs.replace(
                    row,
                    acknowledged_at=event.occurred_at,
                    acknowledged_by=event.person,
                    post=event.post,
                    position=recorded.position,
                    version=recorded.version,
                )
        return row


async def pushes(
    pool: asyncpg.Pool,
    tenant: str,
    *,
    to: str | None = None,
    case: str | None = None,
    waiting: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int = 100,
) -> list[PushRow]:
    """Oldest first: to a receiver, of a case, only those not acknowledged.

    `after` is (sent_at, key) of the last row of the page before.
    """
    moment, key = after or (None, None)
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.pushes t where tenant = $1 "
        "and ($2::text is null or receiver = $2) "
        'and ($3::text is null or "case" = $3) '
        "and (not $4 or acknowledged_at is null) "
        "and ($5::timestamptz is null or (sent_at, key) > ($5, $6)) "
        "order by sent_at, key limit $7",
        tenant,
        to,
        case,
        waiting,
        moment,
        key,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=PushRow) for row in rows]
