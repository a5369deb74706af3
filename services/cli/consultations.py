"""What was asked at the windows, and answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from projections.consultations import ConsultationRow, Consultations
from projections.page import Wanted, page
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table

_NEWEST = "-consulted_at"


def consultations(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="窗口单位。At this organ's window.")] = None,
    matter: Annotated[int | None, typer.Option(help="事项序号。About this matter.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """咨询登记。Consultations at the windows, the newest first."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            wanted = Wanted(
                where={
                    "organ = {}": rules.find(organ).id if organ else None,
                    "matter = {}": matter,
                },
                sort=_NEWEST,
                sorts={"consulted_at": datetime},
                cursor=None,
                limit=limit,
            )
            rows = (await page(it.pool, Consultations(), tenant, wanted)).items
        if as_json:
            emit(rows)
            return
        console.print(_table(rows, rules) if rows else "还没有咨询登记。")

    run(work())


def _table(rows: Sequence[ConsultationRow], rules: Rulebook) -> object:
    view = table("咨询登记", "时间", "编号", "事项", "窗口单位", "问题", "答复", "引导网办")
    for row in rows:
        view.add_row(
            local(row.consulted_at, rules),
            escape(row.key),
            str(row.matter),
            rules.short(row.organ),
            escape(row.question),
            escape(row.answer),
            "是" if row.steered_online else "",
        )
    return view
