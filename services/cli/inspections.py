"""Inspections with what was drawn and seen; circulars."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.supervision.circular import TONES
from domain.supervision.draw import RISKS
from domain.supervision.inspection import GRADES, STATUSES
from projections.circulars import CircularRow, Circulars
from projections.inspections import InspectionRow, Inspections
from projections.page import newest
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.rows import Limit, organ_id, show

Organ = Annotated[str | None, typer.Option(help="被检查或者被通报的单位。The organ concerned.")]


def inspections(
    tenant: Tenant,
    organ: Organ = None,
    number: Annotated[
        str | None, typer.Option(help="检查编号：列出抽中的办件。Its number: show what was drawn.")
    ] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """监督检查。Who inspected whom how, what was drawn and seen, how it was evaluated."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            concerned = organ_id(organ, rules)
            where = {"organs @> to_jsonb({}::text)": concerned, "key = {}": number}
            rows = await newest(it.pool, Inspections(), tenant, where, "planned_at", limit)
        if as_json:
            emit(rows)
            return
        console.print(_inspections(rows, rules) if rows else "没有监督检查。")
        if number and rows and rows[0].strata:
            _show_draw(rows[0], rules)

    run(work())


def circulars(
    tenant: Tenant, organ: Organ = None, limit: Limit = 100, as_json: AsJson = False
) -> None:
    """通报。What was made known of whom, the newest first."""
    show(
        tenant,
        Circulars(),
        lambda rules: {"organs @> to_jsonb({}::text)": organ_id(organ, rules)},
        "issued_at",
        _circulars,
        empty="没有通报。",
        limit=limit,
        as_json=as_json,
    )


def _inspections(rows: Sequence[InspectionRow], rules: Rulebook) -> object:
    columns = ("时间", "编号", "方式", "检查单位", "被检查单位", "内容", "抽取", "结果", "评估")
    view = table("监督检查", *columns)
    for row in rows:
        wrong = sum(not seen.in_order for seen in row.checks)
        seen = f"检查{len(row.checks)}项，不规范{wrong}项" if row.checks else ""
        found = "".join(f"\n问题 {number}" for number in row.problems)
        graded = [f"{rules.short(it.organ)}：{GRADES[it.grade]}" for it in row.evaluations]
        ended = [f"{STATUSES[row.status]}：{row.reason}" if row.reason else STATUSES[row.status]]
        view.add_row(
            local(row.planned_at, rules),
            escape(row.key),
            escape(f"{row.words}（{row.clause}）"),
            rules.short(row.organ),
            "、".join(map(rules.short, row.organs)),
            escape(row.purpose),
            f"{row.size}件抽{row.drawn}件" if row.size is not None else "",
            escape(f"{seen}{found}"),
            escape("\n".join(graded or ended)),
        )
    return view


def _show_draw(row: InspectionRow, rules: Rulebook) -> None:
    console.print(
        f"种子 {row.seed}\n日志位置 {row.position}，可抽{row.size}件，其摘要 {row.frame}",
        highlight=False,
    )
    view = table("抽中的办件", "单位", "事项", "风险", "可抽", "抽中（按抽取顺序）")
    for stratum in row.strata:
        view.add_row(
            rules.short(stratum.organ),
            rules.item(stratum.matter),
            RISKS[stratum.risk],
            str(stratum.size),
            escape("、".join(stratum.drawn)),
        )
    console.print(view)


def _circulars(rows: Sequence[CircularRow], rules: Rulebook) -> object:
    view = table("通报", "时间", "编号", "印发单位", "类别", "标题", "通报单位", "公布")
    for row in rows:
        view.add_row(
            local(row.issued_at, rules),
            escape(row.key),
            rules.short(row.organ),
            TONES[row.tone],
            escape(row.title),
            "、".join(map(rules.short, row.organs)),
            escape(row.published_in or "不公开"),
        )
    return view
