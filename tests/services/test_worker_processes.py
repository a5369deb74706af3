"""Real worker processes: told to stop, under a server that restarts, and ten of them at once."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from infra.config import Config
from infra.database import Database, prepare
from infra.embedded import EmbeddedServer
from services.main import Platform, open_platform
from tests.servers import a_home, is_blocked
from tests.services.working import (
    PATIENCE,
    QUICK,
    ROOT,
    a_nursery,
    a_platform,
    a_worker,
    assert_each_pushed_once,
    at_rest,
    conclude,
    environment,
    settings,
    until,
)
from tests.world import World

TENANTS = ("xingguo", "another")


@asynccontextmanager
async def a_process(config: Config, *options: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`tongban worker`, with its logs on a pipe; killed at the end where it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli.main", "worker", "--json-logs", *options,
        cwd=ROOT,
        env={**os.environ, **environment(config), "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def said(process: asyncio.subprocess.Process, event: str) -> None:
    """Wait until a line of its log says so."""
    assert process.stderr
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            if msgspec.json.decode(line)["event"] == event:
                return
    raise AssertionError(f"it ended without saying {event}")


@pytest.mark.parametrize("how", ["SIGTERM", "its starter is gone"])
async def test_told_to_stop_it_finishes_what_it_began_and_no_more(
    database: Database, how: str
) -> None:
    async with a_platform(database) as it:
        world = World(it.executor)
        await world.set_up()
        await conclude(world, *(f"case-{n}" for n in range(6)))
        config = settings(database, task_seconds=PATIENCE)
        async with a_process(config, "--attached") as process:
            await until(lambda: has_begun(it))
            if how in signal.Signals.__members__:
                process.send_signal(signal.Signals[how])
            else:
                assert process.stdin
                process.stdin.close()
            await said(process, "worker stopped")
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
        held = await it.pool.fetch("select * from dramatiq.queue where state = 'consumed'")
        assert held == []
        assert [task for task in await it.tasks.list() if task.tried_at] == []
        async with a_worker(it):
            await until(lambda: at_rest(it))
        await assert_each_pushed_once(it, world.tenant, 6)


async def has_begun(it: Platform) -> bool:
    return bool(await it.log.read("xingguo", limit=1, types=["pushes.result_sent"]))


async def test_a_second_signal_ends_it_at_once(database: Database) -> None:
    config = settings(database, stop_seconds=2 * PATIENCE)
    async with a_platform(database) as it, a_process(config) as process:
        await said(process, "worker started")
        # A lock on what it polls: it cannot come to its end.
        async with it.pool.acquire() as connection, connection.transaction():
            await connection.execute("lock table work.tasks in exclusive mode")
            await until(lambda: is_blocked(it.pool))
            process.send_signal(signal.SIGINT)
            await said(process, "worker stopping")
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 130


async def test_a_server_that_restarts_under_load_loses_nothing(tmp_path: Path) -> None:
    with a_home() as home, a_nursery(tmp_path / "errors") as nursery:
        server = EmbeddedServer(home)
        config = msgspec.structs.replace(QUICK, home=home)
        database = await prepare(config)
        async with open_platform(config, database) as it:
            world = World(it.executor)
            await world.set_up()
            worker = await nursery.worker(settings(database))
            await conclude(world, "case-0", "case-1")
            await until(lambda: has_begun(it))
            writing = asyncio.create_task(conclude(world, *(f"case-{n}" for n in range(2, 10))))
            await asyncio.sleep(0.2)
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
            await writing
            await until(lambda: at_rest(it))
            os.kill(worker, 0)  # it is the same one
            await assert_each_pushed_once(it, world.tenant, 10)


async def test_ten_workers_write_what_one_writes(database: Database, tmp_path: Path) -> None:
    """The same acts in two counties, one worked at by one worker, the other by ten."""
    written: list[Counter[tuple[str, int, str, str]]] = []
    config = settings(database, pool_size=2, task_threads=2, poll_seconds=0.1, dispatch_seconds=0.2)
    async with a_platform(database) as it:
        for tenant, workers in zip(TENANTS, (1, 10), strict=True):
            with a_nursery(tmp_path / "errors") as nursery:
                await asyncio.gather(*(nursery.worker(config) for _ in range(workers)))
                world = World(it.executor, tenant)
                await world.set_up()
                await asyncio.gather(*(conclude(world, f"case-{n}") for n in range(6)))
                await until(lambda: at_rest(it))
            written.append(await content(it, tenant))
        one, ten = written
        assert one == ten
        await assert_each_pushed_once(it, TENANTS[1], 6)


async def content(it: Platform, tenant: str) -> Counter[tuple[str, int, str, str]]:
    """What the log says, without its order and its times."""
    events = await it.log.read(tenant, limit=10_000)
    return Counter((item.stream, item.version, item.event.TYPE, item.causation) for item in events)
