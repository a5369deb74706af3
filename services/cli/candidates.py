"""What the platform raises from the log, for supervisors to judge."""

from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from services.candidates.ask import MOST
from services.candidates.ask import candidates as asked
from services.candidates.shape import ToJudge
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table


def candidates(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="被监管的单位。At this organ.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="监管单位。For this supervisor.")] = None,
    done: Annotated[bool, typer.Option("--all", help="也列已处理的。Those judged too.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="看几件办件。Cases.")] = MOST,
    as_json: AsJson = False,
) -> None:
    """平台提示的情形。What the log shows that a supervisor should confirm or dismiss."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            found = await asked(
                it.executor,
                it.pool,
                tenant,
                organ=rules.find(organ).id if organ else None,
                supervisor=rules.find(by).id if by else None,
                done=done,
                limit=limit,
            )
        if as_json:
            emit(found)
            return
        console.print(_table(found.items, rules) if found.items else "没有需要核实的情形。")
        if found.next is not None:
            console.print(f"只看了最近{limit}件办件。")

    run(work())


def _table(rows: list[ToJudge], rules: Rulebook) -> object:
    view = table(
        "平台提示的情形", "时间", "编号", "情形", "单位", "办件", "说明", "所据事件", "处理"
    )
    for row in rows:
        judged = ""
        if row.judged is not None:
            number, reason = row.judged.problem, row.judged.reason
            judged = f"已确认为问题{number}" if number else f"已排除：{reason}"
        view.add_row(
            local(row.at, rules),
            escape(row.key),
            row.label,
            row.organ_name,
            escape(row.case or ""),
            escape(row.says),
            escape("\n".join(row.cites)),
            escape(judged),
        )
    return view
