"""Keeps views up to date with the log and rebuilds them beside the live ones.

A batch of events, the rows they change and the checkpoint commit in one transaction, so a crash
anywhere neither loses nor repeats an event in a view. Two runners of one view and tenant take turns
at the checkpoint's row.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import msgspec
from msgspec import Struct

from domain.kernel.event import Recorded
from infra.codec import Codec
from infra.sql import queries
from projections.standing import pass_by
from projections.view import Row, View

Connection = asyncpg.pool.PoolConnectionProxy
Progress = Callable[[int, int], None]
T = TypeVar("T")

_QUERIES = queries(Path(__file__).parent / "runner.sql")
_BATCH = 2000


class Status(Struct, frozen=True):
    """How far a view is for one tenant; `behind` counts events not seen yet.

    `failing` says why a view cannot go on where it cannot.
    """

    view: str
    label: str
    tenant: str
    position: int
    behind: int
    failing: str = ""


class RebuildRunningError(RuntimeError):
    """Somebody is rebuilding this view already."""


class UnknownViewError(LookupError):
    """No view has this name."""


class Projections:
    """All views of the platform over one database."""

    def __init__(self, pool: asyncpg.Pool, codec: Codec, views: Sequence[View[Any]]) -> None:
        self._pool = pool
        self._codec = codec
        self.views: Mapping[str, View[Any]] = {view.name: view for view in views}

    async def ensure(self) -> None:
        """Make what tables are missing. A view whose table changed starts anew from the log."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_QUERIES["lock_schema"])
            await connection.execute(_QUERIES["bookkeeping"])
            known = {
                row["view"]: row["digest"] for row in await connection.fetch(_QUERIES["tables"])
            }
            for view in self.views.values():
                digest = sha256(view.schema("").encode()).hexdigest()
                if known.get(view.name) != digest:
                    await connection.execute(f"drop table if exists views.{view.name}")
                    await connection.execute(view.schema(f"views.{view.name}"))
                    await connection.execute(_QUERIES["forget"], view.name)
                    await connection.execute(_QUERIES["note_table"], view.name, digest)

    async def catch_up(self, tenant: str, names: Iterable[str] = ()) -> int:
        """Bring views of a tenant to the head of its log; how many events they took in all."""
        failures: list[Exception] = []
        total, behind = await self._alone(pass_by, tenant, self._chosen(names), _BATCH)
        for name, lag in behind.items():
            try:
                total += await self._come_near(self.views[name], tenant, lag)
            except Exception as error:  # noqa: BLE001  one view's trouble is not the others'
                error.add_note(f"view {name}, tenant {tenant}")
                failures.append(error)
        if failures:
            raise ExceptionGroup("views that cannot go on", failures)
        return total

    async def behind(self, tenant: str) -> Iterable[str]:
        """The views with something to take in; those that nothing new concerns were moved on."""
        _, behind = await self._alone(pass_by, tenant, self.views.values(), _BATCH)
        return behind

    async def _come_near(self, view: View[Any], tenant: str, lag: int) -> int:
        """What is one batch behind is read and stored in one go, unless another was faster."""
        if lag <= _BATCH:
            taken = await self._alone(self._step, view, tenant)
            if taken >= lag:
                return taken
        return await self._follow(view, tenant, view.name)

    async def follow(self, tenant: str, name: str) -> bool:
        """Bring one view a batch of events nearer to the head; whether there may be more."""
        (view,) = self._chosen([name])
        return await self._alone(self._step, view, tenant) == _BATCH

    async def _step(self, connection: Connection, view: View[Any], tenant: str) -> int:
        """One batch, read and stored in one transaction: for a view that is not far behind."""
        at, head = await _span(connection, tenant, view.name)
        until = min(head, at + _BATCH)
        events = await self._read(connection, view, tenant, at, until)
        stored = await self._store(connection, view, tenant, view.name, at, until, events)
        return until - at if stored else 0

    async def tenants(self) -> dict[str, int]:
        """Every tenant with the last position of its log."""
        rows = await self._pool.fetch(_QUERIES["heads"])
        return {row["tenant"]: row["position"] for row in rows}

    async def status(self) -> list[Status]:
        heads = await self.tenants()
        rows = await self._pool.fetch(_QUERIES["checkpoints"])
        positions = {(row["view"], row["tenant"]): row["position"] for row in rows}
        rows = await self._pool.fetch(_QUERIES["failing"])
        failing = {(row["view"], row["tenant"]): row["error"] for row in rows}
        return [
            Status(
                view.name,
                view.label,
                tenant,
                at := positions.get((view.name, tenant), 0),
                head - at,
                failing.get((view.name, tenant), "") if head > at else "",
            )
            for view in self.views.values()
            for tenant, head in heads.items()
        ]

    async def rebuild(self, name: str, progress: Progress | None = None) -> int:
        """Build the view anew beside the live one, then take its place; events read.

        The live view serves and goes on meanwhile. In the last transaction the new one takes the
        few events since, and both change places at once.
        """
        (view,) = self._chosen([name])
        async with self._pool.acquire() as holder:
            # A session's lock, held on a connection of its own, ends with the process at latest.
            if not await holder.fetchval(_QUERIES["begin_rebuild"], name):
                raise RebuildRunningError(f"{name} is being rebuilt by another process")
            try:
                return await self._rebuild(view, progress)
            finally:
                await holder.execute(_QUERIES["end_rebuild"], name)

    async def _rebuild(self, view: View[Any], progress: Progress | None) -> int:
        beside = f"{view.name}__next"
        async with self._pool.acquire() as connection:
            await connection.execute(f"drop table if exists views.{beside}")
            await connection.execute(view.schema(f"views.{beside}"))
            await connection.execute(_QUERIES["forget"], beside)
        heads = await self.tenants()
        total, done = sum(heads.values()), 0
        for tenant in heads:
            done += await self._follow(
                view, tenant, beside, partial(_report, progress, done, total)
            )
        await self._swap(view, beside)
        return done

    async def _swap(self, view: View[Any], beside: str) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            # Nobody moves the live view from here on: the new one takes what it has not seen.
            await connection.execute(_QUERIES["lock_checkpoints"])
            for tenant, _ in await connection.fetch(_QUERIES["heads"]):
                at, head = await _span(connection, tenant, beside)
                while at < head:
                    until = min(head, at + _BATCH)
                    events = await self._read(connection, view, tenant, at, until)
                    await self._store(connection, view, tenant, beside, at, until, events)
                    at = until
            await connection.execute(f"drop table views.{view.name}")
            await connection.execute(f"alter table views.{beside} rename to {view.name}")
            await connection.execute(_QUERIES["forget"], view.name)
            await connection.execute(_QUERIES["rename_checkpoints"], beside, view.name)

    async def _follow(
        self,
        view: View[Any],
        tenant: str,
        table: str,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Take the log in up to its head; how many events that were.

        Events never change, so the next batch is read on a connection of its own while this one is
        folded and stored. Storing checks, under the checkpoint's lock, that the view still stands
        where the batch begins; if another runner was faster, it goes on from there.
        """
        taken = 0
        at, head = await self._alone(_span, tenant, table)
        reading = self._reading(view, tenant, at, head)
        try:
            while at < head:
                until = min(head, at + _BATCH)
                events = await reading
                reading = self._reading(view, tenant, until, head)
                if await self._alone(self._store, view, tenant, table, at, until, events):
                    taken += until - at
                    at = until
                    if progress is not None:
                        progress(taken)
                if at != until or at == head:
                    await _cancel(reading)
                    at, head = await self._alone(_span, tenant, table)
                    reading = self._reading(view, tenant, at, head)
        finally:
            await _cancel(reading)
        return taken

    def _reading(
        self, view: View[Any], tenant: str, after: int, head: int
    ) -> asyncio.Task[list[Recorded]]:
        until = min(head, after + _BATCH)
        return asyncio.create_task(self._alone(self._read, view, tenant, after, until))

    async def _alone(self, work: Callable[..., Awaitable[T]], *args: object) -> T:
        """Do something in a transaction and on a connection of its own."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await work(connection, *args)

    async def _read(
        self, connection: Connection, view: View[Any], tenant: str, after: int, until: int
    ) -> list[Recorded]:
        """The events that concern the view in a range of positions.

        Positions are contiguous, so a batch is a range of them: the others are not even read.
        """
        if until <= after:
            return []
        await connection.execute(_QUERIES["scope"], tenant)
        rows = await connection.fetch(_QUERIES["events"], tenant, after, until, view.types)
        decode = self._codec.decode
        return [Recorded(*(*row[:10], decode(*row[10:]))) for row in rows]

    async def _store(
        self,
        connection: Connection,
        view: View[Any],
        tenant: str,
        table: str,
        after: int,
        until: int,
        events: Sequence[Recorded],
    ) -> bool:
        """Rows and checkpoint together; False where the view stands elsewhere by now."""
        checkpoint = await connection.fetchval(_QUERIES["checkpoint"], tenant, table)
        if checkpoint != after:
            return False
        if events:
            await self._apply(connection, view, tenant, table, events)
        await connection.execute(_QUERIES["move_checkpoint"], tenant, table, until)
        return True

    async def _apply(
        self,
        connection: Connection,
        view: View[Any],
        tenant: str,
        table: str,
        events: Sequence[Recorded],
    ) -> None:
        touched = [(key, recorded) for recorded in events for key in view.keys(recorded.event)]
        found = await connection.fetch(
            # One index look-up a key: over a growing table `key = any(...)` is planned as a scan.
            "select row_to_json(t) as row from unnest($2::text[]) k(key) cross join lateral "
            f"(select * from views.{table} t where t.tenant = $1 and t.key = k.key limit 1) t",
            tenant,
            list({key for key, _ in touched}),
        )
        decoder = msgspec.json.Decoder(view.row)
        rows: dict[str, Row | None] = {}
        for item in found:
            row = decoder.decode(item["row"])
            rows[row.key] = row
        for key, recorded in touched:
            rows[key] = view.fold(rows.get(key), key, recorded)
        columns = [f'"{name}"' for name in view.row.__struct_fields__]  # "case" is a keyword
        names = ", ".join(columns)
        changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != '"key"')
        payload = msgspec.json.encode([row for row in rows.values() if row is not None])
        await connection.execute(
            f"insert into views.{table} (tenant, {names}) "
            f"select $1, {names} from json_populate_recordset(null::views.{table}, $2::json) "
            f"on conflict (tenant, key) do update set {changes}",
            tenant,
            payload.decode(),
        )

    def _chosen(self, names: Iterable[str]) -> list[View[Any]]:
        chosen = list(names) or list(self.views)
        for name in chosen:
            if name not in self.views:
                raise UnknownViewError(f"no view {name}; there are {', '.join(self.views)}")
        return [self.views[name] for name in chosen]


def _report(progress: Progress | None, before: int, total: int, taken: int) -> None:
    if progress is not None:
        progress(min(before + taken, total), total)


async def _span(connection: Connection, tenant: str, table: str) -> tuple[int, int]:
    """Where the view stands and where the tenant's log ends."""
    await connection.execute(_QUERIES["scope"], tenant)
    await connection.execute(_QUERIES["open_checkpoint"], tenant, table)
    row = await connection.fetchrow(_QUERIES["span"], tenant, table)
    return (row["position"], row["head"]) if row else (0, 0)


async def _cancel(task: asyncio.Task[list[Recorded]]) -> None:
    task.cancel()
    await asyncio.wait([task])
