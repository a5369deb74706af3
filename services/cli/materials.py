"""What townships were handed to work with: materials, blank certificates, systems."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.readiness.handover import Line
from domain.readiness.serials import runs
from projections.accesses import Accesses, AccessRow
from projections.blanks import BlankRow, Blanks
from projections.handovers import HandoverRow, Handovers
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.rows import Limit, organ_id, show
from services.commands import preparations
from services.commands.preparations import Readiness

Holder = Annotated[str | None, typer.Option("--organ", help="接收单位。Of this organ.")]


def handovers(
    tenant: Tenant, organ: Holder = None, limit: Limit = 100, as_json: AsJson = False
) -> None:
    """材料转交。What was handed over to whom, the newest first."""
    show(
        tenant,
        Handovers(),
        lambda rules: {'"to" = {}': organ_id(organ, rules)},
        "handed_at",
        _handovers,
        empty="还没有登记材料转交。",
        limit=limit,
        as_json=as_json,
    )


def blanks(
    tenant: Tenant, organ: Holder = None, limit: Limit = 100, as_json: AsJson = False
) -> None:
    """空白证书去向。Of each range: used, void, given back, left, skipped."""
    show(
        tenant,
        Blanks(),
        lambda rules: {"holder = {}": organ_id(organ, rules)},
        "allotted_at",
        _blanks,
        empty="还没有转交空白证书。",
        limit=limit,
        as_json=as_json,
    )


def access(
    tenant: Tenant, organ: Holder = None, limit: Limit = 100, as_json: AsJson = False
) -> None:
    """系统登录权限。Who may log on to which system, the newest first."""
    show(
        tenant,
        Accesses(),
        lambda rules: {"organ = {}": organ_id(organ, rules)},
        "granted_at",
        _access,
        empty="还没有授予系统登录权限。",
        limit=limit,
        as_json=as_json,
    )


def _handovers(rows: Sequence[HandoverRow], rules: Rulebook) -> object:
    view = table("材料转交", "时间", "编号", "转交单位", "接收单位", "材料", "签收", "交回")
    for row in rows:
        view.add_row(
            local(row.handed_at, rules),
            escape(row.key),
            rules.short(row.organ),
            rules.short(row.to),
            escape("；".join(map(_line, row.lines))),
            local(row.received_at, rules) if row.received_at else "未签收",
            "、".join(f"第{line}项" for line in row.returned),
        )
    return view


def _line(line: Line) -> str:
    return f"{line.name}{line.quantity}份" + (
        f"（{line.first}至{line.last}）" if line.first else ""
    )


def _blanks(rows: Sequence[BlankRow], rules: Rulebook) -> object:
    heads = (
        "证书",
        "持有单位",
        "号段",
        "共",
        "已用",
        "作废",
        "交回",
        "剩余",
        "跳过的号",
        "他方使用的号",
    )
    view = table("空白证书去向", *heads)
    for row in rows:
        counts = (row.total, len(row.used), len(row.void), len(row.returned), row.left)
        view.add_row(
            escape(row.certificate),
            rules.short(row.holder),
            escape(f"{row.first}至{row.last}") + ("" if row.received_at else "（未签收）"),
            *map(str, counts),
            *(escape("、".join(map(str, runs(n)))) for n in (row.skipped, row.elsewhere)),
        )
    return view


def _access(rows: Sequence[AccessRow], rules: Rulebook) -> object:
    view = table("系统登录权限", "单位", "人员", "系统", "授予", "授予单位", "收回")
    terms = rules.pack.handover
    for row in rows:
        ended = f"{local(row.ended_at, rules)}　{row.reason}" if row.ended_at else ""
        view.add_row(
            rules.short(row.organ),
            escape(row.person),
            terms.systems.get(row.system, row.system) if terms else row.system,
            local(row.granted_at, rules),
            rules.short(row.by_organ),
            escape(ended),
        )
    return view


def readiness(tenant: Tenant, organ: Holder = None, as_json: AsJson = False) -> None:
    """承接条件。What each township has and what it lacks before it exercises its powers."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            found = await preparations.readiness(unit, rules, organ_id(organ, rules))
        if as_json:
            emit(found)
            return
        console.print(_conditions(found, rules) if found else "本县没有规定承接条件。")

    run(work())


def _conditions(found: Sequence[Readiness], rules: Rulebook) -> object:
    view = table("承接条件", "单位", "条件", "不具备的", "具备", "缺少", "依据")
    for of in found:
        for row in of.conditions:
            lacking = rules.items(row.lacking) if row.lacking else "尚不具备"
            view.add_row(
                rules.short(of.organ),
                row.name,
                "不得办理" if row.blocks else "",
                escape("；".join(row.says)),
                "" if row.met else lacking,
                row.clause,
            )
    return view
