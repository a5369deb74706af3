"""Who may do what: every way around the functions, tried as each role."""

import io
from collections.abc import Iterable

import asyncpg
import pytest

from infra.log import EventLog
from tests.infra.given import an_append, assert_sound

pytestmark = pytest.mark.usefixtures("a_log")

LOG = ["events", "commands", *(f"{t}_{n}" for t in ("events", "commands") for n in range(8))]
INSUFFICIENT = "42501"
TABLES = [*LOG, "heads", "subject_keys", "credentials"]
SCOPED = ["events", "commands", "heads"]
SCOPE = "select set_config('tongban.tenant', $1, true)"


@pytest.fixture
async def a_log(log: EventLog) -> None:
    """Two counties whose streams have the same names, one event in each partition besides."""
    for tenant in ("xg", "yd", *(f"t{n}" for n in range(30))):
        await log.append(an_append(tenant, expected={"case/1": 0}, writes=["case/1"]))


async def not_refused(
    connection: asyncpg.Connection, statements: Iterable[str], *sqlstates: str
) -> list[str]:
    """Those statements that went through, or failed for another reason than a lack of privilege."""
    passed = []
    for statement in statements:
        try:
            async with connection.transaction():
                await connection.execute(statement)
            passed.append(statement)
        except asyncpg.PostgresError as error:
            if error.sqlstate not in sqlstates:
                passed.append(f"{statement}: {error}")
    return passed


async def test_the_application_changes_no_table(app: asyncpg.Connection) -> None:
    statements = [
        "insert into {0} select * from {0}",
        "insert into {0} default values",
        "update {0} set tenant = tenant",
        "delete from {0}",
        "truncate {0}",
        "truncate {0} cascade",
        "alter table {0} disable trigger all",
        "alter table {0} disable row level security",
        "alter table {0} no force row level security",
        "drop table {0} cascade",
        "alter table {0} add column x int",
        "create policy mine on {0} using (true)",
        "create trigger mine before insert on {0} execute function tongban.refuse_change()",
        "create index on {0} (tenant)",
        "lock table {0} in access exclusive mode",
        "create rule mine as on insert to {0} do instead nothing",
        "select * from {0} for update",
    ]
    everywhere = [s.format(f"tongban.{table}") for table in TABLES for s in statements]
    assert await not_refused(app, everywhere, INSUFFICIENT) == []


async def test_the_application_copies_into_no_table(app: asyncpg.Connection) -> None:
    for table in TABLES:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await app.copy_to_table(table, source=io.BytesIO(b""), schema_name="tongban")
        # 0A000: COPY FROM is not supported with row-level security.
        assert refused.value.sqlstate in {INSUFFICIENT, "0A000"}, table


async def test_the_application_reads_no_partition_and_no_key(app: asyncpg.Connection) -> None:
    tables = ["subject_keys", *LOG[2:]]
    reads = [s.format(t) for t in tables for s in ("select from tongban.{}", "table tongban.{}")]
    assert await not_refused(app, reads, INSUFFICIENT) == []


async def test_the_application_gets_no_further(app: asyncpg.Connection) -> None:
    statements = [
        "set role tongban_owner",
        "set local role tongban_owner",
        "set session authorization tongban_owner",
        "set session_replication_role = replica",
        "create table tongban.mine ()",
        "create function tongban.mine() returns int language sql return 1",
        "create function tongban.append() returns int language sql return 1",
        "create schema mine",
        "create table public.mine ()",
        "alter function tongban.tenants() security invoker",
        "drop function tongban.tenants()",
        "alter schema tongban owner to tongban_app",
        "alter role tongban_owner login",
        "alter role tongban_app bypassrls",
        "grant tongban_owner to tongban_app",
        "select tongban.field('x')",
        "select tongban.refuse_change()",
        "update public.tongban_migrations set digest = ''",
        "delete from public.tongban_migrations",
        "insert into public.tongban_migrations values ('x', 'y')",
        "copy tongban.events to program 'cat'",
        "alter database postgres set tongban.tenant = 'xg'",
        "select pg_read_file('PG_VERSION')",
        "do language plpgsql $$ begin perform set_config('role', 'tongban_owner', false); end $$",
    ]
    assert await not_refused(app, statements, INSUFFICIENT, "0LP01") == []


async def test_row_security_cannot_be_turned_off(app: asyncpg.Connection) -> None:
    await app.execute("set row_security = off")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.fetch("select * from tongban.events")


async def test_without_a_scope_nothing_is_visible(app: asyncpg.Connection) -> None:
    assert [await app.fetch(f"table tongban.{table}") for table in SCOPED] == [[]] * 3
    async with app.transaction():
        await app.execute(SCOPE, "xg")
        for table in SCOPED:
            assert len(await app.fetch(f"table tongban.{table}")) == 1
    # The scope ended with its transaction; the setting is now '' and no longer null.
    assert await app.fetchval("select current_setting('tongban.tenant', true)") == ""
    assert [await app.fetch(f"table tongban.{table}") for table in SCOPED] == [[]] * 3


async def test_another_scope_shows_nothing_of_a_tenant(app: asyncpg.Connection) -> None:
    for scope in ("yd", "", "xg ", "XG", "%", "x' or 'a'='a", "xg\n", "{xg}"):
        async with app.transaction():
            await app.execute(SCOPE, scope)
            for table in SCOPED:
                rows = await app.fetch(f"select * from tongban.{table} where tenant <> $1", scope)
                assert rows == [], (scope, table)


async def test_a_leaky_function_is_called_with_nobody_elses_rows(app: asyncpg.Connection) -> None:
    """A predicate that raises with what it sees must not run before the policy."""
    await app.execute(
        "create function pg_temp.leak(text) returns boolean language plpgsql cost 0.0000001 as "
        "$$ begin raise notice 'saw %', $1; return true; end $$"
    )
    seen: list[str] = []
    app.add_log_listener(lambda _, message: seen.append(message.message))
    async with app.transaction():
        await app.execute(SCOPE, "yd")
        await app.fetch("select * from tongban.events where pg_temp.leak(tenant)")
    assert seen == ["saw yd"]


async def test_load_answers_for_the_tenant_asked(log: EventLog) -> None:
    assert len(await log.load("xg", "case/1")) == 1
    assert await log.load("nobody", "case/1") == []


async def test_temporary_objects_do_not_get_into_the_functions(
    app: asyncpg.Connection, admin: asyncpg.Connection
) -> None:
    """They run as the owner: a temporary type, table or operator must not become theirs."""
    await app.execute(
        """
        create function pg_temp.hijack(text) returns boolean language plpgsql as
        $$ begin raise exception 'ran as %', current_user; end $$;
        create domain pg_temp.bytea as pg_catalog.bytea check (pg_temp.hijack('bytea'));
        create domain pg_temp.text as pg_catalog.text check (pg_temp.hijack('text'));
        create temporary table events (tenant pg_catalog.text);
        create temporary table heads (tenant pg_catalog.text);
        create temporary table commands (tenant pg_catalog.text);
        set search_path = pg_temp, tongban, pg_catalog;
        select tongban.append(
            array['new'], array[pg_catalog.gen_random_uuid()],
            array[pg_catalog.sha256('x')], array['a'], array['p'],
            array[pg_catalog.gen_random_uuid()], array[''], array[''],
            '{1}'::pg_catalog.int4[], array['ref/1'], '{0}'::pg_catalog.int4[],
            '{1}'::pg_catalog.int4[], array['case/9'], '{1}'::pg_catalog.int4[],
            array['cases.received'], '{1}'::pg_catalog.int2[],
            array[pg_catalog.now()], array['{}'::pg_catalog.bytea]);
        select tongban.load(array['new'], array['case/9'], '{0}'::pg_catalog.int4[]);
        select tongban.tenants();
        select tongban.subject_key('new', 's', 'a', 'k'::pg_catalog.bytea);
        select tongban.destroy_subject_key('new', 's');
        select tongban.issue_credential('new', '0123456789abcdef', 'auditor',
            pg_catalog.sha256('x'), '', '', '{}', '{}', '', '', null);
        select tongban.find_credential('new', '0123456789abcdef');
        select tongban.list_credentials('new');
        select tongban.revoke_credential('new', '0123456789abcdef');
        """
    )
    assert await admin.fetchval("select stream from tongban.events where tenant='new'") == "case/9"
    await assert_sound(admin)


async def test_internal_functions_belong_to_nobody_else(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(
        """
        select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner,
               has_function_privilege('tongban_app', p.oid, 'execute') as app,
               has_function_privilege('pg_monitor', p.oid, 'execute') as anybody,
               p.prosecdef as definer, p.proconfig as config
        from pg_proc p where p.pronamespace = 'tongban'::regnamespace
        """
    )
    assert {row["owner"] for row in rows} == {"tongban_owner"}
    assert not any(row["anybody"] for row in rows)
    callable_ = {
        row["name"].partition("(")[0].removeprefix("tongban.") for row in rows if row["app"]
    }
    assert callable_ == {
        "append", "load", "tenants", "subject_key", "destroy_subject_key",
        "issue_credential", "find_credential", "list_credentials", "revoke_credential",
    }  # fmt: skip
    for row in rows:
        if row["definer"]:
            assert "search_path=pg_catalog, pg_temp" in row["config"], row["name"]


async def test_roles_are_what_they_should_be(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(
        "select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin "
        "from pg_roles where rolname like 'tongban%' order by 1"
    )
    assert [tuple(row) for row in rows] == [
        ("tongban_app", False, False, False, False, True),
        ("tongban_owner", False, False, False, False, False),
    ]
    members = await admin.fetch(
        "select roleid::regrole::text from pg_auth_members where member = 'tongban_app'::regrole "
        "or roleid = 'tongban_owner'::regrole and member <> (select oid from pg_roles "
        "where rolname = current_user)"
    )
    assert members == []


@pytest.mark.parametrize("role", ["tongban_owner", "postgres"])
@pytest.mark.parametrize("replica", [False, True])
async def test_the_log_is_append_only_for_owner_and_superuser(
    admin: asyncpg.Connection,
    role: str,
    replica: bool,  # noqa: FBT001  a case
) -> None:
    """On the parents and on every partition, also where triggers are off for replicas."""
    before = await _everything(admin)
    if replica:
        await admin.execute("set session_replication_role = replica")
    if role != "postgres":
        await admin.execute(f"set role {role}")
    statements = ["update {0} set tenant = 'x'", "delete from {0}", "truncate {0}"]
    for table in LOG:
        for statement in statements:
            with pytest.raises(asyncpg.PostgresError, match="append-only") as refused:
                await admin.execute(statement.format(f"tongban.{table}"))
            assert refused.value.sqlstate == "TB001"
    await admin.execute("reset role")
    assert await _everything(admin) == before


async def _everything(admin: asyncpg.Connection) -> list[asyncpg.Record]:
    return await admin.fetch("select * from tongban.events order by tenant, position")


async def test_neither_is_there_another_way(admin: asyncpg.Connection) -> None:
    statements = [
        """insert into tongban.events as e select * from tongban.events
        on conflict (tenant, position) do update set actor = 'x'""",
        """merge into tongban.events e using (select 1) s on e.tenant = 'xg'
        when matched then delete""",
        "update tongban.heads set position = position - 1",
        "update tongban.heads set recorded_at = recorded_at - interval '1 second'",
        "update tongban.heads set tenant = 'other' where tenant = 'xg'",
        "delete from tongban.heads",
        "truncate tongban.heads",
    ]
    assert await not_refused(admin, statements, "TB001") == []
