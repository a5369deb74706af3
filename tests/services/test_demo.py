"""The demo's story: it goes as it says, once; everything that people may do is in it."""

from collections.abc import Mapping, Sequence

import asyncpg
import pytest
from msgspec.structs import replace

from domain.calendars.years import CorrectCalendarYear
from domain.cases.revocation import RevokeApproval
from domain.delegation.confirmation import ConfirmAcceptance
from domain.exchange.document import AcknowledgeDocument, RecordDocument
from domain.exchange.inquiry import AnswerInquiry, SendInquiry, WithdrawInquiry
from domain.kernel.event import Command
from domain.matters.online import DeclareOnline
from domain.matters.pilot import DecideRollout, EndPilot
from domain.matters.settled import SettleMode
from domain.programmes.trial import (
    DesignatePilots,
    EndTrial,
    EvaluatePilot,
    RollOut,
    SummarisePilot,
)
from domain.pushes.feedback import GiveFeedback
from domain.registry import REGISTRY
from domain.seals.old.demand import DemandInternalSeal, RecordSealDemand
from domain.seals.old.seal import (
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    InventoryOldSeal,
    RejectRetention,
    SealUpOldSeal,
)
from domain.subjects.erasure import EraseSubject
from infra.codec import Codec
from infra.log import EventLog
from infra.vault import Vault
from projections import case_register
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.commands import HANDLERS
from services.demo.act import Act
from services.demo.chapters import loss, waiting
from services.demo.play import ChangedError, Clock, Line, Player, UnexpectedError, in_rows
from services.demo.scenario import PARTS, TENANT, part_of, story
from services.execute import Executor
from services.liability import Liabilities
from services.processes.run import Reactor
from tenants.calendars import seed
from tests.projections.test_rebuild import EMPTY, contents
from tests.world import XINGGUO, World, at

SEED = 2023
SATURDAY = 5
# What the story leaves out, and why.
NOT_PLAYED: Mapping[type[Command], str] = {
    DecideRollout: "the pilot runs for a year, the story for some weeks",
    EndPilot: "it ends the pilot that the visitors find",
    CorrectCalendarYear: "what the State Council published is right",
    **dict.fromkeys(
        (DesignatePilots, SummarisePilot, EvaluatePilot, RollOut, EndTrial),
        "this county's plan tries matters out, not itself",
    ),
    DeclareOnline: "played in the story of the county whose lists have a target",
    RevokeApproval: "no mode of this county says who revokes, or under which seal",
    SettleMode: "this county's list says how every matter is handled",
    ConfirmAcceptance: "no county of the demo takes power on by a mere confirmation",
    **dict.fromkeys(
        (SendInquiry, AnswerInquiry, WithdrawInquiry, RecordDocument, AcknowledgeDocument),
        "played in the story of Rong'an",
    ),
    GiveFeedback: "played in the story of Rong'an",
    **dict.fromkeys(
        (
            InventoryOldSeal,
            CancelOldSeal,
            ApplyForRetention,
            ApproveRetention,
            RejectRetention,
            SealUpOldSeal,
            DemandInternalSeal,
            RecordSealDemand,
        ),
        "this county has no programme for old seals",
    ),
    EraseSubject: "it destroys what the visitors look at; the last lines name it",
}


class Stage:
    """A database on which stories are played, over and over."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        self.clock = Clock(at("2023-11-30"))
        self.executor = Executor(log, Vault(pool, bytes(32)), self.clock)
        self.pool = pool
        self.projections = Projections(pool, Codec(REGISTRY), VIEWS)

    def player(self) -> Player:
        reactor = Reactor(self.executor, self.projections, self.pool)
        rules = World(self.executor).county.rules
        return Player(TENANT, self.executor, reactor, self.clock, rules)

    async def play(self, acts: Sequence[Act]) -> tuple[Player, list[Line]]:
        player = self.player()
        return player, [line async for line in in_rows(player.play(acts))]


@pytest.fixture
async def stage(pool: asyncpg.Pool, log: EventLog) -> Stage:
    made = Stage(pool, log)
    await made.projections.ensure()
    return made


@pytest.fixture(scope="module")
def acts() -> list[Act]:
    return story(TENANT, XINGGUO, SEED)


async def test_the_story_goes_as_it_says_and_is_a_repeat_when_played_again(
    stage: Stage, acts: list[Act]
) -> None:
    """Invariant 6 too: the views after it equal those built anew."""
    player, lines = await stage.play(acts)
    assert (player.repeated, player.new) == (0, len(acts))
    refused = [line.refusal.code for line in lines if line.refusal]
    assert refused == [act.refused for act in acts if act.refused]
    by_rule = "".join(line.says for line in lines if line.by_rule)
    for effect in ("视为受理", "委托协议到期", "在办件转", "到期未办"):
        assert effect in by_rule
    assert {part_of(line.at) for line in lines} == set(PARTS)
    assert len(lines) < 230  # whoever looks on can read it

    await stage.projections.catch_up(TENANT)
    rows = await case_register.cases(stage.pool, TENANT, limit=1000)
    assert {row.key for row in rows if row.status != "concluded"} == set(waiting.CASES)
    assert {row.outcome for row in rows} == {"granted", "refused", "declined", "withdrawn", None}
    answers = Liabilities(stage.executor, stage.pool)
    found = {row.key: (await answers.of(TENANT, row.key, None, None)).findings for row in rows}
    assert {case: [it.finding for it in its] for case, its in found.items() if its} == {
        "演示-104": ["overdue"],
        "演示-114": ["improper_fee"],
        loss.USED: ["after_loss", "after_loss"],
    }
    live = await contents(stage.pool)
    assert {name for name, rows in live.items() if not rows} == EMPTY, "every other view has rows"
    for view in VIEWS:
        await stage.projections.rebuild(view.name)
    assert await contents(stage.pool) == live

    head = await stage.executor.log.head(TENANT)
    player, lines = await stage.play(acts)
    assert (player.repeated, player.new, lines) == (len(acts), 0, [])
    assert await stage.executor.log.head(TENANT) == head
    with pytest.raises(ChangedError):
        await stage.play(story(TENANT, XINGGUO, SEED + 1))


async def test_an_interrupted_story_is_taken_up_where_it_was(stage: Stage, acts: list[Act]) -> None:
    opening = [act for act in acts if part_of(act.moment) is PARTS[0]]
    half = len(opening) // 2
    await stage.play(opening[:half])
    player, lines = await stage.play(opening)
    assert (player.repeated, player.new) == (half, len(opening) - half)
    assert lines[0].at >= opening[half].moment


async def test_a_story_that_goes_otherwise_stops(stage: Stage, acts: list[Act]) -> None:
    adoption, calendar, *_ = acts
    with pytest.raises(UnexpectedError, match="went through"):
        await stage.play([replace(adoption, refused="policy.digest")])
    with pytest.raises(UnexpectedError, match=r"policy\.already_adopted"):
        await stage.play([adoption, replace(adoption, key="again"), calendar])


def test_every_command_that_people_may_give_is_in_the_story(acts: list[Act]) -> None:
    wanted = {command for command in HANDLERS if not command.AUTOMATED}
    played = {type(act.command) for act in acts}
    assert wanted - played == set(NOT_PLAYED)


def test_the_story_keeps_to_working_hours_and_days(acts: list[Act]) -> None:
    moments = [act.moment for act in acts]
    assert moments == sorted(moments)
    assert len({act.id for act in acts}) == len(acts)
    assert {moment.hour for moment in moments} <= set(range(8, 18))
    years = [seed(year) for year in (2023, 2024)]
    off = {day for year in years for day in year.holidays}
    on = {day for year in years for day in year.workdays}
    days = {moment.date() for moment in moments}
    assert all(day in on or (day.weekday() < SATURDAY and day not in off) for day in days)
    assert moments[0].date() == XINGGUO.effective_from
