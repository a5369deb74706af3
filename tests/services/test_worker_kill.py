"""Two hundred workers killed in the middle of their work: nothing is lost and nothing is twice."""

import asyncio
import os
import random
import signal
import time
from pathlib import Path

from infra.database import Database
from services.main import Platform
from tests.services.faults import begun_again, watch_what_is_begun_again
from tests.services.working import (
    Nursery,
    a_nursery,
    a_platform,
    a_worker,
    assert_each_pushed_once,
    at_rest,
    conclude,
    settings,
    until,
)
from tests.world import World

KILLS = 200
AT_ONCE = 4
TENANTS = ("xingguo", "another")
MOST_CASES = 300
TRIES = 100  # a task may be in the middle at many deaths, and none is its fault
LIFE = 2.5  # times what a start takes
PAUSE_SECONDS = 0.5  # between two cases: the workers are to have their share of the machine


async def test_two_hundred_killed_workers_lose_nothing_and_do_nothing_twice(
    database: Database, tmp_path: Path
) -> None:
    async with a_platform(database, task_tries=TRIES) as it:
        await watch_what_is_begun_again(database)
        worlds = [World(it.executor, tenant) for tenant in TENANTS]
        await asyncio.gather(*(world.set_up() for world in worlds))
        async with a_worker(it):
            await until(lambda: at_rest(it))
        with a_nursery(tmp_path / "errors") as nursery:
            stopped = asyncio.Event()
            writing = asyncio.create_task(keep_concluding(worlds, stopped))
            caught = await asyncio.gather(
                *(kill_again_and_again(it, nursery, n) for n in range(AT_ONCE))
            )
            stopped.set()
            concluded = await writing
        async with a_worker(it):
            await until(lambda: at_rest(it), 30)
        await assert_they_died_at_work(it, sum(caught))
        for world in worlds:
            await assert_each_pushed_once(it, world.tenant, concluded)
        assert await it.tasks.list() == []


async def assert_they_died_at_work(it: Platform, caught: int) -> None:
    """Messages were held when they died, and tasks were in the middle."""
    assert caught >= KILLS // 20
    assert await begun_again(it) >= 1


async def keep_concluding(worlds: list[World], stopped: asyncio.Event) -> int:
    """A case in each county, and again; how many in each."""
    for n in range(MOST_CASES):
        await asyncio.gather(*(conclude(world, f"case-{n}") for world in worlds))
        if stopped.is_set():
            return n + 1
        await asyncio.sleep(PAUSE_SECONDS)
    return MOST_CASES


async def kill_again_and_again(it: Platform, nursery: Nursery, seed: int) -> int:
    """One worker after the other, each killed after a random time; how many held a message."""
    draw = random.Random(seed)
    config = settings(it.database, pool_size=2, task_threads=2, lost_seconds=0.5, task_tries=TRIES)
    caught = 0
    for _ in range(KILLS // AT_ONCE):
        begun = time.monotonic()
        pid = await nursery.worker(config)
        # What a start takes says how fast this machine is just now.
        await asyncio.sleep(draw.uniform(0, LIFE) * (time.monotonic() - begun))
        os.kill(pid, signal.SIGKILL)
        caught += await it.pool.fetchval(
            "select count(*) > 0 from dramatiq.queue where state = 'consumed'"
        )
    return caught
