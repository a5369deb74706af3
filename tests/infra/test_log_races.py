"""Races and crashes: what many writers, dying connections and a dying server do to the log."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from operator import le
from typing import Any
from uuid import uuid4

import asyncpg

from domain.kernel.event import Recorded
from infra.append import columns, prepare
from infra.codec import Codec
from infra.database import Database, connect
from infra.log import Append, Appended, ConflictError, EventLog
from infra.vault import Vault
from tests.infra.given import an_append, assert_sound
from tests.infra.test_log_append import CALL
from tests.servers import is_blocked
from tests.services.working import PATIENCE, until

TENANTS = ["兴国", "于都", "t/0", "t/1"]


async def eventually_append(log: EventLog, stream: str, tenant: str = "xg") -> Appended:
    """Decide and append until it succeeds, as a service would: the version is read anew."""
    for _ in range(200):
        version = len(await log.load(tenant, stream))
        try:
            return await log.append(an_append(tenant, expected={stream: version}, writes=[stream]))
        except ConflictError:
            await asyncio.sleep(0)
    raise AssertionError("no progress")


async def tail(log: EventLog, tenant: str, stop: asyncio.Event) -> list[Recorded]:
    """Everything of a tenant in the order in which a reader sees it while others write."""
    seen: list[Recorded] = []
    while True:
        done = stop.is_set()
        found = await log.read(tenant, seen[-1].position if seen else 0, limit=7)
        seen += found
        if done and not found:
            return seen
        await asyncio.sleep(0)


async def test_a_tailing_reader_misses_nothing_while_32_write(
    database: Database, codec: Codec, admin: asyncpg.Connection
) -> None:
    """Three processes' worth of logs, shared and own streams, conflicts and rollbacks."""
    stop = asyncio.Event()
    async with (
        connect(database, 4) as one,
        connect(database, 4) as two,
        connect(database, 4) as three,
    ):
        logs = [EventLog(pool, codec, batch=8) for pool in (one, two, three)]
        readers = [asyncio.create_task(tail(logs[0], t, stop)) for t in TENANTS]

        async def writer(n: int) -> int:
            chance = random.Random(n)
            log, done = logs[n % 3], 0
            for _ in range(25):
                tenant = chance.choice(TENANTS)
                stream = chance.choice(["shared/1", "shared/2", f"own/{n}"])
                if chance.random() < 0.1:
                    await rolled_back(two, codec, tenant, stream)
                await eventually_append(log, stream, tenant)
                done += 1
            return done

        written = sum(await asyncio.gather(*(writer(n) for n in range(32))))
        stop.set()
        seen = dict(zip(TENANTS, await asyncio.gather(*readers), strict=True))
    assert sum(map(len, seen.values())) == written == 32 * 25
    for events in seen.values():
        assert [r.position for r in events] == list(range(1, len(events) + 1))
        times = [r.recorded_at for r in events]
        assert times == sorted(times)
    await assert_sound(admin)


async def rolled_back(pool: asyncpg.Pool, codec: Codec, tenant: str, stream: str) -> None:
    """An append whose transaction never commits leaves no gap."""
    append = prepare(an_append(tenant, expected={stream: 0}, writes=[stream]), codec)
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.fetch(CALL, *columns([append]))
        await asyncio.sleep(0)
        await transaction.rollback()


async def test_a_late_commit_is_never_overtaken(
    database: Database, codec: Codec, log: EventLog, admin: asyncpg.Connection
) -> None:
    """The first writer holds its transaction open; the second waits, other tenants do not."""
    arrays = columns([prepare(an_append(expected={"case/1": 0}, writes=["case/1"]), codec)])
    slow = await asyncpg.connect(database.url)
    transaction = slow.transaction()
    await transaction.start()
    await slow.fetch(CALL, *arrays)
    second = asyncio.create_task(log.append(an_append(expected={"case/2": 0}, writes=["case/2"])))
    await until(lambda: is_blocked(admin))
    third = asyncio.create_task(log.append(an_append(expected={"case/3": 0}, writes=["case/3"])))
    other = await log.append(an_append("yd", expected={"case/2": 0}, writes=["case/2"]))
    assert other.first == 1
    assert not second.done()
    assert not third.done()
    assert await log.read("xg") == []
    await transaction.commit()
    assert [(await second).first, (await third).first] == [2, 3]
    assert [r.position for r in await log.read("xg")] == [1, 2, 3]
    await slow.close()


async def test_a_rollback_leaves_no_gap_and_no_trace(
    database: Database, codec: Codec, log: EventLog, pool: asyncpg.Pool, admin: asyncpg.Connection
) -> None:
    await rolled_back(pool, codec, "xg", "case/1")
    assert await log.tenants() == {}
    assert (await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))).first == 1
    await assert_sound(admin)


async def test_of_two_writers_exactly_one_wins(
    database: Database, codec: Codec, admin: asyncpg.Connection
) -> None:
    """From two processes at once, on one stream."""
    async with connect(database, 2) as one, connect(database, 2) as two:
        logs = [EventLog(one, codec), EventLog(two, codec)]
        for turn in range(40):
            outcomes = await asyncio.gather(
                logs[0].append(an_append(expected={"case/1": turn}, writes=["case/1"])),
                logs[1].append(an_append(expected={"case/1": turn}, writes=["case/1"])),
                return_exceptions=True,
            )
            assert sorted(type(o).__name__ for o in outcomes) == ["Appended", "ConflictError"]
    await assert_sound(admin)


async def test_write_skew_between_processes_never_lets_both_through(
    database: Database, codec: Codec
) -> None:
    async with connect(database, 2) as one, connect(database, 2) as two:
        logs = [EventLog(one, codec), EventLog(two, codec)]
        for turn in range(40):
            x, y = f"x/{turn}", f"y/{turn}"
            outcomes = await asyncio.gather(
                logs[0].append(an_append(expected={x: 0, y: 0}, writes=[y])),
                logs[1].append(an_append(expected={x: 0, y: 0}, writes=[x])),
                return_exceptions=True,
            )
            assert sorted(type(o).__name__ for o in outcomes) == ["Appended", "ConflictError"]


async def test_locks_are_taken_in_one_order(database: Database, codec: Codec) -> None:
    """Batches that name the same tenants in opposite order do not deadlock."""
    tenants = [f"t{n}" for n in range(12)]
    async with connect(database, 4) as pool:
        log = EventLog(pool, codec)

        async def batches(order: list[str]) -> None:
            for _ in range(30):
                appends = [an_append(t, expected={f"c/{uuid4()}": 0}) for t in order]
                outcomes = await log._append_batch([prepare(a, codec) for a in appends])
                assert all(isinstance(outcome, Appended) for outcome in outcomes)

        await asyncio.gather(
            batches(tenants), batches(tenants[::-1]), batches(tenants[3:] + tenants[:3])
        )


async def test_a_repeat_after_a_lost_acknowledgement_finds_the_command_done(
    database: Database, codec: Codec, admin: asyncpg.Connection
) -> None:
    """The server commits, the connection dies before its answer arrives."""
    losses = 3

    class Lossy(asyncpg.Connection):
        async def fetch(self, *args: Any, **options: Any) -> Any:
            nonlocal losses
            rows = await super().fetch(*args, **options)
            if losses:
                losses -= 1
                self.terminate()
                raise asyncpg.ConnectionDoesNotExistError("connection was closed")
            return rows

    async with asyncpg.create_pool(database.url, min_size=1, connection_class=Lossy) as pool:
        log = EventLog(pool, codec)
        appended = await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))
    assert losses == 0
    assert (appended.first, appended.count, appended.repeated) == (1, 1, True)
    await assert_sound(admin)


async def storm(
    database: Database,
    codec: Codec,
    disturb: Callable[[], Awaitable[None]],
    enough: Callable[[], bool],
    *,
    writers: int = 16,
) -> list[tuple[Append, Appended]]:
    """Writers, who seal too, under a disturbance that comes again; what they were answered.

    They write on until there was disturbance enough, and it comes again once each of them got
    through: however fast this machine is, nobody meets one at every try.
    """
    answers: list[tuple[Append, Appended]] = []
    turns = [0] * writers
    done = asyncio.Event()

    async def writer(log: EventLog, n: int) -> None:
        for turn in range(10_000):
            if turn >= 30 and enough():
                return
            tenant = TENANTS[turn % len(TENANTS)]
            append = an_append(
                tenant, expected={f"own/{n}": turn // len(TENANTS)}, writes=[f"own/{n}"]
            )
            answers.append((append, await log.append(append)))
            await vault.open(tenant, await vault.seal(tenant, f"person/{turn % 7}", b"x"))
            turns[n] = turn

    async def disturber() -> None:
        while not done.is_set():
            await disturb()
            before = [*turns]
            while not done.is_set() and any(map(le, turns, before)):  # noqa: ASYNC110  a list
                await asyncio.sleep(0.01)

    async with connect(database, 4) as pool:
        log, vault = EventLog(pool, codec, batch=4), Vault(pool, bytes(32))
        disturbing = asyncio.create_task(disturber())
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(writer(log, n) for n in range(writers)))
        finally:
            done.set()
            await disturbing
    return answers


async def assert_all_there(
    answers: list[tuple[Append, Appended]], database: Database, codec: Codec
) -> None:
    async with connect(database, 1) as pool:
        log = EventLog(pool, codec)
        found = {
            (tenant, r.command): r.position for tenant in TENANTS for r in await log.read(tenant)
        }
    assert found == {(append.tenant, append.command): a.first for append, a in answers}
    assert len(answers) >= 16 * 30


async def test_killed_connections_lose_and_double_nothing(
    database: Database, codec: Codec, admin: asyncpg.Connection
) -> None:
    kills = 0

    async def kill() -> None:
        nonlocal kills
        # One in the middle of its work, if there is one; a new connection needs some time.
        kills += await admin.fetchval(
            "select count(pg_terminate_backend(pid)) from ("
            " select pid from pg_stat_activity"
            " where usename = 'tongban_app' and datname = current_database()"
            " order by state = 'active' desc, random() limit 1) victim"
        )

    answers = await storm(database, codec, kill, lambda: kills > 5)
    await assert_all_there(answers, database, codec)
    await assert_sound(admin)


async def test_a_crashing_server_loses_and_doubles_nothing(
    crash_database: Database, codec: Codec
) -> None:
    """A kill -9 of a backend takes every connection down and sends the server into recovery."""
    crashes = 0

    async def crash() -> None:
        nonlocal crashes
        if crashes == 3:
            return
        try:
            victim = await asyncpg.connect(crash_database.url)
            pid = victim.get_server_pid()
            os.kill(pid, signal.SIGKILL)
            victim.terminate()
            crashes += 1
        except (OSError, asyncpg.PostgresError):
            pass  # still recovering

    answers = await storm(crash_database, codec, crash, lambda: crashes == 3)
    await assert_all_there(answers, crash_database, codec)
    assert crash_database.admin_url
    admin = await asyncpg.connect(crash_database.admin_url)
    await assert_sound(admin)
    await admin.close()


async def test_a_cancelled_submitter_may_ask_again(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    """Cancelled at every stage of the way; the repeat always says what happened."""
    for steps in range(12):
        append = an_append(expected={f"case/{steps}": 0}, writes=[f"case/{steps}"])
        task = asyncio.create_task(log.append(append))
        neighbour = asyncio.create_task(log.append(an_append(expected={f"n/{steps}": 0})))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await neighbour).count == 0
        assert (await log.append(append)).count == 1
    assert await log.head("xg") == 12
    await assert_sound(admin)
