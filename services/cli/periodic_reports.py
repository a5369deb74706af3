"""Reports that are owed period by period: who owes them, what they say, what differs since."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Group
from rich.markup import escape
from rich.table import Table

from domain.kernel.rulebook import Rulebook
from domain.kernel.words import document
from domain.reports.collected import RETURN_LABELS, Collected
from domain.reports.figures import CASE_LABELS, USE_LABELS, Difference, Figures
from domain.reports.periodic import ReportCommand
from projections.overviews import OverviewRow, Overviews
from projections.periodic_reports import STATUS_LABELS, PeriodicReportRow, PeriodicReports
from services.cli import papers, times
from services.cli.due import UNITS
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.rows import Limit, organ_id, show
from services.collected import collected
from services.commands.periodic_reports import Draft, draft
from services.commands.questions import Evidence, evidence
from services.papers.collected import of_collected, of_overview
from services.papers.periodic import because, of_report
from services.speed import Speeds, speeds


def reports(
    tenant: Tenant,
    period: Annotated[str | None, typer.Option(help="期间，如2024-03。Of one period.")] = None,
    organ: Annotated[str | None, typer.Option(help="报告单位。Who owes it.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """定期报告：应报、已报、已签收。Periodic reports: owed, sent, received; the newest first."""
    one_period = times.period(period) if period else None
    show(
        tenant,
        PeriodicReports(),
        lambda rules: {"period = {}": one_period, '"by" = {}': organ_id(organ, rules)},
        "closed_at",
        _reports,
        empty="没有应报的定期报告。",
        limit=limit,
        as_json=as_json,
    )


def report(
    tenant: Tenant,
    report: Annotated[str, typer.Argument(help="报告编号，如monthly。Id of the report.")],
    period: Annotated[str, typer.Argument(help="期间，如2024-03。The period.")],
    by: Annotated[str, typer.Argument(help="报告单位。Who reports.")],
    to: Annotated[str, typer.Argument(help="接收单位。To whom.")],
    statement: Annotated[
        int, typer.Option(min=0, help="存哪一次：0为报告，n为第n次补正。Which to save.")
    ] = 0,
    export: papers.Export = None,
    as_json: AsJson = False,
) -> None:
    """一份报告截至目前的数据和与已报送的差异。A report's figures now, and what differs since."""
    papers.check(export)
    times.period(period)

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            asked = ReportCommand(
                report=report, period=period, by=rules.find(by).id, to=rules.find(to).id
            )
            if export is not None:
                papers.save(await of_report(it.executor, it.pool, tenant, asked, statement), export)
                return
            found = await draft(asked, unit)
            refs = [ref for change in found.differences for ref in change.events]
            events = await evidence(it.log, tenant, refs)
        if as_json:
            emit(found)
            return
        _draft(found, events, rules)

    run(work())


def collect(
    tenant: Tenant,
    report: Annotated[str, typer.Argument(help="报告编号，如monthly。Id of the report.")],
    period: Annotated[str, typer.Argument(help="期间，如2024-03。The period.")],
    export: papers.Export = None,
    as_json: AsJson = False,
) -> None:
    """一期报告的汇总和通报表。What came in of a period's reports, and what it says together."""
    papers.check(export)
    times.period(period)

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            if export is not None:
                papers.save(
                    await of_collected(it.executor, it.pool, tenant, report, period), export
                )
                return
            found = await collected(it.pool, tenant, report, period)
        if as_json:
            emit(found)
            return
        console.print(_collected(found, rules) if found.expected else "这一期没有应报的报告。")

    run(work())


def overviews(
    tenant: Tenant,
    number: Annotated[str | None, typer.Option(help="要存为文件的编号。Which to save.")] = None,
    limit: Limit = 100,
    export: papers.Export = None,
    as_json: AsJson = False,
) -> None:
    """不定期报告和当时的汇总。Reports at no fixed time, with what had come in then."""
    if export is None:
        show(
            tenant,
            Overviews(),
            lambda _: {},
            "sent_at",
            _overviews,
            empty="没有不定期报告。",
            limit=limit,
            as_json=as_json,
        )
        return
    if not number:
        raise typer.BadParameter("--export 须与 --number 同用，说明存哪一份")
    papers.check(export)

    async def work() -> None:
        async with opened(tenant) as it:
            papers.save(await of_overview(it.executor, it.pool, tenant, number), export)

    run(work())


def speed(
    tenant: Tenant,
    since: Annotated[str, typer.Option(help="YYYY-MM-DD，自哪一天。The first day.")],
    until: Annotated[str, typer.Option(help="YYYY-MM-DD，至哪一天。The last day.")],
    as_json: AsJson = False,
) -> None:
    """办理提速：法定、承诺和实际用时。Days taken beside those promised and those allowed."""
    first, last = times.days(since, until)

    async def work() -> None:
        async with opened(tenant) as it:
            found, rules = await speeds(it.executor, it.pool, tenant, first, last)
        if as_json:
            emit(found)
            return
        console.print(_speeds(found, rules) if found.items else "其间没有作出决定的办件。")

    run(work())


def _speeds(found: Speeds, rules: Rulebook) -> Table:
    view = table(
        f"办理提速（{found.since}至{found.until}）",
        "事项", "办件", "时限", "承诺", "平均", "最长", "节省", "超期", "条款",
    )  # fmt: skip
    for it in found.items:
        unit = UNITS[it.unit]
        view.add_row(
            rules.item(it.matter),
            str(it.cases),
            f"{it.allowed}{unit}",
            "—" if it.promised is None else str(it.promised),
            f"{it.mean:g}",
            str(it.longest),
            f"{it.saved:.0%}",
            str(it.overdue),
            escape(it.clause or it.source),
        )
    return view


def _reports(rows: Sequence[PeriodicReportRow], rules: Rulebook) -> Table:
    view = table("定期报告", "期间", "报告单位", "接收单位", "状态", "报送", "编号", "补正")
    for row in rows:
        view.add_row(
            row.period,
            rules.short(row.by),
            rules.short(row.to),
            STATUS_LABELS[row.status] + ("（零报告）" if row.nil else ""),
            local(row.sent_at, rules) if row.sent_at else "",
            escape(row.document_number),
            str(len(row.restatements) or ""),
        )
    return view


def _overviews(rows: Sequence[OverviewRow], rules: Rulebook) -> object:
    said: list[str | Table] = []
    for row in rows:
        parties = f"{rules.short(row.organ)}报{rules.short(row.to)}"
        head = escape(f"{row.key} {row.document_number} {parties}")
        said.append(f"[bold]{head}[/] {local(row.sent_at, rules)}")
        said += (f"{escape(item)}：{escape(text)}" for item, text in row.contents.items())
        said += (_collected(found, rules) for found in row.collected)
    return Group(*said)


def _draft(found: Draft, events: Mapping[str, Evidence], rules: Rulebook) -> None:
    console.print(_cases(found.figures, rules))
    console.print(_uses(found.figures, rules) if found.figures.seals else "没有用印。")
    state = "已报送" if found.sent else "尚未报送"
    console.print(
        f"{state}；数据截至日志位置{found.figures.position}，规则版本{found.policy}",
        highlight=False,
    )
    for it in found.differences:
        console.print(escape(difference(it, events, rules)), highlight=False)


def difference(it: Difference, events: Mapping[str, Evidence], rules: Rulebook) -> str:
    """One number that is another now, and why."""
    words = USE_LABELS if it.document else CASE_LABELS
    of = f"{document(it.document)}{words[it.figure]}" if it.document else words[it.figure]
    why = because(it, events, rules) or "未见事件"
    return f"{rules.item(it.matter)}{of}：{it.old} → {it.new}，因{why}"


def _cases(found: Figures, rules: Rulebook) -> Table:
    view = table("办件", "事项", *CASE_LABELS.values())
    for row in found.matters:
        view.add_row(rules.item(row.matter), *(str(getattr(row, name)) for name in CASE_LABELS))
    return view


def _uses(found: Figures, rules: Rulebook) -> Table:
    view = table("用印", "事项", "文书", *USE_LABELS.values())
    for row in found.seals:
        numbers = (str(getattr(row, name)) for name in USE_LABELS)
        view.add_row(rules.item(row.matter), document(row.document), *numbers)
    return view


def _collected(found: Collected, rules: Rulebook) -> Table:
    title = f"{found.period}报告汇总：应报{found.expected}份，零报告{found.nil}份"
    view = table(title, "单位", *RETURN_LABELS.values(), "收件", "准予", "不予", "逾期", "用印")
    for line in (*found.organs, None):
        source = line or found
        cases = (source.cases.get(n, 0) for n in ("received", "granted", "refused", "overdue"))
        view.add_row(
            rules.short(line.organ) if line else "合计",
            *(str(getattr(source.came, name)) for name in RETURN_LABELS),
            *map(str, cases),
            str(source.seals.get("used", 0)),
        )
    return view
