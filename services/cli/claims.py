"""Reviews, litigation and compensation about cases: outcomes, who bore what, recourse."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.claims import claim
from domain.kernel.rulebook import Rulebook
from projections.claims import BorneRow, ClaimRow, Claims, DecidedRow, RecourseRow
from services.cli.output import AsJson, Tenant, table
from services.cli.rows import Limit, organ_id, show


def claims(
    tenant: Tenant,
    case: Annotated[str | None, typer.Option(help="办件编号。About this case.")] = None,
    organ: Annotated[
        str | None, typer.Option(help="被申请人、被告或者赔偿义务机关。Against this organ.")
    ] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """复议、诉讼与赔偿。What was decided elsewhere, who bore it, whom it is recovered from."""
    show(
        tenant,
        Claims(),
        lambda rules: {'"case" = {}': case, "respondent = {}": organ_id(organ, rules)},
        "opened_at",
        _table,
        empty="没有复议、诉讼或者赔偿案件。",
        limit=limit,
        as_json=as_json,
    )


def _table(rows: Sequence[ClaimRow], rules: Rulebook) -> object:
    columns = ("收到", "编号", "办件", "类别", "对象", "结果", "承担责任", "追偿追责", "状态")
    view = table("复议、诉讼与赔偿", *columns)
    for row in rows:
        about = f"{row.case}\n{rules.item(row.matter)}"
        view.add_row(
            str(row.received_on),
            escape(row.key),
            escape(about),
            claim.KINDS[row.kind],
            rules.short(row.respondent),
            escape("\n".join(map(_outcome, row.decisions))),
            escape("\n".join(_borne(it, rules) for it in row.borne)),
            escape("\n".join(_recourse(it, rules) for it in row.recourse)),
            claim.STATUSES[row.status],
        )
    return view


def _outcome(it: DecidedRow) -> str:
    said = claim.OUTCOMES[it.outcome]
    return f"{said} {it.decided_by} {it.decided_on} {it.document_number}{paid(it.amount_yuan)}"


def _borne(it: BorneRow, rules: Rulebook) -> str:
    measure = f"{it.measure}{paid(it.amount_yuan)}"
    return f"{rules.short(it.organ)} {measure} {it.borne_on} {it.document_number}"


def _recourse(it: RecourseRow, rules: Rulebook) -> str:
    whom = f"{rules.short(it.organ)}→{rules.short(it.against)}"
    if it.pursued is None:
        return f"{whom} 拟{it.measure}{paid(it.amount_yuan)}"
    said = f"{it.measure}{paid(it.amount_yuan)}" if it.pursued else "不予追究"
    return f"{whom} {said} {it.decided_on} {it.document_number}"


def paid(amount_yuan: float) -> str:
    """The amount as it follows what was done; nothing where nothing was paid."""
    return f"，{amount_yuan:g}元" if amount_yuan else ""
