"""A county whose clock a test sets, and what follows there from events and from the time."""

from collections.abc import Mapping

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import Refusal
from infra.log import EventLog
from infra.vault import Vault
from projections import obligations
from projections.catalogue import VIEWS
from projections.obligations import ObligationRow
from projections.runner import Projections
from services.execute import Executor
from services.processes.reactor import CURSOR, Reactor
from services.processes.scheduler import Scheduler
from tenants.calendars import seed
from tests.world import CODEC, World, at


class County(World):
    """A county whose clock the test sets and whose reactions it runs."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        super().__init__(Executor(log, Vault(pool, bytes(32)), lambda: self.now))
        self.pool = pool
        self.now = at("2024-01-04 09:00")
        self.projections = Projections(pool, CODEC, VIEWS)
        self.reactor = Reactor(self.executor, self.projections, pool)
        self.scheduler = Scheduler(self.reactor)

    async def begin(self) -> None:
        """What it is set up with, at `now`: calendars, staff, power handed down."""
        await self.projections.ensure()
        await self.set_up()
        for year in (2023, 2024):
            await self.do(OPERATOR, seed(year))
        await self.play(*self.county.staffing("agriculture", {"principal": (), "supervisor": ()}))

    async def steps(self, first: int, last: int, **plan: object) -> None:
        """Acts of the case from one to another, counted from 0 (the receipt)."""
        acts = list(self.county.case(replace(self.plan(), **plan)))
        await self.play(*acts[first : last + 1])

    async def react(self) -> Mapping[str, ObligationRow]:
        """All that there is to do without pushing; then every obligation by id."""
        await self.scheduler.sweep(self.tenant)
        await self.reactor.catch_up(self.tenant)
        await self.projections.catch_up(self.tenant)
        rows = await obligations.due_list(self.pool, self.tenant, status="all")
        return {row.key: row for row in rows}

    async def repeats_nothing(self) -> None:
        """All that events lead to, taken in again from the first: as after a crash."""
        head = await self.executor.log.head(self.tenant)
        await self.pool.execute("delete from views.checkpoints where view = $1", CURSOR)
        await self.reactor.catch_up(self.tenant)
        found = await self.executor.log.read(self.tenant, head)
        assert [(it.stream, it.causation, type(it.event).TYPE) for it in found] == []

    async def refused(self, *acts: object) -> str:
        with pytest.raises(Refusal) as refused:
            await self.do(*acts)  # type: ignore[arg-type]  # by, command
        assert refused.value.clause
        return refused.value.code


async def a_county(pool: asyncpg.Pool, log: EventLog) -> County:
    """Made where it is asked for; the fixture `county` is a copy of one like it."""
    made = County(pool, log)
    await made.begin()
    return made
