"""Who owes a report when a period is over, and until when (XG23-61, -68, B-07, E5-14)."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.delegation.agreement import TerminateAgreement
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, OPERATOR
from domain.kernel.refusal import NotFound, Refusal
from domain.matters.pilot import DecideRollout
from domain.matters.settled import ChangeMode
from domain.policy.adoption import AdoptPack
from domain.reports.closing import AmendPeriod, Closed, ClosePeriod, PeriodClosed
from domain.reports.collected import Collected
from domain.reports.figures import Difference, OfMatter, OfSeal
from domain.reports.overview import OverviewSent, SendOverview
from domain.reports.periodic import (
    ReceiveReport,
    ReportCommand,
    ReportRestated,
    ReportSent,
    RestateReport,
    SendReport,
)
from domain.seals.commands import ReportLoss
from infra.papers import FORMS
from projections import report_periods
from projections.overviews import Overviews
from projections.page import Wanted, newest, page
from projections.periodic_reports import PeriodicReportRow, one
from services.collected import collected
from services.commands.periodic_reports import Draft, draft
from services.papers.collected import of_collected, of_overview
from services.papers.periodic import of_report
from services.speed import speeds
from tenants.loader import digest
from tests.scenarios.settled import (
    HEAD_ONLY,
    NUMBER,
    OTHER,
    OWNER,
    PILOT,
    TOWN,
    Settled,
    receiving,
)
from tests.world import XINGGUO, at

TOWNS = tuple(organ.id for organ in XINGGUO.organ if organ.seal_no)
BARE = "liangcun"
MATTERS = tuple(range(14, 26))


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


WHICH: dict[str, Any] = {"report": "monthly", "period": "2024-01", "by": TOWN, "to": OWNER}
SEND = SendReport(**WHICH, document_number="月报-1", remarks="办件平稳")
RESTATE = RestateReport(**WHICH, document_number="补-1", reason="印章遗失后补报")
RECEIVE = ReceiveReport(**WHICH)
NAME = streams.report("monthly", TOWN, OWNER, "2024-01")


async def drafted(county: Settled, **which: str) -> Draft:
    asked = ReportCommand(**{**WHICH, **which})
    return await draft(asked, county.executor.unit(county.tenant))


async def shown(county: Settled, **which: str) -> PeriodicReportRow:
    await county.projections.catch_up(county.tenant)
    asked = {**WHICH, **which}
    key = "/".join(asked[name] for name in ("report", "period", "by", "to"))
    row = await one(county.pool, county.tenant, key)
    assert row is not None
    return row


async def summed(county: Settled, period: str = "2024-01") -> Collected:
    await county.scheduler.work(county.tenant)
    await county.projections.catch_up(county.tenant)
    return await collected(county.pool, county.tenant, "monthly", period)


async def january(county: Settled) -> None:
    """Two more cases of one month, and the beginning of the next one."""
    county.now = at("2024-01-12 09:00")
    await county.case("养-1", 99)
    await county.play(*county.county.case(replace(county.plan("养-2"), refuse=True)))
    assert await county.refused(county.by(TOWN, "principal"), SEND) == "reports.period_open"
    county.now = at("2024-02-05 09:00")
    await county.scheduler.work(county.tenant)


async def test_a_report_is_sent_with_its_figures_and_received(settled: Settled) -> None:
    """XG23-61, -68, B-07: every refusal; what it says of cases and of seals; its obligation."""
    county = settled
    head, clerk = county.by(TOWN, "principal"), county.by(OWNER, "window_clerk")
    await january(county)
    for by, command, code in (
        (county.by(OTHER, "principal"), SEND, "organisation.not_principal"),
        (head, replace(SEND, to="health"), "reports.not_owed"),
        (head, replace(SEND, report="weekly"), "reports.no_report"),
        (head, replace(SEND, period="2024-13"), "reports.no_period"),
        (head, replace(SEND, document_number=" "), "reports.document_number"),
        (head, replace(SEND, remarks="长" * 5001), "reports.incomplete"),
        (head, RESTATE, "reports.not_sent"),
        (clerk, RECEIVE, "reports.not_sent"),
        (county.by(OTHER, "window_clerk"), RECEIVE, "reports.not_receiver"),
    ):
        assert await county.refused(by, command) == code

    sent = (await county.do(head, SEND)).events[0][1]
    assert isinstance(sent, ReportSent)
    assert not sent.nil
    frozen = sent.figures
    matters = {row.matter: row for row in frozen.matters}
    assert set(matters) == set(range(14, 26))  # what was handed down, with a nought where so
    assert matters[21] == OfMatter(
        matter=21, received=6, accepted=5, granted=2, refused=1, overdue=2
    )
    assert matters[25] == OfMatter(matter=25, received=1, accepted=1, granted=1)
    seals = {row.document: row for row in frozen.seals if row.matter == 21}
    assert seals["acceptance"] == OfSeal(
        matter=21, document="acceptance", applied=5, consented=5, used=5
    )
    assert sum(row.irregular for row in frozen.seals) == 0
    assert await county.refused(head, SEND) == "reports.report_sent"
    await county.do(clerk, RECEIVE)
    assert await county.refused(clerk, RECEIVE) == "reports.already_received"
    due = (await county.react())[f"report:monthly:2024-01:{TOWN}:{OWNER}"]
    assert (due.outcome, due.evidence) == ("met", f"{NAME}@1")
    await county.case("养-3", 7)  # of February: none of January's
    assert await county.refused(head, RESTATE) == "reports.nothing_new"


async def test_a_report_stays_and_is_restated_after_a_loss_that_was_told_late(
    settled: Settled,
) -> None:
    """XG23-60, -61, B-07, E5-6, invariant 7: nothing that was sent changes, nothing is hid."""
    county = settled
    head, clerk = county.by(TOWN, "principal"), county.by(OWNER, "window_clerk")
    await january(county)
    sent = (await county.do(head, SEND)).events[0][1]
    assert isinstance(sent, ReportSent)
    frozen = sent.figures
    # Told in March: the seal was gone since the tenth of January; and a receipt on paper.
    county.now = at("2024-03-04 09:00")
    paper = replace(receiving("纸-1", 21, TOWN), occurred_at=at("2024-01-20 10:00"))
    await county.do(county.by(TOWN, "window_clerk"), paper)
    loss = ReportLoss(
        owner=OWNER, number=NUMBER, lost_at=at("2024-01-10 09:00"), circumstances="清点时未见"
    )
    told = (await county.do(county.by(TOWN, "custodian"), loss)).events[0][0]
    lost = f"{told}@{await county.executor.unit(county.tenant).version(told)}"
    now = await drafted(county)
    why = {(it.matter, it.document, it.figure): it for it in now.differences}
    assert why[21, "", "received"] == Difference(
        matter=21, document="", figure="received", old=6, new=7, events=("case/纸-1@1",)
    )
    irregular = {it.document: it for it in now.differences if it.figure == "irregular"}
    assert {it.events for it in irregular.values()} == {(lost,)}
    assert (irregular["acceptance"].old, irregular["acceptance"].new) == (0, 2)
    assert await county.refused(head, replace(RESTATE, reason=" ")) == "reports.incomplete"
    anew = (await county.do(head, RESTATE)).events[0][1]
    assert isinstance(anew, ReportRestated)
    assert (anew.restatement, anew.restates, anew.figures) == (1, f"{NAME}@1", now.figures)
    assert anew.differences == now.differences
    assert anew.digest == anew.figures.digest
    await county.do(clerk, RECEIVE)
    # A second one, beside the first.
    county.now = at("2024-03-05 09:00")
    paper = replace(receiving("纸-2", 21, TOWN), occurred_at=at("2024-01-09 10:00"))
    await county.do(county.by(TOWN, "window_clerk"), paper)
    again = (await county.do(head, replace(RESTATE, document_number="补-2"))).events[0][1]
    assert isinstance(again, ReportRestated)
    assert (again.restatement, again.restates) == (2, f"{NAME}@2")
    (one_more,) = again.differences
    assert (one_more.old, one_more.new, one_more.events) == (7, 8, ("case/纸-2@1",))
    await papers_of(county, frozen.position)
    row = await shown(county)
    assert (row.figures, row.digest, row.document_number) == (frozen, frozen.digest, "月报-1")
    assert [it.document_number for it in row.restatements] == ["补-1", "补-2"]
    assert (row.status, row.current) == ("sent", again.figures)


async def papers_of(county: Settled, position: int) -> None:
    """The report as it was sent, and each restatement with what it explains, in every form."""
    await county.projections.catch_up(county.tenant)
    made = [
        await of_report(county.executor, county.pool, county.tenant, ReportCommand(**WHICH), n)
        for n in range(3)
    ]
    assert [paper.number for paper in made] == ["月报-1", "补-1", "补-2"]
    report, first, _ = made
    assert (report.draft, report.to) == (False, "县行政审批局")
    assert report.title.startswith("兴江乡人民政府2024年1月")
    assert str(position) in report.notes[-1]
    assert any("第21项 种畜禽" in str(row[0]) for row in report.tables[0].rows)
    assert report.tables[0].total == ("合计", 7, 6, 0, 3, 1, 0, 0, 2, 0)
    why = {row[1]: str(row[4]) for row in first.tables[0].rows}
    assert why["收件"] == "2024-01-20收件（case/纸-1@1）"
    assert why["受理通知书：失效后用印"].startswith("2024-03-04报告印章遗失（seal/")
    assert all(FORMS[form].render(paper) for form in FORMS for paper in made)
    with pytest.raises(NotFound, match="第3次补正"):
        await of_report(county.executor, county.pool, county.tenant, ReportCommand(**WHICH), 3)


async def test_what_came_in_of_a_month_is_shown_with_what_is_missing(settled: Settled) -> None:
    """XG23-33, -61, B-07: in time, late, missing, nil; the table of a circular sums what came."""
    county = settled
    county.now = at("2024-02-05 09:00")
    assert (await summed(county)).came.awaited == 2
    await county.do(county.by(TOWN, "principal"), SEND)
    county.now = at("2024-02-07 00:05")
    came = await summed(county)
    assert came.expected == 2
    assert (came.came.in_time, came.came.missing) == (1, 1)
    assert {it.by: it.came for it in came.reports} == {TOWN: "in_time", OTHER: "missing"}
    late = replace(SEND, by=OTHER, document_number="古-1")
    await county.do(county.by(OTHER, "principal"), late)
    came = await summed(county)
    assert {it.by: it.came for it in came.reports} == {TOWN: "in_time", OTHER: "late"}
    lines = {line.organ: line for line in came.organs}
    assert (lines[TOWN].cases["received"], lines[OTHER].cases["received"]) == (5, 1)
    assert came.cases["received"] == 6
    assert came.seals["used"] == lines[TOWN].seals["used"] + lines[OTHER].seals["used"]
    county.now = at("2024-03-01 09:00")  # nothing happened in February: that is a report too
    await county.scheduler.work(county.tenant)
    nil = replace(SEND, by=OTHER, period="2024-02", document_number="古-2")
    sent = (await county.do(county.by(OTHER, "principal"), nil)).events[0][1]
    assert isinstance(sent, ReportSent)
    assert sent.nil
    assert (await shown(county, by=OTHER, period="2024-02")).nil
    assert (await summed(county, "2024-02")).nil == 1


async def test_where_no_nil_report_is_asked_for_nothing_is_owed_on_nothing(
    settled: Settled,
) -> None:
    """XG23-61, B-07: one case is something, be it taken in and no more."""
    county, pack = settled, settled.county.rules.pack
    report = tuple(replace(it, nil=False) for it in pack.report)
    after = replace(pack, version="2024-02-01", effective_from=date(2024, 2, 1), report=report)
    await county.do(OPERATOR, AdoptPack(pack=after, digest=digest(after)))
    county.now = at("2024-02-20 09:00")
    await county.do(county.by(TOWN, "window_clerk"), receiving("二月-1", 21, TOWN))
    county.now = at("2024-03-01 09:00")
    came = await summed(county, "2024-02")
    assert {it.by: it.came for it in came.reports} == {TOWN: "awaited", OTHER: "waived"}
    row = (await county.react())[f"report:monthly:2024-02:{OTHER}:{OWNER}"]
    assert row.reason == "本期没有办理事项，也没有使用印章，按规定不须报送"
    nil = replace(SEND, by=OTHER, period="2024-02", document_number="古-2")
    await county.do(county.by(OTHER, "principal"), nil)  # who sends one all the same may
    assert (await summed(county, "2024-02")).nil == 1


OVERVIEW = SendOverview(
    number="专-1",
    report="to_government",
    of="monthly",
    periods=("2024-01",),
    contents={"各乡镇人民政府落实情况": "总体平稳", "各相关职能部门落实情况": "指导到位"},
    document_number="专报-1",
)


async def test_what_came_in_is_reported_to_the_government_as_it_was(settled: Settled) -> None:
    """XG23-33: by the service administration, at no fixed time; what comes later changes none."""
    county = settled
    for moment in ("2024-02-01 00:05", "2024-02-07 00:05"):
        county.now = at(moment)
        await county.scheduler.work(county.tenant)
    await county.do(county.by(TOWN, "principal"), SEND)
    head = county.by(OWNER, "principal")
    half = {"各乡镇人民政府落实情况": "总体平稳"}
    for by, command, code in (
        (county.by("health", "principal"), OVERVIEW, "organisation.not_principal"),
        (head, replace(OVERVIEW, report="monthly"), "reports.no_overview"),
        (head, replace(OVERVIEW, periods=()), "reports.overview_periods"),
        (head, replace(OVERVIEW, periods=("2024-01", "2024-01")), "reports.overview_periods"),
        (head, replace(OVERVIEW, periods=("2024-02",)), "reports.period_open"),
        (head, replace(OVERVIEW, periods=("2024-13",)), "reports.no_period"),
        (head, replace(OVERVIEW, contents=half), "reports.overview_contents"),
        (head, replace(OVERVIEW, document_number=""), "reports.document_number"),
    ):
        assert await county.refused(by, command) == code
    live = await summed(county)
    sent = (await county.do(head, OVERVIEW)).events[0][1]
    assert isinstance(sent, OverviewSent)
    assert (sent.organ, sent.to, sent.collected) == (OWNER, "county_government", (live,))
    assert (live.came.late, live.came.missing) == (1, 1)
    assert await county.refused(head, OVERVIEW) == "reports.number_taken"
    (line,) = live.receivers
    assert (line.organ, line.expected) == (OWNER, 2)
    await county.do(county.by(OTHER, "principal"), replace(SEND, by=OTHER))
    assert (await summed(county)).came.late == 2
    wanted = Wanted(where={}, sort="sent_at", sorts={"sent_at": str}, cursor=None, limit=9)
    (row,) = (await page(county.pool, Overviews(), county.tenant, wanted)).items
    assert (row.collected, row.as_of) == ((live,), sent.position)
    paper = await of_overview(county.executor, county.pool, county.tenant, "专-1")
    assert (paper.number, paper.to, paper.landscape) == ("专报-1", "兴国县人民政府", True)
    assert paper.tables[0].total == ("合计", 2, 0, 1, 1, 0, 5, 2, 0, 3, 4, 0)
    circular = await of_collected(county.executor, county.pool, county.tenant, "monthly", "2024-01")
    assert (circular.draft, circular.tables[-1].rows[0][2]) == (True, "逾期报送")
    assert all(FORMS[form].render(it) for form in FORMS for it in (paper, circular))


async def test_how_fast_decisions_were_is_shown_beside_what_is_allowed(settled: Settled) -> None:
    """行政许可法 42, 45, 82: in working days of the calendar, over the New Year."""
    county = settled
    acts = list(county.county.case(county.plan("快-1")))
    county.now = at("2024-02-06 09:00")
    await county.play(*acts[:6])
    county.now = at("2024-02-20 09:00")  # the holiday of 10 to 17 February, the 18th is worked
    await county.play(*acts[6:])
    await county.react()
    found, _ = await speeds(
        county.executor, county.pool, county.tenant, date(2024, 2, 20), date(2024, 2, 20)
    )
    (one_matter,) = found.items
    assert (one_matter.matter, one_matter.cases, one_matter.unit) == (21, 1, "working_days")
    assert one_matter.longest == one_matter.mean == 6  # 7, 8, 9, 18, 19 and 20 February
    assert one_matter.saved == round(1 - 6 / one_matter.allowed, 3)
    assert (one_matter.promised, one_matter.overdue) == (None, 0)
    nothing, _ = await speeds(
        county.executor, county.pool, county.tenant, date(2024, 2, 21), date(2024, 2, 21)
    )
    assert nothing.items == ()
