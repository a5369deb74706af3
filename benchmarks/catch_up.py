"""Views catching up with a log of real events: whole cases of the bundled county."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

from msgspec.structs import replace

from benchmarks.setting import Setting
from domain.cases.events import CaseReceived
from domain.kernel.event import Event
from domain.registry import REGISTRY
from infra.append import Append
from infra.codec import Codec
from infra.database import connect
from infra.log import EventLog
from infra.vault import Vault
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.demo.acts import TOWNSHIP_POSTS, CasePlan, County
from services.execute import Executor
from tenants.loader import bundled, load

TENANT = "catch-up"
_CASES_PER_COMMAND = 50
CODEC = Codec(REGISTRY)


async def rates(setting: Setting, events: int) -> dict[str, float]:
    """Events per second that each view takes in from the beginning of a log, and their mean."""
    async with connect(setting.database, 4) as pool:
        log = EventLog(pool, CODEC)
        await _fill(log, Executor(log, Vault(pool, bytes(32))), events)
        projections = Projections(pool, CODEC, VIEWS)
        await projections.ensure()
        await setting.settle()
        measured: dict[str, float] = {}
        total = 0.0
        for view in VIEWS:
            start = time.perf_counter()
            taken = await projections.catch_up(TENANT, [view.name])
            seconds = time.perf_counter() - start
            measured[view.name] = taken / seconds
            total += seconds
        measured["mean of all views"] = len(VIEWS) * events / total
        await log.close()
        return measured


async def _fill(log: EventLog, executor: Executor, events: int) -> None:
    """One case played through the real command path, then the same with other numbers."""
    county = County(TENANT, load(bundled("xingguo")))
    setting_up = [
        county.adoption(),
        *county.staffing("approval", {"principal": ()}),
        *county.staffing("xingjiang", TOWNSHIP_POSTS),
        *county.handing_down("approval", "xingjiang"),
    ]
    for act in setting_up:
        await executor.execute(TENANT, act.by, act.command, act.id)
    played: list[tuple[str, Event]] = []
    for act in county.case(CasePlan("case-0", "xingjiang", 21, {})):
        done = await executor.execute(TENANT, act.by, act.command, act.id)
        played += done.events
    for batch in _batches(events // len(played)):
        command = uuid4()
        written = [pair for n in batch for pair in _another(played, n)]
        await log.append(
            Append(
                tenant=TENANT,
                command=command,
                fingerprint=bytes(32),
                actor="benchmark",
                post="",
                correlation=command,
                expected={stream: 0 for stream, _ in written},
                events=written,
            )
        )


def _batches(cases: int) -> Iterator[range]:
    for first in range(1, cases, _CASES_PER_COMMAND):
        yield range(first, min(first + _CASES_PER_COMMAND, cases))


def _another(played: list[tuple[str, Event]], n: int) -> Iterator[tuple[str, Event]]:
    """The case once more, as number n."""
    now = datetime.now(UTC)
    for stream, event in played:
        number = f"case-{n}"
        copied = replace(event, case=number, occurred_at=now)
        if isinstance(copied, CaseReceived):
            copied = replace(copied, stated={"n": float(n)})
        yield stream.replace("case-0", number), copied
