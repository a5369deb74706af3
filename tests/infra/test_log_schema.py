"""The schema: what migrations make, and that nothing in it crosses tenants."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from infra import migrate as module
from infra.database import Database
from infra.embedded import SUPERUSER, EmbeddedServer
from infra.log import EventLog
from infra.migrate import MigrationError, migrate, migrations, pending
from infra.sql.dump import SCHEMA, dump
from tests.infra.given import an_append
from tests.servers import administer

NAMES = [migration.name for migration in migrations()]


@pytest.fixture
async def empty(server: EmbeddedServer) -> AsyncIterator[str]:
    """A superuser's URL of a database without any schema."""
    name = f"empty_{uuid.uuid4().hex}"
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    await connection.execute(f"create database {name} encoding utf8 template template0")
    yield server.url(SUPERUSER, name)
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()


async def test_migrating_twice_changes_nothing(empty: str) -> None:
    assert await migrate(empty) == NAMES
    assert await migrate(empty) == []


async def test_two_at_once_apply_everything_once(empty: str) -> None:
    applied = await asyncio.gather(*(migrate(empty) for _ in range(4)))
    assert sorted(applied, key=len) == [[], [], [], NAMES]


async def test_two_databases_of_one_server_at_once(server: EmbeddedServer) -> None:
    """Roles belong to the whole server: both migrations want to create them."""
    names = [f"pair_{uuid.uuid4().hex}" for _ in range(2)]
    admin = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    for name in names:
        await admin.execute(f"create database {name} encoding utf8 template template0")
    applied = await asyncio.gather(*(migrate(server.url(SUPERUSER, name)) for name in names))
    for name in names:
        await admin.execute(f"drop database {name} with (force)")
    await admin.close()
    assert applied == [NAMES, NAMES]


async def test_a_changed_migration_is_refused(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(empty)
    for migration in migrations():
        (tmp_path / f"{migration.name}.sql").write_text(migration.sql, "utf-8")
    changed = tmp_path / f"{NAMES[1]}.sql"
    changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
    monkeypatch.setattr(module, "migrations", lambda: migrations(tmp_path))
    with pytest.raises(MigrationError, match=f"{NAMES[1]} was changed"):
        await migrate(empty)
    connection = await asyncpg.connect(empty)
    with pytest.raises(MigrationError, match=f"{NAMES[1]} was changed"):
        await pending(connection)
    await connection.close()


async def test_a_newer_database_is_refused(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await migrate(empty)
    older = migrations()[:-1]
    monkeypatch.setattr(module, "migrations", lambda: older)
    with pytest.raises(MigrationError, match=f"newer than this program: it has {NAMES[-1]}"):
        await migrate(empty)


async def test_a_failing_migration_leaves_nothing(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_good.sql").write_text("create table public.good ()", "utf-8")
    (tmp_path / "0002_bad.sql").write_text("create table public.bad (); select 1/0", "utf-8")
    monkeypatch.setattr(module, "migrations", lambda: migrations(tmp_path))
    for _ in range(2):
        with pytest.raises(asyncpg.DivisionByZeroError):
            await migrate(empty)
    connection = await asyncpg.connect(empty)
    tables = await connection.fetch("select relname from pg_class where relname in ('good', 'bad')")
    assert [row["relname"] for row in tables] == ["good"]
    assert await pending(connection) == ["0002_bad"]
    await connection.close()


async def test_another_encoding_is_refused(server: EmbeddedServer) -> None:
    """Leaves are hashed over UTF-8."""
    name = f"latin_{uuid.uuid4().hex}"
    admin = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    await admin.execute(f"create database {name} encoding latin1 locale 'C' template template0")
    with pytest.raises(asyncpg.PostgresError, match="encoded in UTF8"):
        await migrate(server.url(SUPERUSER, name))
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


async def test_the_application_sees_what_is_pending(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    assert await pending(connection) == []
    await connection.close()


async def test_the_recorded_schema_is_what_the_migrations_make(server: EmbeddedServer) -> None:
    """`python -m infra.sql.dump` records it anew."""
    if not isinstance(server, EmbeddedServer):
        pytest.skip("another release writes it down in other words")
    name = f"plain_{uuid.uuid4().hex}"  # without the views' tables, which views make themselves
    await administer(server, f"create database {name} encoding utf8 template template0")
    url = server.url(SUPERUSER, name)
    await migrate(url)
    found = await asyncio.to_thread(dump, server.program("pg_dump"), url)
    await administer(server, f"drop database {name}")
    assert found.splitlines() == SCHEMA.read_text("utf-8").splitlines()


TENANT_TABLES = """
    select c.oid, c.oid::regclass::text as name, a.attnum
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
    where c.relnamespace = 'tongban'::regnamespace and c.relkind in ('r', 'p')
"""


async def test_every_index_starts_with_the_tenant(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(
        f"with t as ({TENANT_TABLES}) select i.indexrelid::regclass::text as index, "
        "i.indkey[0] = t.attnum as first from pg_index i join t on t.oid = i.indrelid"
    )
    assert len(rows) == 2 * 9 + 9 + 3  # events, commands, heads, keys and credentials
    assert [row["index"] for row in rows if not row["first"]] == []


async def test_every_table_of_the_schema_has_a_tenant(admin: asyncpg.Connection) -> None:
    tables = await admin.fetch(
        "select oid::regclass::text as name from pg_class "
        "where relnamespace = 'tongban'::regnamespace and relkind in ('r', 'p')"
    )
    with_tenant = await admin.fetch(TENANT_TABLES)
    assert {row["name"] for row in tables} == {row["name"] for row in with_tenant}


async def test_no_foreign_key_crosses_tenants(admin: asyncpg.Connection) -> None:
    """There is none at all; one that includes the tenant on both sides would be fine too."""
    rows = await admin.fetch(
        "select conname from pg_constraint c where contype = 'f' and not exists ("
        " select from pg_attribute a, pg_attribute b where a.attrelid = c.conrelid"
        " and b.attrelid = c.confrelid and a.attname = 'tenant' and b.attname = 'tenant'"
        " and array_position(c.conkey, a.attnum) = array_position(c.confkey, b.attnum))"
    )
    assert rows == []


async def test_every_table_is_behind_row_security_and_triggers(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(
        """
        select c.relname, c.relrowsecurity and c.relforcerowsecurity as secured,
               array_agg(t.tgname::text order by t.tgname)
                   filter (where t.tgenabled = 'A') as triggers
        from pg_class c left join pg_trigger t on t.tgrelid = c.oid
        where c.relnamespace = 'tongban'::regnamespace and c.relkind in ('r', 'p')
        group by c.oid, c.relname
        """
    )
    assert [row["relname"] for row in rows if not row["secured"]] == []
    for row in rows:
        if row["relname"].startswith(("events", "commands")):
            assert row["triggers"] == ["append_only", "append_only_table"], row["relname"]


async def test_a_forgotten_transaction_ends(empty: str) -> None:
    """It would hold its tenant's lock for ever."""
    await migrate(empty)
    connection = await asyncpg.connect(empty.replace(f"//{SUPERUSER}@", "//tongban_app@"))
    timeout = await connection.fetchval("show idle_in_transaction_session_timeout")
    await connection.close()
    assert timeout == "1min"


async def test_tenants_spread_over_partitions(log: EventLog, admin: asyncpg.Connection) -> None:
    for n in range(60):
        await log.append(an_append(f"t{n}", expected={"c": 0}, writes=["c"]))
    used = await admin.fetchval("select count(distinct tableoid) from tongban.events")
    assert used == 8
