"""Periods that are over, and who owes a report on each (XG23-61, B-07)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.reports.closing import Owed, PeriodAmended, PeriodClosed, PeriodEvent
from projections.view import Row, View


class ReportPeriodRow(Row, frozen=True, kw_only=True):
    """`key` is report and period; `expected`: how many owe one.

    `owed`: everybody who was found to, each with the reason; `added`: how many of them nobody knew
    of when it was closed, the last ones; `freed`: how many turned out not to.
    """

    report: str
    period: str
    start: datetime
    end: datetime
    expected: int
    owed: tuple[Owed, ...]
    added: int = 0
    freed: int = 0
    policy: str
    closed_at: datetime
    position: int


class ReportPeriods(View[ReportPeriodRow]):
    name: ClassVar = "report_periods"
    label: ClassVar = "报告期"
    events: ClassVar = (PeriodClosed, PeriodAmended)
    row = ReportPeriodRow

    def keys(self, event: Event) -> Iterable[str]:
        return (f"{event.report}/{event.period}",) if isinstance(event, PeriodEvent) else ()

    def fold(
        self, row: ReportPeriodRow | None, key: str, recorded: Recorded
    ) -> ReportPeriodRow | None:
        event = recorded.event
        if isinstance(event, PeriodAmended) and row is not None:
            owed, freed = (*row.owed, *event.owed), row.freed + len(event.freed)
            return replace(
                row,
                expected=len(owed) - freed,
                owed=owed,
                added=row.added + len(event.owed),
                freed=freed,
                position=recorded.position,
            )
        if not isinstance(event, PeriodClosed):
            return row
        return ReportPeriodRow(
            key=key,
            report=event.report,
            period=event.period,
            start=event.start,
            end=event.end,
            expected=len(event.owed),
            owed=event.owed,
            policy=event.policy,
            closed_at=event.occurred_at,
            position=recorded.position,
        )


async def closed(pool: asyncpg.Pool, tenant: str) -> set[tuple[str, str]]:
    """Report and period of all that were closed."""
    rows = await pool.fetch(
        "select report, period from views.report_periods where tenant = $1", tenant
    )
    return {(row["report"], row["period"]) for row in rows}
