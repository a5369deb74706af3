"""What came in of a period's reports, from the views (XG23-33, -61, B-07)."""

import asyncpg

from domain.kernel import streams
from domain.reports.collected import Collected, Expected, collect
from projections.obligations import due_about
from projections.periodic_reports import of_period


async def collected(pool: asyncpg.Pool, tenant: str, report: str, period: str) -> Collected:
    """As far as the views are."""
    rows = await of_period(pool, tenant, report, period)
    about = {streams.report(report, row.by, row.to, period): row for row in rows}
    due = {row.about: row for row in await due_about(pool, tenant, about, done=True)}
    return collect(
        report,
        period,
        [
            Expected(
                by=row.by,
                to=row.to,
                figures=row.current,
                sent_at=row.sent_at,
                nil=row.nil,
                restated=len(row.restatements),
                due_on=due[stream].due_on if stream in due else None,
                late=stream in due and due[stream].outcome == "late",
                waived=stream in due and due[stream].waived_by is not None,
            )
            for stream, row in about.items()
        ],
    )
