"""`tongban worker`: work off what the logs lead to, until told to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Annotated

import msgspec
import typer

from infra.config import Config, load
from infra.logging import configure
from services.cli.output import run
from services.main import platform
from services.workers.run import work

_GRACE_SECONDS = 5
_AT_ONCE = 130  # what a shell says of a process that was interrupted


def worker(
    threads: Annotated[
        int | None, typer.Option(min=1, max=64, help="同时办理的任务数。Tasks at once.")
    ] = None,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="日志为 JSON。Logs as JSON lines.")
    ] = False,
    attached: Annotated[
        bool, typer.Option("--attached", help="标准输入关闭时停止。Stop when stdin closes.")
    ] = False,
) -> None:
    """后台任务。Keep views up to date, follow up events, do what is due. Any number may run."""
    configure(json=json_logs)
    config = load()
    if threads is not None:
        config = msgspec.structs.replace(config, task_threads=threads)
    run(work_until_told(config, attached=attached))


async def work_until_told(config: Config, *, attached: bool = False) -> None:
    """Until SIGTERM or SIGINT; a second one, or a stop that takes too long, ends it at once.

    Ending at once loses nothing: it is the crash that everything here is made for.
    """
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()

    def stop() -> None:
        if stopping.is_set():
            os._exit(_AT_ONCE)
        stopping.set()
        loop.call_later(config.stop_seconds + _GRACE_SECONDS, os._exit, _AT_ONCE)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    if attached:
        loop.add_reader(sys.stdin, _stop_at_end, loop, stop)
    async with platform(config) as it:
        await work(it, stopping)


def _stop_at_end(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Whoever started us is gone when its end of our standard input is."""
    if not os.read(sys.stdin.fileno(), 1024):
        loop.remove_reader(sys.stdin)
        stop()
