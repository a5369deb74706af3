"""What was asked at the windows, and answered."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from projections.consultations import ConsultationRow, Consultations
from services.cli.output import AsJson, Tenant, local, table
from services.cli.rows import Limit, organ_id, show


def consultations(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="窗口单位。At this organ's window.")] = None,
    matter: Annotated[int | None, typer.Option(help="事项序号。About this matter.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """咨询登记。Consultations at the windows, the newest first."""
    show(
        tenant,
        Consultations(),
        lambda rules: {"organ = {}": organ_id(organ, rules), "matter = {}": matter},
        "consulted_at",
        _table,
        empty="还没有咨询登记。",
        limit=limit,
        as_json=as_json,
    )


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
