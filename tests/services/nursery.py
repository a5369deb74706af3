"""A process that forks a worker for each line, the worker's environment as JSON.

Real workers, each a process of its own, which says its pid when it begins to work. They die with
this process at the latest. With a file as its argument, they go by the clock that it holds.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
import traceback
from pathlib import Path

from infra.config import load
from infra.logging import configure
from services.main import platform
from services.workers.run import work
from tests.shared_clock import SharedClock

_PR_SET_PDEATHSIG = 1


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    for line in sys.stdin:
        given = json.loads(line)
        if os.fork() == 0:
            become_a_worker(given)


def become_a_worker(environ: dict[str, str]) -> None:
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        configure(json=True)
        asyncio.run(work_for_ever(environ))
    except BaseException:  # noqa: BLE001  said, and then it ends
        traceback.print_exc()
    finally:
        os._exit(1)


async def work_for_ever(environ: dict[str, str]) -> None:
    clock = SharedClock(Path(sys.argv[1])) if len(sys.argv) > 1 else None
    async with platform(load(environ), clock) as it:
        os.write(1, f"{os.getpid()}\n".encode())
        await work(it, asyncio.Event())


if __name__ == "__main__":
    main()
