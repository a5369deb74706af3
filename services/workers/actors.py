"""Dramatiq's side of a worker: one actor per kind of task, its threads, and their end."""

from collections.abc import Callable, Mapping

import dramatiq
from dramatiq import Actor, Broker

from infra.broker import QUEUE
from infra.tasks import Task
from services.workers.duties import PRIORITIES

_IDLE_MILLISECONDS = 200  # how soon a thread without work sees that it is to end


def declare(broker: Broker, run: Callable[[Task], None]) -> Mapping[str, Actor[[str, str], None]]:
    """An actor for each kind of task; `run` is called in its threads."""
    return {task: _actor(broker, run, task) for task in PRIORITIES}


def _actor(broker: Broker, run: Callable[[Task], None], task: str) -> Actor[[str, str], None]:
    def work(tenant: str, key: str) -> None:
        run(Task(tenant, task, key))

    return Actor(
        work,
        broker=broker,
        actor_name=task,
        queue_name=QUEUE,
        priority=PRIORITIES[task],
        options={},
    )


def start(broker: Broker, threads: int) -> dramatiq.Worker:
    """Threads that take messages; stop them with `Worker.stop`, from another thread."""
    worker = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=_IDLE_MILLISECONDS)
    worker.start()
    return worker
