"""One temporary server, the events that are written and read, and how a rate is taken."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import asyncpg
from msgspec import Struct

from domain.kernel.event import Event, Registry
from infra.codec import Codec
from infra.config import Config
from infra.database import Database, connect, prepare
from infra.embedded import SUPERUSER, EmbeddedServer
from infra.log import EventLog

WRITERS = 32
TENANTS = 16
NOTE = "申请人提交的材料齐全，符合法定形式，经窗口初审，予以收件。" * 2


class Received(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.received"

    case: str
    matter: str
    window: str
    note: str
    copies: int


class Advanced(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.advanced"

    case: str
    step: str
    organ: str
    note: str
    days: int


class Adopted(Event, frozen=True, kw_only=True):
    """What a reference stream holds: an agreement, an organisation."""

    TYPE: ClassVar[str] = "reference.adopted"

    name: str


CODEC = Codec(Registry((Received, Advanced, Adopted)))


class Case(Struct, frozen=True, gc=False):
    """A small aggregate: what the events of a case fold into."""

    id: str = ""
    step: str = ""
    copies: int = 0
    days: int = 0
    version: int = 0


def evolve(case: Case, event: Event) -> Case:
    match event:
        case Received():
            return Case(event.case, "received", event.copies, 0, case.version + 1)
        case Advanced():
            return Case(case.id, event.step, case.copies, case.days + event.days, case.version + 1)
    return case


def decide(case: Case, stream: str) -> Event:
    """The next event of a case: received first, then one step after the other."""
    now = datetime.now(UTC)
    if not case.version:
        return Received(
            occurred_at=now,
            case=stream,
            matter="社会救助/临时救助",
            window="综合窗口/3",
            note=NOTE,
            copies=2,
        )
    return Advanced(
        occurred_at=now,
        case=stream,
        step=f"step {case.version}",
        organ="乡镇/民政所",
        note=NOTE,
        days=1,
    )


class Setting(Struct):
    """Where and how long to measure."""

    server: EmbeddedServer
    database: Database
    seconds: float
    rounds: int
    events: int
    library_events: int

    @property
    def admin_url(self) -> str:
        return self.server.url(SUPERUSER)

    @asynccontextmanager
    async def log(self) -> AsyncIterator[tuple[EventLog, asyncpg.Pool]]:
        """The log as a process of the platform has it: role tongban_app, four connections."""
        async with connect(self.database, 4) as pool:
            log = EventLog(pool, CODEC)
            yield log, pool
            await log.close()

    async def settle(self) -> None:
        """No measurement pays for the pages that the one before it wrote."""
        connection = await asyncpg.connect(self.admin_url)
        await connection.execute("checkpoint")
        await connection.close()

    async def median_rate(self, measure: Callable[[], Awaitable[float]]) -> float:
        rates = []
        for _ in range(self.rounds):
            await self.settle()
            rates.append(await measure())
        return statistics.median(rates)


async def make(home: Path, *, quick: bool, events: int) -> Setting:
    database = await prepare(Config(home=home))
    return Setting(
        server=EmbeddedServer(home),
        database=database,
        seconds=1.2 if quick else 4,
        rounds=1 if quick else 3,
        events=events,
        library_events=5_000 if quick else 50_000,
    )


async def rate_of(
    writers: int, seconds: float, work: Callable[[int, int], Awaitable[None]]
) -> float:
    """How often per second `writers` tasks do `work(writer, turn)`, each one after the other."""
    done = 0
    start = time.perf_counter()

    async def writer(n: int) -> None:
        nonlocal done
        turn = 0
        while time.perf_counter() - start < seconds:
            await work(n, turn)
            turn += 1
            done += 1

    await asyncio.gather(*(writer(n) for n in range(writers)))
    return done / (time.perf_counter() - start)
