"""Sends messages for tasks whose time has come: new ones, failed ones, and lost ones again."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import structlog
from dramatiq import Actor

from infra.tasks import Task, Tasks

_LOG = structlog.get_logger(__name__)
_BATCH = 500
_RETRY_SECONDS = 1.0


class Dispatch:
    """One per process; several processes send each task once."""

    def __init__(
        self, tasks: Tasks, actors: Mapping[str, Actor[[str, str], None]], seconds: float
    ) -> None:
        self._tasks = tasks
        self._actors = actors
        self._seconds = seconds
        self._news = asyncio.Event()
        # One thread: a broker keeps a connection for each that sends.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dispatch")

    def wake(self) -> None:
        """There is something new to send."""
        self._news.set()

    async def run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            self._news.clear()
            pause = self._seconds
            try:
                if await self._send() == _BATCH:
                    continue
            except Exception as error:  # noqa: BLE001  the database or the broker is away
                _LOG.warning("tasks cannot be sent", error=f"{type(error).__name__}: {error}")
                pause = _RETRY_SECONDS
            await _first_of(stopping, self._news, pause)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _send(self) -> int:
        tasks = await self._tasks.to_send(_BATCH)
        loop = asyncio.get_running_loop()
        sent = await loop.run_in_executor(self._thread, self._enqueue, tasks) if tasks else 0
        if sent < len(tasks):
            await self._tasks.unsent(tasks[sent:])
            raise ConnectionError(f"{len(tasks) - sent} of {len(tasks)} not taken by the broker")
        return len(tasks)

    def _enqueue(self, tasks: Sequence[Task]) -> int:
        """In the thread: how many the broker took."""
        for sent, task in enumerate(tasks):
            actor = self._actors.get(task.task)
            if actor is None:
                continue  # of a newer program: its workers will find it after the lease
            try:
                actor.broker.enqueue(_message(actor, task))
            except Exception as error:  # noqa: BLE001  each broker has errors of its own
                _LOG.warning("broker refuses", error=f"{type(error).__name__}: {error}")
                return sent
        return len(tasks)


def _message(actor: Actor[[str, str], None], task: Task) -> Any:  # noqa: ANN401  Dramatiq's Message[Any]
    """Its id follows from the task: on PostgreSQL, sending it again leaves one message."""
    message = actor.message(task.tenant, task.key)
    identity = uuid5(NAMESPACE_URL, f"tongban:task:{task.tenant}:{task.task}:{task.key}")
    return message.copy(message_id=str(identity))


async def _first_of(stopping: asyncio.Event, news: asyncio.Event, seconds: float) -> None:
    """Wait for whichever comes first."""
    waits = [asyncio.ensure_future(event.wait()) for event in (stopping, news)]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
