"""What workers were told to do and have not done yet: the table `work.tasks`.

A task is named by tenant, kind and key, and holds ids only. It is written before its message is
sent, so a message may be lost, delivered twice or late: what was not heard of is sent again when
its time has come, and what is done is not there any more. Tries are counted when a worker begins,
so that a task that kills its worker is parked in the end like one that fails.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import asyncpg
from msgspec import Struct

from infra.sql import queries

_QUERIES = queries(Path(__file__).parent / "sql" / "tasks.sql")
_BACKOFF_SECONDS = 1.0
_MAX_BACKOFF_SECONDS = 300.0
_ERROR_CHARACTERS = 500
_UNHEARD = 1.5  # times the time that a task may take: then its worker is dead

State = Literal["queued", "parked"]


class Task(Struct, frozen=True):
    """What is to be done, of which tenant."""

    tenant: str
    task: str
    key: str

    def __str__(self) -> str:
        return f"{self.task} {self.key} ({self.tenant})"


class Waiting(Struct, frozen=True):
    """A task with what became of it so far; `tried_at` None: nobody has begun yet."""

    tenant: str
    task: str
    key: str
    id: int
    state: State
    tries: int
    since: datetime
    due_at: datetime
    tried_at: datetime | None
    error: str


class Counts(Struct, frozen=True):
    """Of one kind of task and tenant."""

    queued: int = 0
    parked: int = 0


class Depth(Struct, frozen=True):
    """Of one kind of task over all tenants; `since` is the age of the oldest."""

    task: str
    state: State
    tasks: int
    since: datetime


class Tasks:
    """The tasks of all tenants. How often one is tried, and after which time it is sent again."""

    def __init__(
        self, pool: asyncpg.Pool, *, tries: int, lease_seconds: float, run_seconds: float
    ) -> None:
        self._pool = pool
        self.tries = tries
        self._lease_seconds = lease_seconds
        self.run_seconds = run_seconds

    async def offer(self, tenant: str, task: str, keys: Iterable[str], room: int) -> int:
        """Note what is to be done, so many new ones at most; how many that were."""
        new: int = await self._pool.fetchval(_QUERIES["offer"], tenant, task, list(keys), room)
        return new

    async def waiting(self, tenant: str) -> dict[str, Counts]:
        """By kind, what waits and what is parked."""
        rows = await self._pool.fetch(_QUERIES["waiting"], tenant)
        return {row["task"]: Counts(row["queued"], row["parked"]) for row in rows}

    async def to_send(self, limit: int) -> list[Task]:
        """What is to be sent now, tenants taking turns; it comes again after the lease."""
        rows = await self._pool.fetch(_QUERIES["send_due"], limit, self._lease_seconds)
        return [Task(*row) for row in rows]

    async def unsent(self, tasks: Sequence[Task]) -> None:
        """The broker did not take these: they are to be sent soon."""
        for task in tasks:
            await self._pool.execute(_QUERIES["unsent"], *_name(task), _BACKOFF_SECONDS)

    async def claim(self, task: Task) -> int | None:
        """Begin a try; its number, or None where there is nothing to do (any more).

        A task whose tries are used up is parked here: whoever tried it last did not live to say.
        """
        seconds = self.run_seconds * _UNHEARD
        tried: int | None = await self._pool.fetchval(_QUERIES["claim"], *_name(task), seconds)
        if tried is not None and tried > self.tries:
            await self._fail(task, "no worker came back from this task", parked=True, seconds=0)
            return None
        return tried

    async def done(self, task: Task) -> None:
        await self._pool.execute(_QUERIES["done"], *_name(task))

    async def again(self, task: Task) -> None:
        """A part of it was done; the rest is to be sent soon, with all tries before it."""
        await self._pool.execute(_QUERIES["again"], *_name(task))

    async def fail(self, task: Task, tried: int, error: str) -> bool:
        """It failed at this try; True: it was the last, the task is parked."""
        parked = tried >= self.tries
        await self._fail(task, error, parked=parked, seconds=backoff(tried))
        return parked

    async def _fail(self, task: Task, error: str, *, parked: bool, seconds: float) -> None:
        text = error.replace("\0", " ")[:_ERROR_CHARACTERS]
        await self._pool.execute(_QUERIES["fail"], *_name(task), text, seconds, parked)

    async def list(
        self, state: State | None = None, tenant: str | None = None, limit: int = 100
    ) -> Sequence[Waiting]:
        """The oldest first."""
        rows = await self._pool.fetch(_QUERIES["list"], state, tenant, limit)
        return [Waiting(*row) for row in rows]

    async def show(self, number: int) -> Waiting | None:
        row = await self._pool.fetchrow(_QUERIES["show_task"], number)
        return None if row is None else Waiting(*row)

    async def replay(
        self, number: int | None = None, tenant: str | None = None
    ) -> Sequence[Waiting]:
        """Parked tasks back to the queue: one, or all; which that were."""
        rows = await self._pool.fetch(_QUERIES["replay"], number, tenant)
        return [Waiting(*row) for row in rows]

    async def depths(self) -> Sequence[Depth]:
        """For monitoring."""
        return [Depth(*row) for row in await self._pool.fetch(_QUERIES["task_depth"])]


def backoff(tries: int) -> float:
    """Seconds to wait after this many failures: doubled each time, bounded."""
    return min(_BACKOFF_SECONDS * 2.0 ** (min(tries, 32) - 1), _MAX_BACKOFF_SECONDS)


def _name(task: Task) -> tuple[str, str, str]:
    return (task.tenant, task.task, task.key)
