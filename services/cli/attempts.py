"""Who tried to exercise power without it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from projections.attempts import AttemptRow, Attempts
from projections.page import Wanted, page
from services.cli.do import BY_TYPE
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.main import Platform


def attempts(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="单位。Of this organ only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """越权尝试。Attempts that were refused and remembered, the newest first."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            rows = await newest(it, tenant, rules.find(organ).id if organ else None, limit)
        if as_json:
            emit(rows)
            return
        console.print(attempts_table(rows, rules) if rows else "没有越权尝试的记录。")

    run(work())


async def newest(
    it: Platform, tenant: str, organ: str | None = None, limit: int = 100
) -> list[AttemptRow]:
    wanted = Wanted(
        where={"organ = {}": organ},
        sort="-attempted_at",
        sorts={"attempted_at": datetime},
        cursor=None,
        limit=limit,
    )
    return (await page(it.pool, Attempts(), tenant, wanted)).items


def attempts_table(rows: Sequence[AttemptRow], rules: Rulebook) -> object:
    view = table(f"共{len(rows)}次", "时间", "机构", "岗位", "行为", "拒绝", "依据", "关于")
    for row in rows:
        view.add_row(
            local(row.attempted_at, rules),
            rules.short(row.organ),
            rules.post(row.post),
            _act(row.act),
            row.code,
            row.clause,
            escape(row.about),
        )
    return view


def _act(command: str) -> str:
    """As officials say it; a command that there is no more stands for itself."""
    known = BY_TYPE.get(command)
    return known.summary.partition("。")[0].partition("（")[0] if known else command
