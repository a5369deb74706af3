"""Workers in tests: one in this process, or many real ones that may be killed at any moment."""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec

from domain.obligations.obligation import (
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
)
from domain.pushes.push import ResultSent
from infra.config import PREFIX, Config
from infra.database import Database
from projections import case_register, pushes
from services.main import Platform, open_platform
from services.workers.run import work
from tests.services import clerk
from tests.world import World

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds; no bound is to fail what works on a machine that is slow just now
QUICK = Config(
    master_key="00" * 32,
    poll_seconds=0.02,
    dispatch_seconds=0.05,
    sweep_seconds=0.5,
    task_seconds=5,
    task_lease_seconds=1,
    lost_seconds=1,
    stop_seconds=120,
)


def settings(database: Database, **changes: object) -> Config:
    """Of a worker on the test's database that waits for nothing long."""
    return msgspec.structs.replace(QUICK, database_url=database.url, **changes)


def environment(config: Config) -> dict[str, str]:
    """Settings as a process of its own takes them."""
    return {
        PREFIX + name.upper(): str(getattr(config, name))
        for name in config.__struct_fields__
        if getattr(config, name) is not None
    }


@asynccontextmanager
async def a_platform(database: Database, **changes: object) -> AsyncIterator[Platform]:
    """Of a worker that nobody kills in the middle of a task: one may take its time."""
    config = settings(database, **{"task_seconds": PATIENCE, **changes})
    async with open_platform(config, database) as it:
        yield it


@asynccontextmanager
async def a_worker(it: Platform) -> AsyncIterator[None]:
    """At work in this process; whatever it raises is the test's failure."""
    stopping = asyncio.Event()
    working = asyncio.create_task(work(it, stopping))
    try:
        yield
    finally:
        stopping.set()
        await working


async def tongban(database: Database, *arguments: str, code: int = 0) -> str:
    """What `tongban` says on the test's database, on either channel; it ends with this code."""
    given = environment(Config(database_url=database.url, master_key=QUICK.master_key))
    done = await asyncio.to_thread(clerk.tongban, arguments, given)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


async def until(
    condition: Callable[[], bool | Awaitable[bool]], seconds: float = PATIENCE, pause: float = 0.02
) -> None:
    """Wait for it; `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while True:
            met = condition()
            if met if isinstance(met, bool) else await met:
                return
            await asyncio.sleep(pause)


async def at_rest(it: Platform) -> bool:
    """Nothing is queued, nothing behind: whatever the logs lead to was done."""
    heads = await it.projections.tenants()
    rows = await it.pool.fetch("select tenant, view, position from views.checkpoints")
    at = {(row["tenant"], row["view"]): row["position"] for row in rows}
    followers = [*it.projections.views, "reactor", "tasks"]
    behind = any(at.get((t, name), 0) < head for t, head in heads.items() for name in followers)
    due = await it.pool.fetchval(
        "select count(*) from views.obligations "
        "where kind = 'push' and outcome <> 'waived' and fulfilled_at is null"
    )
    return not behind and not due and not await it.tasks.list("queued")


async def conclude(world: World, *numbers: str) -> None:
    """Cases from receipt to delivery."""
    for number in numbers:
        await world.play(*world.county.case(world.plan(number)))


async def assert_each_pushed_once(it: Platform, tenant: str, concluded: int) -> None:
    outcomes: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    sent: Counter[tuple[str, str]] = Counter()
    after = 0
    while events := await it.log.read(tenant, after, limit=1000):
        after = events[-1].position
        for event in (item.event for item in events):
            match event:
                case ObligationOpened():
                    opened[event.obligation] += 1
                case ObligationMet() | ObligationLate() | ObligationWaived():
                    outcomes[event.obligation] += 1
                case ResultSent():
                    sent[event.case, event.to] += 1
    assert set(opened.values()) == {1}
    assert set(outcomes.values()) == {1}
    cases = await case_register.cases(it.pool, tenant, limit=1000)
    assert {row.key for row in cases} == {f"case-{n}" for n in range(concluded)}
    assert {case for case, _ in sent} == {row.key for row in cases}
    assert set(sent.values()) == {1}
    shown = await pushes.pushes(it.pool, tenant, limit=1000)
    assert sorted((row.case, row.receiver) for row in shown) == sorted(sent)


class Nursery:
    """Forks workers from a process that has loaded everything, so that each costs no start."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._one_at_a_time = asyncio.Lock()

    async def worker(self, config: Config) -> int:
        """The pid of a worker that has begun; when several begin, of any of them."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(environment(config)).encode() + b"\n")
        self._process.stdin.flush()
        async with self._one_at_a_time:
            return int(await asyncio.to_thread(self._process.stdout.readline))


@contextmanager
def a_nursery(errors: Path, *clock: Path) -> Iterator[Nursery]:
    """When it ends, all its workers are dead. What they say on standard error is in the file.

    `clock`: the file of the `SharedClock` that they go by; without one, it is now.
    """
    with (
        errors.open("w") as file,
        subprocess.Popen(  # noqa: S603  a module of ours
            [sys.executable, "-m", "tests.services.nursery", *map(str, clock)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
        ) as process,
    ):
        yield Nursery(process)
