"""Who tried to exercise power without it."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from projections.attempts import AttemptRow, Attempts
from services.cli.do import BY_TYPE
from services.cli.output import AsJson, Tenant, local, table
from services.cli.rows import Limit, organ_id, show


def attempts(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="单位。Of this organ only.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """越权尝试。Attempts that were refused and remembered, the newest first."""
    show(
        tenant,
        Attempts(),
        lambda rules: {"organ = {}": organ_id(organ, rules)},
        "attempted_at",
        attempts_table,
        empty="没有越权尝试的记录。",
        limit=limit,
        as_json=as_json,
    )


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
