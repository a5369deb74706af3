"""Servers of PostgreSQL in tests, and databases that are copies of one which was prepared once."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

from infra.database import APPLICATION, Database
from infra.embedded import SUPERUSER, EmbeddedServer

TEMPLATE = "tongban_template"
"""The current schema with the tables of all views, and nothing in them."""
ROOM = 4 * 2**30
"""Bytes free; a whole run needs less than half of them, most for the server's own log."""


def place() -> Path:
    """Where servers keep their files: in memory where there is room.

    A database is three hundred files. On a disk, making and removing them costs more than what
    most tests do in it.
    """
    memory = Path("/dev/shm")  # noqa: S108  names made there cannot be guessed
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else Path(tempfile.gettempdir())


@contextmanager
def a_home() -> Iterator[Path]:
    """A TONGBAN_HOME for an embedded server, stopped and removed afterwards.

    Not under pytest's own directory, which every session of pytest closes to other users: run as
    root, the server has a user of its own.
    """
    home = Path(tempfile.mkdtemp(prefix="tongban-home-", dir=place()))
    try:
        yield home
    finally:
        EmbeddedServer(home).stop()
        shutil.rmtree(home, ignore_errors=True)


def database_of(server: EmbeddedServer, name: str) -> Database:
    return Database(server.url(APPLICATION, name), server.url(SUPERUSER, name))


async def administer(server: EmbeddedServer, statement: str) -> None:
    admin = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        await admin.execute(statement)
    finally:
        await admin.close()


async def clone(server: EmbeddedServer, name: str, template: str = TEMPLATE) -> Database:
    """A copy of a database that nobody is connected to."""
    await administer(server, f"create database {name} template {template} strategy file_copy")
    return database_of(server, name)


async def drop(server: EmbeddedServer, name: str) -> None:
    await administer(server, f"drop database {name} with (force)")


async def is_blocked(pool: asyncpg.Pool | asyncpg.Connection) -> bool:
    """Whether somebody in this database waits for what another transaction holds."""
    blocked: bool = await pool.fetchval(
        "select exists (select from pg_stat_activity "
        "where datname = current_database() and wait_event_type = 'Lock')"
    )
    return blocked


@asynccontextmanager
async def a_database(server: EmbeddedServer, template: str = TEMPLATE) -> AsyncIterator[Database]:
    """A database of a test's own, dropped afterwards."""
    name = f"test_{uuid4().hex}"
    try:
        yield await clone(server, name, template)
    finally:
        await drop(server, name)
