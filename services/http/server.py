"""The HTTP server of a process: Uvicorn on the platform's own loop (docs/decisions/0012)."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from litestar import Litestar

from services.http.app import create_app
from services.main import Platform

_GRACE_SECONDS = 10
"""How long requests under way may take once the process is told to stop."""


class _Server(uvicorn.Server):
    """Tells the application that it is about to stop: streams end, so nobody waits for them."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], object]) -> None:
        super().__init__(config)
        self._stopping = stopping

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn raises the signals again when it has stopped, while we still close the rest."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._exit, number)
        yield

    def _exit(self, number: int) -> None:
        self._stopping()
        self.handle_exit(number, None)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `OSError` where the address is taken or not ours."""
    try:
        listening = socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise OSError(
            f"cannot listen on {host}:{port}: {error.strerror}; TONGBAN_PORT names another port"
        ) from None
    # Connections inherit it. Else each answer, whose head and body are two writes, waits 40 ms for
    # the caller's delayed acknowledgement: asyncio sets it only on sockets that name the protocol.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


async def serve(platform: Platform, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is under way, within bounds."""
    tasks: set[asyncio.Task[None]] = set()

    def stopping() -> None:
        tasks.add(asyncio.get_running_loop().create_task(platform.heads.close()))

    app: Litestar = create_app(platform)
    config = uvicorn.Config(
        app,
        # The other one reads faster, some 70 us a request, and puts no bound on a request's head.
        http="h11",
        h11_max_incomplete_event_size=32 * 1024,
        lifespan="off",
        log_config=None,
        log_level="warning",  # that it began and ended is said already
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    await _Server(config, stopping).serve(sockets=[listening])
    if tasks:
        await asyncio.wait(tasks)
