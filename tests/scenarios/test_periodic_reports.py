"""Who owes a report when a period is over, and until when (XG23-61, -68, B-07, E5-14)."""

from datetime import date

import pytest

from domain.delegation.agreement import TerminateAgreement
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.kernel.refusal import Refusal
from domain.matters.pilot import DecideRollout
from domain.reports.closing import Closed, ClosePeriod, PeriodClosed
from projections import report_periods
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
    await county.reactor.work(county.tenant)
    assert not await report_periods.closed(county.pool, county.tenant)

    county.now = at("2024-02-01 00:05")
    await county.reactor.work(county.tenant)
    january = await closed(county, "2024-01")
    assert len(january.owed) == 83
    assert january.policy == f"xingguo@{XINGGUO.version}"
    one = next(it for it in january.owed if (it.by, it.to) == (TOWN, OWNER))
    assert (one.matters, one.agreement) == (tuple(range(14, 26)), f"agreement/{OWNER}/{TOWN}@3")
    assert (one.since, one.until) == (at("2024-01-04 09:00"), at("2024-02-01"))
    due = {k: row for k, row in (await county.react()).items() if row.kind == "report"}
    assert len(due) == 83
    first = due[f"report:monthly:{TOWN}:{OWNER}:2024-01"]
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
    await county.reactor.work(county.tenant)
    counts = [len((await closed(county, f"2024-0{month}")).owed) for month in (2, 3, 4)]
    assert counts == [100, 99, 99]
    before = await county.executor.log.head(county.tenant)
    await county.reactor.work(county.tenant)
    await county.do(AUTOMATION, early)
    assert await county.executor.log.head(county.tenant) == before


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
