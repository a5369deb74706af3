"""Group commit: concurrent submissions travel together, a lone one travels at once.

While a flush is under way, what arrives meanwhile waits and forms the next batch; nobody waits for
a timer. Both the number of items waiting and the size of a batch are bounded.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Result = TypeVar("Result")


class Waiting(Struct, Generic[Item, Result]):
    """An item on its way and the future that its submitter awaits."""

    item: Item
    future: asyncio.Future[Result]


Flush = Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]]
Pick = Callable[[deque[Waiting[Item, Result]], int], list[Waiting[Item, Result]]]


def pick_first(queue: deque[Waiting[Item, Result]], size: int) -> list[Waiting[Item, Result]]:
    """The oldest `size` items, in order."""
    return [queue.popleft() for _ in range(min(size, len(queue)))]


class Batcher(Generic[Item, Result]):
    """Runs at most `lanes` flushes at a time; `pick` chooses what travels together."""

    def __init__(
        self,
        flush: Flush[Item, Result],
        *,
        size: int,
        pending: int,
        lanes: int = 1,
        pick: Pick[Item, Result] = pick_first,
    ) -> None:
        self._flush = flush
        self._size = size
        self._pick = pick
        self._idle_lanes = lanes
        self._queue: deque[Waiting[Item, Result]] = deque()
        self._room = asyncio.Semaphore(pending)
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, item: Item) -> Result:
        """The item's own result, or its own exception; never a neighbour's."""
        async with self._room:
            future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
            self._queue.append(Waiting(item, future))
            if self._idle_lanes:
                self._idle_lanes -= 1
                task = asyncio.create_task(self._run())
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            return await future

    async def close(self) -> None:
        """Wait until everything submitted has its answer."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self) -> None:
        try:
            while self._queue:
                batch = self._pick(self._queue, self._size)
                try:
                    results = await self._flush([waiting.item for waiting in batch])
                except Exception as error:  # noqa: BLE001  handed to each submitter below
                    results = [error] * len(batch)
                for waiting, result in zip(batch, results, strict=True):
                    if waiting.future.done():  # its submitter was cancelled
                        continue
                    if isinstance(result, Exception):
                        waiting.future.set_exception(result)
                    else:
                        waiting.future.set_result(result)
        finally:
            self._idle_lanes += 1
