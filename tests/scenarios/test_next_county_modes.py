"""How an invented county's matters are handled, by its own modes: obeyed, and attacked."""

import asyncpg
import pytest

from domain.cases.commands import Accept, Decide
from domain.cases.events import Gap
from infra.log import EventLog
from services.demo.dossier import seat
from tests.scenarios.next_county import NextCounty, confirmation, jia, yi
from tests.world import at


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    return await jia(pool, log)


async def test_nobody_acts_in_its_own_name_before_confirming(county: NextCounty) -> None:
    """Empowered, and not confirmed yet: the county handles it, the town is refused."""
    case = await county.receive("case-1", 2, "west")
    assert (case.mode, case.route.reasons[0].code) == ("county_alone", "delegation.not_confirmed")
    assert case.route.reasons[0].clause == "示例 5"
    grant = Decide(case="case-1", outcome="granted", document_number="决-1")
    code = await county.refused_with(seat("west", "approver"), grant)
    assert code == "delegation.not_confirmed"
    await county.do(seat("west", "principal"), confirmation("west"))
    assert (await county.receive("case-2", 2, "west")).mode == "own_name"


async def test_whoever_acts_in_its_own_name_answers_for_it(county: NextCounty) -> None:
    await county.receive("case-1", 2, "east")
    await county.walk("case-1", attack=False)
    lines = {(li.duty, li.bearer, li.basis) for li in (await county.answered("case-1")).lines}
    assert lines == {
        ("process", "east", "default"),
        ("result", "east", "default"),
        ("external", "east", "law"),
    }


async def test_what_crosses_townships_stays_with_the_county(county: NextCounty) -> None:
    """A limit of the mode, so of every matter of it (`Mode.guard`)."""
    case = await county.receive("case-1", 1, "east", extent="跨乡镇")
    assert case.mode == "county_alone"
    reason = case.route.reasons[0]
    assert (reason.code, reason.clause) == ("cases.outside_guard", "示例 2")
    accept = Accept(case="case-1", document_number="受-1")
    assert await county.refused_with(seat("east", "window_clerk"), accept) == "cases.outside_guard"


@pytest.mark.parametrize(
    ("moment", "mode"),
    [("2024-03-29 23:59", "collected"), ("2024-03-30 00:00", "either_accepts")],
)
async def test_a_mode_ends_with_its_last_day(county: NextCounty, moment: str, mode: str) -> None:
    county.now = at(moment)
    assert (await county.receive("case-1", 3, "east", extent="不跨乡镇")).mode == mode
    county.now = at("2024-04-08 09:00")  # received under one, it goes on under it
    await county.walk("case-1", attack=False)
    case = await county.case("case-1")
    assert (case.mode, case.outcome) == (mode, "granted")


async def test_outside_the_trial_and_without_its_own_seal_a_township_goes_on_as_before(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    county = await yi(pool, log)
    outside = await county.receive("case-1", 1, "north_hall")
    assert (outside.mode, outside.route.reasons[0].code) == (
        "by_department",
        "programmes.not_in_pilot",
    )
    unsigned = await county.receive("case-2", 3, "north_hall")
    assert unsigned.route.reasons[0].text == "没有签订备忘录"
    assert (await county.receive("case-3", 3, "south_hall")).mode == "by_row"


async def test_what_a_row_does_not_grant_falls_to_somebody_else(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """Matter 4 grants the hall the review and not the acceptance."""
    county = await yi(pool, log)
    await county.receive("case-1", 4, "south_hall")
    accept = Accept(case="case-1", document_number="受-1")
    clerk = seat("south_hall", "window_clerk")
    assert await county.refused_with(clerk, accept) == "cases.wrong_performer"
    done = await county.walk("case-1", attack=False)
    assert [organ for organ, step in done if step in ("accept", "review")] == [
        "bureau",
        "south_hall",
    ]


async def test_what_is_accepted_with_gaps_is_not_granted_before_they_are_filled(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    county = await yi(pool, log)
    await county.receive("case-1", 5, "south_hall")
    gap = Gap("证明", at("2024-03-22").date())
    accept = Accept(case="case-1", document_number="受-1", gaps=(gap,), commitment="承诺")
    await county.do(seat("bureau", "window_clerk"), accept)
    await county.walk("case-1", until="decide", attack=False)
    grant = Decide(case="case-1", outcome="granted", document_number="决-1")
    assert await county.refused_with(seat("bureau", "approver"), grant) == "cases.gaps_open"
