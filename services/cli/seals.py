"""Seals, how they stand, and the ledger of their uses, on the screen and as a file."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.kernel.rulebook import Rulebook
from domain.seals.life import STATUS_NAMES
from domain.seals.naming import Named, patterns_in_use
from projections import seal_ledger, seal_register
from projections.seal_ledger import Which, sheet
from projections.seal_ledger.sheet import Entry
from projections.seal_register import SealRow
from services.cli.output import AsJson, Tenant, console, emit, fail, local, opened, run, table
from services.commands.ledger import as_csv, judged
from services.main import Platform

_GONE = ("destroyed", "void")
Department = Annotated[str | None, typer.Option(help="委托部门。Seals of this department.")]


def ledger(
    tenant: Tenant,
    department: Department = None,
    number: Annotated[int | None, typer.Option(help="印章编号。Number on the seal.")] = None,
    matter: Annotated[int | None, typer.Option(help="事项序号，即分类。A category.")] = None,
    export: Annotated[
        Path | None,
        typer.Option(help="导出为 Excel 可打开的 CSV 文件，全部记录。Write all lines to a file."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """用印台账。The seal ledger: time, matter, approving leader, certificate, document."""
    if export is not None and export.suffix.lower() != ".csv":
        fail("cli.form", f"文件名须以.csv结尾：{export}")

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            owner = rules.find(department).id if department else None
            which = Which(owner=owner, number=number, matter=matter)
            if export is not None:
                await _export(it, tenant, which, export)
                return
            rows = await seal_ledger.ledger(it.pool, tenant, which, limit=limit)
            entries = await judged(unit, rows)
        if as_json:
            emit(entries)
            return
        console.print(ledger_table(entries, rules) if entries else "还没有用印记录。")

    run(work())


async def _export(it: Platform, tenant: str, which: Which, path: Path) -> None:
    unit = it.executor.unit(tenant)
    pieces = as_csv(unit, seal_ledger.archive(it.pool, tenant, which), await unit.rules())
    with path.open("wb") as file:
        async for piece in pieces:
            file.write(piece)
    console.print(f"用印台账已导出到 {path}")


def ledger_table(entries: Iterable[Entry], rules: Rulebook) -> object:
    view = table("用印台账", *sheet.heads(rules))
    for entry in entries:
        style = "red" if entry.irregular else None
        view.add_row(*sheet.cells(entry, rules), style=style)
    return view


def seals(tenant: Tenant, department: Department = None, as_json: AsJson = False) -> None:
    """印章登记。Every seal: where it is, how it stands, who keeps it now."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            owner = rules.find(department).id if department else None
            rows = await seal_register.register(it.pool, tenant, owner=owner)
        if as_json:
            emit(rows)
            return
        console.print(_register_table(rows, rules) if rows else "还没有印章。")
        living = [row for row in rows if row.status not in _GONE]
        borne = [Named(row.owner, row.holder, row.number, row.name) for row in living]
        if differing := patterns_in_use(borne, rules):
            said = "；".join(f"“{name}”{number}枚" for name, number in differing.items())
            console.print(f"提示：各单位所用印章名称不一：{said}", markup=False)

    run(work())


def _register_table(rows: Iterable[SealRow], rules: Rulebook) -> object:
    view = table("印章登记", "印章", "编号", "单位", "状态", "自", "保管人", "说明")
    now = datetime.now(UTC)
    for row in rows:
        keeper = row.keeper(now) or ""
        if keeper and keeper != row.custodian:
            keeper += f"（代管至 {local(row.deputy_until, rules)}）"
        lost = f"遗失于 {local(row.lost_at, rules)}" if row.lost_at else ""
        view.add_row(
            row.name,
            str(row.number),
            rules.short(row.holder),
            STATUS_NAMES[row.status],
            local(row.since, rules),
            keeper,
            "；".join(note for note in (lost, row.reason) if note),
        )
    return view
