"""The log: appends alone, a lone writer, whole commands, replay."""

import asyncio
import hashlib
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from uuid import uuid4

import asyncpg

from benchmarks.setting import (
    CODEC,
    TENANTS,
    WRITERS,
    Adopted,
    Case,
    Setting,
    decide,
    evolve,
    rate_of,
)
from domain.kernel.event import Event
from infra.append import Append, columns, prepare
from infra.log import EventLog

REFERENCES = ("agreement/1", "organisation/1")
STEPS = 4
BIG = "big"
CALL = (
    "select outcome, first_position, events, recorded_at from tongban.append("
    + ", ".join(f"${n}" for n in range(1, 19))
    + ")"
)


def an_append(tenant: str, expected: dict[str, int], stream: str, event: Event) -> Append:
    command = uuid4()
    return Append(
        tenant=tenant,
        command=command,
        fingerprint=hashlib.sha256(command.bytes).digest(),
        actor="person/1024",
        post="post/window/3",
        correlation=command,
        policy="pack@7",
        expected=expected,
        events=[(stream, event)],
    )


async def appends(setting: Setting, writers: int, tenants: int) -> float:
    """Commands per second that append one event to a new stream, nothing loaded or decided."""

    async def measure() -> float:
        async with setting.log() as (log, _):

            async def work(writer: int, _turn: int) -> None:
                stream = f"case/{uuid4()}"
                event = decide(Case(), stream)
                await log.append(an_append(f"t{writer % tenants}", {stream: 0}, stream, event))

            await rate_of(writers, 0.3, work)  # connections and plans
            return await rate_of(writers, setting.seconds, work)

    return await setting.median_rate(measure)


async def lone_writer(setting: Setting) -> tuple[float, float]:
    """Through `EventLog`, and with one call per command on the same pool; in turn, one by one.

    In turn, because what else the machine does must hit both alike: the difference is small.
    """
    async with setting.log() as (log, pool):

        async def through() -> None:
            stream = f"case/{uuid4()}"
            await log.append(an_append("lone", {stream: 0}, stream, decide(Case(), stream)))

        async def call() -> None:
            stream = f"case/{uuid4()}"
            append = an_append("lone", {stream: 0}, stream, decide(Case(), stream))
            async with pool.acquire() as connection:
                await connection.fetch(CALL, *columns([prepare(append, CODEC)]))

        took: dict[Callable[[], Awaitable[None]], list[float]] = {through: [], call: []}
        end = time.perf_counter() + 2 * setting.seconds * setting.rounds
        while time.perf_counter() < end:
            for way, times in took.items():
                start = time.perf_counter()
                await way()
                times.append(time.perf_counter() - start)
    return 1 / statistics.median(took[through]), 1 / statistics.median(took[call])


async def whole_commands(setting: Setting) -> float:
    """Load the case, fold, decide, append; three streams' versions are checked.

    The two streams that every decision refers to are folded once and cached by version, which is
    allowed because append() checks that version.
    """

    async def measure() -> float:
        async with setting.log() as (log, _):
            cached = {f"w{t}": await _reference_versions(log, f"w{t}") for t in range(TENANTS)}
            streams: dict[int, str] = {}

            async def work(writer: int, turn: int) -> None:
                tenant = f"w{writer % TENANTS}"
                if turn % STEPS == 0:
                    streams[writer] = f"case/{uuid4()}"
                stream = streams[writer]
                case = Case()
                for loaded in await log.load(tenant, stream):
                    case = evolve(case, loaded.event)
                expected = {stream: case.version, **cached[tenant]}
                await log.append(an_append(tenant, expected, stream, decide(case, stream)))

            await rate_of(WRITERS, 0.3, work)
            return await rate_of(WRITERS, setting.seconds, work)

    return await setting.median_rate(measure)


async def _reference_versions(log: EventLog, tenant: str) -> dict[str, int]:
    versions = {}
    for stream in REFERENCES:
        loaded = await log.load(tenant, stream)
        if not loaded:
            event = Adopted(occurred_at=decide(Case(), "").occurred_at, name=stream)
            await log.append(an_append(tenant, {stream: 0}, stream, event))
        versions[stream] = max(1, len(loaded))
    return versions


async def fill(setting: Setting) -> None:
    """A long log of one tenant, written past append(), which is not what is measured here."""
    connection = await asyncpg.connect(setting.admin_url)
    event = decide(Case(), "case/0")
    body = CODEC.encode(decide(evolve(Case(), event), "case/0")).decode()
    await connection.execute(
        """
        insert into tongban.events
        select $1, n, 'case/' || n / 4, n % 4 + 1, 'cases.advanced', 1, now(), now(),
               'person/1024', 'post/window/3', gen_random_uuid(), gen_random_uuid(), '', 'pack@7',
               convert_to(replace($2, 'case/0', 'case/' || n / 4), 'UTF8'), sha256('leaf')
        from generate_series(1, $3::bigint) n
        """,
        BIG, body, setting.events, timeout=600,
    )  # fmt: skip
    await connection.execute("vacuum analyze tongban.events", timeout=600)
    await connection.close()


async def replay(setting: Setting) -> float:
    """Events per second read, decoded and folded into cases."""

    async def measure() -> float:
        async with setting.log() as (log, _):
            start = time.perf_counter()
            cases: dict[str, Case] = defaultdict(Case)
            async for found in log.replay_all(BIG):
                for replayed in found:
                    stream = replayed.stream
                    cases[stream] = evolve(cases[stream], replayed.event)
            assert sum(case.version for case in cases.values()) == setting.events
            return setting.events / (time.perf_counter() - start)

    return await setting.median_rate(measure)


async def raw_copy(setting: Setting) -> float:
    """The same rows in the same order as a binary COPY into nothing: psql, no Python."""
    query = (
        f"copy (select * from tongban.events where tenant = '{BIG}' order by position) to stdout"
    )

    async def measure() -> float:
        start = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            setting.server.program("psql"), "--no-psqlrc", "--quiet", setting.admin_url,
            "--command", f"{query} with (format binary)", stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await process.wait() == 0
        return setting.events / (time.perf_counter() - start)

    return await setting.median_rate(measure)
