"""Counties at work, of `settled`, `town` and `hall`: played once by each worker, then cloned."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest

from infra.embedded import EmbeddedServer
from infra.log import EventLog
from tests.counties import cloned, opened, played
from tests.scenarios import settled as at_work
from tests.scenarios.channel import PACK, Channel, begun
from tests.scenarios.hall import Hall
from tests.scenarios.settled import Settled
from tests.scenarios.town import Town
from tests.servers import clone, database_of


@pytest.fixture(scope="session")
def settled_template(server: EmbeddedServer) -> str:
    """The name of its database, which nobody is connected to."""
    return played(server, Settled)


@pytest.fixture(scope="session")
def town_template(server: EmbeddedServer) -> str:
    return played(server, Town)


@pytest.fixture(scope="session")
def hall_template(server: EmbeddedServer) -> str:
    return played(server, Hall)


@pytest.fixture
async def settled(server: EmbeddedServer, settled_template: str) -> AsyncIterator[Settled]:
    async with cloned(server, settled_template, at_work.opened) as county:
        yield county


@pytest.fixture
async def town(server: EmbeddedServer, town_template: str) -> AsyncIterator[Town]:
    async with cloned(server, town_template, Town) as county:
        yield county


@pytest.fixture
async def hall(server: EmbeddedServer, hall_template: str) -> AsyncIterator[Hall]:
    async with cloned(server, hall_template, Hall) as county:
        yield county


@pytest.fixture(scope="session")
def shared(server: EmbeddedServer, settled_template: str) -> str:
    name = f"shared_{uuid.uuid4().hex}"
    asyncio.run(clone(server, name, settled_template))
    return name


@pytest.fixture
async def unchanged(server: EmbeddedServer, shared: str) -> AsyncIterator[Settled]:
    """A county that the tests of a worker share: they change nothing in it, and prove that."""
    async with opened(database_of(server, shared), at_work.opened) as county:
        yield county


@pytest.fixture
async def channel(pool: asyncpg.Pool, log: EventLog) -> Channel:
    """Organs that tell one another, on Thursday, 4 January 2024."""
    return await begun(pool, log, PACK)
