"""The demo's stories: each goes as it says, once; all that people may do is in one of them."""

from collections import Counter
from collections.abc import Mapping, Sequence

import asyncpg
import pytest
from msgspec import Struct
from msgspec.structs import replace

from domain.calendars.years import AdoptCalendarYear, CorrectCalendarYear
from domain.cases.commands import Receive
from domain.delegation.confirmation import ConfirmAcceptance
from domain.kernel.event import Command
from domain.matters.pilot import DecideRollout, EndPilot
from domain.matters.settled import ChangeMode
from domain.organisation.posts import AssumePost
from domain.programmes.commands import AssessTownship, EndTrial
from domain.readiness.access import EndAccess
from domain.readiness.contacts import EndContact
from domain.readiness.handover import ReturnMaterials
from domain.readiness.items import WithdrawItem
from domain.subjects.erasure import EraseSubject
from infra.log import EventLog
from infra.vault import Vault
from projections import case_register
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.commands import HANDLERS
from services.cutover import cut_over
from services.cutover.stamps import stamps
from services.demo import city_county
from services.demo.act import Act
from services.demo.chapters import claims, loss, monthly, waiting
from services.demo.chapters.province import cases
from services.demo.chapters.rongan import waiting as waiting_in_halls
from services.demo.chapters.zezhou import waiting as waiting_in_towns
from services.demo.city_county import listed as rows_of_three_lists
from services.demo.play import ChangedError, Clock, Line, Player, UnexpectedError, in_rows
from services.demo.rongan import listed
from services.demo.stories import STORIES
from services.demo.story import Story
from services.demo.visitors import Door
from services.execute import Executor
from services.liability.answer import Liabilities
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from services.rehearsal import Rehearsal
from tenants.calendars import covered, seed
from tenants.loader import bundled, load
from tests.projections.test_rebuild import contents
from tests.world import CODEC, at

SEED = 2023
SATURDAY = 5
MANY = 10
OTHERS = ("auditor", "integrator", "operator", "platform operator")  # who holds no post
# What no story plays, and why.
NOT_PLAYED: dict[type[Command], str] = {
    DecideRollout: "the pilot of a matter runs for a year, the story for some weeks",
    ChangeMode: "matters move by the outcomes of a self-inspection, each with its own event",
    EndPilot: "it ends the pilot that the visitors find",
    AssessTownship: "every township of the story has the conditions",
    EndTrial: "the programme that is tried out is rolled out",
    CorrectCalendarYear: "what the State Council published is right",
    ConfirmAcceptance: "no county of the demo takes power on by a mere confirmation",
    ReturnMaterials: "the townships of the story still work with what they were handed",
    EndAccess: "whoever leaves in the story never logged on to more than this platform",
    WithdrawItem: "what the townships of the story have, they keep",
    EndContact: "the adviser of the story still answers",
    EraseSubject: "it destroys what the visitors look at; the last lines name it",
}


class Expected(Struct, frozen=True):
    """What a story leaves: cases still open, outcomes, findings by case, what the platform did."""

    waiting: tuple[str, ...]
    outcomes: set[str | None]
    findings: dict[str, list[str]]
    by_rule: tuple[str, ...]


EXPECTED: Mapping[str, Expected] = {
    "xingguo": Expected(
        waiting.CASES,
        {"granted", "refused", "declined", "withdrawn", None},
        {
            "演示-104": ["overdue"],
            "演示-114": ["improper_fee"],
            loss.USED: ["after_loss", "after_loss"],
            monthly.USED: ["after_loss"],
            claims.PUT_RIGHT: ["unlawful", "unlawful", "unlawful"],
        },
        ("视为受理", "委托协议到期", "在办件转", "到期未办"),
    ),
    "zezhou": Expected(
        waiting_in_towns.CASES,
        {"granted", "refused", None},
        {"演示-001": ["overdue"], "演示-102": ["beyond_scope"]},
        ("演示-001的送达",),
    ),
    "rongan": Expected(
        waiting_in_halls.CASES,
        {"granted", "refused", None},
        {},
        ("演示-106的监管结果反馈", "函询-演示-02的函复"),
    ),
    "xingguo-2022": Expected((), {"granted"}, {}, ("在办件转", "定期报告等")),
}


class Stage:
    """A database on which stories are played, over and over."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        self.clock = Clock(at("2022-01-04"))
        self.executor = Executor(log, Vault(pool, bytes(32)), self.clock)
        self.pool = pool
        self.projections = Projections(pool, CODEC, VIEWS)

    async def play(self, acts: Sequence[Act]) -> tuple[Player, list[Line]]:
        scheduler = Scheduler(Reactor(self.executor, self.projections, self.pool))
        player = Player(acts[0].tenant, self.executor, scheduler, self.clock)
        return player, [line async for line in in_rows(player.play(acts))]


@pytest.fixture
async def stage(pool: asyncpg.Pool, log: EventLog) -> Stage:
    made = Stage(pool, log)
    await made.projections.ensure()
    return made


def acts_of(story: Story, seed: int = SEED) -> list[Act]:
    return story.acts(story.tenant, load(bundled(story.tenant)), seed)


@pytest.fixture(scope="module")
def played() -> Mapping[str, list[Act]]:
    return {story.tenant: acts_of(story) for story in STORIES}


each = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.tenant)


async def test_the_stories_go_as_they_say_and_are_repeats_when_played_again(
    stage: Stage, played: Mapping[str, list[Act]]
) -> None:
    """On one installation. Invariant 6 too: the views after them equal those built anew."""
    for story in STORIES:
        await _goes_as_it_says(stage, story, played[story.tenant])
    await _is_cut_over(stage)
    live = await contents(stage.pool)
    empty = {name for name, rows in live.items() if not rows}
    assert not empty, "every view has rows"
    for view in VIEWS:
        await stage.projections.rebuild(view.name)
    assert await contents(stage.pool) == live

    for story in STORIES:
        acts = played[story.tenant]
        head = await stage.executor.log.head(story.tenant)
        player, lines = await stage.play(acts)
        assert (player.repeated, player.new, lines) == (len(acts), 0, [])
        assert await stage.executor.log.head(story.tenant) == head
        with pytest.raises(ChangedError):
            await stage.play(acts_of(story, SEED + 1))


async def _is_cut_over(stage: Stage) -> None:
    """Before the notice and after it: what was stamped, on what, what became of it (B-20, B-22)."""
    unit = stage.executor.unit(city_county.TENANT)
    told = await cut_over(unit, stage.pool, "jiangxi")
    assert (told.status, told.outstanding, told.stamped_out_of_use) == ("closed", (), 0)
    made = (await stamps(unit, stage.pool, "jiangxi")).items
    assert {stamp.before for stamp in made} == {True, False}
    assert all(any("agreement/" in it for it in stamp.rested_on) for stamp in made)
    assert sum(it.stamps_before + it.stamps_after for it in told.matters) == len(made)
    became = Counter(it.outcome.remedy for it in told.matters if it.outcome)
    assert became == {
        "jx_keep": 1,
        "jx_back": 2,
        "jx_to_empowered": 2,
        "jx_to_remote": 5,
        "jx_to_assisted": 5,
    }
    assert {it.case: (it.outcome, it.transferred) for it in told.in_flight} == {
        cases.FINISHED: ("granted", False),
        cases.OPEN: ("granted", True),
    }


async def _goes_as_it_says(stage: Stage, story: Story, acts: list[Act]) -> None:
    expected = EXPECTED[story.tenant]
    player, lines = await stage.play(acts)
    assert (player.repeated, player.new) == (0, len(acts))
    refused = [line.refusal.code for line in lines if line.refusal]
    assert refused == [act.refused for act in acts if act.refused]
    by_rule = "".join(line.says for line in lines if line.by_rule)
    for effect in expected.by_rule:
        assert effect in by_rule
    told = Counter(line.at for line in lines if line.by_rule)
    assert max(told.values()) < MANY, "a day's heap is one line"
    assert {story.part_of(line.at) for line in lines} == set(story.parts)
    await stage.projections.catch_up(story.tenant)
    rows = await case_register.cases(stage.pool, story.tenant, limit=1000)
    assert {row.key for row in rows if row.concluded_at is None} == set(expected.waiting)
    assert {row.outcome for row in rows} == expected.outcomes
    answers = Liabilities(stage.executor, stage.pool)
    found = {row.key: (await answers.of(story.tenant, row.key)).findings for row in rows}
    findings = {case: [it.finding for it in its] for case, its in found.items() if its}
    assert findings == expected.findings
    # By the rules of its time, nothing of it would have been otherwise.
    rehearsal = Rehearsal(stage.executor, stage.pool, story.tenant, None)
    assert (await rehearsal.play()).groups == ()
    policy = await stage.executor.unit(story.tenant).adopted()
    for notice in policy.above[-1:]:
        report = await Rehearsal(stage.executor, stage.pool, story.tenant, notice.pack).play()
        kept = {it.finding.code for it in report.groups}
        assert "seal.prohibited_above" in kept, "what it would have kept from the beginning"


@each
async def test_an_interrupted_story_is_taken_up_where_it_was(
    stage: Stage, story: Story, played: Mapping[str, list[Act]]
) -> None:
    acts = played[story.tenant]
    opening = [act for act in acts if story.part_of(act.moment) is story.parts[0]]
    half = len(opening) // 2
    await stage.play(opening[:half])
    player, lines = await stage.play(opening)
    assert (player.repeated, player.new) == (half, len(opening) - half)
    assert lines[0].at >= opening[half].moment


async def test_a_story_that_goes_otherwise_stops(
    stage: Stage, played: Mapping[str, list[Act]]
) -> None:
    adoption, calendar, *_ = played["xingguo"]
    with pytest.raises(UnexpectedError, match="went through"):
        await stage.play([replace(adoption, refused="policy.digest")])
    with pytest.raises(UnexpectedError, match=r"policy\.already_adopted"):
        await stage.play([adoption, replace(adoption, key="again"), calendar])


def test_every_command_that_people_may_give_is_in_a_story(
    played: Mapping[str, list[Act]],
) -> None:
    wanted = {command for command in HANDLERS if not command.AUTOMATED}
    given = {type(act.command) for acts in played.values() for act in acts}
    assert wanted - given == set(NOT_PLAYED)


@each
def test_a_story_keeps_to_working_hours_and_days(
    story: Story, played: Mapping[str, list[Act]]
) -> None:
    acts = played[story.tenant]
    moments = [act.moment for act in acts]
    assert moments == sorted(moments)
    assert len({act.id for act in acts}) == len(acts)
    assert {moment.hour for moment in moments} <= set(range(8, 18))
    years = [seed(year) for year in covered()]
    off = {day for year in years for day in year.holidays}
    on = {day for year in years for day in year.workdays}
    days = {moment.date() for moment in moments}
    assert all(day in on or (day.weekday() < SATURDAY and day not in off) for day in days)
    assert story.parts[0].first == min(days) >= load(bundled(story.tenant)).effective_from
    commands = [act.command for act in acts]
    adopted = {it.year for it in commands if isinstance(it, AdoptCalendarYear)}
    assert {day.year for day in days} < adopted


def test_the_rows_of_the_city_county_lists_are_a_demonstration() -> None:
    """B-30: of 118 matters the document has none; what is not valid does not load."""
    assert load(bundled("xingguo-2022")).matter == ()
    assert all("演示" in matter.name for matter in rows_of_three_lists().matter)


def test_the_demonstration_list_makes_a_valid_pack() -> None:
    """RA22-14, B-64: the county's own list stays empty."""
    assert load(bundled("rongan")).matter == ()
    matters = listed().matter  # loading checks it
    assert matters
    assert all("演示" in matter.name for matter in matters)


@each
def test_visitors_find_whom_they_play_and_what_they_look_at(
    story: Story, played: Mapping[str, list[Act]]
) -> None:
    cast = story.cast(story.tenant, load(bundled(story.tenant)))
    commands = [act.command for act in played[story.tenant]]
    posts = {f"{it.organ}/{it.post}" for it in commands if isinstance(it, AssumePost)}
    assert set(cast.seats) <= posts
    assert cast.case in {it.case for it in commands if isinstance(it, Receive)}
    door = Door("http://here", story.tenant, dict.fromkeys([*cast.seats, *OTHERS], "t"), "c")
    assert all(line.startswith("curl") for line in cast.tries(door))
