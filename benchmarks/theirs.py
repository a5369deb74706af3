"""What the log is measured against: pgbench inserting the same rows, and the library's own way."""

import asyncio
import os
import re
import tempfile
import threading
import time
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import asyncpg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.setting import CODEC, NOTE, WRITERS, Case, Setting, decide
from infra.embedded import SUPERUSER

# The tables of the log with keys, checks and partitions, without triggers and row-level security.
TABLES = """
    create schema bench;
    create sequence bench.position;
    create table bench.events (like tongban.events including all) partition by hash (tenant);
    create table bench.commands (like tongban.commands including all) partition by hash (tenant);
    create table bench.heads (like tongban.heads including all) with (fillfactor = 50);
    insert into bench.heads select 't' || n, 0, now() from generate_series(0, 15) n;
    do $$ begin
        for n in 0..7 loop
            execute format('create table bench.events_%s partition of bench.events '
                           'for values with (modulus 8, remainder %s)', n, n);
            execute format('create table bench.commands_%s partition of bench.commands '
                           'for values with (modulus 8, remainder %s)', n, n);
        end loop;
    end $$;
"""
ROWS = r"""
\set t random(0, {last})
with e as (insert into bench.events values (
    't' || :t, nextval('bench.position'), 'case/' || gen_random_uuid(), 1, 'cases.received', 1,
    now(), now(), 'person/1024', 'post/window/3', gen_random_uuid(), gen_random_uuid(), '',
    'pack@7', '\x{body}'::bytea, sha256('leaf'))){more}
insert into bench.commands values ('t' || :t, gen_random_uuid(), sha256('command'), 1, 1, now());
"""
HEADS = """,
h as (update bench.heads set position = position + 1, recorded_at = now()
      where tenant = 't' || :t)"""


async def pgbench_tables(setting: Setting) -> None:
    connection = await asyncpg.connect(setting.admin_url)
    await connection.execute(TABLES)
    await connection.close()


async def pgbench(setting: Setting, tenants: int, *, heads: bool) -> float:
    """Transactions per second of 32 clients, each one statement that inserts a command's rows."""
    body = CODEC.encode(decide(Case(), f"case/{uuid4()}")).hex()
    script = ROWS.format(last=tenants - 1, body=body, more=HEADS if heads else "")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()

        async def measure() -> float:
            process = await asyncio.create_subprocess_exec(
                setting.server.program("pgbench"), "--no-vacuum", "--protocol=prepared",
                f"--client={WRITERS}", f"--jobs={os.cpu_count()}", f"--file={file.name}",
                f"--time={max(2, round(setting.seconds))}", setting.admin_url,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            out, err = await process.communicate()
            found = re.search(r"tps = ([0-9.]+) \(without", out.decode())
            assert found, err.decode()
            return float(found[1])

        return await setting.median_rate(measure)


class LibraryCase(Aggregate):
    """The same small aggregate, as the library's users write it."""

    @event("Received")
    def __init__(self, matter: str, window: str, note: str, copies: int) -> None:
        self.matter = matter
        self.window = window
        self.note = note
        self.copies = copies
        self.step = "received"
        self.days = 0

    @event("Advanced")
    def advance(self, step: str, organ: str, note: str, days: int) -> None:
        self.step = step
        self.organ = organ
        self.note = note
        self.days += days


def application(setting: Setting, section: int = 10) -> Application[UUID]:
    """The stock application on the same server, in a database of its own, a connection a thread."""
    place = urlsplit(setting.admin_url)

    class Stock(Application[UUID]):
        log_section_size = section

    return Stock(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": "library",
            "POSTGRES_HOST": parse_qs(place.query)["host"][0],
            "POSTGRES_PORT": parse_qs(place.query)["port"][0],
            "POSTGRES_USER": SUPERUSER,
            "POSTGRES_PASSWORD": "none",
            "POSTGRES_POOL_SIZE": str(WRITERS),
            "POSTGRES_MAX_OVERFLOW": "0",
        }
    )


async def make_library(setting: Setting) -> None:
    connection = await asyncpg.connect(setting.admin_url)
    await connection.execute("create database library encoding utf8 template template0")
    await connection.close()


async def library_commands(setting: Setting) -> float:
    """Whole commands per second: load the aggregate, decide, save; 32 threads."""

    def run() -> float:
        app = application(setting)
        done = [0] * WRITERS
        start = time.perf_counter()

        def writer(n: int) -> None:
            while time.perf_counter() - start < setting.seconds:
                case = LibraryCase("社会救助/临时救助", "综合窗口/3", NOTE, 2)
                app.save(case)
                done[n] += 1
                for turn in range(1, 4):
                    loaded: LibraryCase = app.repository.get(case.id)
                    loaded.advance(f"step {turn}", "乡镇/民政所", NOTE, 1)
                    app.save(loaded)
                    done[n] += 1

        threads = [threading.Thread(target=writer, args=(n,)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = sum(done) / (time.perf_counter() - start)
        app.close()
        return rate

    return await setting.median_rate(lambda: asyncio.to_thread(run))


async def library_replay(setting: Setting, section: int) -> float:
    """Events per second through the library's notification log and mapper, folded alike.

    `section` is how many it selects at a time; its default is 10.
    """

    def run() -> float:
        app = application(setting, section)
        case = LibraryCase("社会救助/临时救助", "综合窗口/3", NOTE, 2)
        while (app.recorder.max_notification_id() or 0) < setting.library_events:
            for turn in range(500):
                case.advance(f"step {turn}", "乡镇/民政所", NOTE, 1)
            app.save(case)
        folded: dict[str, int] = {}
        start = time.perf_counter()
        first = 1
        count = 0
        while notifications := app.notification_log.select(first, section):
            for notification in notifications:
                key = str(app.mapper.to_domain_event(notification).originator_id)
                folded[key] = folded.get(key, 0) + 1
                count += 1
            first = notifications[-1].id + 1
        rate = count / (time.perf_counter() - start)
        app.close()
        return rate

    return await setting.median_rate(lambda: asyncio.to_thread(run))
