"""A worker: follower, dispatch and Dramatiq's threads in one process, over one platform.

Any number of them may run, and any may die at any moment: what they share is in the database, and
doing something twice changes nothing.
"""

import asyncio
from contextlib import suppress

import structlog

from infra.broker import make_broker
from infra.locks import Locks
from services.main import Platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from services.workers import actors
from services.workers.dispatch import Dispatch
from services.workers.duties import Duties
from services.workers.follower import Follower
from services.workers.runner import Runner
from services.workers.turn import Turns

_LOG = structlog.get_logger(__name__)


async def work(it: Platform, stopping: asyncio.Event) -> None:
    """Work until told to stop; then finish what is under way, within `stop_seconds`, and return."""
    config = it.config
    reactor = Reactor(it.executor, it.projections, it.pool, recomputes=False)
    duties = Duties(it, reactor, Scheduler(reactor))
    runner = Runner(it.tasks, duties.handlers)
    broker = make_broker(it.database.url, config.broker_url, lost_seconds=config.lost_seconds)
    dispatch = Dispatch(
        it.tasks, actors.declare(broker, runner.run_and_wait), config.dispatch_seconds
    )
    locks = Locks(it.database.url)
    turns = Turns(it, reactor, duties, locks, dispatch.wake)
    follower = Follower(
        it.projections.tenants,
        turns.take,
        poll_seconds=config.poll_seconds,
        width=config.pool_size,
    )
    threads = actors.start(broker, config.task_threads)
    _LOG.info("worker started", threads=config.task_threads)
    loops = [
        asyncio.create_task(follower.run(stopping)),
        asyncio.create_task(dispatch.run(stopping)),
    ]
    try:
        # A loop that ends by itself is a fault: the worker stops, and whoever runs it sees why.
        await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.set()
        _LOG.info("worker stopping")
        # In this order: nothing new is taken, what runs comes to its end, then connections close.
        await asyncio.to_thread(threads.stop, int(config.stop_seconds * 1000))
        await asyncio.wait(loops, timeout=config.stop_seconds)
        for loop in loops:
            loop.cancel()
        dispatch.close()
        await asyncio.to_thread(broker.close)
        with suppress(OSError):
            await locks.close()
    for loop in loops:
        if not loop.cancelled():
            loop.result()
    _LOG.info("worker stopped")
