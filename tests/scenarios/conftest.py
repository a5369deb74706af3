"""The county at work of `settled`: played once by each worker, cloned for each test."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from domain.registry import REGISTRY
from infra.codec import Codec
from infra.database import APPLICATION, Database, connect
from infra.embedded import SUPERUSER, EmbeddedServer
from infra.log import EventLog
from tests.scenarios.settled import Settled, opened


@pytest.fixture(scope="session")
def settled_template(server: EmbeddedServer) -> str:
    """The name of its database, which nobody is connected to."""
    name = f"settled_{uuid.uuid4().hex}"
    asyncio.run(_play(server, name))
    return name


async def _play(server: EmbeddedServer, name: str) -> None:
    await _clone(server, name, "tongban_template")
    async with connect(_database(server, name), 8) as pool:
        log = EventLog(pool, Codec(REGISTRY))
        await Settled(pool, log).begin()
        await log.close()


@pytest.fixture
async def settled(server: EmbeddedServer, settled_template: str) -> AsyncIterator[Settled]:
    """A county of the test's own."""
    name = f"test_{uuid.uuid4().hex}"
    await _clone(server, name, settled_template)
    async with _opened(server, name) as county:
        yield county
    await _administer(server, f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def shared(server: EmbeddedServer, settled_template: str) -> str:
    name = f"shared_{uuid.uuid4().hex}"
    asyncio.run(_clone(server, name, settled_template))
    return name


@pytest.fixture
async def unchanged(server: EmbeddedServer, shared: str) -> AsyncIterator[Settled]:
    """A county that the tests of a worker share: they change nothing in it, and prove that."""
    async with _opened(server, shared) as county:
        yield county


@asynccontextmanager
async def _opened(server: EmbeddedServer, name: str) -> AsyncIterator[Settled]:
    async with connect(_database(server, name), 8) as pool:
        log = EventLog(pool, Codec(REGISTRY))
        yield opened(pool, log)
        await log.close()


def _database(server: EmbeddedServer, name: str) -> Database:
    return Database(server.url(APPLICATION, name), server.url(SUPERUSER, name))


async def _clone(server: EmbeddedServer, name: str, template: str) -> None:
    await _administer(server, f"create database {name} template {template} strategy file_copy")


async def _administer(server: EmbeddedServer, statement: str) -> None:
    admin = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        await admin.execute(statement)
    finally:
        await admin.close()
