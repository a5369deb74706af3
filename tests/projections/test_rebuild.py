"""Invariant 6: a view rebuilt from nothing equals the live view, over random histories."""

import asyncio
from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from domain.cases.consultation import Consult
from domain.kernel.refusal import Refusal
from projections import runner
from projections.catalogue import VIEWS
from projections.runner import Projections, UnknownViewError
from services.commands.figures import figures
from services.demo.acts import Act
from services.demo.xingguo import story
from services.drafted import drafted
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tests.world import CODEC, XINGGUO, World

# Views of what this county's plan does not speak of; other counties' tests fill them.
EMPTY = {"certificates", "documents", "inquiries", "old_seals", "policy_notices", "seal_demands"}
EMPTY |= {"service_points", "services", "points", "redemptions"}
EMPTY |= {"summaries", "situations", "accountabilities", "report_periods"}
EMPTY |= {"periodic_reports", "overviews"}
RARE = {"claims", "task_reports"}  # one act begins all of their rows, and it may be dropped
ASKED = Consult(number="咨-1", matter=21, organ="approval", question="？", answer="。")


@pytest.fixture
async def projections(pool: asyncpg.Pool) -> Projections:
    made = Projections(pool, CODEC, VIEWS)
    await made.ensure()
    return made


async def contents(pool: asyncpg.Pool) -> Mapping[str, list[Any]]:
    """Every row of every view, of all tenants."""
    return {
        view.name: [
            tuple(row)
            for row in await pool.fetch(f"select * from views.{view.name} order by tenant, key")
        ]
        for view in VIEWS
    }


def interleaved(seed: int, *stories: list[Act]) -> list[Act]:
    """The stories' acts in one random order; each story keeps its own."""
    draw = Random(seed)
    queues = [list(reversed(acts)) for acts in stories]
    mixed = []
    while queues:
        queue = draw.choice(queues)
        mixed.append(queue.pop())
        queues = [left for left in queues if left]
    return mixed


@pytest.mark.parametrize("seed", [1, 2])
async def test_rebuilt_equals_live_over_random_histories(
    world: World,
    pool: asyncpg.Pool,
    projections: Projections,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    """Two counties' stories, some acts dropped (so later ones are refused), then rebuilt.

    All acts happen now, whatever their dates: what comes of them then is still a history.

    Views are caught up at random moments in batches of random size; then everything is read again
    in batches of another size.
    """
    draw = Random(seed)
    reactor = Reactor(world.executor, projections, pool)
    scheduler = Scheduler(reactor)
    whole, begun = (story(tenant, XINGGUO, seed) for tenant in ("xingguo", "second"))
    acts = interleaved(seed, whole, begun[: len(begun) // 2])
    for act in acts:
        if draw.random() < 0.03:  # a few acts never happen
            continue
        try:
            await world.executor.execute(act.tenant, act.by, act.command, act.id)
        except Refusal:
            continue  # what it needed was dropped
        if draw.random() < 0.05:
            monkeypatch.setattr(runner, "_BATCH", draw.randint(1, 50))
            await projections.catch_up(act.tenant)
            await reactor.catch_up(act.tenant)
    for tenant in await projections.tenants():
        await world.executor.execute(tenant, world.by("approval", "principal"), ASKED, uuid4())
        await scheduler.work(tenant)
        await projections.catch_up(tenant)
    live = await contents(pool)
    empty = {name for name, rows in live.items() if not rows}
    assert empty - RARE == EMPTY, "every other view has rows"
    assert sum(len(rows) for rows in live.values()) > 150
    for tenant in await projections.tenants():  # what a summary counts, of the log and of its view
        unit = world.executor.unit(tenant)
        rules = await unit.rules()
        assert await drafted(pool, unit, 2024, rules) == await figures(unit, 2024, rules)

    monkeypatch.setattr(runner, "_BATCH", draw.randint(1, 500))
    for view in VIEWS:
        await projections.rebuild(view.name)
    assert await contents(pool) == live
    assert all(status.behind == 0 for status in await projections.status())


async def test_a_rebuild_beside_running_commands_misses_nothing(
    world: World, pool: asyncpg.Pool, projections: Projections
) -> None:
    await world.set_up()
    done = asyncio.Event()

    async def work() -> None:
        for n in range(6):
            await world.play(*world.county.case(world.plan(f"case-{n}")))
            await projections.catch_up(world.tenant)
        done.set()

    async def rebuild() -> None:
        while not done.is_set():
            await projections.rebuild("case_register")
            await projections.rebuild("seal_ledger")

    await asyncio.gather(work(), rebuild())
    await projections.catch_up(world.tenant)
    rows = await pool.fetch("select status from views.case_register where tenant = 'xingguo'")
    assert [row["status"] for row in rows] == ["concluded"] * 6
    assert await pool.fetchval("select count(*) from views.seal_ledger") == 18


async def test_a_crash_in_the_middle_of_a_batch_leaves_rows_and_checkpoint_together(
    world: World, pool: asyncpg.Pool, projections: Projections, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.set_up()
    await world.play(*world.county.case(world.plan()))
    view = projections.views["case_register"]
    calls = 0

    def failing(row: Any, key: str, recorded: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise RuntimeError("the power went")
        return type(view).fold(view, row, key, recorded)

    monkeypatch.setattr(view, "fold", failing)
    with pytest.raises(ExceptionGroup, match="cannot go on"):
        await projections.catch_up(world.tenant)
    assert await pool.fetchval("select count(*) from views.seal_ledger") == 3, "others went on"
    assert await pool.fetchval("select count(*) from views.case_register") == 0
    assert (await _position(pool)) == 0
    monkeypatch.undo()
    await projections.catch_up(world.tenant, ["case_register"])
    assert await pool.fetchval("select count(*) from views.case_register") == 1


async def test_two_runners_of_one_view_apply_each_event_once(
    world: World, pool: asyncpg.Pool, projections: Projections, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.set_up()
    await world.play(*world.county.case(world.plan()))
    monkeypatch.setattr(runner, "_BATCH", 3)
    other = Projections(pool, CODEC, VIEWS)
    taken = await asyncio.gather(
        *(p.catch_up(world.tenant, ["case_register"]) for p in (projections, other) * 3)
    )
    assert sum(taken) == await world.executor.log.head(world.tenant)
    steps = await pool.fetchval("select jsonb_array_length(steps) from views.case_register")
    assert steps == 6  # receive, accept, review, decide, certify, deliver


async def test_tenants_with_the_same_case_numbers_do_not_meet(
    executor: Any, pool: asyncpg.Pool, projections: Projections
) -> None:
    """Invariant 3: everything collides (organs, seals, case numbers), nothing mixes."""
    worlds = [World(executor, name) for name in ("one", "two")]
    for world in worlds:
        await world.set_up()
    await worlds[0].play(*worlds[0].county.case(worlds[0].plan("case-1")))
    await worlds[1].play(*list(worlds[1].county.case(worlds[1].plan("case-1")))[:2])
    for world in worlds:
        await projections.catch_up(world.tenant)
    rows = await pool.fetch("select tenant, status from views.case_register order by tenant")
    assert [tuple(row) for row in rows] == [("one", "concluded"), ("two", "accepted")]
    assert await pool.fetchval("select count(*) from views.seal_ledger where tenant = 'two'") == 0


async def test_an_unknown_view_is_named(projections: Projections) -> None:
    with pytest.raises(UnknownViewError, match="there are matter_list"):
        await projections.rebuild("nope")


async def _position(pool: asyncpg.Pool) -> int:
    found = await pool.fetchval(
        "select position from views.checkpoints where view = 'case_register'"
    )
    return found or 0
