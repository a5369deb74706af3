"""Long work that somebody asked for: the table `work.jobs`, with the files that it makes.

It is done in slices. A slice's piece of a file and the place where the next one begins are written
together, so whoever goes on after a crash goes on from there, and of two runners one is told that
it was too late. A task (`infra.tasks`) with the job's id drives it; nothing here is truth.
"""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Literal
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from infra.sql import queries

_QUERIES = queries(Path(__file__).parent / "sql" / "jobs.sql")
TASK = "job"
"""The kind of task that drives jobs; its key is the job's id."""
KEPT_DAYS = 7
"""How long after its end a job and its files are kept, at least."""
_DAY_SECONDS = 86_400
_IN_MEMORY = 1 << 24
_CHUNK = 1 << 16

State = Literal["queued", "running", "done", "cancelled", "failed"]
ENDED: frozenset[State] = frozenset({"done", "cancelled", "failed"})


class Job(Struct, frozen=True, kw_only=True):
    """`done` of `total` units of work; None: not known yet. `asker`: a seat or a credential."""

    id: UUID
    kind: str
    asked: dict[str, str | int | None]
    asker: str
    asked_at: datetime
    state: State
    done: int
    total: int | None
    error: str
    ended_at: datetime | None


class Place(Struct, frozen=True):
    """Where the next slice of a job begins; `pieces` were taken before it. `asker` as in `Job`."""

    job: UUID
    asker: str
    asked: bytes
    cursor: str
    pieces: int


class Slice(Struct, frozen=True, kw_only=True):
    """What one slice came to: units done, a piece of a file if any, where to go on.

    `cursor` empty: that was the last one. `binding`: what comes next cannot be taken back, so
    nobody cancels it any more.
    """

    cursor: str
    done: int
    total: int | None = None
    name: str = ""
    content: bytes | None = None
    binding: bool = False


class Made(Struct, frozen=True):
    """The file of a job, or an archive of its files, piece by piece."""

    name: str
    pieces: AsyncGenerator[bytes, None]


class Jobs:
    """The jobs of all tenants."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def ask(self, tenant: str, job: UUID, kind: str, asked: bytes, asker: str) -> None:
        """Note it; said twice, it is one. What ended long ago is forgotten."""
        kept = float(KEPT_DAYS * _DAY_SECONDS)
        await self._pool.execute(_QUERIES["forget"], tenant, kept)
        await self._pool.execute(_QUERIES["ask"], tenant, job, kind, asked.decode(), asker)

    async def newest(self, tenant: str, limit: int = 100) -> list[Job]:
        """The newest first."""
        rows = await self._pool.fetch(_QUERIES["show"], tenant, TASK, None, limit)
        return [_job(row) for row in rows]

    async def show(self, tenant: str, job: UUID) -> Job | None:
        row = await self._pool.fetchrow(_QUERIES["show"], tenant, TASK, job, 1)
        return None if row is None else _job(row)

    async def open(self, tenant: str, limit: int) -> list[str]:
        """Keys of the tasks that drive those that have not ended."""
        return [row["id"] for row in await self._pool.fetch(_QUERIES["open"], tenant, limit)]

    async def place(self, tenant: str, job: UUID) -> Place | None:
        """Where to go on; None: it has ended."""
        row = await self._pool.fetchrow(_QUERIES["place"], tenant, job)
        if row is None:
            return None
        return Place(job, row["asker"], row["asked"].encode(), row["cursor"], row["pieces"])

    async def advance(self, tenant: str, job: UUID, place: Place, found: Slice) -> Place | None:
        """Note a slice; where to go on, None: it is over, was cancelled, or another was faster."""
        moved = await self._pool.fetchval(
            _QUERIES["advance"], tenant, job, place.pieces, found.cursor, found.done, found.total,
            not found.cursor, found.name, found.content, found.binding,
        )  # fmt: skip
        return replace(place, cursor=found.cursor, pieces=moved) if moved and found.cursor else None

    async def refuse(self, tenant: str, job: UUID, error: str) -> None:
        """It cannot be done, however often it is tried."""
        await self._pool.execute(_QUERIES["refuse"], tenant, job, error)
        await self._pool.execute(_QUERIES["forget_files"], tenant, job)

    async def cancel(self, tenant: str, job: UUID) -> bool:
        """Stop it before its next slice; False: it had ended, or is about to be recorded."""
        found = await self._pool.fetchval(_QUERIES["cancel"], tenant, job)
        await self._pool.execute(_QUERIES["forget_files"], tenant, job)
        return found is not None

    async def made(self, tenant: str, job: UUID) -> Made:
        """What a job that is done has made: one file, else an archive of all."""
        names = [row["name"] for row in await self._pool.fetch(_QUERIES["names"], tenant, job)]
        if len(names) == 1:
            return Made(names[0], self._pieces(tenant, job, names[0]))
        return Made(f"{job}.zip", self._archive(tenant, job, names))

    async def _pieces(self, tenant: str, job: UUID, name: str) -> AsyncGenerator[bytes, None]:
        """A piece at a time: a file may be larger than what a process should hold."""
        piece = 0
        while row := await self._pool.fetchrow(_QUERIES["piece"], tenant, job, name, piece):
            piece = row["piece"]
            yield row["content"]

    async def _archive(
        self, tenant: str, job: UUID, names: Sequence[str]
    ) -> AsyncGenerator[bytes, None]:
        with SpooledTemporaryFile(_IN_MEMORY) as packed:
            with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
                for name in names:
                    with archive.open(name, "w", force_zip64=True) as file:
                        async for piece in self._pieces(tenant, job, name):
                            file.write(piece)
            packed.seek(0)
            while chunk := packed.read(_CHUNK):
                yield chunk


def _job(row: asyncpg.Record) -> Job:
    return Job(**{**row, "asked": msgspec.json.decode(row["asked"])})
