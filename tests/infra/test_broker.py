"""The broker on PostgreSQL: the package finds the tables it expects, and may use them."""

import threading

import asyncpg
import dramatiq
import psycopg
import pytest
from dramatiq_postgres.schema import generate_init_sql  # type: ignore[import-untyped]

import infra.broker
from infra.broker import QUEUE, make_broker
from infra.database import Database

COLUMNS = """
    select c.relname, a.attname, a.attnotnull, a.attidentity,
           replace(format_type(a.atttypid, a.atttypmod), 'dramatiq.', '') as type,
           pg_get_expr(d.adbin, d.adrelid) as preset
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    where c.relnamespace = 'dramatiq'::regnamespace and c.relkind = 'r' and a.attnum > 0
    order by 1, 2
"""
INDEXES = "select indexdef from pg_indexes where schemaname = 'dramatiq' order by 1"
STATES = "select enumlabel from pg_enum where enumtypid = 'dramatiq.state'::regtype order by 1"


async def described(connection: asyncpg.Connection) -> list[list[asyncpg.Record]]:
    return [await connection.fetch(query) for query in (COLUMNS, INDEXES, STATES)]


async def test_our_migration_makes_what_the_package_would_make(database: Database) -> None:
    """A new release of the package that wants other tables fails here."""
    admin = await asyncpg.connect(database.admin_url)
    ours = await described(admin)
    await admin.execute("drop schema dramatiq cascade")
    await admin.execute(generate_init_sql())
    theirs = await described(admin)
    await admin.close()
    assert len(ours[0]) > 10
    assert ours == theirs


async def test_a_message_arrives_and_leaves_nothing(database: Database) -> None:
    broker = make_broker(database.url, None, lost_seconds=60)
    arrived = threading.Event()

    def ring(_key: str) -> None:
        arrived.set()

    actor = dramatiq.Actor(
        ring, broker=broker, actor_name="ring", queue_name=QUEUE, priority=0, options={}
    )
    message = actor.message("x")
    for _ in range(2):  # sent again: one message all the same
        broker.enqueue(message)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    assert arrived.wait(60)
    worker.stop(60_000)
    broker.close()
    connection = await asyncpg.connect(database.url)
    left = await connection.fetchval("select count(*) from dramatiq.queue")
    await connection.close()
    assert left == 0


async def test_a_server_that_is_away_is_an_error_soon(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package alone would try for minutes; a worker that is to stop cannot wait for that."""
    monkeypatch.setattr(infra.broker, "_ENQUEUE_SECONDS", 0.5)
    broker = make_broker(f"{database.url}0", None, lost_seconds=1)
    with pytest.raises(psycopg.OperationalError):
        broker.enqueue(dramatiq.Message(QUEUE, "ring", (), {}, {}))
    broker.close()
