"""A county at work, played once and cloned for whoever needs it: `settled` in conftest.

It is 5 January 2024, 10:00. 兴江乡 (TOWN) and 古龙岗镇 (OTHER) exercise what 县行政审批局 (OWNER)
handed down; 良村镇 (BARE) has staff and nothing else. Cases are called
by how far they got: `received`, `accepted` (its notice stamped), `reviewed`, `decided` (granted,
not stamped), `service` (no. 25, as far; it has no certificate) and `assisted` (no. 7, forwarded) in
兴江乡, `elsewhere` (as `decided`) in 古龙岗镇.
"""

from collections.abc import Mapping
from typing import Any

import asyncpg

from domain.cases.commands import Forward, Receive
from domain.kernel.authority import OPERATOR, By
from infra.log import EventLog
from services.demo.acts import TOWNSHIP_POSTS, CasePlan, synthetic_applicant
from tenants.calendars import seed
from tests.county import County
from tests.scenarios.window import DEPARTMENT_POSTS, OUTLET_POSTS
from tests.world import XINGGUO, at

TOWN, OTHER, BARE, OWNER, NUMBER = "xingjiang", "gulonggang", "liangcun", "approval", 11
PILOT = tuple(organ.id for organ in XINGGUO.organ if organ.seal_no)[:8]  # with TOWN and OTHER
HEAD_ONLY = ("forestry", "transport", "economic_zone", "county_government", "health")
CARD: Mapping[str, Any] = {
    "disability_grade": "三级",
    "disability_kind": "肢体",
    "action": "新办",
}
WOOD: Mapping[str, Any] = {"land": "农村居民自留山", "volume_m3": 15.0}


class Settled(County):
    """Short hands for what most tests of a county at work need."""

    async def begin(self) -> None:
        await self.projections.ensure()
        county = self.county
        await self.play(county.adoption())
        for year in (2023, 2024):
            await self.do(OPERATOR, seed(year))
        for organ in HEAD_ONLY:
            await self.play(*county.staffing(organ, {"principal": ()}))
        for organ in (OWNER, "disabled_persons"):
            await self.play(*county.staffing(organ, DEPARTMENT_POSTS))
        await self.play(*county.staffing("agriculture", {"principal": (), "supervisor": ()}))
        await self.play(*county.staffing("bank_outlets", OUTLET_POSTS))
        for town in (TOWN, OTHER, BARE):
            await self.play(*county.staffing(town, TOWNSHIP_POSTS))
        for town in (TOWN, OTHER):
            await self.play(*county.handing_down(OWNER, town))
        await self.case("received", 1)
        await self.case("accepted", 5)
        await self.case("reviewed", 6)
        await self.case("decided", 7)
        await self.case("service", 7, 25)
        await self.case("elsewhere", 7, town=OTHER)
        await self.receive("assisted", 7, **CARD)
        await self.do(self.by(TOWN, "window_clerk"), Forward(case="assisted"))

    async def forestry(self) -> None:
        """No. 12 tried out in eight townships, and handed down to 兴江乡."""
        county = self.county
        await self.play(county.pilot(12, PILOT), *county.handing_down("forestry", TOWN))

    async def case(
        self, number: str, acts: int, matter: int = 21, town: str = TOWN, **stated: Any
    ) -> None:
        """The first so many acts of a case that goes as it should, counted from the receipt."""
        plan = CasePlan(number, town, matter, stated)
        await self.play(*list(self.county.case(plan))[:acts])

    async def receive(self, number: str, matter: int, by: By | None = None, **stated: Any) -> None:
        clerk = by or self.by(TOWN, "window_clerk")
        await self.do(clerk, receiving(number, matter, clerk.organ, **stated))


def receiving(number: str, matter: int, receiver: str, **stated: Any) -> Receive:
    return Receive(
        case=number,
        matter=matter,
        receiver=receiver,
        channel="window",
        stated=dict(stated),
        applicant=synthetic_applicant(number),
    )


def opened(pool: asyncpg.Pool, log: EventLog) -> Settled:
    made = Settled(pool, log)
    made.now = at("2024-01-05 10:00")
    return made
