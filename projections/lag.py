"""What monitoring asks over all tenants: how far views are behind the log, how much is due."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import asyncpg
from msgspec import Struct

from infra.sql import queries
from projections.runner import Status

_QUERIES = queries(Path(__file__).parent / "lag.sql")
_TENANTS = 20


class Lag(Struct, frozen=True):
    """Over all tenants: events not seen yet, and when the oldest of them was recorded.

    `since` looks at the 20 tenants that are furthest behind; None where nobody is.
    """

    view: str
    events: int
    tenants: int
    since: datetime | None


class Pending(Struct, frozen=True):
    """Obligations of all tenants that are still to be done."""

    open: int
    soon: int  # of these, due within three days
    late: int


async def pending(pool: asyncpg.Pool) -> Pending:
    [row] = await pool.fetch(_QUERIES["pending"])
    return Pending(**row)


async def lags(pool: asyncpg.Pool, statuses: Iterable[Status]) -> list[Lag]:
    """One line per view, in the order in which the views appear."""
    by_view: dict[str, list[Status]] = {}
    for status in statuses:
        by_view.setdefault(status.view, []).append(status)
    return [await _lag(pool, view, rows) for view, rows in by_view.items()]


async def _lag(pool: asyncpg.Pool, view: str, rows: list[Status]) -> Lag:
    behind = sorted((row for row in rows if row.behind > 0), key=lambda row: -row.behind)
    moments = [await _recorded(pool, row.tenant, row.position + 1) for row in behind[:_TENANTS]]
    return Lag(
        view,
        sum(row.behind for row in behind),
        len(behind),
        min((moment for moment in moments if moment is not None), default=None),
    )


async def _recorded(pool: asyncpg.Pool, tenant: str, position: int) -> datetime | None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(_QUERIES["scope"], tenant)
        found: datetime | None = await connection.fetchval(_QUERIES["recorded"], tenant, position)
    return found
