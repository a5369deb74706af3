"""The log over asyncpg: append, load, read. See sql/migrations/0002_append.sql for the promises.

One `EventLog` serves all tenants of a process; every call names its tenant.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import asyncpg
from msgspec import Struct

from domain.kernel.event import Event, Recorded
from infra.batcher import Batcher, Waiting
from infra.codec import Codec
from infra.sql import queries

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
_T = TypeVar("_T")

_QUERIES = queries(Path(__file__).parent / "sql" / "log.sql")
_RETRIES = 6
_BACKOFF_SECONDS = 0.1
_LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError,
         asyncpg.AdminShutdownError, asyncpg.CrashShutdownError, asyncpg.CannotConnectNowError)  # fmt: skip


class ConflictError(Exception):
    """A stream that the decision read or writes has moved on; decide again on what is there now."""


class CommandReusedError(Exception):
    """The command id was used before for something else (another actor, type or body)."""


class Append(Struct, frozen=True, kw_only=True):
    """What one command adds to the log of one tenant, or nothing but its own trace.

    `expected` holds the version of every stream that the decision read, also of those it writes
    (0: the stream does not exist). `events` come in order, each with its stream.
    """

    tenant: str
    command: UUID
    fingerprint: bytes
    actor: str
    post: str
    correlation: UUID
    causation: str = ""
    policy: str = ""
    expected: Mapping[str, int]
    events: Sequence[tuple[str, Event]] = ()

    @property
    def writes(self) -> set[str]:
        return {stream for stream, _ in self.events}


class Appended(Struct, frozen=True):
    """Where the command's events stand: `count` positions from `first` on; both 0 for none.

    `repeated` tells that this command was carried out before and these are its positions.
    """

    first: int
    count: int
    recorded_at: datetime
    repeated: bool

    @property
    def last(self) -> int:
        return self.first + self.count - 1


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
        self, pool: asyncpg.Pool, codec: Codec, *, batch: int = 128, pending: int = 4096
    ) -> None:
        self._pool = pool
        self._codec = codec
        self._appends: Batcher[Append, Appended] = Batcher(
            self._append_batch, size=batch, pending=pending, lanes=2, pick=pick_independent
        )
        self._loads: Batcher[Wanted, list[Loaded]] = Batcher(
            self._load_batch, size=batch, pending=pending, lanes=2
        )

    async def append(self, append: Append) -> Appended:
        """Record a command's events, all or none.

        Raises `ConflictError`, `CommandReusedError`. After a lost connection the call is repeated:
        the command id makes that safe.
        """
        return await self._appends.submit(append)

    async def load(self, tenant: str, stream: str, after: int = 0) -> list[Loaded]:
        """The events of a stream with a version above `after`, oldest first."""
        return await self._loads.submit(Wanted(tenant, stream, after))

    async def read(
        self, tenant: str, after: int = 0, *, limit: int = 1000, types: Sequence[str] = ()
    ) -> list[Recorded]:
        """The next events of the tenant in log order; fewer than `limit`: the end was reached."""
        async with self._scoped(tenant) as connection:
            rows = await connection.fetch(
                _QUERIES["read"], tenant, after, limit, list(types) or None
            )
        decode = self._codec.decode
        return [Recorded(*row[:10], decode(*row[10:])) for row in rows]

    async def head(self, tenant: str) -> int:
        """The last position of the tenant's log; 0 where there is none."""
        async with self._scoped(tenant) as connection:
            return await connection.fetchval(_QUERIES["head"], tenant) or 0

    async def close(self) -> None:
        await self._appends.close()
        await self._loads.close()

    @asynccontextmanager
    async def _scoped(self, tenant: str) -> AsyncIterator[Connection]:
        """A transaction in which row-level security shows this tenant and no other."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_QUERIES["scope"], tenant)
            yield connection

    async def _append_batch(self, batch: Sequence[Append]) -> list[Appended | Exception]:
        try:
            rows = await self._call(_QUERIES["append"], *_columns(batch, self._codec))
        except (asyncpg.PostgresError, asyncpg.DataError, ValueError, TypeError) as error:
            if len(batch) == 1 or isinstance(error, _LOST):
                raise
            # One of them cannot be stored (a NUL in a text, say). Alone, each has its own answer.
            singles = [await self._alone(append) for append in batch]
            return singles
        return [_answer(row) for row in rows]

    async def _alone(self, append: Append) -> Appended | Exception:
        try:
            return (await self._append_batch([append]))[0]
        except Exception as error:  # noqa: BLE001  the answer of this one command
            return error

    async def _load_batch(self, batch: Sequence[Wanted]) -> list[list[Loaded] | Exception]:
        rows = await self._call(
            _QUERIES["load"],
            [w.tenant for w in batch],
            [w.stream for w in batch],
            [w.after for w in batch],
        )
        found: list[list[Loaded]] = [[] for _ in batch]
        decode = self._codec.decode
        for n, version, wire_type, schema, body in rows:
            found[n - 1].append(Loaded(version, decode(wire_type, schema, body)))
        return list(found)

    async def _call(self, query: str, *args: object) -> list[asyncpg.Record]:
        """Run a query that may safely run twice, also over a server's restart."""
        for attempt in range(_RETRIES):
            try:
                async with self._pool.acquire() as connection:
                    return await connection.fetch(query, *args)
            except _LOST:
                if attempt == _RETRIES - 1:
                    raise
                await asyncio.sleep(_BACKOFF_SECONDS * 2**attempt)
        raise AssertionError("unreachable")


def _columns(batch: Sequence[Append], codec: Codec) -> list[list[object]]:
    """The batch as append()'s eighteen arrays."""
    reads: list[tuple[int, str, int]] = []
    events: list[tuple[int, str, int, str, int, datetime, bytes]] = []
    for n, append in enumerate(batch, start=1):
        versions = dict(append.expected)
        writes = append.writes
        reads += [(n, stream, v) for stream, v in versions.items() if stream not in writes]
        for stream, event in append.events:
            versions[stream] += 1
            events.append((n, stream, versions[stream], event.TYPE, event.SCHEMA,
                           event.occurred_at, codec.encode(event)))  # fmt: skip
    return [
        [a.tenant for a in batch],
        [a.command for a in batch],
        [a.fingerprint for a in batch],
        [a.actor for a in batch],
        [a.post for a in batch],
        [a.correlation for a in batch],
        [a.causation for a in batch],
        [a.policy for a in batch],
        *_transposed(reads, 3),
        *_transposed(events, 7),
    ]


def _transposed(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _answer(row: asyncpg.Record) -> Appended | Exception:
    outcome, first, count, recorded_at = row
    if outcome == "conflict":
        return ConflictError()
    if outcome == "mismatched":
        return CommandReusedError()
    return Appended(first, count, recorded_at, outcome == "repeated")


def pick_independent(
    queue: deque[Waiting[Append, Appended]], size: int
) -> list[Waiting[Append, Appended]]:
    """The oldest items of which none touches a stream that an earlier one writes.

    append() would answer such a one with a conflict; here it just takes the next batch.
    """
    picked: list[Waiting[Append, Appended]] = []
    later: list[Waiting[Append, Appended]] = []
    written: set[tuple[str, str]] = set()
    commands: set[tuple[str, UUID]] = set()
    for _ in range(min(len(queue), 4 * size)):
        waiting = queue.popleft()
        append = waiting.item
        touched = {(append.tenant, stream) for stream in append.expected}
        command = (append.tenant, append.command)
        if command in commands or not written.isdisjoint(touched):
            later.append(waiting)
        else:
            picked.append(waiting)
            commands.add(command)
            if len(picked) == size:
                break
        # What waits keeps its place before whoever comes later for the same stream.
        written.update((append.tenant, stream) for stream in append.writes)
    queue.extendleft(reversed(later))
    return picked
