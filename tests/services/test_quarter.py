"""A quarter of three counties on one installation where everything goes wrong (DESIGN 6, 9).

The clock runs from 1 September to 1 December 2024, day by day, while workers are killed, the
database and the broker restart and connections are cut; whoever acts at a window tries again. Then
the log alone says that each obligation has the one outcome that is true of it, that each period
was closed and each report and each result sent once; and what is shown is what the log says.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from domain.cases.commands import Decide
from domain.kernel.event import Recorded
from domain.kernel.refusal import Refusal
from domain.reports.periodic import SendReport
from infra.config import Config
from infra.database import LOST, prepare
from infra.embedded import EmbeddedServer
from services.demo.act import Act
from services.main import Platform, open_platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tests.projections.test_rebuild import contents
from tests.servers import a_home
from tests.services import quarter
from tests.services.faults import (
    Fault,
    Faults,
    begun_again,
    insisting,
    watch_what_is_begun_again,
)
from tests.services.quarter import FIRST, LAST, ZONE, days
from tests.services.quarter_told import Told
from tests.services.working import PATIENCE, a_nursery, at_rest, settings, until
from tests.shared_clock import SharedClock

SEED = int(os.environ.get("TEST_TONGBAN_SEED", "2024"))
TENANTS = ("xingguo", "zezhou", "rongan")
END = LAST + timedelta(days=1)
KILLS = 12
DEADLY = 3  # days on which all workers die in the middle of what they do
PAUSE_SECONDS = 0.1  # between two looks: the workers are to have their share of the machine
TRIES = 100  # a task may be in the middle at many deaths, and none is its fault


@pytest.mark.parametrize("seed", [SEED])  # so that a failure says with which
async def test_a_quarter_with_faults_leaves_nothing_undone_and_does_nothing_twice(
    tmp_path: Path, seed: int
) -> None:
    draw, clock = Random(seed), SharedClock(tmp_path / "clock")
    clock.set(moment(FIRST, 0))
    stories = {tenant: quarter.story(tenant, seed) for tenant in TENANTS}
    with a_home() as home:
        database = await prepare(Config(home=home))
        await watch_what_is_begun_again(database)
        config = settings(database, task_threads=2, sweep_seconds=0.2, task_tries=TRIES)
        async with open_platform(config, database, clock) as it:
            with a_nursery(tmp_path / "errors", tmp_path / "clock") as nursery:
                faults = Faults(EmbeddedServer(home), database, nursery, config, draw)
                await faults.hire()
                await a_quarter(it, stories, clock, faults, draw)
            assert await begun_again(it) >= 1
            assert await it.tasks.list() == []
            for tenant, acts in stories.items():
                told = Told(tenant, await everything(it, tenant))
                told.assert_each_act_once(acts)
                told.assert_each_obligation_has_one_true_outcome()
                told.assert_last_days_are_those_counted_by_hand()
                told.assert_nothing_is_sent_or_closed_twice()
            await assert_views_are_what_the_logs_say(it)


async def a_quarter(
    it: Platform, stories: dict[str, list[Act]], clock: SharedClock, faults: Faults, draw: Random
) -> None:
    plan = {tenant: by_day(acts) for tenant, acts in stories.items()}
    wrong = what_goes_wrong(faults, draw, deadly := with_results(plan["xingguo"]))
    for day in days(FIRST, END):
        clock.set(moment(day, 0, 5))
        await asyncio.sleep(draw.uniform(0, 0.2))
        clock.set(moment(day, 8))
        going_wrong = [asyncio.create_task(fault()) for fault in wrong.get(day, ())]
        acts = [plan[tenant].get(day, []) for tenant in TENANTS]
        async with faults.workers_killed_in_the_middle(it) if day in deadly else nullcontext():
            playing = asyncio.gather(*(play(it, some) for some in acts))
        await playing
        await asyncio.gather(*going_wrong)
        if draw.random() < 0.15:  # on other days the next one comes while they are still at it
            with suppress(TimeoutError, *LOST):
                await until(lambda: at_rest(it), 1, PAUSE_SECONDS)
    await until(lambda: nothing_is_left(it), 2 * PATIENCE, PAUSE_SECONDS)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def by_day(acts: Sequence[Act]) -> dict[date, list[Act]]:
    return {day: [*some] for day, some in groupby(acts, lambda act: act.moment.date())}


def with_results(acts: dict[date, list[Act]]) -> list[date]:
    """Some of the days on which somebody decides, of a county where that is pushed to others."""
    found = (day for day, some in acts.items() if any(isinstance(a.command, Decide) for a in some))
    return sorted(found)[:DEADLY]


def what_goes_wrong(
    faults: Faults, draw: Random, deadly: Sequence[date]
) -> dict[date, list[Fault]]:
    """On some days, often several at once; not on those that are deadly anyway."""
    wrong: dict[date, list[Fault]] = defaultdict(list)
    everyday = [day for day in days(FIRST, LAST) if day not in deadly]
    for fault, times in (
        (faults.worker_killed, KILLS),
        (faults.connections_cut, 4),
        (faults.broker_restarted, 4),
        (faults.database_restarted, 2),
        (faults.database_crashed, 2),
    ):
        for day in draw.sample(everyday, times):
            wrong[day].append(fault)
    return wrong


async def play(it: Platform, acts: Sequence[Act]) -> None:
    for act in acts:
        if isinstance(act.command, SendReport):  # its principal looks whether he owes one
            await insisting(partial(until, partial(nothing_is_left, it), pause=PAUSE_SECONDS))
        await insisting(partial(carry_out, it, act))


async def carry_out(it: Platform, act: Act) -> None:
    refused = ""
    try:
        await it.executor.execute(act.tenant, act.by, act.command, act.id)
    except Refusal as no:
        refused = no.code
    assert refused == act.refused, act.says


async def nothing_is_left(it: Platform) -> bool:
    """Neither to be done nor to be told."""
    scheduler = Scheduler(Reactor(it.executor, it.projections, it.pool))
    due = [await scheduler.overdue(t) or await scheduler.to_close(t) for t in TENANTS]
    return not any(due) and await at_rest(it)


async def everything(it: Platform, tenant: str) -> list[Recorded]:
    found: list[Recorded] = []
    while page := await it.log.read(tenant, len(found), limit=1000):
        found += page
    return found


async def assert_views_are_what_the_logs_say(it: Platform) -> None:
    live = await contents(it.pool)
    for view in it.projections.views:
        await it.projections.rebuild(view)
    assert await contents(it.pool) == live
