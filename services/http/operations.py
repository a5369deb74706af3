"""For whoever runs the platform: is it alive, may it take traffic, what does it measure."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from prometheus_client import REGISTRY, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from infra import migrate
from infra.database import LOST, DatabaseError
from projections.lag import Lag, lags, pending
from services.http.auth import PLATFORM_ONLY, admit, authenticate
from services.main import Platform

_PATIENCE_SECONDS = 2
_READ = [HttpMethod.GET, HttpMethod.HEAD]  # balancers ask with HEAD
BEHIND_SECONDS = 30
"""From here on a view that lags is said to be behind; a worker is missing, or in trouble."""

_LAG_EVENTS = Gauge("tongban_view_behind_events", "Events a view has not taken in yet.", ["view"])
_LAG_SECONDS = Gauge("tongban_view_lag_seconds", "Age of the oldest of these events.", ["view"])
_TASKS = Gauge(
    "tongban_tasks", "Tasks that wait (queued) or were given up (parked).", ["task", "state"]
)
_FEED_READERS = Gauge("tongban_feed_readers", "Readers of the event feed in this process.")
_OBLIGATIONS = Gauge(
    "tongban_obligations",
    "Still to be done: open, of these due in three days (soon); late.",
    ["state"],
)


class Check(Struct, frozen=True):
    """`behind` is worth a look, only `failed` keeps traffic away."""

    name: str
    state: Literal["ok", "behind", "failed"]
    detail: str = ""


class Readiness(Struct, frozen=True):
    ready: bool
    checks: list[Check]


def handlers() -> list[HTTPRouteHandler]:
    """Outside `/api/v1`, where balancers and Prometheus look for them."""

    @route("/health", http_method=_READ)
    async def health() -> dict[str, str]:
        # Nothing else is asked: nobody shall restart this process because the database is away.
        return {"status": "ok"}

    @route("/ready", http_method=_READ)
    async def ready(request: Request[Any, Any, Any]) -> Response[bytes]:
        found = await readiness(request.app.state.platform)
        return Response(
            msgspec.json.encode(found),
            status_code=200 if found.ready else 503,
            media_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    @get("/metrics")
    async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        platform: Platform = request.app.state.platform
        admit(await authenticate(request, platform), PLATFORM_ONLY)
        await _measure(platform)
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return [health, ready, metrics]


async def readiness(platform: Platform) -> Readiness:
    checks = [_process(platform), await _database(platform)]
    if checks[-1].state == "ok":
        checks += [await _views(platform), await _tasks(platform)]
    return Readiness(all(check.state != "failed" for check in checks), checks)


def _process(platform: Platform) -> Check:
    stopping = platform.heads.closed
    return Check("process", "failed" if stopping else "ok", "stopping" if stopping else "")


async def _database(platform: Platform) -> Check:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), platform.pool.acquire() as connection:
            missing = await migrate.pending(connection)
    except (*LOST, DatabaseError, migrate.MigrationError) as error:
        return Check("database", "failed", str(error) or type(error).__name__)
    return Check("database", "failed" if missing else "ok", ", ".join(missing))


async def _views(platform: Platform) -> Check:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            found = await _lags(platform)
    except (*LOST, DatabaseError) as error:
        return Check("views", "behind", str(error) or type(error).__name__)
    behind = [
        f"{lag.view}: {lag.events} events, {_age(lag):.0f} s"
        for lag in found
        if _age(lag) > BEHIND_SECONDS
    ]
    return Check("views", "behind" if behind else "ok", "; ".join(behind))


async def _tasks(platform: Platform) -> Check:
    """A parked task waits for a person; one of an event holds back a county's deadlines."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            depths = await platform.tasks.depths()
    except (*LOST, DatabaseError) as error:
        return Check("tasks", "behind", str(error) or type(error).__name__)
    parked = [f"{depth.task}: {depth.tasks}" for depth in depths if depth.state == "parked"]
    return Check("tasks", "behind" if parked else "ok", "; ".join(parked))


async def _lags(platform: Platform) -> list[Lag]:
    return await lags(platform.pool, await platform.projections.status())


def _age(lag: Lag) -> float:
    return 0.0 if lag.since is None else (datetime.now(UTC) - lag.since).total_seconds()


async def _measure(platform: Platform) -> None:
    for lag in await _lags(platform):
        _LAG_EVENTS.labels(lag.view).set(lag.events)
        _LAG_SECONDS.labels(lag.view).set(_age(lag))
    _TASKS.clear()  # a kind that is not there any more is 0, not what it last was
    for depth in await platform.tasks.depths():
        _TASKS.labels(depth.task, depth.state).set(depth.tasks)
    _FEED_READERS.set(platform.feed.seats.in_use)
    for state, count in msgspec.structs.asdict(await pending(platform.pool)).items():
        _OBLIGATIONS.labels(state).set(count)
