"""`tongban serve` as a process: API and worker together, stopped gracefully and not."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from httpx import AsyncClient, ConnectError

from infra.config import Config
from infra.credentials import Credential, Credentials
from infra.database import Database
from services.cli import serve
from services.http.server import listen
from tests.services import clerk
from tests.services.working import PATIENCE, environment, settings, until
from tests.world import World

TOWN = "xingjiang"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


class Served:
    """A running `tongban serve` and a client of it."""

    def __init__(self, process: asyncio.subprocess.Process, client: AsyncClient) -> None:
        self.process = process
        self.client = client

    def processes(self) -> list[psutil.Process]:
        mine = psutil.Process(self.process.pid)
        return [mine, *mine.children(recursive=True)]

    async def until(self, path: str, token: str, found: Any) -> Any:
        """The answer, once it is what is waited for."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    answer = await self.client.get(path, headers=headers)
                    if answer.status_code == 200 and found(answer.json()):
                        return answer.json()
                except ConnectError:
                    assert self.process.returncode is None, "it ended"
                await asyncio.sleep(0.05)


@asynccontextmanager
async def serving(
    database: Database, *options: str, stderr: int | None = None
) -> AsyncIterator[Served]:
    port = free_port()
    environ = {
        **os.environ,
        "TONGBAN_DATABASE_URL": database.url,
        "TONGBAN_MASTER_KEY": "00" * 32,
        "TONGBAN_PORT": str(port),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli.main", "serve", *options, env=environ, stderr=stderr
    )
    try:
        async with AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            served = Served(process, client)
            await served.until("/health", "", lambda found: found["status"] == "ok")
            yield served
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture
async def token(world: World, credentials: Credentials) -> str:
    """A clerk's, of a county at work."""
    await world.set_up("approval", TOWN)
    clerk = world.by(TOWN, "window_clerk")
    wanted = Credential(
        tenant=world.tenant, id="", kind="person", person=clerk.person, seat=clerk.seat
    )
    return (await credentials.issue(wanted))[1]


@pytest.fixture
def credentials(pool: Any) -> Credentials:
    return Credentials(pool)


async def gone(processes: list[psutil.Process]) -> None:
    _, alive = await asyncio.to_thread(psutil.wait_procs, processes, PATIENCE)
    assert alive == []


async def test_api_and_worker_run_together_and_stop_when_told(
    database: Database, world: World, token: str
) -> None:
    """A worker that died is replaced meanwhile."""
    async with serving(database) as served:
        await served.until("/ready", "", lambda found: found["ready"])
        before = {process.pid for process in served.processes()[1:]}
        assert before, "a worker of its own"
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        await until(lambda: bool({process.pid for process in served.processes()[1:]} - before))
        [receipt, *_] = world.county.case(world.plan("case-9"))
        await world.play(receipt)
        # Only a worker opens obligations and brings views up to date.
        due = await served.until(
            "/api/v1/obligations", token, lambda found: "accept:case-9" in str(found["items"])
        )
        keys = [item["key"] for item in due["items"] if item["kind"] not in ("grant", "task")]
        assert keys == ["accept:case-9"]

        processes = served.processes()
        served.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await served.process.wait() == 0
        await gone(processes)


async def test_a_stream_that_is_open_ends_and_keeps_nobody_waiting(
    database: Database, world: World, credentials: Credentials, token: str
) -> None:
    assert token
    auditor = await credentials.issue(Credential(tenant=world.tenant, id="", kind="auditor"))
    headers = {"Authorization": f"Bearer {auditor[1]}", "Accept": "text/event-stream"}
    async with serving(
        database, "--api-only", "--json-logs", stderr=asyncio.subprocess.PIPE
    ) as served:
        assert len(served.processes()) == 1
        await assert_what_a_request_begins_with_is_bounded(served)
        async with served.client.stream("GET", "/api/v1/events", headers=headers) as stream:
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry:")
            served.process.send_signal(signal.SIGINT)
            async with asyncio.timeout(PATIENCE):
                async for _ in lines:
                    pass  # a clean end: nothing is raised
        _, said = await served.process.communicate()
        assert served.process.returncode == 0
    logged = [json.loads(line) for line in said.splitlines()]
    assert [line["event"] for line in logged if line["level"] == "warning"] == [
        "Invalid HTTP request received."
    ]


async def assert_what_a_request_begins_with_is_bounded(served: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.client.base_url.port)
    writer.write(b"GET /health HTTP/1.1\r\nHost: tongban\r\n")
    async with asyncio.timeout(PATIENCE):
        # Whoever still writes when the other side hangs up may lose the answer to the reset.
        with suppress(ConnectionError):
            for n in range(64):
                writer.write(b"X-%d: %b\r\n" % (n, b"x" * 1024))
                await writer.drain()
        with suppress(ConnectionError):
            assert (await reader.readline())[:12] in (b"HTTP/1.1 400", b"")
    writer.close()


async def test_a_worker_does_not_outlive_the_process_that_it_was_started_for(
    database: Database, token: str
) -> None:
    async with serving(database) as served:
        await served.until("/api/v1/obligations", token, lambda found: found["items"] == [])
        processes = served.processes()
        assert len(processes) > 1
        served.process.kill()
        await gone(processes)


async def test_a_worker_that_cannot_be_started_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "worker"
    monkeypatch.setattr(serve, "_PAUSE_LIMIT_SECONDS", 0.05)
    async with asyncio.timeout(PATIENCE), serve._beside((str(program),), Config()):
        await asyncio.sleep(0.1)  # not there: it fails at least once
        program.write_text("#!/bin/sh\ntouch $0.ran\nread wait\n")
        program.chmod(0o700)
        await until((tmp_path / "worker.ran").exists)


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    """Its head and its body are two writes (0012)."""
    with (
        listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_a_port_that_is_taken_is_said_in_one_line(database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = settings(database, port=taken.getsockname()[1])
        ended = await asyncio.to_thread(clerk.tongban, ("serve",), environment(config))
    assert ended.returncode == 2
    assert "TONGBAN_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr
