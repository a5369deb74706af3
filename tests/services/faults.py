"""What goes wrong around workers: they are killed, the database and the broker restart."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from random import Random
from typing import Any, TypeVar

import asyncpg
import psutil

from infra.config import Config
from infra.database import LOST, Database
from infra.embedded import EmbeddedServer
from services.main import Platform
from tests.services.working import PATIENCE, Nursery, until

WORKERS = 2
AT_WORK_SECONDS = 0.5  # when a day's work is under way
T = TypeVar("T")
Fault = Callable[[], Coroutine[Any, Any, None]]


class Faults:
    """Of one installation with workers and a server of its own. `done` counts what went wrong."""

    def __init__(
        self,
        server: EmbeddedServer,
        database: Database,
        nursery: Nursery,
        config: Config,
        draw: Random,
    ) -> None:
        self.done: Counter[str] = Counter()
        self._server = server
        self._database = database
        self._nursery = nursery
        self._config = config
        self._draw = draw
        self._pids: list[int] = []
        self._up = asyncio.Lock()  # a worker that finds no database when it starts says so and ends

    async def hire(self) -> None:
        """As many workers as there are to be."""
        while len(self._pids) < WORKERS:
            async with self._up:
                self._pids.append(await self._nursery.worker(self._config))

    async def worker_killed(self) -> None:
        """Any of them, and another takes its place. None has ended by itself: that would fail."""
        self.done["killed"] += 1
        await asyncio.sleep(self._draw.uniform(0, AT_WORK_SECONDS))
        os.kill(self._pids.pop(self._draw.randrange(len(self._pids))), signal.SIGKILL)
        await self.hire()

    @asynccontextmanager
    async def workers_killed_in_the_middle(self, it: Platform) -> AsyncIterator[None]:
        """All of them, once one has begun to push what comes of this block, and cannot end."""
        self.done["killed at work"] += 1
        async with pushes_held_up(self._database):
            yield
            await until(lambda: is_held_up(it))
            while self._pids:
                os.kill(self._pids.pop(), signal.SIGKILL)
        await self.hire()

    async def database_restarted(self) -> None:
        """As an administrator does: sessions end, what was committed is there."""
        await self._restart("restarted", self._server.stop)

    async def database_crashed(self) -> None:
        """No session is told to end, no page written; the server recovers from its own log."""
        await self._restart("crashed", self._crash)

    async def connections_cut(self) -> None:
        """Of everybody, in the middle of whatever they do."""
        self.done["cut"] += 1
        await self._administer(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tongban_app'"
        )

    async def broker_restarted(self) -> None:
        """Its connections end, and all messages that it held are gone."""
        self.done["broker"] += 1
        await self._administer(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where usename = 'tongban_app' and (query ilike '%dramatiq%' or query ilike 'listen%');"
            "delete from dramatiq.queue"
        )

    async def _restart(self, how: str, stop: Callable[[], object]) -> None:
        self.done[how] += 1
        async with self._up:
            await asyncio.to_thread(stop)
            await asyncio.sleep(self._draw.uniform(0, 0.5))
            await asyncio.to_thread(self._server.start)

    def _crash(self) -> None:
        postmaster = int((self._server.data / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(postmaster)
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=PATIENCE)

    async def _administer(self, statements: str) -> None:
        async with self._up:
            admin = await asyncpg.connect(self._database.admin_url)
            try:
                await admin.execute(statements)
            finally:
                await admin.close()


async def insisting(do: Callable[[], Awaitable[T]], seconds: float = PATIENCE) -> T:
    """Again and again while the database is away: the same each time, so that it happens once."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await do()
            except LOST:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def pushes_held_up(database: Database) -> AsyncIterator[None]:
    """Who sends a result waits in the middle of it, for as long as this lasts. It is watched."""
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute("select pg_advisory_lock(1)")
    try:
        yield
    finally:
        await admin.close()


async def is_held_up(it: Platform) -> bool:
    """Whether somebody is in the middle of it now."""
    held: bool = await it.pool.fetchval(
        "select exists (select from pg_locks join pg_database d on d.oid = database "
        "where d.datname = current_database() "
        "and locktype = 'advisory' and (classid, objid) = (0, 1) and not granted)"
    )
    return held


async def watch_what_is_begun_again(database: Database) -> None:
    """A task is begun a second time, without having failed, where its worker died of it.

    What holds pushes up is put there as well: no table is altered while others work.
    """
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(
        "create table public.begun_again (key text);"
        "create function public.note() returns trigger language plpgsql security definer as "
        "$$ begin insert into public.begun_again values (new.key); return null; end $$;"
        "create trigger note after update on work.tasks for each row "
        "when (old.tries > 0 and new.tries > old.tries and new.error = '') "
        "execute function public.note();"
        "grant select on public.begun_again to tongban_app;"
        "create function public.hold_up() returns trigger language plpgsql as "
        "$$ begin perform pg_advisory_xact_lock_shared(1); return new; end $$;"
        "create trigger hold_up before insert on tongban.events for each row "
        "when (new.stream like 'push/%') execute function public.hold_up()"
    )
    await admin.close()


async def begun_again(it: Platform) -> int:
    count: int = await it.pool.fetchval("select count(*) from public.begun_again")
    return count
