"""Counties that are played once and cloned for each test that needs one."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg

from infra.database import Database, connect
from infra.embedded import EmbeddedServer
from infra.log import EventLog
from tests.county import County
from tests.servers import a_database, clone
from tests.world import CODEC

C = TypeVar("C", bound=County)
Made = Callable[[asyncpg.Pool, EventLog], C]


def played(server: EmbeddedServer, made: Made[C]) -> str:
    """The name of a database with this county as it begins, which nobody is connected to."""
    name = f"played_{uuid.uuid4().hex}"
    asyncio.run(_play(server, name, made))
    return name


async def _play(server: EmbeddedServer, name: str, made: Made[C]) -> None:
    async with opened(await clone(server, name), made) as county:
        await county.begin()


@asynccontextmanager
async def cloned(server: EmbeddedServer, template: str, made: Made[C]) -> AsyncIterator[C]:
    """A county of the test's own."""
    async with a_database(server, template) as database, opened(database, made) as county:
        yield county


@asynccontextmanager
async def opened(database: Database, made: Made[C]) -> AsyncIterator[C]:
    async with connect(database, 8) as pool:
        log = EventLog(pool, CODEC)
        yield made(pool, log)
        await log.close()
