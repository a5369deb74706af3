"""What supervisors found and ordered, what was done about it, who is held to account."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.supervision import accountability, problem
from projections.accountabilities import Accountabilities, AccountabilityRow
from projections.problems import ProblemRow, Problems
from services.cli.output import AsJson, Tenant, local, table
from services.cli.rows import Limit, organ_id, show

Organ = Annotated[str | None, typer.Option(help="被监管的单位。The organ concerned.")]
By = Annotated[str | None, typer.Option("--by", help="监管单位。Who supervises.")]


def problems(
    tenant: Tenant,
    organ: Organ = None,
    by: By = None,
    waiting: Annotated[bool, typer.Option("--open", help="只列未办结的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """问题台账。What was found where, by when it is to be corrected, what was done."""
    show(
        tenant,
        Problems(),
        lambda rules: {
            "organ = {}": organ_id(organ, rules),
            "supervisors @> to_jsonb({}::text)": organ_id(by, rules),
            "open = {}": True if waiting else None,
        },
        "found_at",
        _problems,
        empty="没有登记问题。",
        limit=limit,
        as_json=as_json,
    )


def accountabilities(
    tenant: Tenant,
    organ: Organ = None,
    waiting: Annotated[bool, typer.Option("--open", help="只列未办结的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """问责追责。On which problem, why, who was talked to, what was decided."""
    show(
        tenant,
        Accountabilities(),
        lambda rules: {
            "organ = {}": organ_id(organ, rules),
            "status = {}": "open" if waiting else None,
        },
        "opened_at",
        _accountabilities,
        empty="没有问责。",
        limit=limit,
        as_json=as_json,
    )


def _problems(rows: Sequence[ProblemRow], rules: Rulebook) -> object:
    columns = ("时间", "编号", "单位", "事项", "来源", "问题", "责令改正", "状态")
    view = table("问题台账", *columns)
    for row in rows:
        about = [rules.item(row.matter)] if row.matter is not None else []
        about += [row.case] if row.case else []
        ordered = ""
        if row.due_on is not None and row.ordered_by is not None:
            number = row.document_number or ""
            ordered = f"{rules.short(row.ordered_by)} {number}\n{row.due_on}前"
        last = f"\n{row.turns[-1].says}" if row.turns else ""
        view.add_row(
            local(row.found_at, rules),
            escape(row.key),
            rules.short(row.organ),
            escape("\n".join(about)),
            escape(f"{problem.FOUND_IN[row.found_in]} {row.source}".strip()),
            escape(row.description),
            escape(ordered),
            escape(f"{problem.STATUSES[row.status]}{last}"),
        )
    return view


def _accountabilities(rows: Sequence[AccountabilityRow], rules: Rulebook) -> object:
    columns = ("时间", "编号", "问题", "单位", "情形", "依据", "约谈", "结果")
    view = table("问责追责", *columns)
    for row in rows:
        outcome = accountability.STATUSES[row.status]
        if row.decided_by is not None:
            outcome = f"{row.decided_by} {row.decided_on} {row.document_number}\n{row.measure}"
        held = [f"{local(it.at, rules)} {rules.post(it.post)} {it.person}" for it in row.interviews]
        view.add_row(
            local(row.opened_at, rules),
            escape(row.key),
            escape(row.problem),
            rules.short(row.organ),
            escape(f"{row.words}：{row.grounds}"),
            escape(row.clause),
            escape("\n".join(held)),
            escape(outcome if row.reason is None else f"{outcome}：{row.reason}"),
        )
    return view
