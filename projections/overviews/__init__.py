"""Reports at no fixed time on what came in of periodic ones, as it was then (XG23-33)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.kernel.event import Event, Recorded
from domain.reports.collected import Collected
from domain.reports.overview import OverviewSent
from projections.view import Row, View


class OverviewRow(Row, frozen=True, kw_only=True):
    """`key` is its number; `collected`, one for each period, never changes."""

    report: str
    of: str
    organ: str
    to: str
    collected: tuple[Collected, ...]
    as_of: int  # the position of the log that it was made at
    contents: dict[str, str]
    document_number: str
    policy: str
    sent_at: datetime
    sent_by: str
    position: int
    version: int


class Overviews(View[OverviewRow]):
    name: ClassVar = "overviews"
    label: ClassVar = "不定期报告"
    events: ClassVar = (OverviewSent,)
    row = OverviewRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.number,) if isinstance(event, OverviewSent) else ()

    def fold(self, row: OverviewRow | None, key: str, recorded: Recorded) -> OverviewRow | None:
        event = recorded.event
        if not isinstance(event, OverviewSent):
            return row
        return OverviewRow(
            key=key,
            report=event.report,
            of=event.of,
            organ=event.organ,
            to=event.to,
            collected=event.collected,
            as_of=event.position,
            contents=event.contents,
            document_number=event.document_number,
            policy=event.policy,
            sent_at=event.occurred_at,
            sent_by=event.person,
            position=recorded.position,
            version=recorded.version,
        )


async def one(pool: asyncpg.Pool, tenant: str, number: str) -> OverviewRow | None:
    found = await pool.fetchval(
        "select to_jsonb(t) from views.overviews t where tenant = $1 and key = $2", tenant, number
    )
    return None if found is None else msgspec.json.decode(found, type=OverviewRow)
