"""Where the database is, ready to use: the embedded server, or the one that settings name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from msgspec import Struct

from infra.config import Config
from infra.embedded import DATABASE, SUPERUSER, EmbeddedServer
from infra.migrate import MigrationError, migrate, pending

APPLICATION = "tongban_app"
DatabaseError = asyncpg.PostgresError
"""What the server answers when it will not; for doors, which know no driver."""
AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)
"""What is raised where the server cannot be reached: nobody's fault, to be tried again."""
LOST = (*AWAY, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""The same, with what the driver says of a connection that ended between two steps of an answer."""


class Database(Struct, frozen=True):
    """URLs of one database: as the application's role and, where known, as its administrator."""

    url: str
    admin_url: str | None


async def prepare(config: Config) -> Database:
    """A database with the current schema. Starts the embedded server where no other is named.

    Raises `MigrationError` where migrations are missing and nobody may apply them.
    """
    database = await locate(config)
    if database.admin_url:
        await migrate(database.admin_url)
        return database
    connection = await asyncpg.connect(database.url)
    try:
        missing = await pending(connection)
    finally:
        await connection.close()
    if missing:
        raise MigrationError(
            f"the database lacks {missing[0]}; set TONGBAN_ADMIN_URL and run `tongban db migrate`"
        )
    return database


async def locate(config: Config) -> Database:
    """The URLs; the embedded server runs afterwards, its schema may still be missing."""
    if config.database_url:
        return Database(config.database_url, config.admin_url)
    server = EmbeddedServer(config.home)
    server.start()
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        await connection.execute(f'create database "{DATABASE}" encoding utf8 template template0')
    except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
        pass  # an earlier start, or another process a moment ago
    finally:
        await connection.close()
    return Database(server.url(APPLICATION), server.url(SUPERUSER))


@asynccontextmanager
async def connect(
    database: Database, size: int, *, read_only: bool = False
) -> AsyncIterator[asyncpg.Pool]:
    """A pool as the application's role. Sessions carry no state, so none is reset on return.

    `read_only`: the server itself refuses whatever would write.
    """
    settings = {"default_transaction_read_only": "on"} if read_only else {}
    async with asyncpg.create_pool(
        database.url,
        min_size=1,
        max_size=size,
        reset=_keep,
        command_timeout=60,
        server_settings=settings,
    ) as pool:
        yield pool


async def _keep(connection: asyncpg.Connection) -> None:
    """Nothing to reset: settings are made for a transaction only."""
