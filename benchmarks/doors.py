"""Through the doors: whole cases over HTTP beside the same commands straight on the log.

And how long until a command is visible in a view, and until an event is at a reader of the feed.
The API and the worker are processes of their own, as in operation; clients are threads here.
"""

import asyncio
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec

from benchmarks.setting import Setting
from domain.kernel.event import Command
from infra.config import Config
from infra.credentials import Credential
from services.demo.acts import TOWNSHIP_POSTS, Act, CasePlan, County
from services.http.act import names
from services.http.contexts import routes
from services.main import Platform, open_platform
from tenants.loader import bundled, load

WRITERS = 16
TENANTS = 4
_TOWN, _DEPARTMENT, _MATTER = "xingjiang", "approval", 21
_STARTING_SECONDS = 30
_PATHS = {route.operation: route.path for route in routes() if route.command}
Samples = list[float]


async def doors(setting: Setting) -> dict[str, float]:
    """Commands per second over HTTP and straight; milliseconds, median and 99th percentile."""
    config = Config(home=setting.server.data.parent)
    async with open_platform(config, setting.database) as it:
        counties = [County(f"door{n}", load(bundled("xingguo"))) for n in range(TENANTS)]
        for county in counties:
            await _set_up(it, county)
        tokens = {county.tenant: await _tokens(it, county) for county in counties}
        await setting.settle()
        straight = await _straight(it, counties, setting.seconds)
        await setting.settle()
        with _running(setting, "serve", "--api-only") as port:
            rate, took = await asyncio.to_thread(_over_http, port, counties, tokens, setting)
            with _running(setting, "worker"):
                await _at_rest(it)
                county = counties[0]
                seen, fed = await asyncio.to_thread(
                    _latencies, port, county, tokens[county.tenant], setting
                )
    found = {
        f"commands straight on the log, {WRITERS} writers": straight,
        f"commands over HTTP, {WRITERS} writers": rate,
    }
    for name, samples in (
        ("command over HTTP", took),
        ("command to visible in a view", seen),
        ("event to SSE client", fed),
    ):
        found[f"{name}, p50 ms"] = statistics.median(samples)
        found[f"{name}, p99 ms"] = statistics.quantiles(samples, n=100)[98]
    return found


async def _set_up(it: Platform, county: County) -> None:
    for act in (
        county.adoption(),
        *county.staffing(_DEPARTMENT, {"principal": ()}),
        *county.staffing(_TOWN, TOWNSHIP_POSTS),
        *county.handing_down(_DEPARTMENT, _TOWN),
    ):
        await it.executor.execute(act.tenant, act.by, act.command, act.id)


async def _tokens(it: Platform, county: County) -> dict[str, str]:
    """By seat; the integrator's under "feed"."""
    found = {}
    for post in TOWNSHIP_POSTS:
        by = county.by(_TOWN, post)
        wanted = Credential(
            tenant=county.tenant, id="", kind="person", person=by.person, seat=by.seat
        )
        found[by.seat] = (await it.credentials.issue(wanted))[1]
    reader = Credential(
        tenant=county.tenant, id="", kind="service", scopes=("feed",), types=("cases.",)
    )
    found["feed"] = (await it.credentials.issue(reader))[1]
    return found


def _cases(county: County) -> Iterator[Act]:
    """The acts of one case after the other, without end."""
    while True:
        yield from county.case(CasePlan(f"case-{uuid4()}", _TOWN, _MATTER, {}))


async def _straight(it: Platform, counties: list[County], seconds: float) -> float:
    end = time.perf_counter() + seconds
    done = 0

    async def writer(n: int) -> None:
        nonlocal done
        for act in _cases(counties[n % TENANTS]):
            if time.perf_counter() > end:
                return
            await it.executor.execute(act.tenant, act.by, act.command, uuid4())
            done += 1

    start = time.perf_counter()
    await asyncio.gather(*(writer(n) for n in range(WRITERS)))
    return done / (time.perf_counter() - start)


def _over_http(
    port: int, counties: list[County], tokens: dict[str, dict[str, str]], setting: Setting
) -> tuple[float, Samples]:
    end = time.perf_counter() + setting.seconds
    took: Samples = []

    def writer(n: int) -> None:
        county = counties[n % TENANTS]
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for act in _cases(county):
            begun = time.perf_counter()
            if begun > end:
                return
            _give(connection, act, tokens[county.tenant])
            took.append(1000 * (time.perf_counter() - begun))

    start = time.perf_counter()
    _in_threads(writer, WRITERS)
    return len(took) / (time.perf_counter() - start), took


async def _at_rest(it: Platform) -> None:
    """The worker has taken in what was written so far, and has nothing else to do."""
    async with asyncio.timeout(600):
        while True:
            behind = any(status.behind for status in await it.projections.status())
            if not behind and not await it.tasks.depths():
                return
            await asyncio.sleep(1)


def _in_threads(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _give(connection: http.client.HTTPConnection, act: Act, tokens: dict[str, str]) -> int:
    """Give a command over HTTP; the position it led to."""
    path, body = _request(act.command)
    headers = {
        "Authorization": f"Bearer {tokens[act.by.seat]}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid4()),
    }
    connection.request("POST", f"/api/v1{path}", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status in (200, 201), content
    position: int = json.loads(content)["position"]
    return position


def _request(command: Command) -> tuple[str, bytes]:
    """Path and body of a command, as the API takes it."""
    values: dict[str, Any] = msgspec.to_builtins(command)
    template = _PATHS[command.TYPE]
    apart = names(template)
    body = {k: v for k, v in values.items() if k not in apart and v is not None}
    return template.format_map(values), json.dumps(body).encode()


def _latencies(
    port: int, county: County, tokens: dict[str, str], setting: Setting
) -> tuple[Samples, Samples]:
    """Milliseconds from a command's answer to its row, and from its record to the feed's reader."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    playing = _cases(county)
    first = next(playing)
    _see(connection, _give(connection, first, tokens), tokens[first.by.seat])  # it has caught up
    fed: Samples = []
    stop = threading.Event()
    reader = threading.Thread(target=_read_feed, args=(port, tokens["feed"], fed, stop))
    reader.start()
    seen: Samples = []
    end = time.perf_counter() + 2 * setting.seconds
    for act in playing:
        if time.perf_counter() > end:
            break
        position = _give(connection, act, tokens)
        begun = time.perf_counter()
        _see(connection, position, tokens[act.by.seat])
        seen.append(1000 * (time.perf_counter() - begun))
    stop.set()
    reader.join()
    return seen, fed


def _see(connection: http.client.HTTPConnection, position: int, token: str) -> None:
    """Read a view that holds what was written at a position."""
    path = f"/api/v1/cases?limit=1&after={position}&wait=30"
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status == 200, content


def _read_feed(port: int, token: str, fed: Samples, stop: threading.Event) -> None:
    """Reads the stream from its end on until told to stop."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    connection.request("GET", "/api/v1/events?limit=1", headers=headers)
    head = json.loads(connection.getresponse().read())["head"]
    headers["Accept"] = "text/event-stream"
    connection.request("GET", f"/api/v1/events?after={head}", headers=headers)
    stream = connection.getresponse()
    while not stop.is_set():
        line = stream.readline()
        if line.startswith(b"data: "):
            recorded = datetime.fromisoformat(json.loads(line[6:])["recordedat"])
            fed.append(1000 * (datetime.now(UTC) - recorded).total_seconds())
    connection.close()


@contextmanager
def _running(setting: Setting, *command: str) -> Iterator[int]:
    """A process of the platform on the setting's database; the port that the API listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    environ = {
        **os.environ,
        "TONGBAN_HOME": str(setting.server.data.parent),
        "TONGBAN_PORT": str(port),
        "TONGBAN_FEED_IDLE_SECONDS": "0.5",  # whoever reads notices soon that it is to stop
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "services.cli.main", *command],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if command[0] == "serve":
            _wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STARTING_SECONDS)


def _wait_for(port: int) -> None:
    end = time.perf_counter() + _STARTING_SECONDS
    while time.perf_counter() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")
