"""How lists and guides come about, what a department declares, and pilots (B-01, B-04, B-12)."""

from datetime import date, datetime

import asyncpg
import pytest
from msgspec.structs import replace

from domain.delegation.coverage import called_for
from domain.kernel import streams
from domain.kernel.event import Command
from domain.kernel.facts import Guide, Pilot
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar
from domain.matters.declared import (
    ComplexityDeclared,
    DeclareComplex,
    RecordLegalityReview,
    grant_clock,
)
from domain.matters.guide import PublishGuide, SupplementGuide
from domain.matters.lists import ListVersion, TakeListStep
from domain.matters.pilot import DecideRollout, EndPilot, StartPilot
from infra.log import EventLog
from projections.matter_list import MatterRow, as_of
from services.commands.questions import grant_clocks, list_status
from tests.county import County
from tests.world import XINGGUO, at

RULES = Rulebook(XINGGUO)
TOWNS = tuple(organ.id for organ in XINGGUO.organ if organ.seal_no)
VERSION = XINGGUO.version
STEPS = {step.id: step.by for step in XINGGUO.list_step}
ITEMS = dict.fromkeys(XINGGUO.guide.contents if XINGGUO.guide else {}, "（测试）内容")
GUIDE = PublishGuide(matter=21, contents=ITEMS, materials=("申请书",), published_in="政务服务网")


@pytest.fixture
async def office(county: County) -> County:
    """Everybody who has a part in list, guides and pilots is in office."""
    for organ in dict.fromkeys((*STEPS.values(), "forestry")):
        if organ != "approval":
            await county.play(*county.county.staffing(organ, {"principal": ()}))
    return county


async def act(county: County, organ: str, command: Command) -> None:
    await county.do(county.by(organ, "principal"), command)


async def refused(county: County, organ: str, command: Command) -> str:
    return await county.refused(county.by(organ, "principal"), command)


async def listed(county: County, no: int) -> MatterRow:
    await county.projections.catch_up(county.tenant)
    rows = await as_of(county.pool, county.tenant, county.now.date())
    return next(row for period, row in rows if period.matter.no == no)


# The list (XG23-09, -53).


def step(name: str, published_in: str = "") -> TakeListStep:
    return TakeListStep(
        version=VERSION, step=name, document_number="文1号", published_in=published_in
    )


async def test_a_list_is_proposed_reviewed_approved_and_published_in_that_order(
    office: County,
) -> None:
    assert list(STEPS) == ["propose", "review", "approve", "publish"]
    assert await list_status(office.executor.unit(office.tenant), f"xingguo@{VERSION}") is None
    assert await refused(office, STEPS["approve"], step("approve")) == "matters.list_step_order"
    for name, state in zip(STEPS, ("起草", "审查", "批准", "已公布"), strict=True):
        await act(office, STEPS[name], step(name, "县政府门户网站" if name == "publish" else ""))
        found = await list_status(office.executor.unit(office.tenant), f"xingguo@{VERSION}")
        assert isinstance(found, ListVersion)
        assert (found.latest.step, found.latest.state) == (name, state)
        assert bool(found.latest.published_in) == (name == "publish")
    assert await refused(office, STEPS["publish"], step("publish")) == "matters.list_step_order"


@pytest.mark.parametrize(
    ("organ", "command", "code"),
    [
        ("county_government", step("propose"), "organisation.not_principal"),  # another organ's
        ("approval", step("guess"), "matters.no_such_list_step"),
        ("approval", replace(step("propose"), version="a/b"), "matters.list_version"),
        ("approval", replace(step("propose"), document_number=" "), "matters.list_document"),
    ],
)
async def test_a_list_step_that_does_not_stand_is_not_taken(
    office: County, organ: str, command: Command, code: str
) -> None:
    assert await refused(office, organ, command) == code


async def test_a_list_is_not_published_without_saying_where(office: County) -> None:
    for name in ("propose", "review", "approve"):
        await act(office, STEPS[name], step(name))
    assert await refused(office, STEPS["publish"], step("publish")) == "matters.list_not_public"


# Service guides (XG23-10, -27, -66; 行政许可法 30).


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"contents": {}}, "matters.guide_incomplete", "申请书示范文本"),
        ({"contents": {**ITEMS, "term": " "}}, "matters.guide_incomplete", "期限"),
        ({"materials": (" ",)}, "matters.guide_incomplete", "需要提交的全部材料的目录"),
        ({"published_in": ""}, "matters.guide_not_public", "载体"),
    ],
)
async def test_an_incomplete_guide_is_not_published_and_what_is_missing_is_named(
    county: County, changes: dict[str, object], code: str, says: str
) -> None:
    command = replace(GUIDE, **changes)
    with pytest.raises(Exception, match=says) as no:
        await act(county, "approval", command)
    assert getattr(no.value, "code", "") == code


async def test_a_guide_is_revised_by_publishing_it_anew_and_shown_in_the_list(
    county: County,
) -> None:
    """XG23-10, JX24-32: one for every channel, never one beside it."""
    assert (await listed(county, 21)).guides == ()
    await act(county, "approval", GUIDE)
    await act(county, "approval", replace(GUIDE, materials=("申请书", "身份证明")))
    fact = (await county.executor.unit(county.tenant).get(streams.guide(21), Guide)).state
    assert fact is not None
    assert (fact.revision, fact.materials) == (2, ("申请书", "身份证明"))
    shown = (await listed(county, 21)).guide_on(county.now.date(), RULES.zone)
    assert shown is not None
    assert (shown.revision, shown.published_in) == (2, "政务服务网")
    assert await refused(county, "xingjiang", GUIDE) == "organisation.not_principal"


async def test_a_township_makes_public_what_concerns_its_own_place(county: County) -> None:
    """XG23-66: 在线上线下依法调整公布; the conditions stay the department's."""
    own = SupplementGuide(
        matter=21, organ="xingjiang", text="便民服务中心，工作日办理", published_in="公示栏"
    )
    assert await refused(county, "xingjiang", own) == "matters.no_guide"
    await act(county, "approval", GUIDE)
    assert await refused(county, "approval", own) == "organisation.not_principal"
    other = replace(own, organ="approval")
    assert await refused(county, "approval", other) == "matters.guide_place"
    await act(county, "xingjiang", own)
    await act(county, "approval", GUIDE)  # the next revision leaves it as it is
    fact = (await county.executor.unit(county.tenant).get(streams.guide(21), Guide)).state
    assert fact is not None
    assert fact.local["xingjiang"].text == "便民服务中心，工作日办理"
    shown = (await listed(county, 21)).guide_on(county.now.date(), RULES.zone)
    assert shown is not None
    assert shown.organ is None  # of the department's guide the list speaks


# Complexity and the clocks of training and grant (XG23-30, -31; B-02, B-04; E5-4).


async def test_both_clocks_are_shown_with_and_without_the_roll(county: County) -> None:
    """E5-4: 2023-12-30 is a Saturday inside the holiday; the document does not say (B-02)."""
    ordinary, longer = await grant_clocks(county.executor.unit(county.tenant), RULES)
    assert (ordinary.on, ordinary.rolled_on) == (date(2023, 12, 30), date(2024, 1, 2))
    assert (longer.on, longer.rolled_on) == (date(2024, 1, 30), date(2024, 1, 30))
    assert not ordinary.provisional
    unknown = grant_clock(Calendar(), RULES, complex_=False)
    assert unknown is not None
    assert unknown.provisional  # no calendar says which days are off


COMPLEX = DeclareComplex(matter=21, reason="须配置专用检测设备")


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2023-12-01 09:00", ""),
        ("2023-12-30 23:59", ""),
        ("2023-12-31", "matters.complex_too_late"),
    ],
)
async def test_a_matter_is_declared_complex_within_the_month_only(
    pool: asyncpg.Pool, log: EventLog, moment: str, code: str
) -> None:
    county = County(pool, log)
    await county.projections.ensure()
    county.now = at(moment)
    await county.play(county.county.adoption())
    await county.play(*county.county.staffing("approval", {"principal": ()}))
    if code:
        assert await refused(county, "approval", COMPLEX) == code
        return
    done = await county.do(county.by("approval", "principal"), COMPLEX)
    ((_, event),) = done.events
    assert isinstance(event, ComplexityDeclared)
    assert event.due_on == date(2024, 1, 30)
    shown = (await listed(county, 21)).complexity
    assert shown is not None
    assert shown.due_on == event.due_on
    assert await refused(county, "approval", COMPLEX) == "matters.already_complex"


# Legality (B-12).


async def test_a_legality_review_stands_beside_the_finding_of_the_pack(county: County) -> None:
    review = RecordLegalityReview(
        matter=21, legality="unclear", document_number="审字1号", opinion="部门规章未查明"
    )
    assert await refused(county, "xingjiang", review) == "organisation.not_principal"
    assert await refused(county, "approval", replace(review, opinion="")) == (
        "matters.review_incomplete"
    )
    await act(county, "approval", review)
    row = await listed(county, 21)
    found = row.review_on(county.now.date(), RULES.zone)
    assert found is not None
    assert (found.legality, found.document_number) == ("unclear", "审字1号")
    (period,) = row.periods
    assert period.matter.delegation_basis == "none_found"
    assert period.matter.basis_source == "行政许可法 24 B-12"


# Pilots (XG23-46, -47; B-01).

START = StartPilot(matter=12, organs=TOWNS[:8])


async def test_a_pilot_says_from_when_it_may_be_rolled_out_and_never_ends_by_itself(
    office: County,
) -> None:
    office.now = at("2024-01-08 09:00")
    await act(office, "forestry", START)
    pilot = (await listed(office, 12)).pilot
    assert pilot is not None
    assert pilot.earliest_rollout == date(2025, 1, 8)
    office.now = at("2025-06-01 09:00")
    fact = (await office.executor.unit(office.tenant).get(streams.pilot(12), Pilot)).state
    assert fact is not None
    assert not fact.includes(TOWNS[8], office.now)
    assert await refused(office, "forestry", DecideRollout(matter=12, reason=" ")) == (
        "matters.reason"
    )
    await act(office, "forestry", DecideRollout(matter=12, reason="评估合格"))
    assert await refused(office, "forestry", EndPilot(matter=12, reason="x")) == (
        "matters.no_pilot_running"
    )


async def test_a_pilot_that_ends_without_roll_out_leaves_the_matter_to_the_department(
    office: County,
) -> None:
    await act(office, "forestry", START)
    assert await refused(office, "forestry", replace(START, organs=TOWNS[1:9])) == (
        "matters.pilot_started"  # its territory does not change
    )
    assert await refused(office, "forestry", EndPilot(matter=12, reason="")) == "matters.reason"
    before: datetime = office.now
    office.now = at("2024-03-01 09:00")
    await act(office, "forestry", EndPilot(matter=12, reason="评估不合格"))
    fact = (await office.executor.unit(office.tenant).get(streams.pilot(12), Pilot)).state
    assert fact is not None
    assert fact.includes(TOWNS[0], before)
    assert not fact.includes(TOWNS[0], office.now)
    assert len(called_for(RULES, {12: fact}, before)) == 83
    assert len(called_for(RULES, {12: fact}, office.now)) == 75
    pilot = (await listed(office, 12)).pilot_on(office.now.date(), RULES.zone)
    assert pilot is not None
    assert (pilot.ended, pilot.reason) == (office.now, "评估不合格")
    assert await refused(office, "forestry", DecideRollout(matter=12, reason="x")) == (
        "matters.no_pilot_running"
    )
