"""Guards route, they do not reject (B-01): E5-2 and the limits of annex 2."""

import pytest

from domain.cases.commands import Decide, Receive
from domain.cases.events import CaseReceived
from domain.delegation.agreement import AnnounceDelegation
from domain.kernel.refusal import Refusal
from domain.matters.pilot import DecideRollout, StartPilot
from services.demo.acts import TOWNSHIP_POSTS, synthetic_applicant
from tests.world import World

PILOT = (
    "xingjiang",
    "gulonggang",
    "meijiao",
    "zhangmu",
    "dongcun",
    "xinglian",
    "jiangbei",
    "jiecun",
)
WOOD: dict[str, str | float] = {"land": "农村居民自留山", "volume_m3": 15.0}


async def received(
    world: World,
    matter: int,
    stated: dict[str, str | float],
    town: str = "xingjiang",
    number: str = "case-1",
) -> CaseReceived:
    done = await world.do(
        world.by(town, "window_clerk"),
        Receive(
            case=number,
            matter=matter,
            receiver=town,
            channel="window",
            stated=stated,
            applicant=synthetic_applicant("1"),
        ),
    )
    ((_, event),) = done.events
    assert isinstance(event, CaseReceived)
    return event


async def forestry(world: World, *towns: str) -> None:
    """The pilot named, then power handed down to some of its townships."""
    county = world.county
    await world.play(county.adoption(), *county.staffing("forestry", {"principal": ()}))
    await world.do(world.by("forestry", "principal"), StartPilot(matter=12, organs=PILOT))
    for town in towns or ("xingjiang",):
        await world.play(*county.staffing(town, TOWNSHIP_POSTS))
        await world.play(*county.handing_down("forestry", town))


@pytest.mark.parametrize(
    ("stated", "mode"),
    [
        (WOOD, "no2_seal"),  # 15.00 is “15以上”: inclusive
        ({**WOOD, "volume_m3": 14.99}, "county_channel"),
        ({**WOOD, "land": "个人承包集体林地"}, "no2_seal"),
        ({**WOOD, "land": "国有林地"}, "county_channel"),  # XG23-45
    ],
)
async def test_felling_is_routed_by_volume_and_land(
    world: World, stated: dict[str, str | float], mode: str
) -> None:
    await forestry(world)
    event = await received(world, 12, stated)
    assert event.route.mode == mode
    assert bool(event.route.reasons) == (mode == "county_channel")


async def test_felling_outside_the_pilot_goes_to_the_county_until_rolled_out(world: World) -> None:
    """XG23-46, XG23-47: eight townships first; then a decision, not a date."""
    await forestry(world)
    county = world.county
    await world.play(*county.staffing("liangcun", TOWNSHIP_POSTS))
    event = await received(world, 12, WOOD, "liangcun")
    assert event.route.mode == "county_channel"
    assert event.route.reasons[0].text == "良村镇人民政府不在试点乡镇名单内"
    with pytest.raises(Refusal) as refused:
        await world.play(*county.handing_down("forestry", "liangcun"))
    assert refused.value.code == "matters.not_in_pilot"

    await world.do(world.by("forestry", "principal"), DecideRollout(matter=12, reason="期满"))
    await world.play(*county.handing_down("forestry", "liangcun"))
    event = await received(world, 12, WOOD, "liangcun", "case-2")
    assert event.route.mode == "no2_seal"


@pytest.mark.parametrize("count", [7, 9])
async def test_a_pilot_has_exactly_eight_townships(world: World, count: int) -> None:
    await world.play(world.county.adoption(), *world.county.staffing("forestry", {"principal": ()}))
    towns = (*PILOT, "liangcun")[:count]
    with pytest.raises(Refusal) as refused:
        await world.do(world.by("forestry", "principal"), StartPilot(matter=12, organs=towns))
    assert refused.value.code == "matters.pilot_count"
    assert refused.value.clause == "附件2 第12项"


@pytest.mark.parametrize(
    ("matter", "stated", "mode"),
    [
        (14, {"venue": "宾馆", "action": "首次"}, "no2_seal"),
        (14, {"venue": "酒吧", "action": "首次"}, "county_channel"),  # XG23-48
        (22, {"action": "延续", "expires_on": "2035-12-31"}, "no2_seal"),
        (22, {"action": "首次"}, "county_channel"),  # XG23-49
        (20, {"cargo": "普通货物"}, "no2_seal"),
        (20, {"cargo": "危险货物"}, "county_channel"),  # XG23-49
    ],
)
async def test_venue_action_and_cargo_route(
    world: World, matter: int, stated: dict[str, str | float], mode: str
) -> None:
    await world.set_up()
    assert (await received(world, matter, stated)).route.mode == mode


async def test_a_fact_that_a_guard_needs_must_be_stated(world: World) -> None:
    await forestry(world)
    with pytest.raises(Refusal) as refused:
        await received(world, 12, {"land": "农村居民自留山"})
    assert refused.value.code == "cases.fact_missing"
    assert refused.value.detail == {"field": "volume_m3"}


async def test_without_agreement_the_county_handles_and_the_township_is_refused(
    world: World,
) -> None:
    """XG23-05: no agreement, no power; the applicant is not sent away."""
    await world.play(world.county.adoption())
    await world.play(*world.county.staffing("xingjiang", TOWNSHIP_POSTS))
    event = await received(world, 21, {})
    assert event.route.mode == "county_channel"
    with pytest.raises(Refusal) as refused:
        await world.do(
            world.by("xingjiang", "approver"),
            Decide(case="case-1", outcome="granted", document_number="1"),
        )
    assert refused.value.code == "delegation.no_agreement"
    assert refused.value.clause == "二(三)"


async def test_a_licence_is_not_exercised_before_the_delegation_is_announced(
    world: World,
) -> None:
    """行政许可法 24, B-11; public services (no. 13, 26) need no announcement."""
    county = world.county
    await world.play(county.adoption())
    await world.play(*county.staffing("approval", {"principal": ()}))
    await world.play(*county.staffing("xingjiang", TOWNSHIP_POSTS))
    acts = [
        act
        for act in county.handing_down("approval", "xingjiang")
        if not isinstance(act.command, AnnounceDelegation)
    ]
    await world.play(*acts)
    event = await received(world, 21, {})
    assert event.route.mode == "county_channel"
    with pytest.raises(Refusal) as refused:
        await world.do(
            world.by("xingjiang", "approver"),
            Decide(case="case-1", outcome="granted", document_number="1"),
        )
    assert refused.value.code == "delegation.not_announced"
    assert refused.value.clause == "行政许可法 24"

    service = await world.do(
        world.by("xingjiang", "window_clerk"),
        Receive(
            case="case-25",
            matter=25,
            receiver="xingjiang",
            channel="window",
            stated={},
            applicant=synthetic_applicant("25"),
        ),
    )
    assert isinstance(service.events[0][1], CaseReceived)
    assert service.events[0][1].route.mode == "no2_seal"
