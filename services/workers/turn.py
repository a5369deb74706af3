"""One worker's turn at one tenant: views, reactions, tasks that events call for, what fell due.

A turn is bounded, so that one county's backlog does not delay another's. What fails is left alone
for a while and the rest goes on; an event that keeps failing is passed over as a task.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from infra.database import LOST
from infra.locks import Locks
from infra.tasks import Counts
from projections import progress
from projections.failures import Failing, Failures
from services.main import Platform
from services.processes.reactor import CURSOR, ReactionError, Reactor
from services.workers.duties import (
    CALLING,
    CLOSE,
    ESCALATE,
    JOB,
    LAPSE,
    MOVE,
    NOTHING,
    PUSH,
    REACT,
    SETTLE,
    TASKS,
    Duties,
    task_of,
    unknown,
)

_LOG = structlog.get_logger(__name__)
_STEPS = (2, 4, 8, 16, 32, 64)
# Events reacted to between two notes of how far we are: that much is done again after a crash. The
# first are short, so that whoever does not live long has got ahead all the same.
_CALLS = 500
_BUSY = 2  # times the interval of polling, while it is somebody else's turn
_FULL_SECONDS = 1.0  # as many tasks under way as a tenant may have
_TRIES = 3

Follow = Callable[[str], Awaitable[bool]]
"""Goes some way along a tenant's log; whether there is more."""


class Turns:
    """Turns of one process."""

    def __init__(
        self, it: Platform, reactor: Reactor, duties: Duties, locks: Locks, news: Callable[[], None]
    ) -> None:
        self._it = it
        self._reactor = reactor
        self._duties = duties
        self._locks = locks
        self._news = news  # there are tasks to be sent
        self._passed_over: dict[str, set[str]] = {}  # streams with events that have become tasks
        self._failures = Failures(it.pool)
        self._room = it.config.tenant_tasks
        self._sweep_seconds = it.config.sweep_seconds

    async def take(self, tenant: str, head: int) -> float:
        """Work at a tenant whose log ended at `head`; seconds after which to come again anyway."""
        async with self._locks.turn(tenant) as ours:
            if not ours:
                return _BUSY * self._it.config.poll_seconds
            positions = await progress.positions(self._it.pool, tenant)
            failing = await self._failures.failing(tenant)
            found = await asyncio.gather(
                *(
                    self._guarded(tenant, name, self._view(name), failing.get(name))
                    for name in await self._it.projections.behind(tenant)
                ),
                return_exceptions=True,
            )
            waits = [self._sweep_seconds, *_or_raise(found)]
            for name, follow in ((CURSOR, self._react), (TASKS, self._call)):
                if positions.get(name, 0) < head:
                    waits.append(await self._guarded(tenant, name, follow, failing.get(name)))
            waits.append(await self._look(tenant))
            return min(waits)

    async def _guarded(
        self, tenant: str, name: str, follow: Follow, failing: Failing | None
    ) -> float:
        """Go on with one of them, unless it failed a moment ago; when to come again."""
        if failing is not None and failing.wait_seconds > 0:
            return failing.wait_seconds
        try:
            more = await follow(tenant)
        except Exception as error:
            if _is_lost(error):
                raise
            return await self._failed(tenant, name, error)
        if failing is not None:
            await self._failures.recovered(tenant, name)
        return 0 if more else self._sweep_seconds

    async def _failed(self, tenant: str, name: str, error: Exception) -> float:
        tries = await self._failures.failed(tenant, name, _cause(error))
        _LOG.error("cannot go on", tenant=tenant, follower=name, tries=tries, exc_info=error)
        if isinstance(error, ReactionError) and await self._passes_over(tenant, error, tries):
            await self._failures.recovered(tenant, name)
        return 0.0  # what is noted says how long it is left alone

    async def _passes_over(self, tenant: str, error: ReactionError, tries: int) -> bool:
        """Make a task of an event that keeps failing, and go on behind it.

        Where an event of the same stream was passed over, this one had no chance to begin with.
        """
        [recorded] = await self._it.log.read(tenant, error.position - 1, limit=1)
        waiting = (await self._it.tasks.waiting(tenant)).get(REACT, NOTHING)
        streams = self._passed_over.setdefault(tenant, set())
        if waiting == NOTHING:
            streams.clear()
        if tries < _TRIES and recorded.stream not in streams:
            return False
        if waiting.queued + waiting.parked >= self._room:
            return False  # not one bad event: people must look first
        # The task first: whoever sees the cursor behind the event sees that it waits.
        await self._it.tasks.offer(tenant, REACT, [str(error.position)], 1)
        await self._reactor.pass_over(tenant, error.position)
        streams.add(recorded.stream)
        self._news()
        return True

    def _view(self, name: str) -> Follow:
        async def follow(tenant: str) -> bool:
            return await self._it.projections.follow(tenant, name)

        return follow

    async def _react(self, tenant: str) -> bool:
        for step in _STEPS:
            if await self._reactor.follow(tenant, step) < step:
                return False
        return True

    async def _call(self, tenant: str) -> bool:
        """Make tasks of events that call for one."""
        log, pool = self._it.log, self._it.pool
        at, head = await progress.position(pool, tenant, TASKS), await log.head(tenant)
        found = await log.read(tenant, at, limit=_CALLS, types=CALLING)
        for recorded in found:
            task, key = task_of(recorded)
            if await self._it.tasks.offer(tenant, task, [key], 1):
                self._news()
        more = len(found) == _CALLS
        last = found[-1].position if found else 0
        await progress.move_cursor(pool, tenant, TASKS, last if more else max(head, last))
        return more

    async def _look(self, tenant: str) -> float:
        """Make tasks of what fell due, as many as the tenant may have; when to look again."""
        waiting = await self._it.tasks.waiting(tenant)
        wait = await self._offer(tenant, PUSH, self._duties.to_push, waiting.get(PUSH, NOTHING))
        if unknown(waiting):
            return wait
        for task, due in (
            (LAPSE, self._duties.overdue),
            (MOVE, self._duties.to_move),
            (SETTLE, self._duties.to_settle),
            (CLOSE, self._duties.to_close),
            (ESCALATE, self._duties.to_escalate),
            (JOB, self._duties.to_run),
        ):
            wait = min(wait, await self._offer(tenant, task, due, waiting.get(task, NOTHING)))
        return wait

    async def _offer(
        self,
        tenant: str,
        task: str,
        due: Callable[[str, int], Awaitable[list[str]]],
        waiting: Counts,
    ) -> float:
        room = self._room - waiting.queued
        if room <= 0:
            return _FULL_SECONDS
        # Those under way and those parked are due as well: look behind them.
        limit = self._room + waiting.parked
        keys = await due(tenant, limit)
        if keys and await self._it.tasks.offer(tenant, task, keys, room):
            self._news()
        return _FULL_SECONDS if len(keys) >= limit else self._sweep_seconds


def _is_lost(error: Exception) -> bool:
    """Whether the database was away, be it deep inside; a time limit is a failure instead."""
    cause = _cause(error)
    return isinstance(cause, LOST) and not isinstance(cause, TimeoutError)


def _cause(error: Exception) -> Exception:
    """What is behind a reaction that failed."""
    if isinstance(error, ReactionError) and isinstance(error.__cause__, Exception):
        return error.__cause__
    return error


def _or_raise(found: list[float | BaseException]) -> list[float]:
    for item in found:
        if isinstance(item, BaseException):
            raise item
    return [item for item in found if not isinstance(item, BaseException)]
