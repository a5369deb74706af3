"""A county where every act takes a minute, and that is asked who answers."""

from datetime import datetime, timedelta

import asyncpg

from domain.kernel.authority import OPERATOR
from infra.log import EventLog
from services.execute import Executor
from services.liability.answer import Answered, Liabilities
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tenants.calendars import seed
from tests.county import County
from tests.world import at


class Story(County):
    """`began` is when the county was set up: no case is older."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        super().__init__(pool, log)
        self.executor = Executor(log, self.executor.vault, self._tick)
        self.reactor = Reactor(self.executor, self.projections, pool)
        self.scheduler = Scheduler(self.reactor)
        self.now = self.began = at("2024-01-04 09:00")

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    async def begin(self) -> None:
        await self.projections.ensure()
        await self.set_up()
        for year in (2023, 2024):
            await self.do(OPERATOR, seed(year))
        self.began = self.now

    async def answer(
        self,
        case: str = "case-1",
        known_at: int | datetime | None = None,
        valid_at: datetime | None = None,
    ) -> Answered:
        """Who answers, once everything that follows from what happened is done."""
        await self.react()
        return await Liabilities(self.executor, self.pool).of(self.tenant, case, known_at, valid_at)


async def a_story(pool: asyncpg.Pool, log: EventLog) -> Story:
    made = Story(pool, log)
    await made.begin()
    return made
