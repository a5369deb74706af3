"""Who owes a report when a period is over, and until when (XG23-61, -68, B-07, E5-14)."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.delegation.agreement import TerminateAgreement
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, OPERATOR
from domain.kernel.refusal import Refusal
from domain.matters.pilot import DecideRollout
from domain.matters.settled import ChangeMode
from domain.policy.adoption import AdoptPack
from domain.reports.closing import AmendPeriod, Closed, ClosePeriod, PeriodClosed
from domain.reports.periodic import ReportSent
from projections import report_periods
from projections.page import newest
from tenants.loader import digest
from tests.scenarios.reporting import SEND, drafted, summed
from tests.scenarios.settled import HEAD_ONLY, OTHER, OWNER, PILOT, TOWN, Settled
from tests.world import XINGGUO, at

TOWNS = tuple(organ.id for organ in XINGGUO.organ if organ.seal_no)
BARE = "liangcun"


async def agreed(county: Settled, delegator: str, *towns: str) -> None:
    for town in towns:
        for by, command in (
            county.county.sign(delegator, town),
            county.county.countersign(delegator, town),
        ):
            await county.do(by, command)


async def closed(county: Settled, period: str) -> PeriodClosed:
    stream = streams.report_period("monthly", period)
    fact = await county.executor.unit(county.tenant).get(stream, Closed)
    assert fact.state is not None
    return fact.state.event


async def test_e5_14_83_monthly_reports_in_the_pilot_and_100_after_it(settled: Settled) -> None:
    """E5-14, XG23-46, -47, -61, -68, B-01, B-07: handed down for a day is enough."""
    county = settled
    for organ in (*TOWNS, "agriculture"):
        if organ not in {TOWN, OTHER, BARE, "agriculture"}:
            await county.play(*county.county.staffing(organ, {"principal": ()}))
    assert {"forestry", "health"} <= set(HEAD_ONLY)
    await county.play(county.county.pilot(12, PILOT))
    await agreed(county, OWNER, *(town for town in TOWNS if town not in {TOWN, OTHER}))
    for department in ("health", "agriculture"):
        await agreed(county, department, *TOWNS)
    await agreed(county, "forestry", *PILOT)
    early = ClosePeriod(report="monthly", period="2024-01")
    assert await refusal(county, early) == "reports.period_not_over"
    await county.scheduler.work(county.tenant)
    assert not await report_periods.closed(county.pool, county.tenant)

    county.now = at("2024-02-01 00:05")
    await county.scheduler.work(county.tenant)
    said = await closed(county, "2024-01")
    assert len(said.owed) == 83
    assert said.policy == f"xingguo@{XINGGUO.version}"
    reason = next(it for it in said.owed if (it.by, it.to) == (TOWN, OWNER))
    assert (reason.matters, reason.agreement) == (
        tuple(range(14, 26)),
        f"agreement/{OWNER}/{TOWN}@3",
    )
    assert (reason.since, reason.until) == (at("2024-01-04 09:00"), at("2024-02-01"))
    due = {k: row for k, row in (await county.react()).items() if row.kind == "report"}
    assert len(due) == 83
    first = due[f"report:monthly:2024-01:{TOWN}:{OWNER}"]
    # The fifth working day of February 2024: the Sunday of the 4th is worked, the 10th is New Year.
    assert (first.debtor, first.creditor, first.due_on) == (TOWN, OWNER, date(2024, 2, 6))
    assert (first.sla, first.certainty) == ("monthly_report", "default")

    # Rolled out within a month, and ended within it: both owe one for it.
    county.now = at("2024-02-20 09:00")
    rollout = DecideRollout(matter=12, reason="评估合格")
    await county.do(county.by("forestry", "principal"), rollout)
    await agreed(county, "forestry", *(town for town in TOWNS if town not in PILOT))
    end = TerminateAgreement(
        delegator="health", delegatee=TOWN, reason="调整", notice_number="终-1"
    )
    await county.do(county.by("health", "principal"), end)
    county.now = at("2024-05-01 00:05")  # workers come to it late: each month by itself, once
    await county.scheduler.work(county.tenant)
    counts = [len((await closed(county, f"2024-0{month}")).owed) for month in (2, 3, 4)]
    assert counts == [100, 99, 99]
    before = await county.executor.log.head(county.tenant)
    await county.scheduler.work(county.tenant)
    await county.do(AUTOMATION, early)
    assert await county.executor.log.head(county.tenant) == before


async def test_a_month_is_closed_by_its_own_rules_whatever_is_reported_after_it(
    settled: Settled,
) -> None:
    """The next list reports by the quarter: January was a month, and is closed as one."""
    county, pack = settled, settled.county.rules.pack
    report = tuple(replace(it, every="quarter") for it in pack.report)
    after = replace(pack, version="2024-02-01", effective_from=date(2024, 2, 1), report=report)
    await county.do(OPERATOR, AdoptPack(pack=after, digest=digest(after)))
    county.now = at("2024-04-01 00:05")
    await county.scheduler.work(county.tenant)
    await county.projections.catch_up(county.tenant)
    periods = {period for _, period in await report_periods.closed(county.pool, county.tenant)}
    assert periods == {"2024-01", "2024-Q1"}


async def test_what_was_dropped_and_asked_for_again_is_not_owed_in_hindsight(
    settled: Settled,
) -> None:
    """B-02: by no worker, and by nobody who sends one; of what was known in time every month is."""
    county, pack = settled, settled.county.rules.pack
    without = tuple(it for it in pack.report if it.every == "irregular")
    dropped = replace(pack, version="2024-02-01", effective_from=date(2024, 2, 1), report=without)
    again = replace(pack, version="2024-03-01", effective_from=date(2024, 3, 1))
    await county.do(OPERATOR, AdoptPack(pack=dropped, digest=digest(dropped)))
    county.now = at("2024-06-10 09:00")
    await county.do(OPERATOR, AdoptPack(pack=again, digest=digest(again)))
    county.now = at("2024-07-01 09:00")
    hindsight = replace(SEND, period="2024-04")
    assert await county.refused(county.by(TOWN, "principal"), hindsight) == "reports.period_open"
    await county.scheduler.work(county.tenant)
    await county.projections.catch_up(county.tenant)
    periods = {period for _, period in await report_periods.closed(county.pool, county.tenant)}
    assert periods == {"2024-01", "2024-06"}


async def test_who_is_known_to_owe_it_only_later_owes_it_from_then(settled: Settled) -> None:
    """B-02, B-07, XG23-61: paper that is entered after the month; a pilot named on it as well."""
    county = settled
    county.now = at("2024-03-04 09:00")
    await county.scheduler.work(county.tenant)
    trial, forestry = county.county.pilot(12, PILOT), ("forestry", TOWN)
    for moment, (seat, command) in (
        ("2024-01-20 09:00", county.county.sign(OWNER, BARE)),
        ("2024-01-20 09:00", county.county.countersign(OWNER, BARE)),
        ("2024-02-27 09:00", (trial.by, trial.command)),
        ("2024-02-28 09:00", county.county.sign(*forestry)),
        ("2024-02-28 09:00", county.county.countersign(*forestry)),
    ):
        paper = {"occurred_at": at(moment), "late_reason": "纸质签订，现补录"}
        await county.do(seat, replace(command, **paper))
    due = {k: row for k, row in (await county.react()).items() if row.kind == "report"}
    late = {k: row for k, row in due.items() if BARE in k or "forestry" in k}
    assert {k.removeprefix("report:monthly:") for k in late} == {
        f"2024-01:{BARE}:{OWNER}", f"2024-02:{BARE}:{OWNER}", f"2024-02:{TOWN}:forestry",
    }  # fmt: skip
    # Five working days from when it was known; what everybody knew of was due in February.
    assert {(row.due_on, row.outcome) for row in late.values()} == {(date(2024, 3, 11), "open")}
    county.now = at("2024-03-05 00:05")
    assert (await county.react())[f"report:monthly:2024-01:{TOWN}:{OWNER}"].outcome == "late"
    sent = replace(SEND, by=BARE, document_number="良-1")
    await county.do(county.by(BARE, "principal"), sent)
    came = await summed(county)
    assert (came.expected, {it.by: it.came for it in came.reports}[BARE]) == (3, "in_time")
    january = {"period = {}": "2024-01"}
    view = report_periods.ReportPeriods()
    (row,) = await newest(county.pool, view, county.tenant, january, "closed_at", 9)
    assert (row.expected, row.added, row.owed[-1].by) == (3, 1, BARE)
    head = await county.executor.log.head(county.tenant)
    await county.do(AUTOMATION, AmendPeriod(report="monthly", period="2024-01"))
    assert await county.executor.log.head(county.tenant) == head


async def test_who_is_known_only_later_not_to_owe_it_is_freed_of_it(settled: Settled) -> None:
    """B-02, B-07, XG23-61: an end on paper from before the month, entered after it was late.

    What the closing said stays on record, with the reason; an end within the month frees nobody.
    """
    county = settled
    for moment in ("2024-03-01 09:00", "2024-03-12 09:00"):
        county.now = at(moment)
        await county.scheduler.work(county.tenant)
    key = f"report:monthly:2024-02:{OTHER}:{OWNER}"
    assert (await county.react())[key].outcome == "late"
    assert len((await closed(county, "2024-02")).owed) == 2
    end = TerminateAgreement(delegator=OWNER, delegatee=OTHER, reason="调整", notice_number="终-1")
    for town, moment in ((OTHER, "2024-01-20 09:00"), (TOWN, "2024-02-02 09:00")):
        paper = {"occurred_at": at(moment), "late_reason": "纸质通知，现补录"}
        await county.do(county.by(OWNER, "principal"), replace(end, delegatee=town, **paper))
    due = {k: row for k, row in (await county.react()).items() if row.kind == "report"}
    assert {k for k, row in due.items() if row.waived_by} == {key}
    assert due[key].reason == "补录后查明本期没有委托、试点的事项，不须报送"
    came = await summed(county, "2024-02")
    assert {it.by: it.came for it in came.reports} == {TOWN: "missing", OTHER: "waived"}
    stream = streams.report_period("monthly", "2024-02")
    state = (await county.executor.unit(county.tenant).get(stream, Closed)).state
    assert state is not None
    assert ([it.by for it in state.freed], len(state.owing)) == ([OTHER], 2)
    february = {"period = {}": "2024-02"}
    view = report_periods.ReportPeriods()
    (row,) = await newest(county.pool, view, county.tenant, february, "closed_at", 9)
    assert (row.expected, row.freed, len(row.owed)) == (1, 1, 2)
    head = await county.executor.log.head(county.tenant)
    await county.do(AUTOMATION, AmendPeriod(report="monthly", period="2024-02"))
    assert await county.executor.log.head(county.tenant) == head


async def test_a_report_is_judged_by_its_term_however_late_workers_are(settled: Settled) -> None:
    """B-07, XG23-61: who reports does not wait for a worker, and is not excused by one either."""
    county = settled
    county.now = at("2024-02-05 09:00")
    assert not (await drafted(county)).sent
    sent = (await county.do(county.by(TOWN, "principal"), SEND)).events
    assert [type(event) for _, event in sent] == [PeriodClosed, ReportSent]
    county.now = at("2024-02-08 09:00")
    after = replace(SEND, by=OTHER, document_number="古-1")
    await county.do(county.by(OTHER, "principal"), after)
    county.now = at("2024-02-20 09:00")
    came = await summed(county)
    assert {it.by: (it.came, it.due_on) for it in came.reports} == {
        TOWN: ("in_time", date(2024, 2, 6)), OTHER: ("late", date(2024, 2, 6)),
    }  # fmt: skip


async def test_a_matter_moved_by_event_is_reported_on_while_it_was_under_the_seal(
    settled: Settled,
) -> None:
    """B-23: moved on 10 January, it is in January's report and in no later one."""
    county = settled
    move = ChangeMode(
        matter=21, mode="assisted", effective_from=date(2024, 1, 10), reason="调整",
        document_number="调-1",
    )  # fmt: skip
    await county.do(county.by(OWNER, "principal"), move)
    county.now = at("2024-04-01 00:05")
    await county.scheduler.work(county.tenant)
    for period, there in (("2024-01", True), ("2024-03", False)):
        owed = (await closed(county, period)).owed
        assert (21 in next(it for it in owed if it.by == TOWN).matters) == there


async def refusal(county: Settled, command: ClosePeriod) -> str:
    with pytest.raises(Refusal) as refused:
        await county.do(AUTOMATION, command)
    return refused.value.code


@pytest.mark.parametrize(
    ("report", "period", "code"),
    [
        ("weekly", "2024-01", "reports.no_report"),
        ("monthly", "2024-13", "reports.no_period"),
        ("monthly", "2024-Q1", "reports.no_period"),
        ("monthly", "0000-01", "reports.no_period"),
    ],
)
async def test_what_is_no_period_is_not_closed(
    settled: Settled, report: str, period: str, code: str
) -> None:
    assert await refusal(settled, ClosePeriod(report=report, period=period)) == code
