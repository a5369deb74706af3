"""Tasks that wait: offered once, sent in turns, tried a bounded number of times, then parked."""

import asyncio

import asyncpg
import pytest

from infra.tasks import Task, Tasks, backoff

TRIES = 3


@pytest.fixture
def tasks(pool: asyncpg.Pool) -> Tasks:
    return Tasks(pool, tries=TRIES, lease_seconds=60, run_seconds=30)


@pytest.fixture
def hasty(pool: asyncpg.Pool) -> Tasks:
    """Everything is due again at once."""
    return Tasks(pool, tries=TRIES, lease_seconds=0, run_seconds=0)


async def test_what_is_known_is_not_offered_twice(tasks: Tasks) -> None:
    assert await tasks.offer("xg", "push", ["a", "b"], 9) == 2
    assert await tasks.offer("xg", "push", ["b", "c"], 9) == 1
    assert await tasks.offer("yd", "push", ["b"], 9) == 1
    assert sorted(map(str, await tasks.to_send(9))) == [
        "push a (xg)", "push b (xg)", "push b (yd)", "push c (xg)",
    ]  # fmt: skip


async def test_known_ones_do_not_take_the_room_of_new_ones(tasks: Tasks) -> None:
    await tasks.offer("xg", "push", ["a", "b"], 9)
    assert await tasks.offer("xg", "push", ["a", "b", "c", "d", "e"], 2) == 2
    assert [row.key for row in await tasks.list()] == ["a", "b", "c", "d"]


async def test_two_offering_the_same_make_one(tasks: Tasks) -> None:
    keys = [f"{n}" for n in range(100)]
    new = await asyncio.gather(*(tasks.offer("xg", "push", keys, 100) for _ in range(4)))
    assert sum(new) == 100


async def test_tenants_take_turns(tasks: Tasks) -> None:
    await tasks.offer("big", "lapse", [f"{n:03}" for n in range(300)], 300)
    await tasks.offer("small", "push", ["a", "b"], 9)
    first = await tasks.to_send(10)
    assert [task.tenant for task in first[:4]] == ["big", "small", "big", "small"]
    assert len(first) == 10


async def test_each_is_sent_by_one_of_many(tasks: Tasks) -> None:
    await tasks.offer("xg", "push", [f"{n}" for n in range(200)], 200)
    found = await asyncio.gather(*(tasks.to_send(100) for _ in range(4)))
    sent = [task.key for batch in found for task in batch]
    assert len(sent) == len(set(sent))


async def test_what_was_lost_is_sent_again_after_its_lease(tasks: Tasks, hasty: Tasks) -> None:
    await tasks.offer("xg", "push", ["a"], 1)
    assert await hasty.to_send(9) == [Task("xg", "push", "a")]
    assert await tasks.to_send(9) == [Task("xg", "push", "a")]
    assert await tasks.to_send(9) == []
    await tasks.unsent([Task("xg", "push", "a")])
    [row] = await tasks.list()
    assert (row.due_at - row.since).total_seconds() < 30


async def test_done_is_gone_and_a_late_message_finds_nothing(tasks: Tasks) -> None:
    task = Task("xg", "push", "a")
    await tasks.offer("xg", "push", ["a"], 1)
    assert await tasks.claim(task) == 1
    await tasks.done(task)
    assert await tasks.claim(task) is None
    assert await tasks.list() == []


async def test_what_keeps_failing_is_parked_shown_and_replayed(tasks: Tasks) -> None:
    task = Task("xg", "push", "a")
    await tasks.offer("xg", "push", ["a", "b"], 2)
    for tried in range(1, TRIES + 1):
        assert await tasks.claim(task) == tried
        assert await tasks.fail(task, tried, "no\0 luck" + "!" * 1000) is (tried == TRIES)
    assert await tasks.claim(task) is None
    [parked] = await tasks.list("parked")
    assert (parked.key, parked.tries, parked.error[:8]) == ("a", TRIES, "no  luck")
    assert await tasks.show(parked.id) == parked
    assert await tasks.show(0) is None
    assert (await tasks.waiting("xg"))["push"].parked == 1
    assert {(depth.state, depth.tasks) for depth in await tasks.depths()} == {
        ("parked", 1), ("queued", 1),
    }  # fmt: skip
    assert await tasks.offer("xg", "push", ["a"], 1) == 0  # it stays parked
    assert [row.key for row in await tasks.replay(parked.id)] == ["a"]
    assert await tasks.replay(parked.id) == []
    assert await tasks.claim(task) == 1


async def test_all_of_a_tenant_are_replayed(tasks: Tasks) -> None:
    for tenant in ("xg", "yd"):
        await tasks.offer(tenant, "push", ["a", "b"], 2)
        for key in ("a", "b"):
            await tasks.fail(Task(tenant, "push", key), TRIES, "no")
    assert len(await tasks.replay(tenant="xg")) == 2
    assert {row.tenant for row in await tasks.list("parked")} == {"yd"}
    assert len(await tasks.replay()) == 2


async def test_a_task_that_kills_its_worker_is_parked_too(hasty: Tasks) -> None:
    task = Task("xg", "push", "a")
    await hasty.offer("xg", "push", ["a"], 1)
    for _ in range(TRIES):
        assert await hasty.claim(task)  # and nobody comes back
    assert await hasty.claim(task) is None
    [row] = await hasty.list("parked")
    assert row.error == "no worker came back from this task"


@pytest.mark.parametrize(("tries", "seconds"), [(1, 1), (2, 2), (5, 16), (20, 300), (10**6, 300)])
def test_pauses_grow_and_are_bounded(tries: int, seconds: float) -> None:
    assert backoff(tries) == seconds


@pytest.mark.parametrize(
    "statement",
    [
        "create table work.mine (a int)",
        "create table dramatiq.mine (a int)",
        "drop table work.tasks",
        "truncate dramatiq.queue",
        "alter table dramatiq.queue add column a int",
    ],
)
async def test_the_application_uses_these_tables_and_changes_none(
    pool: asyncpg.Pool, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)
