"""The draft of a summary: what it would say now, asked of a view (JX24-38, -39)."""

import asyncpg

from domain.kernel.rulebook import Rulebook
from domain.reports.summary import Figures
from projections.summary_counts import counted
from services.commands.figures import sent_before, told
from services.unit import Unit


async def drafted(pool: asyncpg.Pool, unit: Unit, year: int, rules: Rulebook) -> Figures:
    """As far as the view is; the summary itself is counted from the log when it is sent."""
    earlier = await sent_before(unit, year)
    position, found = await counted(pool, unit.tenant, earlier.figures.position if earlier else 0)
    return await told(found, earlier, position, unit, rules)
