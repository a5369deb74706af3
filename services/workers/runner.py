"""Runs one task when its message arrives, on the event loop of the process.

Dramatiq calls from its own threads; each waits until the loop has done the work. A task that fails
is tried again after a growing pause, a bounded number of times, then parked for a person.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import CancelledError

import structlog

from domain.kernel.refusal import Refusal
from infra.database import LOST
from infra.tasks import Task, Tasks

Handler = Callable[[str, str], Awaitable[bool | None]]
"""Given tenant and key, does the task; True: there is more of it, so it is to come again."""

_LOG = structlog.get_logger(__name__)
_GRACE_SECONDS = 5.0


class Runner:
    """Made and used on the loop; `run_and_wait` is for threads."""

    def __init__(self, tasks: Tasks, handlers: Mapping[str, Handler]) -> None:
        self._tasks = tasks
        self._handlers = handlers
        self._loop = asyncio.get_running_loop()

    def run_and_wait(self, task: Task) -> None:
        """For a thread: come back when the task was done, failed or gave up its time."""
        running = asyncio.run_coroutine_threadsafe(self.run(task), self._loop)
        try:
            running.result(self._tasks.run_seconds + _GRACE_SECONDS)
        except (CancelledError, TimeoutError):
            running.cancel()
            _LOG.warning("task given up", tenant=task.tenant, task=task.task, key=task.key)

    async def run(self, task: Task) -> None:
        with structlog.contextvars.bound_contextvars(
            tenant=task.tenant, task=task.task, key=task.key
        ):
            try:
                await self._try(task)
            except LOST as error:
                # Nobody counts this as the task's failure; it is sent again by and by.
                _LOG.warning("no database", error=str(error))

    async def _try(self, task: Task) -> None:
        tried = await self._tasks.claim(task)
        if tried is None:
            return
        try:
            async with asyncio.timeout(self._tasks.run_seconds):
                more = await self._handlers[task.task](task.tenant, task.key)
        except TimeoutError:
            await self._failed(task, tried, f"not done within {self._tasks.run_seconds:g} s")
        except LOST:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it must not stop the worker
            await self._failed(task, tried, _described(error))
        else:
            await (self._tasks.again(task) if more else self._tasks.done(task))

    async def _failed(self, task: Task, tried: int, error: str) -> None:
        if await self._tasks.fail(task, tried, error):
            _LOG.error("task parked", tries=tried, error=error)
        else:
            _LOG.warning("task failed", tries=tried, error=error)


def _described(error: Exception) -> str:
    """One line: a refusal's code and words, else the error's class and words."""
    if isinstance(error, Refusal):
        return f"{error.code} {error.message}"
    return f"{type(error).__name__}: {error}"
