"""A real county's own duties: rates of 60 % and 50 %, visits, styles (泽州, 四(三)1, 四(四)1)."""

import asyncpg
import pytest

from domain.cases.commands import Receive, RecordVisit
from domain.cases.events import VisitRecorded
from domain.kernel.refusal import Refusal
from domain.matters.online import DeclareOnline, Rate
from infra.log import EventLog
from services.cli.service import visited
from services.cli.targets import _row
from services.demo.acts import County, synthetic_applicant
from services.targets import targets
from tenants.loader import bundled, load
from tests.county import County as Working
from tests.scenarios.window import Window
from tests.world import at

ZEZHOU = load(bundled("zezhou"))
FIRST, SECOND = (printed.id for printed in ZEZHOU.list)
TOWN = "jiazhen"
KEEPER = "approval_services"  # of the lists, by its role (B-73)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Working:
    made = Window(pool, log)
    made.tenant = "zezhou"
    made.county = County(made.tenant, ZEZHOU)
    made.now = at("2022-05-09 09:00")
    await made.projections.ensure()
    await made.play(made.county.adoption())
    await made.play(*made.county.staffing(KEEPER, {"principal": ()}))
    await made.play(
        *made.county.staffing(TOWN, {"principal": (), "window_clerk": ("receive", "accept")})
    )
    return made


def counted(name: str) -> list[int]:
    """What a rate may be about: current, on application."""
    return [
        matter.no
        for matter in ZEZHOU.matter
        if (matter.list, matter.status, matter.on_application) == (name, "current", True)
    ]


async def declare(county: Working, no: int, *, able: bool) -> None:
    command = DeclareOnline(matter=no, runs_online=True, online_able=able)
    await county.do(county.by(KEEPER, "principal"), command)


async def rates(county: Working) -> dict[str, Rate]:
    await county.projections.catch_up(county.tenant)
    found, _ = await targets(county.executor, county.pool, county.tenant, county.now.date())
    return {rate.list: rate for rate in found.items}


async def test_e5_10_sixty_per_cent_in_towns_and_fifty_in_villages_exactly_pass(
    county: Working,
) -> None:
    """E5-10, ZZ22-27, ZZ22-28, B-49: of what runs online, not of all 99 and 44."""
    for no, able in zip(counted(FIRST)[:5], (True, True, True, False, False), strict=True):
        await declare(county, no, able=able)
    done_away = next(m.no for m in ZEZHOU.matter if m.list == FIRST and m.status != "current")
    await declare(county, done_away, able=False)  # B-45: in neither count
    found = await rates(county)
    first, second = found[FIRST], found[SECOND]
    assert (first.online_able, first.running, first.at_least, first.met) == (3, 5, 0.6, True)
    assert first.on_application == len(counted(FIRST)) < 99
    assert (second.running, second.at_least, second.share, second.met) == (0, 0.5, None, None)
    rules = county.county.rules
    assert _row(first, rules)[4:] == ("5", "3", "60.0%", "60%", "达到", "四(四)1")
    assert _row(second, rules)[4:] == ("0", "0", "—", "50%", "无从计算", "四(四)1")
    for no, able in zip(counted(SECOND)[:2], (True, False), strict=True):
        await declare(county, no, able=able)
    assert (await rates(county))[SECOND].met is True
    await declare(county, counted(FIRST)[5], able=False)
    assert (await rates(county))[FIRST].met is False


async def test_who_has_to_come_again_is_told_why_in_the_countys_words(county: Window) -> None:
    """ZZ22-20, -29, -30, B-51."""
    clerk = county.by(TOWN, "window_clerk")
    await county.do(
        clerk,
        Receive(
            case="case-1",
            matter=1,
            receiver=TOWN,
            channel="window",
            stated={},
            applicant=synthetic_applicant("case-1"),
            style="by_agent",
        ),
    )
    await declare(county, 1, able=True)
    with pytest.raises(Refusal, match="supplement 补交一次性告知的材料") as refused:
        await county.do(clerk, RecordVisit(case="case-1", purpose="到窗口"))
    assert refused.value.code == "cases.visit_reason"
    assert refused.value.clause.startswith("四(四)1")
    told = {}
    for reason in ZEZHOU.visits.reasons if ZEZHOU.visits else ():
        command = RecordVisit(case="case-1", purpose="到窗口", reason=reason)
        (event,) = await county.events(clerk, command)
        assert isinstance(event, VisitRecorded)
        told[reason] = (event.unwarranted, event.despite_online)
    assert told == {
        "supplement": (False, True),
        "in_person": (False, True),
        "survey": (False, True),
        "collect": (False, True),
        "own_wish": (False, False),
        "online_able": (True, True),
        "none": (True, True),
    }
    row = await county.row()
    assert (row.visits, row.unwarranted, row.despite_online) == (8, 2, 6)
    assert "申请人自愿到场；" in visited(row, county.county.rules)
    assert ZEZHOU.style[row.style or ""] == "代办服务"
