"""What a report on a period says, what came in of it, and what is told further (XG23-61, -68)."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import NotFound
from domain.policy.adoption import AdoptPack
from domain.reports.figures import Difference, OfMatter, OfSeal
from domain.reports.overview import OverviewSent, SendOverview
from domain.reports.periodic import (
    ReceiveReport,
    ReportCommand,
    ReportRestated,
    ReportSent,
    RestateReport,
)
from domain.seals.commands import ReportLoss
from infra.papers import FORMS
from projections.overviews import Overviews
from projections.page import Wanted, page
from projections.periodic_reports import PeriodicReportRow, one
from services.papers.collected import of_collected, of_overview
from services.papers.periodic import of_report
from services.speed import speeds
from tenants.loader import digest
from tests.scenarios.reporting import SEND, WHICH, drafted, summed
from tests.scenarios.settled import NUMBER, OTHER, OWNER, TOWN, Settled, receiving
from tests.world import at

RESTATE = RestateReport(**WHICH, document_number="补-1", reason="印章遗失后补报")
RECEIVE = ReceiveReport(**WHICH)
NAME = streams.report("monthly", TOWN, OWNER, "2024-01")


async def shown(county: Settled, **which: str) -> PeriodicReportRow:
    await county.projections.catch_up(county.tenant)
    asked = {**WHICH, **which}
    key = "/".join(asked[name] for name in ("report", "period", "by", "to"))
    row = await one(county.pool, county.tenant, key)
    assert row is not None
    return row


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
    # A second one, beside the first, and a third.
    county.now = at("2024-03-05 09:00")
    for number, before in ((2, 2), (3, 4)):
        paper = receiving(f"纸-{number}", 21, TOWN)
        paper = replace(paper, occurred_at=at(f"2024-01-{number + 6:02} 10:00"))
        await county.do(county.by(TOWN, "window_clerk"), paper)
        restate = replace(RESTATE, document_number=f"补-{number}")
        again = (await county.do(head, restate)).events[0][1]
        assert isinstance(again, ReportRestated)
        assert (again.restatement, again.restates) == (number, f"{NAME}@{before}")
        (one_more,) = again.differences
        assert (one_more.old, one_more.new) == (number + 5, number + 6)
        assert one_more.events == (f"case/纸-{number}@1",)
    await papers_of(county, frozen.position)
    row = await shown(county)
    assert (row.figures, row.digest, row.document_number) == (frozen, frozen.digest, "月报-1")
    assert [it.document_number for it in row.restatements] == ["补-1", "补-2", "补-3"]
    assert (row.status, row.current) == ("sent", row.restatements[-1].figures)


async def papers_of(county: Settled, position: int) -> None:
    """The report as it was sent, and each restatement with what it explains, in every form."""
    await county.projections.catch_up(county.tenant)
    made = [
        await of_report(county.executor, county.pool, county.tenant, ReportCommand(**WHICH), n)
        for n in range(4)
    ]
    assert [paper.number for paper in made] == ["月报-1", "补-1", "补-2", "补-3"]
    report, first, *_ = made
    assert ["所报数据补正如下" in str(it.parts[0]) for it in made] == [False, True, True, True]
    before = [str(it.parts[0]).partition("所报")[0][-4:] for it in made[1:]]
    assert [it.strip("'") for it in before] == ["月报-1", "补-1", "补-2"]
    assert (report.draft, report.to) == (False, "县行政审批局")
    assert report.title.startswith("兴江乡人民政府2024年1月")
    assert str(position) in report.notes[-1]
    assert any("第21项 种畜禽" in str(row[0]) for row in report.tables[0].rows)
    assert report.tables[0].total == ("合计", 7, 6, 0, 3, 1, 0, 0, 2, 0)
    why = {row[1]: str(row[4]) for row in first.tables[0].rows}
    assert why["收件"] == "2024-01-20收件（case/纸-1@1）"
    assert why["受理通知书：失效后用印"].startswith("2024-03-04报告印章遗失（seal/")
    assert all(FORMS[form].render(paper) for form in FORMS for paper in made)
    with pytest.raises(NotFound, match="第4次补正"):
        await of_report(county.executor, county.pool, county.tenant, ReportCommand(**WHICH), 4)


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
