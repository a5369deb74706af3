"""A county that tries a reform out: its lead, its townships, the halls of their service centres."""

import asyncpg

from domain.cases.commands import Receive
from domain.cases.events import CaseReceived
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command, Event
from domain.programmes.commands import DesignatePilots
from infra.log import EventLog
from services.demo.acts import County as Acts
from services.demo.acts import synthetic_applicant
from tenants.calendars import seed
from tests.county import County
from tests.rongan import RONGAN
from tests.world import at

REFORM = "one_seal_reform"
PILOTS = ("jia_township", "yi_township")
CLERK = {"window_clerk": ("receive", "accept", "forward", "deliver")}


class Hall(County):
    """From 21 February 2022, in the first phase of the plan; the test sets the clock."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        super().__init__(pool, log)
        self.tenant = "rongan"
        self.county = Acts(self.tenant, RONGAN)
        self.now = at("2022-02-21 09:00")

    async def begin(self) -> None:
        await self.projections.ensure()
        await self.play(self.county.adoption())
        for year in (2021, 2022):
            await self.do(OPERATOR, seed(year))
        for organ in ("service_office", *PILOTS, "ding_township"):
            await self.play(*self.county.staffing(organ, {"principal": ()}))

    @property
    def lead(self) -> By:
        return self.by("service_office", "principal")

    def head(self, township: str) -> By:
        return self.by(township, "principal")

    async def designate(self, *organs: str) -> None:
        await self.do(self.lead, DesignatePilots(programme=REFORM, organs=organs or PILOTS))

    async def one(self, by: By, command: Command) -> Event:
        ((_, event),) = (await self.do(by, command)).events
        return event

    async def clerk(self, organ: str) -> By:
        """Somebody at a window there, whose principal lets him."""
        await self.play(*self.county.staffing(organ, {"principal": (), **CLERK}))
        return self.by(organ, "window_clerk")

    async def received(self, by: By, matter: int, hall: str = "jia_centre") -> CaseReceived:
        event = await self.one(
            by,
            Receive(
                case=f"case-{matter}",
                matter=matter,
                receiver=hall,
                channel="window",
                stated={},
                applicant=synthetic_applicant(str(matter)),
            ),
        )
        assert isinstance(event, CaseReceived)
        return event


async def a_hall(pool: asyncpg.Pool, log: EventLog) -> Hall:
    made = Hall(pool, log)
    await made.begin()
    return made
