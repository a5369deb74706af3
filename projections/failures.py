"""What follows a tenant's log and cannot go on: views and others, by name.

A view that fails is left alone for a while, longer each time, and the others go on; `tongban
projections list` shows it. Any worker may try it again.
"""

from pathlib import Path

import asyncpg
from msgspec import Struct

from infra.sql import queries

_QUERIES = queries(Path(__file__).parent / "failures.sql")
_WAIT_SECONDS = 1.0
_MAX_WAIT_SECONDS = 60.0
_ERROR_CHARACTERS = 500


class Failing(Struct, frozen=True):
    """`tries`: how often it failed; `wait_seconds`: until it is tried again, 0 when it may be."""

    tries: int
    wait_seconds: float


class Failures:
    """Of everything that follows logs."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def failing(self, tenant: str) -> dict[str, Failing]:
        """What fails for the tenant."""
        rows = await self._pool.fetch(_QUERIES["of_tenant"], tenant)
        return {row["view"]: Failing(row["tries"], row["wait"]) for row in rows}

    async def failed(self, tenant: str, name: str, error: Exception) -> int:
        """Note it; how often it failed by now."""
        text = f"{type(error).__name__}: {error}".replace("\0", " ")[:_ERROR_CHARACTERS]
        tries: int = await self._pool.fetchval(
            _QUERIES["note"], tenant, name, _WAIT_SECONDS, text, _MAX_WAIT_SECONDS
        )
        return tries

    async def recovered(self, tenant: str, name: str) -> None:
        await self._pool.execute(_QUERIES["forget"], tenant, name)
