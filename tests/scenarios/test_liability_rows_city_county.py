"""E1, the three rows of the city-county programme: a case of each type is played (XG22, E5-7)."""

from datetime import date
from typing import Any

import asyncpg
import pytest

from domain.delegation.agreement import CountersignAgreement, SignAgreement
from domain.delegation.procedure import FixProcedure
from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import NotFound
from domain.organisation.windows import OpenWindow, PostToWindow
from infra.log import EventLog
from services.demo.dossier import seat
from tenants.calendars import seed
from tests.scenarios.between_levels import BetweenLevels
from tests.scenarios.next_county import POSTS
from tests.scenarios.test_liability_rows import Row, row
from tests.world import at

COUNTY, CITY, HALL = "approval", "ganzhou_approval", "county_hall"
INDUSTRY, CITY_INDUSTRY = "market_regulation", "city_regulators"
DIRECT, REVIEWED, FORWARDED = 1, 2, 3
PAIR: dict[str, Any] = {"delegator": CITY, "delegatee": COUNTY}
WINDOW: dict[str, Any] = {"window": "city_county_window", "organ": HALL}
NAMED = "最高法行诉解释 19; 行政诉讼法 26(1); 国家赔偿法 7(1)"

# Duty, bearer, share, basis, clause: who answers for what is the document's own word (四5).
EXPECTED: dict[int, Row] = {
    DIRECT: {
        ("result", COUNTY, "sole", "text", "四5"),
        ("guidance", CITY, "sole", "default", "四4"),
        ("supervision", INDUSTRY, "sole", "text", "四5"),
        ("external", COUNTY, "sole", "law",
         "行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)"),
    },
    REVIEWED: {
        ("review", COUNTY, "sole", "text", "四5; 三(二)"),
        ("result", CITY, "sole", "text", "四5"),
        ("guidance", CITY, "sole", "default", "四4"),
        ("supervision", CITY_INDUSTRY, "sole", "text", "四5"),
        ("external", CITY, "sole", "law", NAMED),
    },
    FORWARDED: {
        ("review", COUNTY, "sole", "text", "三(三)"),
        ("result", CITY, "sole", "text", "四5"),
        ("guidance", CITY, "sole", "default", "四4"),
        ("supervision", CITY_INDUSTRY, "sole", "text", "四5"),
        ("external", CITY, "sole", "law", NAMED),
    },
}  # fmt: skip


class CityCounty(BetweenLevels):
    """The county of the document, with one invented matter a list, on 1 June 2022."""

    async def begin(self) -> None:
        self.now = at("2022-06-01 09:00")
        await self.projections.ensure()
        await self.play(self.county.adoption())
        await self.do(OPERATOR, seed(2022))
        for organ in (COUNTY, CITY, HALL):
            await self.play(*self.county.staffing(organ, POSTS))

    async def agreed(self) -> None:
        """XG22-08: the agreement with the county's words for it, then the procedure."""
        terms = self.county.rules.about([REVIEWED]).agreement
        assert terms is not None
        sign = SignAgreement(
            **PAIR,
            contents={key: f"{text}（演示）" for key, text in terms.contents.items()},
            matters=(REVIEWED,),
            valid_from=date(2022, 6, 1),
        )
        await self.do(seat(CITY, "principal"), sign)
        await self.do(seat(COUNTY, "principal"), CountersignAgreement(**PAIR))
        fixed = FixProcedure(**PAIR, matters=(REVIEWED,), document_number="程序〔2022〕1号")
        await self.do(seat(CITY, "principal"), fixed)

    async def opened(self) -> None:
        """XG22-13, -14: the window, and who is posted to it."""
        head = seat(COUNTY, "principal")
        await self.do(head, OpenWindow(**WINDOW, document_number="公告〔2022〕1号"))
        for post in ("window_clerk", "reviewer"):
            sent = PostToWindow(**WINDOW, person=seat(COUNTY, post).person, home=COUNTY, post=post)
            await self.do(head, sent)


async def test_e5_7_the_type_at_the_decision_says_who_answers(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """E5-7, XG22-03, -05 to -10, -17 to -19, B-31, B-33: the same facts, three types, E1's rows."""
    county = CityCounty(pool, log, "city_county_demo")
    await county.begin()
    with pytest.raises(NotFound, match="第9项"):  # E5-12: of 118 declared three are known
        await county.receive("unlisted", 9, HALL)

    async def refused(matter: int, organ: str = HALL) -> tuple[str, str]:
        receipt = county.receipt(f"early-{matter}", matter, organ)
        no = await county.refusal(seat(organ, "window_clerk"), receipt)
        return no.code, no.clause

    # Each type waits for what is its own; and what the county took on is not the window's.
    assert await refused(REVIEWED) == ("delegation.no_agreement", "三(二)")
    assert await refused(FORWARDED) == ("organisation.window_not_open", "三(三)")
    assert await refused(DIRECT) == ("cases.wrong_performer", "三(一)")
    await county.agreed()
    await county.opened()
    await county.make_seal("city_approval_seal", CITY, CITY, 1)
    assert county.seals == [("city_approval_seal", CITY, 1)]
    taken: dict[int, list[tuple[str, str]]] = {}
    for matter in (DIRECT, REVIEWED, FORWARDED):
        number = f"case-{matter}"
        await county.receive(number, matter, COUNTY if matter == DIRECT else HALL)
        taken[matter] = await county.walk(number, attack=False)
        assert row((await county.answered(number)).lines) == EXPECTED[matter], matter
    decided = {no: organ for no, acts in taken.items() for organ, act in acts if act == "decide"}
    assert decided == {DIRECT: COUNTY, REVIEWED: CITY, FORWARDED: CITY}
    stamping = {no for no, acts in taken.items() if (CITY, "stamp decision") in acts}
    assert stamping == {REVIEWED, FORWARDED}  # XG22-07
