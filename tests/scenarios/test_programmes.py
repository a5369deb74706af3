"""A programme is tried out in two or three townships before all may follow (RA22-28 to -30)."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.cases.case import Case
from domain.kernel import streams
from domain.kernel.event import Command
from domain.kernel.facts import Readiness, Trial
from domain.kernel.rulebook import Rulebook
from domain.programmes.commands import (
    AssessTownship,
    DesignatePilots,
    EndTrial,
    EvaluatePilot,
    RollOut,
    SummarisePilot,
)
from domain.programmes.events import PilotsDesignated
from domain.programmes.trial import decide
from services.commands.programmes import programmes
from tests.county import County
from tests.rongan import RONGAN
from tests.scenarios.hall import PILOTS, REFORM, Hall
from tests.scenarios.one_seal import HALL_POSTS, sealed
from tests.world import at

EVALUATE = EvaluatePilot(programme=REFORM, document_number="评估1号", conclusion="具备推开条件")
ROLL_OUT = RollOut(programme=REFORM, document_number="融政发1号（演示）", title="实施意见（演示）")
END = EndTrial(programme=REFORM, reason="评估认为不具备推开条件")


def designate(*organs: str, programme: str = REFORM) -> DesignatePilots:
    return DesignatePilots(programme=programme, organs=organs)


def summary(organ: str, number: str = "总结1号", text: str = "窗口合并的做法") -> SummarisePilot:
    return SummarisePilot(programme=REFORM, organ=organ, document_number=number, summary=text)


async def trial(hall: Hall) -> Trial:
    unit = hall.executor.unit(hall.tenant)
    state = (await unit.get(streams.programme(REFORM), Trial)).state
    assert state is not None
    return state


async def summed_up(hall: Hall) -> None:
    for organ in PILOTS:
        await hall.do(hall.head(organ), summary(organ))


async def rolled_out(hall: Hall) -> None:
    await summed_up(hall)
    await hall.do(hall.lead, EVALUATE)
    await hall.do(hall.lead, ROLL_OUT)


def test_whatever_is_below_a_pilot_township_tries_it_out_with_it() -> None:
    """RA22-29: also a body of one of its bodies."""
    centre = next(organ for organ in RONGAN.organ if organ.id == "jia_centre")
    counter = replace(centre, id="counter", name="代办点", parent=centre.id)
    rules = Rulebook(replace(RONGAN, organ=(*RONGAN.organ, counter)))
    (event,) = decide(designate(*PILOTS), None, at("2022-02-21 09:00"), rules)
    assert isinstance(event, PilotsDesignated)
    assert {"jia_centre", "yi_centre", "counter"} <= {*event.bodies}
    assert not {*PILOTS, "ding_centre"} & {*event.bodies}


async def test_pilots_picked_in_the_first_phase_begin_with_the_second(hall: Hall) -> None:
    """五(一) picks them, 五(二) has them reform: 1 March."""
    event = await hall.one(hall.lead, designate(*PILOTS))
    assert isinstance(event, PilotsDesignated)
    assert (event.phase, event.starts_at) == ("trial", at("2022-03-01"))
    found = await trial(hall)
    before, then = at("2022-02-28 23:59"), at("2022-03-01")
    for organ in (*PILOTS, "jia_centre", "yi_centre"):  # a service body with its township
        assert not found.includes(organ, before)
        assert found.includes(organ, then)
    assert not found.includes("ding_township", then)
    assert not found.includes("ding_centre", then)


async def test_pilots_named_within_the_phase_begin_at_once(hall: Hall) -> None:
    hall.now = at("2022-03-15 10:00")
    await hall.designate(*PILOTS, "bing_township")
    found = await trial(hall)
    assert found.started == hall.now
    assert found.organs == ("bing_township", "jia_township", "yi_township")


async def test_a_phase_begins_by_the_calendar_and_changes_no_trial(hall: Hall) -> None:
    """B-60: no event starts a phase; who may follow is a decision (RA22-29)."""
    await hall.designate()
    unit = hall.executor.unit(hall.tenant)
    for day, phase in (
        (date(2022, 2, 21), "launch"),
        (date(2022, 3, 1), "trial"),
        (date(2022, 5, 1), "rollout"),
        (date(2022, 12, 1), None),
    ):
        (state,) = await programmes(unit, day, hall.county.rules)
        assert state.phase == phase
        assert state.lead == "service_office"
        assert state.trial == await trial(hall)
    assert not (await trial(hall)).includes("ding_centre", at("2022-12-01"))


async def test_summed_up_evaluated_and_rolled_out_by_the_opinion(hall: Hall) -> None:
    """RA22-30: from the roll-out on all townships are in it, not before.

    One summed up on paper, before another did; it is evaluated after both.
    """
    await hall.designate()
    hall.now = at("2022-05-20 09:00")
    first, second = PILOTS
    await hall.do(hall.head(first), summary(first))
    on_paper = replace(summary(second), occurred_at=at("2022-05-20 08:00"))
    await hall.do(hall.head(second), on_paper)
    early = replace(EVALUATE, occurred_at=at("2022-05-20 08:30"))
    assert await hall.refused(hall.lead, early) == "time.before_predecessor"
    await hall.do(hall.lead, EVALUATE)
    await hall.do(hall.lead, ROLL_OUT)
    found = await trial(hall)
    assert [(paper.organ, paper.number) for paper in found.summaries] == [
        (organ, "总结1号") for organ in PILOTS
    ]
    assert found.evaluation is not None
    assert found.opinion is not None
    assert (found.opinion.number, found.opinion.organ) == ("融政发1号（演示）", "service_office")
    assert found.includes("ding_centre", hall.now)
    assert not found.includes("ding_centre", at("2022-05-20 08:59"))


async def test_a_trial_that_ends_without_a_roll_out_leaves_nobody_in_it(hall: Hall) -> None:
    await hall.designate()
    hall.now = at("2022-05-25 09:00")
    await hall.do(hall.lead, END)
    found = await trial(hall)
    assert found.includes("jia_centre", at("2022-05-25 08:59"))
    assert not found.includes("jia_centre", hall.now)


@pytest.mark.parametrize(
    ("organs", "code"),
    [
        (("jia_township",), "programmes.pilot_count"),  # B-61: 2 ≤ n ≤ 3
        (("jia_township", "jia_township"), "programmes.pilot_count"),
        (
            ("jia_township", "yi_township", "bing_township", "ding_township"),
            "programmes.pilot_count",
        ),
        (("jia_township", "yi_centre"), "programmes.pilot_count"),
        (("jia_township", "nowhere"), "organisation.no_such_organ"),
    ],
)
async def test_two_or_three_townships_and_nothing_else(
    hall: Hall, organs: tuple[str, ...], code: str
) -> None:
    assert await hall.refused(hall.lead, designate(*organs)) == code


async def test_pilots_are_named_once_and_until_the_phase_is_over(hall: Hall) -> None:
    """五(一); the last day of the phase counts (B-60)."""
    hall.now = at("2022-06-01 00:00")
    assert await hall.refused(hall.lead, designate(*PILOTS)) == "programmes.pilot_phase_over"
    hall.now = at("2022-05-31 23:59")
    await hall.designate()
    again = designate(*PILOTS, "bing_township")
    assert await hall.refused(hall.lead, again) == "programmes.pilots_designated"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (designate("jia_township", programme="x"), "programmes.unknown"),
        (EVALUATE, "programmes.no_trial_running"),
        (ROLL_OUT, "programmes.no_trial_running"),
        (END, "programmes.no_trial_running"),
    ],
)
async def test_without_a_trial_there_is_nothing_to_evaluate(
    hall: Hall, command: Command, code: str
) -> None:
    assert await hall.refused(hall.lead, command) == code


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (EVALUATE, "programmes.not_summarised"),
        (ROLL_OUT, "programmes.not_evaluated"),
        (EndTrial(programme=REFORM, reason=" "), "programmes.reason"),
    ],
)
async def test_the_order_of_the_plan_is_kept(hall: Hall, command: Command, code: str) -> None:
    """RA22-30."""
    await hall.designate()
    await hall.do(hall.head("jia_township"), summary("jia_township"))
    assert await hall.refused(hall.lead, command) == code


async def test_papers_have_a_number_and_say_something(hall: Hall) -> None:
    """RA22-30: a roll-out needs the number of its opinion."""
    await hall.designate()
    jia = hall.head("jia_township")
    for number, text in (("", "做法"), ("总结1号", " ")):
        bad = summary("jia_township", number, text)
        assert await hall.refused(jia, bad) == "programmes.document"
    await summed_up(hall)
    blank = EvaluatePilot(programme=REFORM, document_number="", conclusion="具备")
    assert await hall.refused(hall.lead, blank) == "programmes.document"
    await hall.do(hall.lead, EVALUATE)
    for number, text in ((" ", "实施意见"), ("1号", "")):
        bare = RollOut(programme=REFORM, document_number=number, title=text)
        assert await hall.refused(hall.lead, bare) == "programmes.document"


async def test_only_the_lead_decides_and_only_a_pilot_sums_up(hall: Hall) -> None:
    """RA22-32."""
    ding, jia = hall.head("ding_township"), hall.head("jia_township")
    assert await hall.refused(jia, designate(*PILOTS)) == "organisation.not_principal"
    await hall.designate()
    assert await hall.refused(ding, summary("ding_township")) == "programmes.not_a_pilot"
    assert await hall.refused(ding, summary("jia_township")) == "organisation.not_principal"
    await summed_up(hall)
    for command in (EVALUATE, ROLL_OUT, END):
        assert await hall.refused(jia, command) == "organisation.not_principal"


async def test_what_is_rolled_out_or_ended_stays_so(hall: Hall) -> None:
    await hall.designate()
    await rolled_out(hall)
    jia = hall.head("jia_township")
    for by, command in (
        (hall.lead, EVALUATE), (hall.lead, ROLL_OUT), (hall.lead, END),
        (jia, summary("jia_township")),
    ):  # fmt: skip
        assert await hall.refused(by, command) == "programmes.no_trial_running"


async def test_a_programme_that_nobody_tries_out_has_no_pilots(hall: Hall) -> None:
    """The other county's plan has no such phase: its matters are tried out one by one."""
    await hall.do(hall.lead, designate(*PILOTS))
    other = County(hall.pool, hall.executor.log)
    await other.projections.ensure()
    other.now = at("2024-01-04 09:00")
    await other.set_up("approval")
    office = "government_office"
    await other.play(*other.county.staffing(office, {"principal": ()}))
    named = DesignatePilots(programme="county_township", organs=("xingjiang", "meijiao"))
    assert await other.refused(other.by(office, "principal"), named) == "programmes.no_trial"


async def moved(hall: Hall, number: str) -> bool:
    case = (await hall.executor.unit(hall.tenant).get(streams.case(number), Case)).state
    assert case is not None
    return case.mode != hall.county.rules.matter(case.matter).mode


def assess(organ: str, finding: Readiness, *without: int, reason: str = "人员未到位") -> Command:
    return AssessTownship(
        programme=REFORM, organ=organ, finding=finding, reason=reason, without=without
    )


async def test_a_township_without_the_conditions_postpones_or_does_a_part(hall: Hall) -> None:
    """JX24-03: nobody is made a pilot, and what it does not take on goes on as before."""
    for by, command, code in (
        (hall.head("yi_township"), assess("yi_township", "fit"), "organisation.not_principal"),
        (hall.lead, assess("service_office", "fit"), "programmes.assessed_body"),
        (hall.lead, assess("yi_township", "part"), "programmes.assessed_part"),
        (hall.lead, assess("yi_township", "fit", 1), "programmes.assessed_part"),
        (hall.lead, assess("yi_township", "part", 99), "matters.not_listed"),
        (hall.lead, assess("yi_township", "fit", reason=" "), "programmes.reason"),
    ):
        assert await hall.refused(by, command) == code
    await hall.do(hall.lead, assess("yi_township", "not_yet"))
    assert await hall.refused(hall.lead, EVALUATE) == "programmes.no_trial_running"
    assert await hall.refused(hall.lead, designate(*PILOTS)) == "programmes.not_ready"
    await hall.do(hall.lead, assess("jia_township", "part", 1))
    await hall.designate("jia_township", "ding_township")
    hall.now = at("2022-03-10 09:00")
    await hall.play(*hall.county.staffing("jia_centre", HALL_POSTS))
    await sealed(hall, "jia")
    clerk = hall.by("jia_centre", "window_clerk")
    own = hall.county.rules.matter(2).mode
    taken = await hall.received(clerk, 2)
    assert (taken.route.mode, taken.route.reasons) == (own, ())
    part = await hall.received(clerk, 1)
    assert part.route.mode != own
    assert [reason.code for reason in part.route.reasons] == ["programmes.not_ready"]
    # Found to lack the conditions after all: what is open there goes on where its mode says.
    await hall.do(hall.lead, assess("jia_township", "not_yet", reason="专网未接通"))
    await hall.react()
    case = (await hall.executor.unit(hall.tenant).get(streams.case(taken.case), Case)).state
    assert case is not None
    assert case.mode != own
    assert [reason.code for reason in case.route.reasons] == ["programmes.not_ready"]
    hall.now = at("2022-03-20 09:00")
    await hall.do(hall.lead, assess("jia_township", "fit", reason="专网已接通"))
    again = await hall.received(clerk, 4)
    assert again.route.mode == own
    # What comes in once the conditions are there stays, however late the automation gets to it.
    hall.now = at("2022-03-21 09:00")
    await hall.do(hall.lead, assess("jia_township", "not_yet", reason="专网中断"))
    hall.now = at("2022-03-22 09:00")
    await hall.do(hall.lead, assess("jia_township", "fit", reason="专网已恢复"))
    late = await hall.received(clerk, 3)
    await hall.react()
    assert [await moved(hall, case) for case in (again.case, late.case)] == [True, False]
    found = await trial(hall)
    assert [(a.organ, a.finding) for a in found.assessments] == [
        ("yi_township", "not_yet"),
        ("jia_township", "part"),
        ("jia_township", "not_yet"),
        ("jia_township", "fit"),
        ("jia_township", "not_yet"),
        ("jia_township", "fit"),
    ]
