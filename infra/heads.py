"""Who has moved: one reader of the heads per process, however many wait for news.

Nothing is announced inside a write (NOTIFY would make all tenants' commits wait for each other), so
the heads are polled, and only while somebody waits.
"""

import asyncio
import logging
import time
from contextlib import suppress

from infra.database import LOST, DatabaseError
from infra.log import EventLog

_LOG = logging.getLogger(__name__)
_INTERVAL_SECONDS = 0.05
_REST = 10  # a poll over very many tenants rests ten times as long as it took,
_REST_LIMIT_SECONDS = 0.5  # yet nobody waits for news longer than this


class Heads:
    """The last position of every tenant's log, as last seen by this process."""

    def __init__(self, log: EventLog, interval_seconds: float = _INTERVAL_SECONDS) -> None:
        self._log = log
        self._interval_seconds = interval_seconds
        self._seen: dict[str, int] = {}
        self._moved: dict[str, asyncio.Event] = {}
        self._waiting = 0
        self._poller: asyncio.Task[None] | None = None
        self.closed = False

    async def now(self, tenant: str) -> int:
        """The tenant's head as the log has it, which may have been restored to an earlier day.

        What was seen before then is not waited for, nor taken for news, any more.
        """
        head = await self._log.head(tenant)
        if head != self._seen.get(tenant, 0):
            self._seen[tenant] = head
            self._tell([tenant])
        return head

    async def wait_beyond(self, tenant: str, position: int, seconds: float) -> int:
        """The tenant's head once it was seen above `position`; after that time, or closed, too.

        As it was seen, a moment ago at best: whoever reads up to it asks `now` first.
        """
        self._waiting += 1
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while not self.closed and self._seen.get(tenant, 0) <= position:
                        moved = self._moved.setdefault(tenant, asyncio.Event())
                        if self._poller is None or self._poller.done():
                            self._poller = asyncio.create_task(self._poll())
                        await moved.wait()
        finally:
            self._waiting -= 1
        return self._seen.get(tenant, 0)

    async def close(self) -> None:
        """Let everybody who waits go, at once and for good: the process is about to stop."""
        self.closed = True
        self._tell(list(self._moved))
        if self._poller is not None:
            self._poller.cancel()
            await asyncio.wait([self._poller])

    async def _poll(self) -> None:
        while self._waiting:
            begun = time.monotonic()
            try:
                heads = await self._log.tenants()
            except (*LOST, DatabaseError) as error:
                # Whoever waits runs into their own time limit and asks the database themselves.
                _LOG.warning("heads cannot be read: %s", error)
            else:
                moved = [tenant for tenant, head in heads.items() if head != self._seen.get(tenant)]
                self._seen = heads
                self._tell(moved)
            took = time.monotonic() - begun
            rest = min(_REST * took, _REST_LIMIT_SECONDS)
            await asyncio.sleep(max(self._interval_seconds, rest))

    def _tell(self, tenants: list[str]) -> None:
        for tenant in tenants:
            if event := self._moved.pop(tenant, None):
                event.set()
