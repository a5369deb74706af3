"""A county at work on one case: its township, its departments, and short hands for their acts."""

from collections.abc import Mapping

import asyncpg

from domain.attempts.attempt import AttemptMade
from domain.cases.case import Case
from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    Receive,
    Review,
)
from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Pack
from infra.log import EventLog
from projections import case_register
from projections.case_register import CaseRow
from services.demo.acts import TOWNSHIP_POSTS, County, synthetic_applicant
from tenants.calendars import seed
from tests.county import County as Working
from tests.world import XINGGUO, at

DEPARTMENT_POSTS = {
    "principal": (),
    "window_clerk": ("receive", "accept", "return", "deliver"),
    "reviewer": ("review", "survey"),
    "approver": ("decide",),
}
OUTLET_POSTS = {"principal": (), "window_clerk": ("receive", "forward", "deliver")}


class Window(Working):
    """One county from 4 January 2024, whose clock the test sets."""

    async def begin(self, pack: Pack = XINGGUO) -> None:
        self.county = County(self.tenant, pack)
        self.now = at("2024-01-04 09:00")
        await self.projections.ensure()
        await self.set_up()
        await self.do(OPERATOR, seed(2024))

    async def staff(self, organ: str, posts: Mapping[str, tuple[str, ...]]) -> None:
        await self.play(*self.county.staffing(organ, dict(posts)))

    @property
    def clerk(self) -> By:
        return self.by("xingjiang", "window_clerk")

    async def events(self, by: By, command: Command) -> list[Event]:
        return [event for _, event in (await self.do(by, command)).events]

    async def receive(
        self,
        matter: int = 21,
        stated: Mapping[str, str | float] | None = None,
        *,
        by: By | None = None,
        number: str = "case-1",
    ) -> None:
        """A case at the window of whoever receives it."""
        clerk = by or self.clerk
        await self.do(
            clerk,
            Receive(
                case=number,
                matter=matter,
                receiver=clerk.organ,
                channel="window",
                stated=dict(stated or {}),
                applicant=synthetic_applicant(number),
            ),
        )

    async def case(self) -> Case:
        case = (await self.executor.unit(self.tenant).get(streams.case("case-1"), Case)).state
        assert case is not None
        return case

    async def row(self, number: str = "case-1") -> CaseRow:
        await self.projections.catch_up(self.tenant)
        row = await case_register.case(self.pool, self.tenant, number)
        assert row is not None
        return row

    async def attempts(self) -> list[AttemptMade]:
        recorded = await self.executor.log.read(self.tenant, 0, limit=1000)
        return [item.event for item in recorded if isinstance(item.event, AttemptMade)]

    async def decided_by(self, organ: str) -> None:
        """Accepted, reviewed if its mode has a review, and granted by a department."""
        await self.do(self.by(organ, "window_clerk"), Accept(case="case-1", document_number="受-1"))
        rules = self.county.rules
        if any(step.kind == "review" for step in rules.mode((await self.case()).mode).step):
            await self.do(self.by(organ, "reviewer"), Review(case="case-1", opinion="符合条件"))
        await self.do(
            self.by(organ, "approver"),
            Decide(case="case-1", outcome="granted", document_number="决-1"),
        )

    async def delivered_by(self, by: By) -> list[Event]:
        return await self.events(by, Deliver(case="case-1"))


async def a_window(pool: asyncpg.Pool, log: EventLog, pack: Pack = XINGGUO) -> Window:
    made = Window(pool, log)
    await made.begin(pack)
    return made


__all__ = ["DEPARTMENT_POSTS", "OUTLET_POSTS", "TOWNSHIP_POSTS", "Window", "a_window"]
