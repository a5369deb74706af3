"""RabbitMQ as the task queue, on a real server of the test's own where one is installed."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pika  # type: ignore[import-untyped]
import pytest

from infra.database import Database
from services.main import Platform
from tests.services.working import (
    a_nursery,
    a_platform,
    a_worker,
    assert_each_pushed_once,
    at_rest,
    conclude,
    until,
)
from tests.world import World

# Debian's own wrapper is for the system's server; the program behind it runs as anybody.
PLACES = f"/usr/lib/rabbitmq/bin:{os.environ.get('PATH', '')}"
SERVER = shutil.which("rabbitmq-server", path=PLACES)
EPMD = shutil.which("epmd")
START_SECONDS = 60

pytestmark = pytest.mark.skipif(
    SERVER is None or EPMD is None, reason="rabbitmq-server is not installed here"
)


def a_free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


class Rabbit:
    """A server with a node name, ports and directories of its own."""

    def __init__(self, home: Path) -> None:
        port, self._names = a_free_port(), a_free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{port}/%2f"
        self._home = home
        self._given = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "ERL_EPMD_PORT": str(self._names),
            "RABBITMQ_NODENAME": f"tongban{os.getpid()}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(a_free_port()),
            "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(home / "none"),
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        with (self._home / "output").open("ab") as output:
            for command in ([str(EPMD), "-port", str(self._names)], [str(SERVER)]):
                self._processes.append(
                    subprocess.Popen(  # noqa: S603  the programs found above
                        command,
                        env=self._given,
                        stdout=output,
                        stderr=output,
                        start_new_session=True,
                    )
                )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < end, (self._home / "output").read_text()
            assert self._processes[-1].poll() is None, (self._home / "output").read_text()
            time.sleep(0.2)

    def stop(self) -> None:
        """As a crash would."""
        for process in reversed(self._processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def _answers(self) -> bool:
        try:
            pika.BlockingConnection(pika.URLParameters(self.url)).close()
        except pika.exceptions.AMQPError:
            return False
        return True


@pytest.fixture(scope="module")
def rabbit() -> Iterator[Rabbit]:
    home = Path(tempfile.mkdtemp(prefix="tongban-rabbitmq-"))
    made = Rabbit(home)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)


async def test_workers_on_rabbitmq_lose_nothing_when_it_crashes(
    rabbit: Rabbit, database: Database, tmp_path: Path
) -> None:
    """Nothing on PostgreSQL's side: its queue stays empty. Two workers, and the server killed."""
    async with a_platform(database, broker_url=rabbit.url) as it:
        world = World(it.executor)
        await world.set_up()
        with a_nursery(tmp_path / "errors") as nursery:
            for _ in range(2):
                await nursery.worker(it.config)
            await conclude(world, "case-0", "case-1")
            await until(lambda: at_rest(it))
            writing = asyncio.create_task(conclude(world, *(f"case-{n}" for n in range(2, 8))))
            await asyncio.sleep(0.2)
            await asyncio.to_thread(rabbit.stop)
            await asyncio.to_thread(rabbit.start)
            await writing
            await until(lambda: at_rest(it), 60)
        await assert_each_pushed_once(it, world.tenant, 8)
        queued = await it.pool.fetchval("select count(*) from dramatiq.queue")
        assert queued == 0


async def test_what_fails_on_rabbitmq_is_parked_in_our_own_table(
    rabbit: Rabbit, database: Database
) -> None:
    async with a_platform(database, broker_url=rabbit.url, task_tries=1) as it:
        await it.tasks.offer("nobody", "push", ["none"], 1)
        async with a_worker(it):
            await until(lambda: is_parked(it))
        [row] = await it.tasks.list("parked")
        assert row.error == "LookupError: no obligation none"


async def is_parked(it: Platform) -> bool:
    return bool(await it.tasks.list("parked"))
