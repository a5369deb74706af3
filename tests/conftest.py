"""A real PostgreSQL for every test that needs one: the embedded server, once per machine.

The schema is migrated once into a template; each test gets a database cloned from it.
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import hypothesis
import psutil
import pytest
import structlog

from infra.database import Database, connect
from infra.embedded import SUPERUSER, EmbeddedServer
from infra.log import EventLog
from infra.migrate import migrate
from infra.vault import Vault
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.execute import Executor
from tests.counties import cloned, played
from tests.county import County
from tests.servers import TEMPLATE, a_database, database_of, place
from tests.world import CODEC, World

HOME = "TEST_TONGBAN_HOME"  # TONGBAN_… is for settings: processes started by tests inherit this
PREFIX = "tongban-tests-"
# How long a loaded machine takes says nothing.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    # Of a failure that a test provokes a hundred times, the frames alone: with the values of
    # variables, which are whole packs, printing takes longer than the test may.
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[structlog.stdlib.add_log_level, plain])
    if not hasattr(config, "workerinput"):
        _sweep()
        # Workers inherit it.
        os.environ[HOME] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _remove(Path(os.environ[HOME]))


def _sweep() -> None:
    """Runs that were killed could not stop their servers."""
    homes = [it for at in {place(), Path(tempfile.gettempdir())} for it in at.glob(f"{PREFIX}*-*")]
    for home in homes:
        pid = home.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            _remove(home)


def _remove(home: Path) -> None:
    EmbeddedServer(home).stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> EmbeddedServer:
    """One server for all workers of a run, with the template database."""
    home = Path(os.environ[HOME])
    server = EmbeddedServer(home)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server.start()
        asyncio.run(_make_template(server))
    return server


async def _make_template(server: EmbeddedServer) -> None:
    admin = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        # The log outlives a killed process either way; a test cannot cut the power. Databases that
        # last a second need no care.
        for care in ("fsync", "full_page_writes", "autovacuum", "jit"):
            await admin.execute(f"alter system set {care} = off")
        await admin.execute("select pg_reload_conf()")
        await admin.execute(f"create database {TEMPLATE} encoding utf8 template template0")
    except asyncpg.DuplicateDatabaseError:
        return
    finally:
        await admin.close()
    await migrate(server.url(SUPERUSER, TEMPLATE))
    async with connect(database_of(server, TEMPLATE), 1) as pool:
        await Projections(pool, CODEC, VIEWS).ensure()


@pytest.fixture
async def database(server: EmbeddedServer) -> AsyncIterator[Database]:
    """A fresh database with the current schema."""
    async with a_database(server) as made:
        yield made


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[asyncpg.Pool]:
    async with connect(database, 8) as pool:
        yield pool


@pytest.fixture
async def log(pool: asyncpg.Pool) -> AsyncIterator[EventLog]:
    log = EventLog(pool, CODEC)
    yield log
    await log.close()


@pytest.fixture
async def executor(log: EventLog, pool: asyncpg.Pool) -> Executor:
    return Executor(log, Vault(pool, bytes(32)))


@pytest.fixture
async def world(executor: Executor) -> World:
    return World(executor)


@pytest.fixture(scope="session")
def county_template(server: EmbeddedServer) -> str:
    return played(server, County)


@pytest.fixture
async def county(server: EmbeddedServer, county_template: str) -> AsyncIterator[County]:
    """With clocks that run and what follows from them by rule."""
    async with cloned(server, county_template, County) as county:
        yield county
