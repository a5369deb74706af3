"""Workers: what the log leads to is done; what fails is parked and shown, and the rest goes on."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from domain.calendars.years import AdoptCalendarYear
from domain.cases.commands import Receive
from domain.kernel.authority import AUTOMATION, OPERATOR
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Unit
from domain.obligations.escalation import ObligationEscalated
from domain.obligations.obligation import OpenObligation
from domain.subjects.erasure import EraseSubject
from infra.database import Database
from infra.vault import ErasedError, Vault
from projections import case_register, obligations, pushes
from services.cli.tasks import TASKS
from services.demo.acts import County, synthetic_applicant
from services.demo.dossier import seat
from services.main import Platform
from services.workers.duties import PRIORITIES
from tests.scenarios.next_county import POSTS
from tests.scenarios.test_modes_by_event import ABOVE, decided_above
from tests.scenarios.two_levels import COUNTY, HALL
from tests.services.lateness import LATE, STEP, something_late
from tests.services.working import a_platform, a_worker, at_rest, conclude, tongban, until
from tests.world import World, at


@asynccontextmanager
async def refusing(database: Database, table: str, when: str) -> AsyncIterator[None]:
    """The database refuses certain rows: something that fails, whoever tries it."""
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(
        "create function public.refuse() returns trigger language plpgsql as "
        "$$ begin raise 'poisoned'; end $$;"
        f"create trigger poison before insert on {table} for each row when ({when}) "
        "execute function public.refuse()"
    )
    try:
        yield
    finally:
        await admin.execute(f"drop trigger poison on {table}; drop function public.refuse()")
        await admin.close()


async def pushed(it: Platform, tenant: str = "xingguo") -> set[str]:
    """The cases whose results were pushed, as receivers see them."""
    return {row.case for row in await pushes.pushes(it.pool, tenant, limit=1000)}


async def parked(it: Platform) -> list[tuple[str, str]]:
    return [(row.task, row.key) for row in await it.tasks.list("parked")]


@asynccontextmanager
async def a_county(database: Database, **changes: object) -> AsyncIterator[tuple[Platform, World]]:
    async with a_platform(database, **changes) as it:
        world = World(it.executor)
        await world.set_up()
        yield it, world


async def test_a_result_is_pushed_without_anybody_asking(database: Database) -> None:
    async with a_county(database) as (it, world):
        async with a_worker(it):
            await conclude(world, "case-1")
            await until(lambda: at_rest(it))
        assert await pushed(it) == {"case-1"}
        rows = await it.pool.fetch(
            "select distinct outcome from views.obligations where kind not in ('grant', 'task')"
        )
        assert [row["outcome"] for row in rows] == ["met"]


async def test_a_view_that_fails_for_a_county_is_left_alone_and_shown(database: Database) -> None:
    async with a_county(database) as (it, world):
        other = World(it.executor, "other")
        await other.set_up()
        poison = refusing(database, "views.case_register", "new.key = 'case-1'")
        async with poison, a_worker(it):
            await asyncio.gather(conclude(world, "case-1"), conclude(other, "case-2"))
            await until(lambda: is_pushed(it, "xingguo", "case-1"))
            await until(lambda: is_pushed(it, "other", "case-2"))
            await until(lambda: fails(it))
            stuck = [row for row in await it.projections.status() if row.failing]
            assert [(row.view, row.tenant) for row in stuck] == [("case_register", "xingguo")]
            assert "poisoned" in stuck[0].failing
            assert "poisoned" in await tongban(database, "projections", "list")
        async with a_worker(it):
            await until(lambda: at_rest(it))
        assert [row.failing for row in await it.projections.status() if row.failing] == []
        assert len(await case_register.cases(it.pool, world.tenant)) == 1


async def is_pushed(it: Platform, tenant: str, case: str) -> bool:
    return case in await pushed(it, tenant)


async def fails(it: Platform) -> bool:
    return any(row.failing for row in await it.projections.status())


async def test_an_event_that_keeps_failing_is_passed_over_and_replayed(database: Database) -> None:
    async with a_county(database, task_tries=2) as (it, world):
        poison = refusing(database, "tongban.events", "new.stream like 'obligation/%:case-1%'")
        async with poison, a_worker(it):
            await conclude(world, "case-1", "case-2")
            await until(lambda: is_pushed(it, world.tenant, "case-2"))
            await until(lambda: has_parked(it, "react"))
            assert await pushed(it) == {"case-2"}
        await it.tasks.replay()
        async with a_worker(it):
            await until(lambda: at_rest(it))
        assert await pushed(it) == {"case-1", "case-2"}
        assert await it.tasks.list() == []


async def has_parked(it: Platform, task: str) -> bool:
    return task in {name for name, _ in await parked(it)}


async def test_a_task_that_keeps_failing_is_parked_shown_and_replayed(database: Database) -> None:
    async with a_county(database, task_tries=2) as (it, world):
        assert "没有待办或搁置的任务" in await tongban(database, "tasks", "list")
        poison = refusing(database, "tongban.events", "new.stream like 'push/case-1/%'")
        async with poison, a_worker(it):
            await conclude(world, "case-1", "case-2")
            await until(lambda: has_parked(it, "push"))
            await until(lambda: is_pushed(it, world.tenant, "case-2"))
        [row] = json.loads(await tongban(database, "tasks", "list", "--json"))
        assert (row["task"], row["state"], row["tries"]) == ("push", "parked", 2)
        assert "poisoned" in row["error"]
        number = str(row["id"])
        assert row["key"] in await tongban(database, "tasks", "list", "--state", "parked")
        shown = await tongban(database, "tasks", "show", number)
        assert all(word in shown for word in (row["key"], "poisoned", "推送审批信息", "已试：2 次"))
        assert "已重新排队 1 项" in await tongban(database, "tasks", "replay", number)
        assert "tasks.not_parked" in await tongban(database, "tasks", "replay", number, code=1)
        async with a_worker(it):
            await until(lambda: at_rest(it))
        assert await pushed(it) == {"case-1", "case-2"}


async def test_the_command_line_says_what_it_cannot_find(database: Database) -> None:
    async with a_platform(database):
        assert "tasks.unknown" in await tongban(database, "tasks", "show", "7", code=1)
        assert "tasks.which" in await tongban(database, "tasks", "replay", code=1)


def test_every_kind_of_task_has_its_words() -> None:
    assert set(TASKS) == set(PRIORITIES)


async def test_a_backlog_of_one_county_does_not_delay_another(database: Database) -> None:
    """So many tasks of a kind at once and no more; the others take turns with them."""
    backlog, room = 300, 10
    async with a_county(database, tenant_tasks=room) as (it, small):
        big = World(it.executor, "big")
        await big.set_up()
        await asyncio.gather(*(an_overdue_obligation(big, n) for n in range(backlog)))
        most = 0
        async with a_worker(it):
            await until(lambda: marked_late(it, big.tenant, 1))
            await conclude(small, "case-1")
            while not most or not await is_pushed(it, small.tenant, "case-1"):
                waiting = await it.tasks.waiting(big.tenant)
                most = max(most, sum(count.queued for count in waiting.values()))
                await asyncio.sleep(0.005)
            assert not await marked_late(it, big.tenant, backlog * 2 // 3)
        assert 0 < most <= room


async def test_whoever_the_rules_name_is_told_of_what_is_late_and_once(database: Database) -> None:
    """By whichever worker comes first; what is done meanwhile nobody is told of."""
    async with a_county(database) as (it, world):
        await something_late(world, "xingjiang", "approval")
        async with a_worker(it), a_worker(it):
            await until(lambda: told_late(it, world.tenant))
            await until(lambda: at_rest(it))
        (told,) = await it.log.read(world.tenant, types=(ObligationEscalated.TYPE,))
        assert isinstance(told.event, ObligationEscalated)
        assert (told.event.obligation, told.event.step) == (LATE, STEP.id)
        assert told.event.organs == ("approval", "county_government")


async def told_late(it: Platform, tenant: str) -> bool:
    return bool(await it.log.read(tenant, types=(ObligationEscalated.TYPE,)))


async def an_overdue_obligation(world: World, number: int) -> None:
    await an_obligation(world, number, at("2024-01-31"), 3, "days")


async def an_obligation(
    world: World, number: int, start: datetime, days: int, unit: Unit = "working_days"
) -> None:
    await world.executor.execute(
        world.tenant,
        AUTOMATION,
        OpenObligation(
            occurred_at=start,
            obligation=f"test:{number}",
            kind="test",
            about="test/1",
            matter=0,
            debtor="approval",
            creditor="",
            post="principal",
            started_at=start,
            days=days,
            unit=unit,
            roll=False,
            sla="test",
            certainty="text",
            clause="",
            source="",
            lapse="",
            rules=f"{world.county.pack.id}@{world.county.pack.version}",
        ),
        uuid4(),
    )


async def marked_late(it: Platform, tenant: str, at_least: int) -> bool:
    count: int = await it.pool.fetchval(
        "select count(*) from views.obligations where tenant = $1 and outcome = 'late'", tenant
    )
    return count >= at_least


async def test_an_erasure_that_was_cut_short_is_finished(database: Database) -> None:
    async with a_county(database) as (it, world):
        await conclude(world, "case-1")
        [recorded] = [
            item
            for item in await it.log.read(world.tenant, limit=1000)
            if item.event.TYPE == "cases.received"
        ]
        sealed = recorded.event.applicant  # type: ignore[attr-defined]  # known here
        key = await it.pool.fetchrow(
            "select * from tongban.subject_key($1, $2, $3, $4)",
            world.tenant, sealed.subject, sealed.algorithm, None,
        )  # fmt: skip
        command = EraseSubject(subject=sealed.subject, reason="依申请")
        await world.do(OPERATOR, command)
        assert key
        admin = await asyncpg.connect(database.admin_url)
        await admin.execute(  # as if the process had died before it destroyed the key
            "update tongban.subject_keys set wrapped = $1, destroyed_at = null", key["wrapped"]
        )
        await admin.close()
        vault = Vault(it.pool, bytes(32))
        assert await vault.open(world.tenant, sealed)
        async with a_worker(it):
            await until(lambda: at_rest(it))
        with pytest.raises(ErasedError):
            await vault.open(world.tenant, sealed)


async def test_an_adopted_calendar_moves_what_rested_on_a_guess(database: Database) -> None:
    async with a_county(database) as (it, world):
        this_year = datetime.now(UTC).year
        open_now = [an_obligation(world, n, datetime.now(UTC), 300) for n in range(3)]
        await asyncio.gather(*open_now)
        async with a_worker(it):
            await until(lambda: at_rest(it))
            assert await obligations.provisional(it.pool, world.tenant) == 3
            for year in range(this_year, this_year + 3):
                await world.do(
                    OPERATOR,
                    AdoptCalendarYear(year=year, holidays=(), workdays=(), source="测试"),
                )
            await until(lambda: none_provisional(it, world.tenant))
            await until(lambda: at_rest(it))
        assert await it.tasks.list() == []


async def none_provisional(it: Platform, tenant: str) -> bool:
    return await obligations.provisional(it.pool, tenant) == 0


async def test_what_is_late_is_marked_once_and_by_its_own_day(database: Database) -> None:
    async with a_county(database) as (it, world):
        await an_overdue_obligation(world, 1)
        async with a_worker(it):
            await until(lambda: marked_late(it, world.tenant, 1))
            await an_overdue_obligation(world, 2)  # and the first is looked at again
            await until(lambda: marked_late(it, world.tenant, 2))
        events = await it.log.read(world.tenant, limit=1000)
        count = Counter(item.event.TYPE for item in events)
        assert count["obligations.marked_late"] == 2
        row = await obligations.obligation(it.pool, world.tenant, "test:1")
        assert row
        assert row.due_on == (at("2024-01-31") + timedelta(days=3)).date()


async def test_an_open_case_goes_along_with_its_matter(database: Database) -> None:
    """B-22: received yesterday, and its matter is handled otherwise since midnight."""
    rules = decided_above("move")
    zone = Rulebook(rules).zone
    before = datetime.now(UTC) - timedelta(days=2)
    async with a_platform(database) as it:
        world = World(it.executor, rules.id)
        world.county = County(rules.id, rules)
        receipt = Receive(
            case="1-1",
            matter=ABOVE.matter,
            receiver=HALL,
            channel="window",
            stated={},
            applicant=synthetic_applicant("1-1"),
            occurred_at=before + timedelta(days=1),
        )
        await world.play(world.county.adoption())
        for organ in (HALL, COUNTY):
            for act in world.county.staffing(organ, POSTS):
                await world.do(act.by, replace(act.command, occurred_at=before))
        await world.do(seat(HALL, "window_clerk"), receipt)
        today = datetime.now(UTC).astimezone(zone).date()
        await world.do(seat(COUNTY, "principal"), replace(ABOVE, effective_from=today))

        async def moved() -> bool:
            row = await case_register.case(it.pool, rules.id, "1-1")
            return row is not None and row.mode == ABOVE.mode

        async with a_worker(it):
            await until(moved)
