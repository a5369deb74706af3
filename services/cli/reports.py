"""What a county reports upwards: the year's summary with its figures, important situations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS
from domain.reports.summary import Figures
from projections.page import newest
from projections.situations import SituationRow, Situations
from projections.summaries import Summaries
from services.cli import papers
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.rows import Limit, show
from services.drafted import drafted
from services.papers.summary import of_year


def summary(
    tenant: Tenant,
    year: Annotated[int | None, typer.Option(help="哪一年；缺省为今年。Which year.")] = None,
    export: papers.Export = None,
    as_json: AsJson = False,
) -> None:
    """改革情况汇总：已报送的，或者截至目前的数据。The summary sent, or the figures so far."""
    papers.check(export)

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            wanted = year or datetime.now(rules.zone).year
            if export is not None:
                papers.save(await of_year(it.executor, it.pool, tenant, wanted), export)
                return
            sent = await newest(it.pool, Summaries(), tenant, {"year = {}": wanted}, "sent_at", 1)
            found = sent[0].figures if sent else await drafted(it.pool, unit, wanted, rules)
        if as_json:
            emit(sent[0] if sent else found)
            return
        terms = rules.pack.summary
        owed = terms is not None and terms.due_on.year == wanted
        state = "尚未报送" if owed else "没有规定报送，以下是已有的数据"
        if sent:
            at = local(sent[0].sent_at, rules)
            state = f"{at} 以{escape(sent[0].document_number)}报送{escape(sent[0].to)}"
        console.print(f"[bold]{wanted}年改革情况汇总[/] {state}", highlight=False)
        _show(found, rules)
        for item, text in sent[0].contents.items() if sent else ():
            name = terms.contents.get(item, item) if terms else item
            console.print(f"{name}：{escape(text)}", highlight=False)

    run(work())


def situations(
    tenant: Tenant,
    waiting: Annotated[bool, typer.Option("--open", help="只列未答复的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """重要情况报告和答复。Important situations and replies, the newest first."""
    show(
        tenant,
        Situations(),
        lambda _: {"open = {}": True if waiting else None},
        "reported_at",
        _situations,
        empty="没有重要情况报告。",
        limit=limit,
        as_json=as_json,
    )


def _show(found: Figures, rules: Rulebook) -> None:
    view = table("办理方式", "办理方式", "事项", "收件", "准予", "不予")
    for row in found.modes:
        mode = rules.modes.get(row.mode)
        counts = map(str, (row.matters, row.received, row.granted, row.refused))
        view.add_row(mode.name if mode else row.mode, *counts)
    console.print(view if found.modes else "没有事项和办件。")
    remedies = {r.id: r.name for r in rules.pack.upper.remedy} if rules.pack.upper else {}
    named: dict[str, str] = {**remedies, **{str(kind): name for kind, name in FINDINGS.items()}}
    for label, counted in (("违规情形", found.findings), ("自查自纠", found.inspected)):
        said = "、".join(f"{named.get(kind, kind)}{n}" for kind, n in counted.items())
        console.print(f"{label} {said or '无'}", highlight=False)
    console.print(
        f"推送 按期{found.pushes_on_time}、逾期{found.pushes_late}、未到期{found.pushes_open}；"
        f"服务点{found.service_points}个，单独服务{found.services}次，结算积分{found.points}",
        highlight=False,
    )
    console.print(found.period, highlight=False)


def _situations(rows: Sequence[SituationRow], rules: Rulebook) -> object:
    view = table("重要情况报告", "时间", "编号", "报告单位", "报送", "标题", "内容", "答复")
    for row in rows:
        said = f"{row.document_number}　{row.reply}" if row.replied_at else "未答复"
        view.add_row(
            local(row.reported_at, rules),
            escape(row.key),
            rules.short(row.organ),
            escape(row.to),
            escape(row.title),
            escape(row.text),
            escape(said),
        )
    return view
