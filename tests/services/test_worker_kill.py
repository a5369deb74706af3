"""Two hundred workers killed in the middle of their work: nothing is lost and nothing is twice."""

import asyncio
import os
import random
import signal
import time
from datetime import datetime
from pathlib import Path

from infra.config import Config
from infra.database import Database
from services.main import Platform
from tests.services.faults import begun_again, pushes_held_up, watch_what_is_begun_again
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
AT_WORK = 10  # of them, the ones that are sure to hit somebody in the middle of a task
AT_ONCE = 5
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
            await until(lambda: at_rest(it), 60)
        with a_nursery(tmp_path / "errors") as nursery:
            stopped = asyncio.Event()
            writing = asyncio.create_task(keep_concluding(worlds, stopped))
            await asyncio.gather(*(kill_again_and_again(it, nursery, n) for n in range(AT_ONCE)))
            stopped.set()
            concluded = await writing
            for n in range(concluded, concluded + AT_WORK):
                await asyncio.gather(*(conclude(world, f"case-{n}") for world in worlds))
                async with pushes_held_up(database):
                    await kill_in_the_middle(it, nursery)
        async with a_worker(it):
            await until(lambda: at_rest(it), 120)
        assert await begun_again(it) >= AT_WORK
        for world in worlds:
            await assert_each_pushed_once(it, world.tenant, concluded + AT_WORK)
        assert await it.tasks.list() == []


async def keep_concluding(worlds: list[World], stopped: asyncio.Event) -> int:
    """A case in each county, and again; how many in each."""
    for n in range(MOST_CASES):
        await asyncio.gather(*(conclude(world, f"case-{n}") for world in worlds))
        if stopped.is_set():
            return n + 1
        await asyncio.sleep(PAUSE_SECONDS)
    return MOST_CASES


async def kill_again_and_again(it: Platform, nursery: Nursery, seed: int) -> None:
    """One worker after the other, each killed after a random time, whatever it does then."""
    draw = random.Random(seed)
    for _ in range((KILLS - AT_WORK) // AT_ONCE):
        begun = time.monotonic()
        pid = await nursery.worker(mortal(it))
        # What a start takes says how fast this machine is just now.
        await asyncio.sleep(draw.uniform(0, LIFE) * (time.monotonic() - begun))
        os.kill(pid, signal.SIGKILL)


async def kill_in_the_middle(it: Platform, nursery: Nursery) -> None:
    """A worker that has begun to push and cannot end it."""
    now = await it.pool.fetchval("select clock_timestamp()")
    pid = await nursery.worker(mortal(it))
    await until(lambda: somebody_began(it, now), 60)
    os.kill(pid, signal.SIGKILL)


async def somebody_began(it: Platform, since: datetime) -> bool:
    began: bool = await it.pool.fetchval(
        "select exists (select from work.tasks where task = 'push' and tried_at > $1)", since
    )
    return began


def mortal(it: Platform) -> Config:
    return settings(it.database, pool_size=2, task_threads=2, lost_seconds=0.5, task_tries=TRIES)
