"""Events to write, ways to write them, and what the log must look like afterwards."""

import asyncio
import os
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from infra.codec import Codec
from infra.config import Config
from infra.database import Database, prepare
from infra.embedded import SUPERUSER
from infra.log import EventLog
from infra.migrate import migrate
from tests.infra.given import REGISTRY
from tests.servers import a_home


class OtherServer:
    """A server of one's own, named by a superuser's URL; used like the embedded one.

    `TEST_TONGBAN_SERVER=postgresql://postgres@localhost:5433/postgres pytest tests/infra` runs
    these tests against another release of PostgreSQL.
    """

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def url(self, user: str, database: str) -> str:
        place = self._url.netloc.rpartition("@")[2]
        name = self._url.username if user == SUPERUSER else user
        return self._url._replace(netloc=f"{name}@{place}", path=f"/{database}").geturl()


if "TEST_TONGBAN_SERVER" in os.environ:

    @pytest.fixture(scope="session")
    def server() -> OtherServer:
        server = OtherServer(os.environ["TEST_TONGBAN_SERVER"])
        asyncio.run(_fresh_template(server))
        return server


async def _fresh_template(server: OtherServer) -> None:
    admin = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    await admin.execute("drop database if exists tongban_template with (force)")
    await admin.execute("create database tongban_template encoding utf8 template template0")
    await admin.close()
    await migrate(server.url(SUPERUSER, "tongban_template"))


@pytest.fixture
def codec() -> Codec:
    return Codec(REGISTRY)


@pytest.fixture
async def log(pool: asyncpg.Pool, codec: Codec) -> AsyncIterator[EventLog]:
    log = EventLog(pool, codec)
    yield log
    await log.close()


@pytest.fixture
async def admin(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection: sees everything, row-level security or not."""
    assert database.admin_url
    connection = await asyncpg.connect(database.admin_url)
    yield connection
    await connection.close()


@pytest.fixture
async def app(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the application's role, without any scope."""
    connection = await asyncpg.connect(database.url)
    yield connection
    await connection.close()


@pytest.fixture
async def crash_database() -> AsyncIterator[Database]:
    """A database with a server of its own, which may be crashed."""
    with a_home() as home:
        yield await prepare(Config(home=home))
