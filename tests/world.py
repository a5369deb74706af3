"""A county in a test: the real executor on a real database, with short hands for its acts."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.rulebook import Rulebook
from domain.registry import REGISTRY
from infra.codec import Codec
from services.demo.acts import TOWNSHIP_POSTS, Act, CasePlan, County
from services.execute import Done, Executor
from tenants.loader import bundled, load

XINGGUO = load(bundled("xingguo"))
BOUNDARIES = {"venue": "宾馆"}


def at(moment: str) -> datetime:
    """A moment on the county's clock: `2024-01-31` (its midnight) or `2024-01-31 15:00`."""
    return datetime.fromisoformat(moment).replace(tzinfo=Rulebook(XINGGUO).zone)


CODEC = Codec(REGISTRY)
"""Of all events there are; making one takes as long as many a test."""


class World:
    """One tenant. `County` makes the acts, `World` carries them out."""

    def __init__(self, executor: Executor, tenant: str = "xingguo") -> None:
        self.executor = executor
        self.tenant = tenant
        self.county = County(tenant, XINGGUO)

    async def play(self, *acts: Act) -> list[Event]:
        events: list[Event] = []
        for act in acts:
            done = await self.do(act.by, act.command, act.id)
            events += [event for _, event in done.events]
        return events

    async def do(self, by: By, command: Command, command_id: UUID | None = None) -> Done:
        """What is dated is entered late: with a reason, since most such dates are long ago."""
        if command.occurred_at is not None and not command.late_reason:
            command = msgspec.structs.replace(command, late_reason="停电期间在纸上办理")
        return await self.executor.execute(self.tenant, by, command, command_id or uuid4())

    def by(self, organ: str, post: str) -> By:
        return self.county.by(organ, post)

    async def set_up(self, delegator: str = "approval", *townships: str) -> None:
        """The pack adopted, offices filled, power handed down to the townships."""
        county = self.county
        await self.play(county.adoption())
        await self.play(*county.staffing(delegator, {"principal": ()}))
        for township in townships or ("xingjiang",):
            await self.play(*county.staffing(township, TOWNSHIP_POSTS))
            await self.play(*county.handing_down(delegator, township))

    def plan(
        self, number: str = "case-1", matter: int = 21, township: str = "xingjiang"
    ) -> CasePlan:
        return CasePlan(number, township, matter, {})
