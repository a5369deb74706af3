"""A county below a city: who sits where, what the two conclude, cases played by whoever waits."""

from datetime import date
from typing import Any

import asyncpg

from domain.cases.case import Case
from domain.cases.commands import Receive
from domain.delegation.agreement import CountersignAgreement, SignAgreement
from domain.delegation.procedure import FixProcedure
from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Pack
from infra.log import EventLog
from services.demo.acts import County
from services.demo.dossier import seat
from tenants.calendars import seed
from tests.scenarios.next_county import POSTS, NextCounty
from tests.world import at

CITY, COUNTY, HALL, TOWN = "ding_city", "ding_bureau", "ding_hall", "ding_town"
PAIR: dict[str, Any] = {"delegator": CITY, "delegatee": COUNTY}
CITY_HEAD, COUNTY_HEAD = seat(CITY, "principal"), seat(COUNTY, "principal")
DIRECT, REVIEWED, FORWARDED, REMOTE = 1, 2, 3, 4
SITTING = {
    **POSTS,
    "window_clerk": (*POSTS["window_clerk"], "session"),
    "approver": (*POSTS["approver"], "session", "survey"),
}


class TwoLevels(NextCounty):
    def __init__(self, pool: asyncpg.Pool, log: EventLog, rules: Pack | None = None) -> None:
        super().__init__(pool, log, "sample_ding")
        if rules is not None:
            self.county = County(self.tenant, rules)

    async def begin(self) -> None:
        """Everybody in office, a working day before anything was concluded."""
        self.now = at("2022-05-30 09:00")
        await self.projections.ensure()
        await self.play(self.county.adoption())
        await self.do(OPERATOR, seed(2022))
        for organ in self.county.pack.organ:
            await self.play(*self.county.staffing(organ.id, SITTING))

    async def received(self, number: str, matter: int, organ: str = HALL) -> Case:
        return await self.receive(number, matter, organ)

    def receipt(
        self, number: str, matter: int, organ: str = HALL, **stated: str | float
    ) -> Receive:
        return super().receipt(number, matter, organ, **stated)

    async def sign(self) -> None:
        sign = SignAgreement(
            **PAIR, contents={"scope": "示例"}, matters=(REVIEWED,), valid_from=date(2022, 5, 30)
        )
        await self.do(CITY_HEAD, sign)
        await self.do(COUNTY_HEAD, CountersignAgreement(**PAIR))

    async def fix_procedure(self) -> None:
        fixed = FixProcedure(**PAIR, matters=(REVIEWED,), document_number="程序〔2022〕1号")
        await self.do(CITY_HEAD, fixed)


async def two_levels(pool: asyncpg.Pool, log: EventLog, rules: Pack | None = None) -> TwoLevels:
    county = TwoLevels(pool, log, rules)
    await county.begin()
    return county
