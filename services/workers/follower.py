"""Sees to it that nothing in any tenant's log is left unseen: views, processes, what falls due.

Whoever has moved gets a turn: a bounded amount of work, several tenants at a time, in the order in
which they came. One with a long way to go comes again after the others.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping

import structlog

from infra.database import LOST

ReadHeads = Callable[[], Awaitable[Mapping[str, int]]]
Turn = Callable[[str, int], Coroutine[None, None, float]]
"""Works at a tenant whose log ends here; seconds after which to come again, moved or not."""

_LOG = structlog.get_logger(__name__)
_IDLE = 5  # times the interval, at most, that a quiet worker waits between two looks
_SLOWER = 1.5
_LOST_SECONDS = 1.0
_FAULT_SECONDS = 5.0


class Follower:
    """One per process."""

    def __init__(self, heads: ReadHeads, turn: Turn, *, poll_seconds: float, width: int) -> None:
        self._heads = heads
        self._turn = turn
        self._poll_seconds = poll_seconds
        self._width = width
        self._seen: dict[str, int] = {}
        self._again: dict[str, float] = {}
        self._rested: dict[str, float] = {}
        self._queue: deque[str] = deque()
        self._running: dict[asyncio.Task[float], str] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Until told to stop; then the turns under way come to their end."""
        pause = self._poll_seconds
        while not stopping.is_set():
            try:
                heads = await self._heads()
            except Exception as error:  # noqa: BLE001  a worker goes on, whatever this was
                _LOG.warning("no heads", error=f"{type(error).__name__}: {error}")
                await self._wait(stopping, _LOST_SECONDS)
                continue
            self._queue_up(heads)
            busy = self._start(heads)
            pause = self._poll_seconds if busy else min(pause * _SLOWER, _IDLE * self._poll_seconds)
            await self._wait(stopping, pause)
        if self._running:
            await asyncio.wait(self._running)
            self._reap()

    def _queue_up(self, heads: Mapping[str, int]) -> None:
        now = time.monotonic()
        known = {*self._queue, *self._running.values()}
        for tenant, head in heads.items():
            moved = head != self._seen.get(tenant) and now >= self._rested.get(tenant, 0)
            if tenant not in known and (moved or now >= self._again.get(tenant, math.inf)):
                self._queue.append(tenant)

    def _start(self, heads: Mapping[str, int]) -> bool:
        while self._queue and len(self._running) < self._width:
            tenant = self._queue.popleft()
            self._seen[tenant] = heads[tenant]
            turn = asyncio.create_task(self._turn(tenant, heads[tenant]))
            self._running[turn] = tenant
        return bool(self._running)

    async def _wait(self, stopping: asyncio.Event, seconds: float) -> None:
        """Until a turn ends, somebody says stop, or the time is over."""
        stop = asyncio.ensure_future(stopping.wait())
        try:
            await asyncio.wait(
                [stop, *self._running], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            stop.cancel()
        self._reap()

    def _reap(self) -> None:
        now = time.monotonic()
        for turn in [turn for turn in self._running if turn.done()]:
            tenant = self._running.pop(turn)
            error = turn.exception()
            # Small turns cost as much as large ones: a tenant that moves all the time has a pause.
            self._rested[tenant] = now + self._poll_seconds
            if error is None:
                self._again[tenant] = now + turn.result()
            elif isinstance(error, LOST):
                _LOG.warning("no database", tenant=tenant, error=str(error))
                self._again[tenant] = now + _LOST_SECONDS
            else:
                _LOG.error("turn failed", tenant=tenant, exc_info=error)
                self._again[tenant] = now + _FAULT_SECONDS
