"""Turns at tenants: while one process works at a tenant, others work at other tenants.

The lock is a session's, on a connection of its own, so it ends with the process that held it. It
saves work and decides nothing: two workers at one tenant would write the same things once.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg

from infra.database import LOST, DatabaseError
from infra.sql import queries

_QUERIES = queries(Path(__file__).parent / "sql" / "locks.sql")


class Locks:
    """Locks of one process; close it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, tenant: str) -> AsyncIterator[bool]:
        """Whether it is our turn at the tenant, for the time of the block."""
        ours = bool(await self._ask("lock", tenant))
        try:
            yield ours
        finally:
            if ours:
                # Where this fails the connection is gone, and all its locks with it.
                with suppress(*LOST, DatabaseError):
                    await self._ask("unlock", tenant)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _ask(self, query: str, tenant: str) -> object:
        async with self._one_at_a_time:
            if self._connection is None or self._connection.is_closed():
                self._connection = await asyncpg.connect(self._url, command_timeout=60)
            return await self._connection.fetchval(_QUERIES[query], tenant)
