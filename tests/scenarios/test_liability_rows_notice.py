"""E1, the rows of the province's notice: a case is played, its lines are those of the row (JX24).

兴国县 moves four matters under the notice's modes: one is empowered, one handled by video, one
assisted, one taken in for an invented bureau of the city. The day is plainly synthetic (B-21).
"""

from collections.abc import Mapping

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    ReturnResult,
)
from domain.cases.session import HoldSession
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.pack import Pack
from domain.kernel.refusal import Refusal
from domain.organisation.posts import AuthoriseStaff
from domain.organisation.windows import OpenWindow
from domain.seals.use import ApplyForUse, Document, Stamp
from infra.log import EventLog
from services.commands.windows import states
from services.demo.acts import TOWNSHIP_POSTS
from services.liability.answer import Liabilities
from tests.scenarios.test_liability_rows import Row, row
from tests.scenarios.test_listing import (
    ABLE,
    ADOPT,
    CATALOGUE,
    CITY,
    LAWFUL,
    LICENCES,
    MOVE,
    NOW,
    STUDY,
    law,
)
from tests.scenarios.window import DEPARTMENT_POSTS, Window, a_window
from tests.world import XINGGUO, at

TOWN, OTHER, DEPT, BUREAU = "xingjiang", "gulonggang", "approval", CITY.id
ACTED = "行政诉讼法 26(1); 行政复议法 19(1); 国家赔偿法 7(1)"
NOTICE = "赣政务字〔2024〕4号 "
MODES = {
    21: "jx_empowered",
    25: "jx_remote_county",
    20: "jx_assisted",
    24: "jx_split_intake",
}
OFFICE = (
    "receive", "session", "survey", "forward", "accept", "decide", "certify", "return", "deliver",
)  # fmt: skip


def empowered(decider: str) -> Row:
    """The township decides, in its own name; the department guides and supervises (JX24-18)."""
    clause = f"{NOTICE}一(二)(1)"
    return {
        ("process", decider, "sole", "default", clause),
        ("result", decider, "sole", "text", clause),
        ("guidance", DEPT, "sole", "text", clause),
        ("supervision", DEPT, "sole", "text", clause),
        ("external", decider, "sole", "law", ACTED),
    }


def higher(lower: str, level: str, place: str, *, collected: str = "default") -> Row:
    """The higher level decides and answers; the lower one collects, checks, assists."""
    clause = NOTICE + place
    return {
        ("collection", lower, "sole", collected, clause),
        ("result", level, "sole", "text", clause),
        ("guidance", level, "sole", "default", clause),
        ("supervision", level, "sole", "default", clause),
        ("external", level, "sole", "law", ACTED),
    }


def pack() -> Pack:
    """With a bureau above, whose matter the law gives to the city alone."""
    matters = tuple(
        replace(it, city_organ=BUREAU, law_levels=("city",)) if it.no == 24 else it
        for it in XINGGUO.matter
    )
    return replace(XINGGUO, organ=(*XINGGUO.organ, CITY), matter=matters)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    county = await a_window(pool, log, pack())
    for organ in (DEPT, BUREAU):
        await county.staff(organ, {**DEPARTMENT_POSTS, "reviewer": OFFICE})
    await county.staff(OTHER, {**TOWNSHIP_POSTS, "reviewer": OFFICE})
    await county.staff(TOWN, {"supervisor": OFFICE})
    county.now = NOW
    await county.do(OPERATOR, ADOPT)
    admin = county.by(DEPT, "principal")
    names = tuple(law(no, county.county.rules.matter(no).name) for no in MODES)
    await county.do(admin, replace(CATALOGUE, entries=names[:1]))  # of 21, which is empowered
    await county.do(admin, replace(CATALOGUE, catalogue=LICENCES, entries=names))
    study = replace(STUDY, unsuited="须当面核对原件")
    for no, mode in MODES.items():
        for ground in (study, ABLE, LAWFUL):
            await county.do(admin, replace(ground, matter=no, mode=mode))
        await county.do(admin, replace(MOVE, matter=no, mode=mode))
    return county


async def test_a_window_of_the_province_is_told_where_it_was_opened(county: Window) -> None:
    """JX24-12: it may stand at every department, so the list is of those where it does."""
    unit = county.executor.unit(county.tenant)
    rules = await unit.rules()
    assert [it.organ for it in await states(unit, rules)] == ["county_hall"]  # named by id
    departments = {it.id for it in rules.pack.organ if it.kind == "department"}
    every = await states(unit, rules, idle=True)
    assert {it.organ for it in every} == {*departments, "county_hall"}
    [here] = await states(unit, rules, DEPT, "jx_forward_window")
    assert (here.organ, here.open) == (DEPT, False)
    assert await states(unit, rules, DEPT, "jx_split_intake") == ()
    opened = OpenWindow(window=here.window, organ=DEPT, document_number="公告1号")
    await county.do(county.by(DEPT, "principal"), opened)
    told = await states(county.executor.unit(county.tenant), rules)
    assert {(it.organ, it.open) for it in told} == {("county_hall", False), (DEPT, True)}
    for unknown in (("nowhere", ""), ("", "nothing")):
        with pytest.raises(Refusal):
            await states(unit, rules, *unknown)


class Desk:
    """One case, every act by whoever sits at that body, a minute after the other."""

    def __init__(self, county: Window, case: str, matter: int, organ: str) -> None:
        self.county, self.case, self.matter, self.organ = county, case, matter, organ

    def at(self, organ: str) -> By:
        return self.county.by(organ, "supervisor" if organ == TOWN else "reviewer")

    async def received(self, stated: Mapping[str, str | float] | None = None) -> None:
        by = self.at(self.organ)
        await self.county.receive(self.matter, stated, by=by, number=self.case)

    async def do(self, organ: str, command: Command) -> None:
        await self.county.do(self.at(organ), command)

    async def decided(self, organ: str) -> None:
        await self.do(organ, Accept(case=self.case, document_number=f"受-{self.case}"))
        granted = Decide(case=self.case, outcome="granted", document_number=f"决-{self.case}")
        await self.do(organ, granted)

    async def lines(self) -> Row:
        county = self.county
        await county.react()
        found = await Liabilities(county.executor, county.pool).of(county.tenant, self.case)
        return row(found.lines)


async def test_an_empowered_township_decides_in_its_own_name_under_its_own_seal(
    county: Window,
) -> None:
    """JX24-16, -18, -33; the seal is the government's own, none is engraved for it."""
    town = Desk(county, "empowered", 21, TOWN)
    await town.received()
    await town.decided(TOWN)
    certificate = IssueCertificate(case=town.case, certificate_number="证-1")
    assert await county.refused(town.at(TOWN), certificate) == "cases.step_not_yet"
    head = county.by(TOWN, "principal")
    await _own_seal(county)
    documents = (Document("certificate", "证-1"),)
    await county.do(head, ApplyForUse(case=town.case, owner=TOWN, number=1, documents=documents))
    await county.do(head, Stamp(case=town.case, owner=TOWN, number=1, document="certificate"))
    await town.do(TOWN, certificate)
    await town.do(TOWN, Deliver(case=town.case))
    assert await town.lines() == empowered(TOWN)

    # Whoever comes to the county's own department is served there (JX24-05).
    office = Desk(county, "at-the-county", 21, DEPT)
    await office.received()
    await office.decided(DEPT)
    await office.do(DEPT, Deliver(case=office.case))
    assert await office.lines() == empowered(DEPT)


async def _own_seal(county: Window) -> None:
    """The township government's seal is on record, with its head as its keeper."""
    rules = await county.executor.unit(county.tenant).rules()
    acts = type(county.county)(
        county.tenant, replace(rules.pack, seal=(rules.seals["jx_town_seal"],))
    )
    keeper = county.by(TOWN, "principal").person
    for _, (by, command) in acts.seal(TOWN, TOWN, keeper):
        await county.do(by, command)
    allowed = AuthoriseStaff(person=keeper, organ=TOWN, steps=("apply",), matters=(21,))
    await county.do(county.by(TOWN, "principal"), allowed)


async def test_the_higher_level_decides_by_video(county: Window) -> None:
    """JX24-19, -20, -46: no acceptance without the session, and none to hold at the county."""
    far = Desk(county, "far", 25, TOWN)
    await far.received()
    accept = Accept(case=far.case, document_number="受-1")
    assert await county.refused(far.at(DEPT), accept) == "cases.step_not_yet"
    session = HoldSession(
        case=far.case,
        participants=(far.at(TOWN), far.at(DEPT)),
        medium="政务专网视频",
        started_at=county.now,
        ended_at=county.now,
        identity="核对身份证件",
        identity_checked_by=far.at(TOWN).person,
        shown="拖拉机照片",
        established="符合条件",
    )
    await far.do(TOWN, session)
    assert await county.refused(far.at(TOWN), accept) == "cases.wrong_performer"
    await far.decided(DEPT)
    await far.do(TOWN, Deliver(case=far.case))
    assert await far.lines() == higher(TOWN, DEPT, "一(二)(2)")

    near = Desk(county, "near", 25, DEPT)
    await near.received()
    await near.decided(DEPT)
    assert await near.lines() == higher(DEPT, DEPT, "一(二)(2)")


async def test_what_is_collected_below_goes_up_and_comes_back(county: Window) -> None:
    """JX24-13, -21: online to the department and the paper back; materials to the city."""
    helped = Desk(county, "helped", 20, OTHER)
    await helped.received({"cargo": "普通货物"})
    await helped.do(OTHER, Forward(case=helped.case))
    await helped.decided(DEPT)
    deliver = Deliver(case=helped.case)
    assert await county.refused(helped.at(OTHER), deliver) == "cases.step_not_yet"
    await helped.do(DEPT, ReturnResult(case=helped.case))
    await helped.do(OTHER, deliver)
    assert await helped.lines() == higher(OTHER, DEPT, "一(二)(3)", collected="text")

    split = Desk(county, "split", 24, DEPT)
    await split.received()
    accept = Accept(case=split.case, document_number="受-2")
    assert await county.refused(split.at(BUREAU), accept) == "cases.step_not_yet"
    await split.do(DEPT, Forward(case=split.case))
    assert await county.refused(split.at(DEPT), accept) == "cases.wrong_performer"
    await split.decided(BUREAU)
    assert await split.lines() == higher(DEPT, BUREAU, "一(一)2(2)", collected="text")
    assert at("2024-03-01") < county.now
