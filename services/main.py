"""The only wiring: settings -> database, log, vault, executor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from msgspec import Struct

from domain.registry import REGISTRY
from infra.codec import Codec
from infra.config import Config
from infra.credentials import Credentials
from infra.database import Database, connect, prepare
from infra.heads import Heads
from infra.jobs import Jobs
from infra.log import EventLog
from infra.tasks import Tasks
from infra.vault import Vault, master_key
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.execute import Clock, Executor
from services.feed import Feed, Seats


class Platform(Struct, frozen=True):
    """Everything a door or a worker needs."""

    config: Config
    database: Database
    pool: asyncpg.Pool
    codec: Codec
    log: EventLog
    vault: Vault
    executor: Executor
    projections: Projections
    credentials: Credentials
    heads: Heads
    feed: Feed
    tasks: Tasks
    jobs: Jobs


@asynccontextmanager
async def platform(config: Config, clock: Clock | None = None) -> AsyncIterator[Platform]:
    """A platform on a database with the current schema; `clock` is for stories of other times."""
    database = await prepare(config)
    async with open_platform(config, database, clock) as opened:
        yield opened


@asynccontextmanager
async def open_platform(
    config: Config, database: Database, clock: Clock | None = None
) -> AsyncIterator[Platform]:
    async with connect(database, config.pool_size) as pool:
        codec = Codec(REGISTRY)
        log = EventLog(pool, codec, batch=config.batch_size, pending=config.pending_limit)
        vault = Vault(pool, master_key(config))
        projections = Projections(pool, codec, VIEWS)
        await projections.ensure()
        heads = Heads(log)
        feed = Feed(
            log,
            codec,
            REGISTRY,
            heads=heads,
            seats=Seats(config.feed_readers, config.feed_readers_each),
            public_url=config.public_url or f"http://{config.host}:{config.port}",
        )
        yield Platform(
            config,
            database,
            pool,
            codec,
            log,
            vault,
            Executor(log, vault) if clock is None else Executor(log, vault, clock),
            projections,
            Credentials(pool),
            heads,
            feed,
            Tasks(
                pool,
                tries=config.task_tries,
                lease_seconds=config.task_lease_seconds,
                run_seconds=config.task_seconds,
            ),
            Jobs(pool),
        )
        await heads.close()
        await log.close()


@asynccontextmanager
async def reading(it: Platform) -> AsyncIterator[tuple[Executor, asyncpg.Pool]]:
    """For questions that must change nothing: the server refuses these connections any write."""
    async with connect(it.database, it.config.pool_size, read_only=True) as pool:
        log = EventLog(pool, it.codec)
        yield Executor(log, it.vault), pool
        await log.close()
