"""E1, the rows of the province's notice: a case is played, its lines are those of the row (JX24).

兴国县 moves one matter under each of the seven modes of the notice: three between county and
townships, four between the county and an invented bureau of the city. The day is plainly synthetic
(B-21).
"""

from collections.abc import Mapping

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    ReturnResult,
)
from domain.cases.session import HoldSession
from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.pack import Level, Pack
from domain.kernel.refusal import Refusal
from domain.organisation.posts import AuthoriseStaff
from domain.organisation.windows import OpenWindow, PostToWindow
from domain.seals.use import ApplyForUse, Document, Stamp
from infra.log import EventLog
from services.commands.questions import called_for_now
from services.commands.windows import states
from services.demo.acts import TOWNSHIP_POSTS
from services.liability.answer import Liabilities
from tests.scenarios.listed import (
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
from tests.scenarios.test_liability_rows import Row, row
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
    22: "jx_both_levels",
    23: "jx_forward_window",
    26: "jx_remote_city",
}
LAW_NAMES: Mapping[int, tuple[Level, ...]] = {
    24: ("city",),
    22: ("city", "county"),
    23: ("city",),
    26: ("city",),
}
RENEWED = {"action": "延续", "expires_on": "2024-06-30"}
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


def either(decider: str) -> Row:
    """Both levels may, so whichever the applicant came to decides and answers (JX24-09)."""
    clause = f"{NOTICE}一(一)1"
    return {
        ("process", decider, "sole", "default", clause),
        ("result", decider, "sole", "text", clause),
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


def own_counter(level: str) -> Row:
    """No way of the notice: at the city's own counter, as long as there is no window (JX24-05)."""
    return {
        ("result", level, "sole", "default", f"{NOTICE}一"),
        ("external", level, "sole", "law", ACTED),
    }


def pack() -> Pack:
    """With a bureau above, whose matters the law gives to the city alone, or to both."""
    matters = tuple(
        replace(it, city_organ=BUREAU, law_levels=LAW_NAMES[it.no]) if it.no in LAW_NAMES else it
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
    """JX24-12: at any department of the county, so the list is of those where it stands.

    No bureau of the city has it at itself: it posts its people there.
    """
    unit = county.executor.unit(county.tenant)
    rules = await unit.rules()
    assert [it.organ for it in await states(unit, rules)] == ["county_hall"]  # named by id
    departments = {
        it.id for it in rules.pack.organ if (it.kind, it.level) == ("department", "county")
    }
    every = await states(unit, rules, idle=True)
    assert {it.organ for it in every} == {*departments, "county_hall"}
    [here] = await states(unit, rules, DEPT, "jx_forward_window")
    assert (here.organ, here.open) == (DEPT, False)
    assert await states(unit, rules, DEPT, "jx_split_intake") == ()
    opened = OpenWindow(window=here.window, organ=DEPT, document_number="公告1号")
    head = county.by(BUREAU, "principal")
    with pytest.raises(Refusal) as refused:
        await county.do(head, replace(opened, organ=BUREAU))
    assert refused.value.code == "organisation.no_such_window"
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

    async def seen_by(self, level: str) -> None:
        """By video, the applicant sitting where the application came in."""
        here, there = self.at(self.organ), self.at(level)
        session = HoldSession(
            case=self.case,
            participants=(here, there),
            medium="政务专网视频",
            started_at=self.county.now,
            ended_at=self.county.now,
            identity="核对身份证件",
            identity_checked_by=here.person,
            shown="农机照片",
            established="符合条件",
        )
        await self.do(self.organ, session)

    async def lines(self) -> Row:
        county = self.county
        await county.react()
        found = await Liabilities(county.executor, county.pool).of(county.tenant, self.case)
        return row(found.lines)


async def test_an_empowered_township_decides_in_its_own_name_under_its_own_seal(
    county: Window,
) -> None:
    """JX24-16, -18, -33; the seal is the government's own, none is engraved for it.

    Nor is an agreement called for any more on what was moved (B-10, B-23).
    """
    unit = county.executor.unit(county.tenant, at=county.now)
    called = await called_for_now(unit, await unit.rules())
    assert {no for matters in called.values() for no in matters} == {*range(13, 20)}
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
    await far.seen_by(DEPT)
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


async def test_either_of_two_levels_that_the_law_names_decides_alone(county: Window) -> None:
    """JX24-09, -04, -05: the applicant chooses, and nobody takes it from where he came."""
    for here, there in ((DEPT, BUREAU), (BUREAU, DEPT)):
        desk = Desk(county, f"at-{here}", 22, here)
        await desk.received(RENEWED)
        accept = Accept(case=desk.case, document_number="受-3")
        assert await county.refused(desk.at(there), accept) == "cases.wrong_performer"
        await desk.decided(here)
        await desk.do(here, Deliver(case=desk.case))
        assert await desk.lines() == either(here)

    # The row's own limit stays: what exceeds it goes where the row's mode leads (B-01, B-23).
    first = Desk(county, "first", 22, DEPT)
    await first.received({"action": "设立"})
    case = (await county.executor.unit(county.tenant).get(streams.case("first"), Case)).state
    assert case is not None
    assert (case.mode, case.route.reasons[0].code) == ("county_channel", "cases.outside_guard")


async def test_the_city_decides_at_the_countys_window_or_from_afar(county: Window) -> None:
    """JX24-12, -14, B-36: through staff that it posted to a window of the county, or by video."""
    window = "jx_city_window"
    shut = Desk(county, "shut", 23, DEPT)
    with pytest.raises(Refusal) as refused:
        await shut.received(RENEWED)
    assert refused.value.code == "organisation.window_not_open", refused.value
    counter = Desk(county, "counter", 23, BUREAU)  # the city's own stays open (JX24-05)
    await counter.received(RENEWED)
    await counter.decided(BUREAU)
    await counter.do(BUREAU, Deliver(case=counter.case))
    assert await counter.lines() == own_counter(BUREAU)

    opened = OpenWindow(window=window, organ=DEPT, document_number="公告1号")
    await county.do(county.by(DEPT, "principal"), opened)
    desk = Desk(county, "desk", 23, DEPT)
    await desk.received(RENEWED)
    accept = Accept(case=desk.case, document_number="受-4")
    assert await county.refused(desk.at(DEPT), accept) == "cases.wrong_performer"
    assert await county.refused(desk.at(BUREAU), accept) == "organisation.not_posted"
    sent = PostToWindow(
        window=window,
        organ=DEPT,
        person=desk.at(BUREAU).person,
        home=BUREAU,
        post=desk.at(BUREAU).post,
    )
    await county.do(county.by(BUREAU, "principal"), sent)
    await desk.decided(BUREAU)
    await desk.do(DEPT, Deliver(case=desk.case))
    assert await desk.lines() == higher(DEPT, BUREAU, "一(一)2(1)")

    far = Desk(county, "far", 26, DEPT)
    await far.received()
    accept = Accept(case=far.case, document_number="受-5")
    assert await county.refused(far.at(BUREAU), accept) == "cases.step_not_yet"
    await far.seen_by(BUREAU)
    assert await county.refused(far.at(DEPT), accept) == "cases.wrong_performer"
    await far.decided(BUREAU)
    await far.do(DEPT, Deliver(case=far.case))
    assert await far.lines() == higher(DEPT, BUREAU, "一(一)2(3)")
