"""One command: repeats, reuse of an id, races, stale caches, refusals that leave nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from domain.cases.commands import Accept, Decide
from domain.delegation.agreement import TerminateAgreement
from domain.kernel.authority import OPERATOR
from domain.kernel.event import Command
from domain.kernel.refusal import NotPermitted, Refusal
from domain.organisation.posts import AssumePost
from domain.seals.use import SealUsed, Stamp
from infra.log import CommandReusedError, EventLog
from services.execute import Executor, OutdatedError
from tests.world import CODEC, World

STAMP = Stamp(case="case-1", owner="approval", number=11, document="decision")


async def until(world: World, acts: int) -> None:
    """The county set up and the first acts of its case played; 9 leave it consented to."""
    await world.set_up()
    await world.play(*list(world.county.case(world.plan()))[:acts])


def another(world: World, pool: asyncpg.Pool) -> Executor:
    """Another process: its own log object, its own caches."""
    return Executor(EventLog(pool, CODEC), world.executor.vault)


async def test_a_repeat_returns_the_first_outcome_and_adds_nothing(world: World) -> None:
    await until(world, 9)
    command_id = uuid4()
    keeper = world.by("xingjiang", "custodian")
    first = await world.do(keeper, STAMP, command_id)
    head = await world.executor.log.head(world.tenant)
    again = await world.do(keeper, STAMP, command_id)
    assert again.events == first.events
    assert (again.appended.first, again.appended.count) == (
        first.appended.first,
        first.appended.count,
    )
    assert again.appended.repeated
    assert await world.executor.log.head(world.tenant) == head


async def test_the_same_id_for_another_body_or_person_is_refused(world: World) -> None:
    await until(world, 1)
    command_id = uuid4()
    clerk = world.by("xingjiang", "window_clerk")
    await world.do(clerk, Accept(case="case-1", document_number="1"), command_id)
    with pytest.raises(CommandReusedError):
        await world.do(clerk, Accept(case="case-1", document_number="2"), command_id)
    with pytest.raises(CommandReusedError):
        await world.do(OPERATOR, AssumePost(organ="health", post="x", person="y"), command_id)


async def test_of_two_processes_stamping_one_document_one_wins(
    world: World, pool: asyncpg.Pool
) -> None:
    await until(world, 9)
    keeper = world.by("xingjiang", "custodian")
    executors = [world.executor, *(another(world, pool) for _ in range(5))]
    outcomes = await asyncio.gather(
        *(executor.execute(world.tenant, keeper, STAMP, uuid4()) for executor in executors),
        return_exceptions=True,
    )
    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 1
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert {refusal.code for refusal in refusals} == {"seal.one_use_per_document"}
    uses = await world.executor.log.load(world.tenant, "use/case-1/decision")
    assert sum(isinstance(item.event, SealUsed) for item in uses) == 1


async def test_a_stale_cache_never_lets_a_stamp_through(world: World, pool: asyncpg.Pool) -> None:
    """Another process ends the agreement; ours still has it cached as in force."""
    await until(world, 9)
    await another(world, pool).execute(
        world.tenant,
        world.by("approval", "principal"),
        TerminateAgreement(delegator="approval", delegatee="xingjiang", reason="收回"),
        uuid4(),
    )
    with pytest.raises(NotPermitted) as refused:
        await world.do(world.by("xingjiang", "custodian"), STAMP)
    assert refused.value.code == "delegation.not_in_force"


async def test_a_stale_cache_never_refuses_wrongly(world: World, pool: asyncpg.Pool) -> None:
    """Another process takes the step that ours still believes to be missing."""
    await until(world, 5)
    elsewhere = World(another(world, pool), world.tenant)
    await elsewhere.play(list(world.county.case(world.plan()))[5])
    decide = Decide(case="case-1", outcome="granted", document_number="1")
    done = await world.do(world.by("xingjiang", "approver"), decide)
    assert done.appended.count == 1


async def test_nothing_happens_in_the_future(world: World) -> None:
    await until(world, 1)
    later = datetime.now(UTC) + timedelta(minutes=5)
    command: Command = Accept(case="case-1", document_number="1", occurred_at=later)
    with pytest.raises(Refusal) as refused:
        await world.do(world.by("xingjiang", "window_clerk"), command)
    assert refused.value.code == "time.future"


async def test_authority_is_judged_at_the_time_of_the_act_as_known_now(world: World) -> None:
    """A stamp entered with the time before its custodian was named rests on nothing."""
    early = datetime.now(UTC)
    await until(world, 9)
    stamp = Stamp(
        case="case-1", owner="approval", number=11, document="decision", occurred_at=early
    )
    with pytest.raises(NotPermitted):
        await world.do(world.by("xingjiang", "custodian"), stamp)


async def test_every_event_of_a_stamped_case_names_what_it_relied_on(world: World) -> None:
    """Invariant 5; DESIGN 5: pack, list, agreement, announcement, seal, post, staff."""
    await until(world, 9)
    done = await world.do(world.by("xingjiang", "custodian"), STAMP)
    ((_, event),) = done.events
    assert isinstance(event, SealUsed)
    links = {link.kind: link.ref for link in event.authority.chain}
    assert links == {
        "pack": "policy@1",
        "matter": "xingguo@2023-11-30#21",
        "agreement": "agreement/approval/xingjiang@2",
        "announcement": "agreement/approval/xingjiang@3",
        "seal": "seal/approval/11@6",
        "post": "post/xingjiang/custodian@1",
    }
    assert event.authority.in_name_of == "approval"
    assert event.approved_in == "use/case-1/decision@2"
    assert event.approved_by == "xingjiang-principal"


async def test_a_clock_that_is_behind_does_not_refuse_what_happens_now(
    world: World, pool: asyncpg.Pool
) -> None:
    """Two machines, one a little behind: its acts follow what the log holds all the same."""
    await until(world, 1)
    (received,) = await world.executor.log.load(world.tenant, "case/case-1")
    behind = Executor(
        EventLog(pool, CODEC),
        world.executor.vault,
        clock=lambda: received.event.occurred_at - timedelta(milliseconds=1),
    )
    accept = Accept(case="case-1", document_number="1")
    await behind.execute(world.tenant, world.by("xingjiang", "window_clerk"), accept, uuid4())
    _, accepted = await world.executor.log.load(world.tenant, "case/case-1")
    assert accepted.event.occurred_at == received.event.occurred_at


async def test_who_looked_at_an_older_version_is_told_and_nothing_changes(world: World) -> None:
    await until(world, 1)
    clerk = world.by("xingjiang", "window_clerk")
    head = await world.executor.log.head(world.tenant)
    execute = world.executor.execute
    accept = Accept(case="case-1", document_number="1")
    with pytest.raises(OutdatedError):
        await execute(world.tenant, clerk, accept, uuid4(), expected={"case/case-1": 2})
    assert await world.executor.log.head(world.tenant) == head
    command_id = uuid4()
    expected = {"case/case-1": 1}
    first = await execute(world.tenant, clerk, accept, command_id, expected=expected)
    # A repeat is a repeat, although the version has moved on since.
    again = await execute(world.tenant, clerk, accept, command_id, expected=expected)
    assert again.appended.repeated
    assert again.events == first.events
