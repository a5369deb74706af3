"""How often applicants come, why, and how they are served (ZZ22-20, -29, -30; RA22-17; B-51)."""

from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.commands import Receive, RecordVisit
from domain.cases.events import CaseReceived, VisitRecorded
from domain.kernel import streams
from domain.kernel.pack import Rule
from domain.kernel.refusal import Refusal
from domain.matters.online import DeclareOnline
from infra.log import EventLog
from projections import case_register
from projections.case_register import service
from projections.case_register.service import OrganVisits, ReasonCount, StyleUse, VisitCount
from services.cli.service import visited
from services.demo.acts import synthetic_applicant
from tests.scenarios.measured import PACK
from tests.scenarios.window import Window, a_window
from tests.world import XINGGUO, at


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    return await a_window(pool, log, PACK)


def visit(reason: str = "", case: str = "case-1") -> RecordVisit:
    return RecordVisit(case=case, purpose="到窗口", reason=reason)


def receipt(number: str = "case-1", **changes: Any) -> Receive:
    receive = Receive(
        case=number,
        matter=21,
        receiver="xingjiang",
        channel="window",
        stated={},
        applicant=synthetic_applicant(number),
    )
    return replace(receive, **changes)


async def came(county: Window, reason: str = "", case: str = "case-1") -> VisitRecorded:
    (event,) = await county.events(county.clerk, visit(reason, case))
    assert isinstance(event, VisitRecorded)
    return event


async def online(county: Window, *, able: bool) -> None:
    command = DeclareOnline(matter=21, runs_online=True, online_able=able)
    await county.do(county.by("approval", "principal"), command)


@pytest.mark.parametrize(
    ("channel", "before"),
    [("window", 0), ("online", 1)],  # who came to apply was there; who applied online was not
)
async def test_from_the_second_time_on_site_a_reason_is_asked_for(
    county: Window, channel: str, before: int
) -> None:
    """ZZ22-30, B-51: the receipt at a window is the first time."""
    await county.do(county.clerk, receipt(channel=channel))
    for _ in range(before):
        assert (await came(county)).reason == ""
    with pytest.raises(Refusal) as refused:
        await county.do(county.clerk, visit())
    told = refused.value
    assert (told.code, told.clause, told.source) == ("cases.visit_reason", "四(四)1", "ZZ22-30")
    assert "第2次到场" in told.message
    assert "papers 补交材料" in told.message  # what there is to choose from
    event = await came(county, "papers")
    assert (event.reason, event.unwarranted, event.despite_online) == ("papers", False, False)
    assert (await county.row()).visits == 2


@pytest.mark.parametrize("channel", ["window", "online"])
async def test_a_reason_that_the_county_does_not_have_is_refused_at_any_time(
    county: Window, channel: str
) -> None:
    await county.do(county.clerk, receipt(channel=channel))
    assert await county.refused(county.clerk, visit("weather")) == "cases.visit_reason"


async def test_the_countys_own_words_for_it_go_first(pool: asyncpg.Pool, log: EventLog) -> None:
    own = Rule(id="cases.visit_reason", text="不得无故让群众重复跑", clause="四(九)", source="测试")
    county = await a_window(pool, log, replace(PACK, rule=(*PACK.rule, own)))
    await county.receive()
    with pytest.raises(Refusal, match="第2次到场") as refused:
        await county.do(county.clerk, visit())
    assert (refused.value.clause, refused.value.text) == ("四(九)", own.text)


async def test_visits_without_need_are_flagged_shown_and_summed_up(county: Window) -> None:
    """ZZ22-30: what is recorded of one visit, of one case, of the whole county."""
    await county.receive()
    await county.receive(number="case-2")
    county.now = at("2024-01-08 09:30")
    await came(county, "papers")
    assert (await came(county, "for_nothing")).unwarranted
    assert (await came(county, "for_nothing", "case-2")).unwarranted
    row = await county.row()
    assert (row.visits, row.unwarranted, row.despite_online) == (3, 1, 0)
    assert [it.reason for it in row.visited] == ["papers", "for_nothing"]
    assert visited(row, county.county.rules) == (
        "3次（2024-01-08 09:30 补交材料；2024-01-08 09:30 无故，无故）"
    )
    found = await service.visits(county.pool, county.tenant)
    assert found.cases == (VisitCount(2, 1), VisitCount(3, 1))
    assert found.reasons == (ReasonCount("for_nothing", 2), ReasonCount("papers", 1))
    assert found.organs == (OrganVisits("xingjiang", 3, 2, 0),)


async def test_a_matter_that_can_be_done_online_is_not_to_be_done_on_site(county: Window) -> None:
    """ZZ22-29, B-25: as it was at that time, unless the applicant chose to come."""
    await county.receive()
    assert not (await came(county, "papers")).online_able
    await online(county, able=True)
    demanded, chosen = await came(county, "papers"), await came(county, "wish")
    assert (demanded.online_able, demanded.despite_online) == (True, True)
    assert (chosen.online_able, chosen.despite_online) == (True, False)
    assert not demanded.unwarranted  # another rule's
    county.now = at("2024-01-05 09:00")
    await online(county, able=False)
    assert not (await came(county, "papers")).online_able
    row = await county.row()
    assert (row.visits, row.despite_online) == (5, 1)
    (at_window,) = (await service.visits(county.pool, county.tenant)).organs
    assert at_window == OrganVisits("xingjiang", 4, 0, 1)


async def test_a_visit_entered_late_is_judged_by_what_held_then(county: Window) -> None:
    await county.receive()
    county.now = at("2024-01-05 09:00")
    await online(county, able=True)
    county.now = at("2024-01-06 09:00")
    before = replace(visit("papers"), occurred_at=at("2024-01-05 08:00"))
    after = replace(visit("papers"), occurred_at=at("2024-01-05 10:00"))
    for command, able in ((before, False), (after, True)):
        (event,) = await county.events(county.clerk, command)
        assert isinstance(event, VisitRecorded)
        assert event.despite_online is able


async def test_a_first_visit_demanded_though_it_could_be_online_is_flagged_without_a_reason(
    county: Window,
) -> None:
    await online(county, able=True)
    await county.do(county.clerk, receipt(channel="online"))
    event = await came(county)
    assert (event.reason, event.despite_online) == ("", True)


async def test_a_county_that_measures_nothing_is_asked_for_nothing(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """Packs from before: any visit without a reason; a code would mean nothing."""
    county = await a_window(pool, log, XINGGUO)
    await online(county, able=True)
    await county.receive()
    for _ in range(2):
        event = await came(county)
        assert (event.reason, event.online_able, event.despite_online) == ("", False, False)
    assert await county.refused(county.clerk, visit("papers")) == "cases.visit_reason"
    assert visited(await county.row(), county.county.rules) == "3次"


# Styles.


async def test_a_case_says_how_its_applicant_is_served(county: Window) -> None:
    """ZZ22-20, RA22-17."""
    await county.do(county.clerk, receipt(style="by_agent"))
    await county.do(county.clerk, receipt("case-2"))
    (item,) = await county.executor.log.load(county.tenant, streams.case("case-1"))
    assert isinstance(item.event, CaseReceived)
    assert item.event.style == "by_agent"
    assert (await county.row()).style == "by_agent"
    assert (await county.row("case-2")).style is None
    served = await case_register.cases(county.pool, county.tenant, style="by_agent")
    assert [row.key for row in served] == ["case-1"]
    assert await service.styles(county.pool, county.tenant, county.county.rules) == (
        StyleUse("by_agent", "代办", 1),
        StyleUse(None, "", 1),
        StyleUse("guided", "导办", 0),
    )


@pytest.mark.parametrize("style", ["carried", ""])
async def test_a_style_that_the_county_does_not_have_is_refused(county: Window, style: str) -> None:
    with pytest.raises(Refusal, match="guided 导办、by_agent 代办") as refused:
        await county.do(county.clerk, receipt(style=style))
    assert refused.value.code == "cases.no_such_style"
    assert refused.value.clause


async def test_a_county_without_styles_has_none_to_state(pool: asyncpg.Pool, log: EventLog) -> None:
    county = await a_window(pool, log, XINGGUO)
    code = await county.refused(county.clerk, receipt(style="by_agent"))
    assert code == "cases.no_such_style"
    await county.receive()
    await county.projections.catch_up(county.tenant)
    found = await service.styles(county.pool, county.tenant, county.county.rules)
    assert found == (StyleUse(None, "", 1),)
