"""Forward-only migrations: numbered SQL files, each applied once, in one transaction.

Safe when several processes start at once: a session lock lets one of them work and the others
find the work done. A migration that has been applied never changes: its digest is checked.
"""

import hashlib
from pathlib import Path

import asyncpg
from msgspec import Struct

FOLDER = Path(__file__).parent / "sql" / "migrations"
_LOCK = 20231130


class MigrationError(RuntimeError):
    """The database and this version of the code do not fit together; says what to do."""


class Migration(Struct, frozen=True):
    name: str
    sql: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(folder: Path = FOLDER) -> list[Migration]:
    return [Migration(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.sql"))]


async def migrate(url: str) -> list[str]:
    """Apply what is missing, as the role of `url`; the names applied now.

    Raises `MigrationError` where an applied migration was changed or the server is too old.
    """
    connection = await asyncpg.connect(url)
    try:
        version = connection.get_server_version()
        if version.major < 15:  # noqa: PLR2004  the oldest release that is tested
            raise MigrationError(f"PostgreSQL 15 or later is needed, this is {version.major}")
        # Held by the session: it ends with the connection.
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        return await _apply(connection)
    finally:
        await connection.close()


async def _apply(connection: asyncpg.Connection) -> list[str]:
    await connection.execute(
        "create table if not exists public.tongban_migrations ("
        " name text primary key, digest text not null,"
        " applied_at timestamptz not null default clock_timestamp())"
    )
    pending = _pending(await connection.fetch("select name, digest from public.tongban_migrations"))
    for migration in pending:
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into public.tongban_migrations (name, digest) values ($1, $2)",
                migration.name,
                migration.digest,
            )
    return [migration.name for migration in pending]


async def pending(
    connection: asyncpg.Connection | asyncpg.pool.PoolConnectionProxy,
) -> list[str]:
    """Names of migrations that the database has not seen; raises like `migrate`."""
    exists = await connection.fetchval(
        "select to_regclass('public.tongban_migrations') is not null"
    )
    rows = (
        await connection.fetch("select name, digest from public.tongban_migrations")
        if exists
        else []
    )
    return [migration.name for migration in _pending(rows)]


def _pending(rows: list[asyncpg.Record]) -> list[Migration]:
    applied = {row["name"]: row["digest"] for row in rows}
    known = migrations()
    unknown = sorted(set(applied) - {m.name for m in known})
    if unknown:
        raise MigrationError(f"the database is newer than this program: it has {unknown[0]}")
    for migration in known:
        if applied.get(migration.name, migration.digest) != migration.digest:
            raise MigrationError(f"migration {migration.name} was changed after it was applied")
    return [migration for migration in known if migration.name not in applied]
