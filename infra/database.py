"""Where the database is, ready to use: the embedded server, or the one that settings name."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

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

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
_Answer = TypeVar("_Answer")
_ATTEMPTS = 34
_BACKOFF_SECONDS = 0.1  # doubled each time,
_BACKOFF_LIMIT_SECONDS = 1.0  # up to this: half a minute in all, a busy server's restart


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


async def persist(pool: asyncpg.Pool, work: Callable[[Connection], Awaitable[_Answer]]) -> _Answer:
    """Do what may safely be done twice, also over a server's restart."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            async with pool.acquire() as connection:
                try:
                    return await work(connection)
                except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
                    # A connection that dies between two steps of a call leaves the driver with
                    # errors about itself ("another operation is in progress").
                    if isinstance(error, asyncpg.InterfaceError) and not connection.is_closed():
                        raise
                    connection.terminate()
                    raise ConnectionError(str(error)) from error
        except TimeoutError:
            raise  # an OSError too, but it has waited long enough
        except AWAY:
            if attempt == _ATTEMPTS:
                raise
            pause = min(_BACKOFF_SECONDS * 2 ** (attempt - 1), _BACKOFF_LIMIT_SECONDS)
            await asyncio.sleep(pause)
    raise AssertionError("unreachable")


async def _keep(connection: asyncpg.Connection) -> None:
    """Nothing to reset: settings are made for a transaction only."""
