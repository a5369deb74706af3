"""A county under a city, both at work in one tenant: the autumn of 2022, by the working calendar.

1 to 7 October 2022 is off; Saturday the 8th and Sunday the 9th are worked.
"""

from collections.abc import Mapping

import asyncpg
from msgspec.structs import replace

from domain.cases.commands import IssueCertificate
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from infra.log import EventLog
from services.trays.shape import Item
from tenants.calendars import seed
from tests.scenarios.next_county import POSTS, NextCounty, Verdict
from tests.world import at

FILE = "f" * 64


class BetweenLevels(NextCounty):
    """On Friday, 30 September 2022, everybody in office at both levels; no seal yet."""

    async def begin(self) -> None:
        self.now = at("2022-09-30 09:00")
        await self.projections.ensure()
        await self.play(self.county.adoption())
        await self.do(OPERATOR, seed(2022))
        for organ in self.county.pack.organ:
            await self.play(*self.county.staffing(organ.id, POSTS))

    def command_of(self, item: Item, by: By, outcomes: Mapping[str, Verdict]) -> Command:
        """Certificates here are on paper and on file."""
        command = super().command_of(item, by, outcomes)
        if isinstance(command, IssueCertificate):
            return replace(command, digest=FILE, identifier=f"照-{command.case}")
        return command


async def between_levels(pool: asyncpg.Pool, log: EventLog) -> BetweenLevels:
    county = BetweenLevels(pool, log, "sample_wu")
    await county.begin()
    return county
