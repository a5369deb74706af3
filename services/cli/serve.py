"""`tongban serve`: the API, and beside it a worker, until Ctrl-C."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import structlog
import typer

from infra.config import Config, load
from infra.database import prepare
from infra.logging import configure
from services.cli.output import console, run
from services.http.server import listen
from services.http.server import serve as serve_http
from services.main import Platform, open_platform

Command = tuple[str, ...]
_WORKER: Command = (sys.executable, "-m", "services.cli.main", "worker", "--attached")
_PAUSE_SECONDS = 1.0  # doubled each time a worker dies young, to a minute
_PAUSE_LIMIT_SECONDS = 60.0
_GRACE_SECONDS = 10  # a worker ends by itself; one that cannot is killed after so much more
_LOG = structlog.get_logger("tongban.serve")

Ready = Callable[[Platform], Awaitable[None]]


def serve(
    api_only: Annotated[
        bool, typer.Option("--api-only", help="不带后台任务。Without a worker beside it.")
    ] = False,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="日志为 JSON。Logs as JSON lines.")
    ] = False,
) -> None:
    """启动服务。Serve the API, with a worker beside it, until Ctrl-C."""
    command = (*_WORKER, "--json-logs") if json_logs else _WORKER
    configure(json=json_logs)
    run(serve_until_stopped(load(), worker=None if api_only else command))


async def serve_until_stopped(
    config: Config, *, worker: Command | None = _WORKER, ready: Ready | None = None
) -> None:
    """`ready` runs once the address is ours and before the first request."""
    database = await prepare(config)
    with listen(config.host, config.port) as listening:
        async with open_platform(config, database) as it, _beside(worker, config):
            if ready is not None:
                await ready(it)
            address = f"http://{config.host}:{config.port}"
            console.print(f"同办已在 {address} 提供服务（/health，/api/v1）；Ctrl-C 停止。")
            await serve_http(it, listening)
    console.print("已停止。")


@asynccontextmanager
async def _beside(worker: Command | None, config: Config) -> AsyncIterator[None]:
    """A worker process of our own, started anew when it dies."""
    if worker is None:
        yield
        return
    keeping = asyncio.create_task(_keep_worker(worker, config.stop_seconds + _GRACE_SECONDS))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])


async def _keep_worker(worker: Command, stop_seconds: float) -> None:
    pause = _PAUSE_SECONDS
    while True:
        begun = asyncio.get_running_loop().time()
        try:
            ended = f"exit code {await _run_worker(worker, stop_seconds)}"
        except OSError as error:  # no memory or no process left: that may pass
            ended = str(error)
        lived = asyncio.get_running_loop().time() - begun
        pause = (
            _PAUSE_SECONDS if lived > _PAUSE_LIMIT_SECONDS else min(pause * 2, _PAUSE_LIMIT_SECONDS)
        )
        _LOG.warning("worker ended, starting another", ended=ended, pause_seconds=pause)
        await asyncio.sleep(pause)


async def _run_worker(worker: Command, stop_seconds: float) -> int:
    # Its standard input closes with this process, however that ends: then it stops as well.
    process = await asyncio.create_subprocess_exec(
        *worker, stdin=asyncio.subprocess.PIPE, start_new_session=True
    )
    try:
        return await process.wait()
    finally:
        await _stop(process, stop_seconds)


async def _stop(process: asyncio.subprocess.Process, seconds: float) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
