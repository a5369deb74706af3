"""The log over asyncpg: append, load, read. See sql/migrations/0002_append.sql for the promises.

One `EventLog` serves all tenants of a process; every call names its tenant.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import asyncpg
from msgspec import Struct

from domain.kernel.event import Event, Recorded
from infra.append import (
    Append,
    Appended,
    CommandReusedError,
    ConflictError,
    IndependentPick,
    Prepared,
    answer,
    columns,
    prepare,
)
from infra.batcher import Batcher
from infra.codec import Codec, Replayed
from infra.database import AWAY, Connection, persist
from infra.metrics import APPEND_SECONDS
from infra.sql import queries

__all__ = [
    "Append", "Appended", "CommandReusedError", "ConflictError", "EventLog", "Loaded", "Replayed",
]  # fmt: skip

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_QUERIES = queries(Path(__file__).parent / "sql" / "log.sql")


class Loaded(Struct, frozen=True):
    """One event of a stream, as a fold needs it."""

    version: int
    event: Event


class Wanted(Struct, frozen=True):
    tenant: str
    stream: str
    after: int


class EventLog:
    """The only way of this process to the log."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        codec: Codec,
        *,
        batch: int = 128,
        pending: int = 4096,
        lanes: int = 2,
    ) -> None:
        self._pool = pool
        self._codec = codec
        self._appends: Batcher[Prepared, Appended] = Batcher(
            self._append_batch, size=batch, pending=pending, lanes=lanes, pick=IndependentPick()
        )
        self._loads: Batcher[Wanted, list[Loaded]] = Batcher(
            self._load_batch, size=batch, pending=pending, lanes=lanes
        )

    async def append(self, append: Append) -> Appended:
        """Record a command's events, all or none.

        Raises `ConflictError`, `CommandReusedError`, `ValueError` for what cannot be stored, and
        what the driver raises. After a lost connection the call is repeated: the command id makes
        that safe, for this method as for its callers. Whoever is cancelled while waiting does not
        know whether the command was carried out; repeating it tells.
        """
        with APPEND_SECONDS.time():
            return await self._appends.submit(prepare(append, self._codec))

    async def load(self, tenant: str, stream: str, after: int = 0) -> list[Loaded]:
        """The events of a stream with a version above `after`, oldest first."""
        return await self._loads.submit(Wanted(tenant, stream, after))

    async def read(
        self, tenant: str, after: int = 0, *, limit: int = 1000, types: Sequence[str] = ()
    ) -> list[Recorded]:
        """The next events of the tenant in log order; fewer than `limit`: the end was reached."""
        return self._recorded(await self.query("read", tenant, after, limit, list(types) or None))

    async def histories(
        self, tenant: str, streams: Sequence[str], until: int
    ) -> dict[str, list[Recorded]]:
        """The events of each stream as known at a position, oldest first."""
        found: dict[str, list[Recorded]] = {stream: [] for stream in streams}
        for item in self._recorded(await self.query("histories", tenant, list(streams), until)):
            found[item.stream].append(item)
        return found

    async def known_at(self, tenant: str, moment: datetime) -> int:
        """The last position that had been recorded at a moment; 0: none."""
        [[position]] = await self.query("known_at", tenant, moment)
        return int(position)

    def _recorded(self, rows: Sequence[asyncpg.Record]) -> list[Recorded]:
        decode = self._codec.decode
        return [
            Recorded(position, stream, version, recorded_at, actor, post, command, correlation,
                     causation, policy, decode(wire_type, schema, body))
            for (position, stream, version, recorded_at, actor, post, command, correlation,
                 causation, policy, wire_type, schema, body) in rows
        ]  # fmt: skip

    async def replay(self, tenant: str, after: int = 0, *, limit: int = 2000) -> list[Replayed]:
        """As `read`, but lean and fast: for whoever folds a whole log, an audit say."""
        [piece] = await self.query("replay", tenant, after, limit)
        found = self._decoded(piece)
        if found is None:
            found = self._one_by_one(await self.query("replay_rows", tenant, after, limit))
        return found

    async def replay_all(
        self, tenant: str, after: int = 0, *, piece: int = 2000
    ) -> AsyncGenerator[list[Replayed], None]:
        """Everything above `after` that there is, in pieces.

        The next piece is on its way while the caller works on this one, over one connection that
        belongs to this generator. Close it (`contextlib.aclosing`) where it is not run to its end.
        A connection that is lost is an error here: whoever rebuilds begins again at its checkpoint.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_QUERIES["scope"], tenant)
            coming: asyncio.Task[list[asyncpg.Record]] | None = None
            try:
                while True:
                    arguments = (tenant, after, piece)
                    [row] = await (coming or connection.fetch(_QUERIES["replay"], *arguments))
                    coming = None
                    if row["count"] == piece:
                        # Positions are contiguous, so it is known where the next piece begins.
                        coming = asyncio.create_task(
                            connection.fetch(_QUERIES["replay"], tenant, after + piece, piece)
                        )
                        await asyncio.sleep(0)  # the request leaves before the decoding starts
                    found = self._decoded(row)
                    if found is None:
                        if coming:
                            await asyncio.wait([coming])
                        rows = await connection.fetch(_QUERIES["replay_rows"], *arguments)
                        found = self._one_by_one(rows)
                    if found:
                        yield found
                    if coming is None:
                        return
                    after += piece
            finally:
                if coming:
                    coming.cancel()
                    await asyncio.wait([coming])

    def _decoded(self, piece: asyncpg.Record) -> list[Replayed] | None:
        """What the query `replay` found; None where it must be read row by row."""
        lines, count, last = piece
        if not count:
            return []
        events = self._codec.decode_lines(lines)
        # A stored body that is not JSON by itself could still fit between its neighbours.
        if events is None or len(events) != count or events[-1].position != last:
            return None
        return events

    def _one_by_one(self, rows: Sequence[asyncpg.Record]) -> list[Replayed]:
        decode = self._codec.decode
        return [
            Replayed(position, stream, version, decode(wire_type, schema, body))
            for position, stream, version, wire_type, schema, body in rows
        ]

    async def head(self, tenant: str) -> int:
        """The last position of the tenant's log; 0 where there is none."""
        rows = await self.query("head", tenant)
        return rows[0][0] if rows else 0

    async def find(self, tenant: str, command: UUID, fingerprint: bytes) -> Appended | None:
        """Where a command's events stand if it was carried out before, else None.

        Raises `CommandReusedError` where the id stands for another command.
        """
        rows = await self.query("find", tenant, command)
        if not rows:
            return None
        known, first, count, recorded_at = rows[0]
        if known != fingerprint:
            raise CommandReusedError
        return Appended(first, count, recorded_at, repeated=True)

    async def tenants(self) -> dict[str, int]:
        """Every tenant that has a log, with its last position."""
        return dict(map(tuple, await self._call("heads")))

    async def close(self) -> None:
        """Wait until everything submitted has its answer."""
        await self._appends.close()
        await self._loads.close()

    async def _append_batch(self, batch: Sequence[Prepared]) -> list[Appended | Exception]:
        return await _each(self._append_all, batch)

    async def _append_all(self, batch: Sequence[Prepared]) -> list[Appended | Exception]:
        return [answer(row) for row in await self._call("append", *columns(batch))]

    async def _load_batch(self, batch: Sequence[Wanted]) -> list[list[Loaded] | Exception]:
        return await _each(self._load_all, batch)

    async def _load_all(self, batch: Sequence[Wanted]) -> list[list[Loaded] | Exception]:
        rows = await self._call(
            "load",
            [w.tenant for w in batch],
            [w.stream for w in batch],
            [w.after for w in batch],
        )
        found: list[list[Loaded] | Exception] = [[] for _ in batch]
        decode = self._codec.decode
        for n, version, wire_type, schema, body in rows:
            events = found[n - 1]
            if isinstance(events, list):
                try:
                    events.append(Loaded(version, decode(wire_type, schema, body)))
                except (LookupError, ValueError) as error:  # this stream's trouble alone
                    found[n - 1] = error
        return found

    async def query(self, query: str, tenant: str, *args: object) -> list[asyncpg.Record]:
        """A query of log.sql, by name, for which row-level security shows this tenant only."""

        async def scoped(connection: Connection) -> list[asyncpg.Record]:
            async with connection.transaction():
                await connection.execute(_QUERIES["scope"], tenant)
                return await connection.fetch(_QUERIES[query], tenant, *args)

        return await persist(self._pool, scoped)

    async def _call(self, query: str, *args: object) -> list[asyncpg.Record]:
        """Call a function that takes its tenants as arguments."""
        return await persist(
            self._pool, lambda connection: connection.fetch(_QUERIES[query], *args)
        )


async def _each(
    run: Callable[[Sequence[_Item]], Awaitable[list[_Result | Exception]]], batch: Sequence[_Item]
) -> list[_Result | Exception]:
    """Run a batch; where it holds one that the database refuses, that one fails alone.

    `prepare` lets none of those through that we know of, so halving is rare and its order (the
    first half before the second) that of the batch.
    """
    try:
        return await run(batch)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError, TypeError) as error:
        if len(batch) == 1 or isinstance(error, AWAY):
            return [error] * len(batch)
    half = len(batch) // 2
    return [*await _each(run, batch[:half]), *await _each(run, batch[half:])]
