"""How far a view is, and waiting until it is far enough: reading one's own writes."""

import asyncio
import time

import asyncpg

_POSITION = "select position from views.checkpoints where tenant = $1 and view = $2"
_POLL_SECONDS = 0.02
_POLL_SECONDS_MOST = 0.25


async def position(pool: asyncpg.Pool, tenant: str, view: str) -> int:
    """The last position that the view has seen; 0: none yet."""
    return await pool.fetchval(_POSITION, tenant, view) or 0


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
