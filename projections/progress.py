"""How far whoever follows a tenant's log has come: views, and others that keep no table, by name.

A view's position moves with its rows, in the runner; a cursor is moved here.
"""

import asyncio
import time
from pathlib import Path

import asyncpg

from infra.sql import queries

_QUERIES = queries(Path(__file__).parent / "progress.sql")
_POLL_SECONDS = 0.02
_POLL_SECONDS_MOST = 0.25


async def position(pool: asyncpg.Pool, tenant: str, name: str) -> int:
    """The last position that it has dealt with; 0: none yet."""
    return await pool.fetchval(_QUERIES["position"], tenant, name) or 0


async def positions(pool: asyncpg.Pool, tenant: str) -> dict[str, int]:
    """Of everything that has begun to follow the tenant's log."""
    rows = await pool.fetch(_QUERIES["positions"], tenant)
    return {row["view"]: row["position"] for row in rows}


async def move_cursor(pool: asyncpg.Pool, tenant: str, name: str, position: int) -> None:
    """Everything up to this position is dealt with, by one that makes no rows."""
    await pool.execute(_QUERIES["move_cursor"], tenant, name, position)


async def reached(
    pool: asyncpg.Pool, tenant: str, view: str, after: int, seconds: float
) -> int | None:
    """The view's position as soon as it is at least `after`; None: not within the time."""
    end = time.monotonic() + seconds
    pause = _POLL_SECONDS
    while (at := await position(pool, tenant, view)) < after:
        left = end - time.monotonic()
        if left <= 0:
            return None
        await asyncio.sleep(min(pause, left))
        pause = min(pause * 2, _POLL_SECONDS_MOST)
    return at
