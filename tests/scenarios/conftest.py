"""Counties at work, of `settled`, `town` and `hall`: played once by each worker, then cloned."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg
import pytest

from infra.database import Database, connect
from infra.embedded import EmbeddedServer
from infra.log import EventLog
from tests.scenarios.hall import Hall
from tests.scenarios.settled import Settled, opened
from tests.scenarios.town import Town
from tests.servers import a_database, clone, database_of
from tests.world import CODEC

C = TypeVar("C")


@pytest.fixture(scope="session")
def settled_template(server: EmbeddedServer) -> str:
    """The name of its database, which nobody is connected to."""
    return _template(server, Settled)


@pytest.fixture(scope="session")
def town_template(server: EmbeddedServer) -> str:
    return _template(server, Town)


@pytest.fixture(scope="session")
def hall_template(server: EmbeddedServer) -> str:
    return _template(server, Hall)


def _template(server: EmbeddedServer, county: type[Settled | Town | Hall]) -> str:
    name = f"{county.__name__.lower()}_{uuid.uuid4().hex}"
    asyncio.run(_play(server, name, county))
    return name


async def _play(
    server: EmbeddedServer,
    name: str,
    county: Callable[[asyncpg.Pool, EventLog], Settled | Town | Hall],
) -> None:
    async with _opened(await clone(server, name), county) as made:
        await made.begin()


@pytest.fixture
async def settled(server: EmbeddedServer, settled_template: str) -> AsyncIterator[Settled]:
    """A county of the test's own."""
    async with _cloned(server, settled_template, opened) as county:
        yield county


@pytest.fixture
async def town(server: EmbeddedServer, town_template: str) -> AsyncIterator[Town]:
    async with _cloned(server, town_template, Town) as county:
        yield county


@pytest.fixture
async def hall(server: EmbeddedServer, hall_template: str) -> AsyncIterator[Hall]:
    async with _cloned(server, hall_template, Hall) as county:
        yield county


@asynccontextmanager
async def _cloned(
    server: EmbeddedServer, template: str, made: Callable[[asyncpg.Pool, EventLog], C]
) -> AsyncIterator[C]:
    async with a_database(server, template) as database, _opened(database, made) as county:
        yield county


@pytest.fixture(scope="session")
def shared(server: EmbeddedServer, settled_template: str) -> str:
    name = f"shared_{uuid.uuid4().hex}"
    asyncio.run(clone(server, name, settled_template))
    return name


@pytest.fixture
async def unchanged(server: EmbeddedServer, shared: str) -> AsyncIterator[Settled]:
    """A county that the tests of a worker share: they change nothing in it, and prove that."""
    async with _opened(database_of(server, shared), opened) as county:
        yield county


@asynccontextmanager
async def _opened(
    database: Database, made: Callable[[asyncpg.Pool, EventLog], C]
) -> AsyncIterator[C]:
    async with connect(database, 8) as pool:
        log = EventLog(pool, CODEC)
        yield made(pool, log)
        await log.close()
