"""What the plan makes due by a day, and who is told when it is not done (XG23-30, -31; E5-4)."""

from collections.abc import Mapping
from datetime import date

import asyncpg
from msgspec.structs import replace

from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Escalation, Pack
from domain.kernel.rulebook import Rulebook
from domain.matters.declared import DeclareComplex
from domain.matters.pilot import StartPilot
from domain.obligations.escalation import ObligationEscalated
from domain.obligations.obligation import WaiveObligation
from domain.policy.adoption import AdoptPack
from domain.readiness.tasks import ReportTask
from domain.readiness.training import Attendance, HoldTraining
from infra.log import EventLog
from projections import obligations
from projections.obligations import ObligationRow
from services.demo.acts import County as Acts
from services.processes import tasks as tasks_of
from services.trays.ask import in_tray
from tenants.calendars import seed
from tenants.content import digest
from tests.county import County
from tests.world import XINGGUO, at

PILOTS = tuple(organ.id for organ in XINGGUO.organ if organ.kind == "township")[:8]
PUBLISHED = "2023-11-30"
FIRST = "task:county_township:1:approval"
FIFTH = "task:county_township:5:approval"
STEP = Escalation(
    id="second_day",
    name="逾期两个工作日提请督办",
    kind=("grant",),
    after=2,
    to=("creditor", "above"),
    source="test",
)
ESCALATING = replace(XINGGUO, escalation=(STEP,))


async def adopting(pool: asyncpg.Pool, log: EventLog, pack: Pack, moment: str) -> County:
    county = County(pool, log)
    await county.projections.ensure()
    county.now, county.county = at(moment), Acts(county.tenant, pack)
    await county.play(county.county.adoption())
    return county


async def grants(county: County) -> Mapping[int, ObligationRow]:
    rows = [*(await county.react()).values()]
    rows += await obligations.due_list(county.pool, county.tenant, status="historic")
    return {row.matter: row for row in rows if row.kind == "grant"}


def days(row: ObligationRow) -> tuple[str, str | None]:
    return str(row.due_on), str(row.other_due_on) if row.other_due_on else None


async def hand_down(
    county: County, delegator: str, number: str, matter: int, towns: tuple[str, ...]
) -> None:
    """The seals of a department and a training on its matter, both for these towns."""
    acts = county.county
    for town in towns:
        await county.play(*acts.handing_down(delegator, town))
    came = tuple(Attendance(town, (f"{town}-1",)) for town in towns)
    held = HoldTraining(
        number=number, form="special", title="业务培训", matters=(matter,), attendance=came
    )
    await county.do(county.by(delegator, "principal"), held)


async def told(county: County) -> list[tuple[str, int]]:
    """In whose tray how much of what others are late with waits."""
    await county.projections.catch_up(county.tenant)
    found = []
    for organ in ("approval", "county_government", "forestry"):
        by = county.by(organ, "principal")
        tray = await in_tray(county.executor, county.pool, county.tenant, by)
        found.append((organ, len(tray.told_late)))
    return found


async def test_departments_train_and_grant_in_a_month_or_two(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """E5-4, B-02, B-04: both readings of a day off are shown; who is late is told of, once."""
    county = await adopting(pool, log, ESCALATING, f"{PUBLISHED} 10:00")
    await county.do(OPERATOR, seed(2023))
    acts = county.county
    for organ in ("approval", "forestry"):
        await county.play(*acts.staffing(organ, {"principal": ()}))
    for town in PILOTS:
        await county.play(*acts.staffing(town, {"principal": (), "custodian": ()}))
    owed = await grants(county)
    assert sorted(owed) == list(range(12, 27))  # every matter with a seal, be it still to be tried
    assert {days(row) for row in owed.values()} == {("2023-12-30", "2024-01-01")}
    first = owed[13]
    assert (first.debtor, first.creditor, first.clause) == ("health", "approval", "五(二)")
    # The year that the holiday is in has its calendar now.
    await county.do(OPERATOR, seed(2024))
    assert days((await grants(county))[13]) == ("2023-12-30", "2024-01-02")
    complex_ = DeclareComplex(matter=21, reason="须配置专用检测设备")
    await county.do(county.by("approval", "principal"), complex_)
    longer = (await grants(county))[21]
    assert days(longer) == ("2024-01-30", None)
    assert longer.recomputed[-1].reason == "认定为较复杂事项：须配置专用检测设备"

    # A matter that is tried out first is handed down to the pilots; one is still to come.
    county.now = at("2023-12-29 10:00")
    pilot = StartPilot(matter=12, organs=PILOTS)
    await county.do(county.by("forestry", "principal"), pilot)
    await hand_down(county, "forestry", "训-1", 12, PILOTS[:-1])
    county.now = at("2023-12-31 09:00")
    late = {no for no, row in (await grants(county)).items() if row.outcome == "late"}
    assert late == {*range(12, 27)} - {21}

    county.now = at("2024-01-03 23:00")  # the second working day after
    assert await county.scheduler.escalate(county.tenant) == 0
    county.now = at("2024-01-04 00:00")
    assert await county.scheduler.escalate(county.tenant) == 14
    assert await county.scheduler.escalate(county.tenant) == 0
    # Of its own eleven the administration is not told: they are owed to whoever is above it.
    assert await told(county) == [("approval", 3), ("county_government", 14), ("forestry", 0)]
    (event,) = (
        item.event
        for item in await log.load(county.tenant, f"obligation/grant:12:{PUBLISHED}")
        if isinstance(item.event, ObligationEscalated)
    )
    assert (event.step, event.organs) == ("second_day", ("approval", "county_government"))
    await hand_down(county, "forestry", "训-2", 12, PILOTS[-1:])
    row = (await grants(county))[12]
    assert (row.outcome, row.fulfilled_at) == ("late", county.now)
    assert await told(county) == [("approval", 2), ("county_government", 13), ("forestry", 0)]


async def test_what_was_over_before_is_history_and_alarms_nobody(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-02; and a county that moves a day off to the next working day has the other day first."""
    slas = tuple(replace(sla, roll=sla.unit == "months") for sla in ESCALATING.sla)
    county = await adopting(pool, log, replace(ESCALATING, sla=slas), "2024-01-02 10:00")
    for year in (2023, 2024):
        await county.do(OPERATOR, seed(year))
    assert {days(row) for row in (await grants(county)).values()} == {("2024-01-02", "2023-12-30")}
    county.now = at("2024-03-01 10:00")
    assert {row.outcome for row in (await grants(county)).values()} == {"historic"}
    assert await county.scheduler.escalate(county.tenant) == 0
    pending = await obligations.due_list(county.pool, county.tenant)
    assert [row for row in pending if row.kind == "grant"] == []


async def test_what_was_due_at_issue_is_history_and_a_standing_duty_never_ends(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-02, XG23-24, -35: tasks 1 to 3 were over on the day of issue, 4 and 5 go on for ever.

    Unless the plan says that one ends, and then that it ends on another day.
    """
    ends = tuple(
        replace(it, standing=False) if it.name == "加强业务指导培训" else it for it in XINGGUO.task
    )
    county = await adopting(pool, log, replace(XINGGUO, task=ends), f"{PUBLISHED} 10:00")
    for year in (2023, 2024):
        await county.do(OPERATOR, seed(year))
    await county.play(*county.county.staffing("approval", {"principal": ()}))
    await county.scheduler.work(county.tenant)
    assert await tasks(county) == {
        1: "historic", 2: "historic", 3: "historic", 4: "open", 5: "open"
    }  # fmt: skip
    tray = await in_tray(
        county.executor, county.pool, county.tenant, county.by("approval", "principal")
    )
    assert "加强业务指导培训" in {row.about for row in tray.due}
    for row in (await owed(county)).values():  # nobody lets himself off
        assert (row.debtor, row.creditor) == ("approval", "county_government")
    # The plan is amended: the fifth has one more month.
    later = tuple(
        replace(it, due_on=date(2024, 1, 31)) if it.name == "加强业务指导培训" else it
        for it in ends
    )
    # That is taken back the next day, and so is this: what returns is owed again.
    for day, plan, due in (
        (20, later, "2024-01-31"), (21, ends, "2023-12-31#1"), (22, later, "2024-01-31#1"),
    ):  # fmt: skip
        start = date(2023, 12, day)
        amended = replace(XINGGUO, task=plan, version=f"{start}", effective_from=start)
        county.now = at(f"{start} 09:00")
        await county.do(OPERATOR, AdoptPack(pack=amended, digest=digest(amended)))
        await county.scheduler.work(county.tenant)
        rows = (row for row in (await owed(county)).values() if row.key.startswith(FIFTH))
        assert [row.key for row in rows if not row.waived_by] == [f"{FIFTH}:{due}"]
    await county.repeats_nothing()
    county.now = at("2024-01-20 09:00")
    await county.scheduler.work(county.tenant)
    assert await tasks(county) == {
        1: "historic", 2: "historic", 3: "historic", 4: "open", 5: "open"
    }  # fmt: skip
    assert (await owed(county))[f"{FIFTH}:2023-12-31"].waived_by == "automation"
    county.now = at("2024-03-01 09:00")
    await county.scheduler.work(county.tenant)
    assert ((await tasks(county))[4], (await tasks(county))[5]) == ("open", "late")
    done = ReportTask(task=5, programme="county_township", text="培训三次（演示）", done=True)
    await county.do(county.by("approval", "principal"), done)
    await county.scheduler.work(county.tenant)
    fifth = (await owed(county))[f"{FIFTH}:2024-01-31#1"]
    assert (fifth.outcome, fifth.fulfilled_at) == ("late", county.now)
    # Adopted anew with another day: what is done is done.
    again = replace(
        amended,
        version="2024-03-02",
        effective_from=date(2024, 3, 2),
        task=tuple(replace(it, due_on=date(2024, 6, 30)) for it in later),
    )
    county.now = at("2024-03-02 09:00")
    await county.do(OPERATOR, AdoptPack(pack=again, digest=digest(again)))
    await county.scheduler.work(county.tenant)
    assert (await owed(county))[f"{FIFTH}:2024-06-30"].outcome == "met"
    # Of a plan that is still to take effect the day holds already, also for what is done till then.
    ahead = replace(
        again,
        version="2024-04-01",
        effective_from=date(2024, 4, 1),
        task=tuple(replace(it, due_on=date(2024, 9, 30)) for it in again.task),
    )
    await county.do(OPERATOR, AdoptPack(pack=ahead, digest=digest(ahead)))
    await county.scheduler.work(county.tenant)
    await county.do(county.by("approval", "principal"), replace(done, task=1))
    await county.scheduler.work(county.tenant)
    first = {key: row.outcome for key, row in (await owed(county)).items() if FIRST in key}
    assert first[f"{FIRST}:2024-09-30"] == "met"


def test_what_is_due_before_a_later_plan_takes_effect_is_owed_as_it_was() -> None:
    """B-02: adopted in March for the next year, it says nothing of what is due in June."""
    before, after = (
        Rulebook(replace(XINGGUO, task=(replace(XINGGUO.task[0], due_on=day),)))
        for day in (date(2024, 6, 30), date(2025, 6, 30))
    )

    def waived(adopted: str, since: date) -> list[str]:
        found = tasks_of.opened(before, after, at(adopted), since)
        return [it.obligation for it in found if isinstance(it, WaiveObligation)]

    due = "task:city_county:1:approval:2024-06-30"
    assert waived("2024-03-01 09:00", date(2025, 1, 1)) == []
    assert waived("2024-03-01 09:00", date(2024, 6, 30)) == [due]
    assert waived("2024-07-01 09:00", date(2025, 1, 1)) == [due], "over, and given more time"


async def owed(county: County) -> Mapping[str, ObligationRow]:
    await county.projections.catch_up(county.tenant)
    rows = []
    for status in ("all", "historic"):
        rows += await obligations.due_list(county.pool, county.tenant, status=status, limit=500)
    return {row.key: row for row in rows if row.about.startswith("task/county_township/")}


async def tasks(county: County) -> dict[int, str]:
    """Of every task that is owed still by some day."""
    rows = (await owed(county)).values()
    return {int(row.about.split("/")[2]): row.outcome for row in rows if not row.waived_by}
