"""A county under a city, both at work in one tenant: the autumn of 2022, by the working calendar.

1 to 7 October 2022 is off; Saturday the 8th and Sunday the 9th are worked.
"""

import asyncpg

from domain.kernel.authority import OPERATOR
from infra.log import EventLog
from tenants.calendars import seed
from tests.scenarios.next_county import POSTS, NextCounty
from tests.world import at


class BetweenLevels(NextCounty):
    """On Friday, 30 September 2022, everybody in office at both levels; no seal yet."""

    async def begin(self) -> None:
        self.now = at("2022-09-30 09:00")
        await self.projections.ensure()
        await self.play(self.county.adoption())
        await self.do(OPERATOR, seed(2022))
        for organ in self.county.pack.organ:
            await self.play(*self.county.staffing(organ.id, POSTS))


async def between_levels(pool: asyncpg.Pool, log: EventLog) -> BetweenLevels:
    county = BetweenLevels(pool, log, "sample_wu")
    await county.begin()
    return county
