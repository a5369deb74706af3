"""What a county reports upwards: the year in figures, and what cannot wait (JX24 三(四))."""

from datetime import date

from msgspec.structs import replace

from domain.cases.events import CaseReceived
from domain.kernel import streams
from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Document, Jurisdiction, Pack, SummaryTerms, Upper
from domain.policy.adoption import AdoptUpperPack
from domain.reports.situation import RecordReply, ReportSituation, Situation
from domain.reports.summary import Figures, InMode, SendSummary, SummarySent
from infra.papers.paper import Heading, Paper, Paragraph
from projections.page import Wanted, page
from projections.situations import Situations
from projections.summaries import Summaries
from services.commands.figures import figures
from services.drafted import drafted
from services.papers.summary import of_year
from services.trays.ask import in_tray
from tenants.loader import digest
from tests.scenarios.settled import OTHER, OWNER, Settled
from tests.scenarios.test_service_points import HELPER, Villages, service
from tests.world import XINGGUO, at

SUMMARY = SummaryTerms(
    by="service_administration",
    to="设区市人民政府",
    due_on=date(2024, 11, 30),
    contents={"progress": "改革进展", "problems": "存在问题"},
    clause="三(四)",
    source="JX24-39 JX24-40",
)
NOTICE = Pack(
    id="notice",
    version="1",
    name="上级通知（演示）",
    effective_from=date(2024, 1, 10),
    jurisdiction=Jurisdiction(region="360000", name="某省", level="province"),
    upper=Upper(regions=("360000",), document="notice", corrects="三(二)"),
    document=(Document(id="notice", title="通知（演示）", source="JX24-39"),),
    organ=(),
    party={},
    post={"principal": "主要负责人"},
    mode=(),
    matter=(),
    summary=SUMMARY,
)
SEND = SendSummary(
    year=2024, contents={"progress": "有序推进", "problems": "专网未通"}, document_number="汇-1"
)


async def test_a_summary_is_due_counted_sent_and_stays(settled: Settled) -> None:
    """JX24-38 to -40: the notice makes it due, the platform counts, what was sent never changes."""
    county = Villages(settled.pool, settled.executor.log)
    county.now = settled.now
    await county.opened()
    await county.do(OPERATOR, AdoptUpperPack(
        pack=NOTICE, digest=digest(NOTICE), effective_from=date(2024, 1, 10), evidence="收文登记1号"
    ))  # fmt: skip
    county.now = at("2024-01-12 09:00")
    await county.concluded("养-1")
    await county.concluded("养-2")
    await county.do(HELPER, service("服-1"))
    await county.scheduler.work(county.tenant)
    due = (await county.react())["summary:2024"]
    assert (due.debtor, due.due_on, due.outcome) == (OWNER, date(2024, 11, 30), "open")
    assert (due.clause, due.rules) == ("三(四)", "xingguo@2024-01-06+notice@1")
    head = county.by(OWNER, "principal")
    tray = await in_tray(county.executor, county.pool, county.tenant, head)
    assert "改革情况汇总" in {row.label for row in tray.due}
    county.now = at("2024-11-20 10:00")
    for by, command, code in (
        (county.by(OTHER, "principal"), SEND, "organisation.not_principal"),
        (head, replace(SEND, year=2023), "reports.no_summary"),
        (head, replace(SEND, contents={"progress": "好"}), "reports.summary_contents"),
        (head, replace(SEND, contents={**SEND.contents, "x": "好"}), "reports.summary_contents"),
        (head, replace(SEND, document_number=" "), "reports.document_number"),
    ):
        assert await county.refused(by, command) == code
    await county.scheduler.work(county.tenant)
    await county.concluded("养-3")
    await county.reactor.catch_up(county.tenant)  # it is still to be pushed
    assert _words(await _paper(county))[1:3] == ["改革进展", "（待填写）"]
    unit = county.executor.unit(county.tenant)
    position = await unit.head()
    sent = (await county.do(head, SEND)).events[0][1]
    assert isinstance(sent, SummarySent)
    assert (sent.to, sent.organ, sent.figures.position) == ("设区市人民政府", OWNER, position)
    _check(sent.figures)
    # What happens afterwards is in the next figures, never in these.
    later = await _counted(county, 2024)
    assert later != sent.figures
    assert await county.refused(head, SEND) == "reports.summary_sent"
    assert (await county.react())["summary:2024"].outcome == "met"
    await county.projections.catch_up(county.tenant)
    wanted = Wanted(where={}, sort="sent_at", sorts={"sent_at": str}, cursor=None, limit=10)
    (row,) = (await page(county.pool, Summaries(), county.tenant, wanted)).items
    assert (row.figures, row.document_number) == (sent.figures, "汇-1")
    paper = await _paper(county)
    assert (paper.draft, paper.number, paper.to) == (False, "汇-1", "设区市人民政府")
    span, *words = _words(paper)
    assert "自2023-11-30至2024-11-20记录" in span
    assert words[:4] == ["改革进展", "有序推进", "存在问题", "专网未通"]
    assert paper.tables[0].total == ("合计", len(XINGGUO.matter), 10, 6, 0)
    assert f"自2023-11-30至2024-11-20，日志位置0之后至{position}" in paper.notes[-1]
    await _in_the_next(county, sent.figures)


async def _in_the_next(county: Villages, sent: Figures) -> None:
    """What comes between a summary and the end of its year is in the next, and that alone."""
    county.now = at("2024-12-10 09:00")
    await county.concluded("养-4")
    await county.do(HELPER, service("服-2"))
    await county.scheduler.work(county.tenant)
    next_year = replace(SUMMARY, due_on=date(2025, 11, 30))
    pack = replace(NOTICE, version="2", summary=next_year)
    await county.do(OPERATOR, AdoptUpperPack(
        pack=pack, digest=digest(pack), effective_from=date(2024, 1, 10), evidence="收文登记2号"
    ))  # fmt: skip
    county.now = at("2025-01-15 09:00")
    await county.scheduler.work(county.tenant)
    unit = county.executor.unit(county.tenant)
    found = await _counted(county, 2025)
    assert (found.since, found.until) == (date(2024, 11, 20), date(2025, 1, 15))
    assert (found.after, found.position) == (sent.position, await unit.head())
    modes = {row.mode: row for row in found.modes}
    assert modes["no2_seal"] == InMode("no2_seal", 15, 1, 1, 0)
    # What waited then was pushed late meanwhile; of what came since, everything in time.
    assert (found.pushes_on_time, found.pushes_late, found.pushes_open) == (1, 1, 0)
    assert (found.service_points, found.services) == (1, 1)
    assert found.points == 3 + 3 + 1  # November and December


async def _counted(county: Villages, year: int) -> Figures:
    """From the log, as when it is sent; the draft, which is asked of a view, says the same."""
    await county.projections.catch_up(county.tenant)
    unit = county.executor.unit(county.tenant)
    rules = await unit.rules()
    found = await figures(unit, year, rules)
    assert await drafted(county.pool, unit, year, rules) == found
    return found


async def _paper(county: Villages) -> Paper:
    await county.projections.catch_up(county.tenant)
    return await of_year(county.executor, county.pool, county.tenant, 2024)


def _words(paper: Paper) -> list[str]:
    return [part.text for part in paper.parts if isinstance(part, Heading | Paragraph)]


def _check(found: Figures) -> None:
    """Three cases granted since, three of before; the others of `settled` are still open."""
    modes = {row.mode: row for row in found.modes}
    assert sum(row.matters for row in found.modes) == len(XINGGUO.matter)
    assert modes["no2_seal"] == InMode("no2_seal", 15, 9, 6, 0)
    assert modes["assisted"].received == 1
    assert (found.pushes_late, found.pushes_open) == (0, 1)
    assert (found.since, found.after) == (date(2023, 11, 30), 0)
    assert found.pushes_on_time > 0
    assert (found.service_points, found.services) == (1, 1)
    assert found.points == 7  # 3 + 3 + 1, settled for January
    assert (found.findings, found.inspected) == ({}, {})


async def test_the_summary_is_due_by_the_rules_of_its_adoption(settled: Settled) -> None:
    """JX24-39: a later day moves what is due; what is repeated after a crash says the same."""

    async def adopt(version: str, due_on: date) -> int:
        terms = replace(SUMMARY, due_on=due_on)
        pack = replace(NOTICE, version=version, summary=terms)
        day, paper = date(2024, 1, 10), f"收文登记{version}号"
        done = await settled.do(OPERATOR, AdoptUpperPack(
            pack=pack, digest=digest(pack), effective_from=day, evidence=paper
        ))  # fmt: skip
        return done.appended.first

    settled.now = at("2024-01-12 09:00")
    await settled.reactor.catch_up(settled.tenant)
    first = await adopt("1", date(2024, 11, 30))
    assert (await settled.react())["summary:2024"].due_on == date(2024, 11, 30)
    # It was carried out, and the worker died before it had moved on: the next one repeats it.
    second = await adopt("2", date(2024, 12, 20))
    await settled.reactor.react_to(settled.tenant, first)
    assert (await settled.react())["summary:2024"].due_on == date(2024, 12, 20)
    settled.now = at("2024-12-02 09:00")
    assert (await settled.react())["summary:2024"].outcome == "open"
    await settled.reactor.react_to(settled.tenant, second)
    # Another year instead, before the day came: nobody waits for this year's any more.
    await adopt("3", date(2025, 1, 31))
    due = await settled.react()
    assert (due["summary:2024"].outcome, due["summary:2025"].due_on) == (
        "waived",
        date(2025, 1, 31),
    )
    # That is taken back within the week, and made good again: each year is owed anew, once.
    for version, day in (("4", date(2024, 12, 20)), ("5", date(2024, 12, 27))):
        await adopt(version, day)
        row = (await settled.react())["summary:2024#1"]
        assert (row.outcome, row.due_on) == ("open", day)
    await adopt("6", date(2025, 1, 31))
    due = await settled.react()
    waiting = {name for name, row in due.items() if row.kind == "summary" and not row.waived_by}
    assert waiting == {"summary:2025#1"}
    # The platform came to the adoption only after the summary had been sent.
    settled.now = at("2025-01-20 09:00")
    head = settled.by(OWNER, "principal")
    await adopt("7", date(2025, 2, 28))
    await settled.do(head, replace(SEND, year=2025))
    sent = (await settled.react())["summary:2025#1"]
    assert (sent.outcome, sent.due_on) == ("met", date(2025, 2, 28))
    await settled.repeats_nothing()


async def test_a_report_reads_no_further_than_it_says(settled: Settled) -> None:
    """JX24-36, -39: what comes in while it is counted is behind its position."""
    unit = settled.executor.unit(settled.tenant)
    position = await unit.head()
    seen: list[int] = []
    async for item in unit.history(CaseReceived, until=position):
        await settled.receive(f"later-{len(seen)}", 21)
        seen.append(item.position)
    assert max(seen) <= position
    then = await unit.head()
    later = [it.position async for it in unit.history(CaseReceived, after=position, until=then)]
    assert len(later) == len(seen)
    assert min(later) > position


async def test_an_important_situation_is_reported_and_answered(settled: Settled) -> None:
    """JX24-41."""
    head = settled.by(OWNER, "principal")
    report = ReportSituation(
        number="报-1", organ=OWNER, to="上级政务服务办", title="请示", text="专网尚未接通"
    )
    reply = RecordReply(number="报-1", reply="已协调", document_number="复-7")
    for by, bad, code in (
        (settled.by(OTHER, "principal"), report, "organisation.not_principal"),
        (head, replace(report, text=" "), "reports.incomplete"),
        (head, reply, "reports.unknown"),
    ):
        assert await settled.refused(by, bad) == code
    await settled.do(head, report)
    assert await settled.refused(head, report) == "reports.number_taken"
    assert await settled.refused(head, replace(reply, reply="")) == "reports.incomplete"
    await settled.do(head, reply)
    assert await settled.refused(head, reply) == "reports.already_replied"
    state = (await settled.executor.unit(settled.tenant).get(
        streams.situation("报-1"), Situation)).state  # fmt: skip
    assert state is not None
    assert state.replied == settled.now
    await settled.projections.catch_up(settled.tenant)
    wanted = Wanted(where={}, sort="reported_at", sorts={"reported_at": str}, cursor=None, limit=10)
    (row,) = (await page(settled.pool, Situations(), settled.tenant, wanted)).items
    assert (row.open, row.reply, row.document_number) == (False, "已协调", "复-7")
