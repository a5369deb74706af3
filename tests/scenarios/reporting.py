"""The monthly report of a township to a department, and what came in of a month."""

from typing import Any

from domain.reports.collected import Collected
from domain.reports.periodic import ReportCommand, SendReport
from services.collected import collected
from services.commands.periodic_reports import Draft, draft
from tests.scenarios.settled import OWNER, TOWN, Settled

WHICH: dict[str, Any] = {"report": "monthly", "period": "2024-01", "by": TOWN, "to": OWNER}
SEND = SendReport(**WHICH, document_number="月报-1", remarks="办件平稳")


async def drafted(county: Settled, **which: str) -> Draft:
    asked = ReportCommand(**{**WHICH, **which})
    return await draft(asked, county.executor.unit(county.tenant))


async def summed(county: Settled, period: str = "2024-01") -> Collected:
    await county.scheduler.work(county.tenant)
    await county.projections.catch_up(county.tenant)
    return await collected(county.pool, county.tenant, "monthly", period)
