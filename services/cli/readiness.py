"""What makes townships able to exercise their powers: trainings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from projections.page import Wanted, page
from projections.trainings import TrainingRow, Trainings
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table


def trainings(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="参加单位。Which this organ attended.")] = None,
    matter: Annotated[int | None, typer.Option(help="事项序号。About this matter.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """业务培训。Trainings that were held, who came and who did not, the newest first."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            wanted = Wanted(
                where={
                    "attending ? {}": rules.find(organ).id if organ else None,
                    "matters @> to_jsonb({}::int)": matter,
                },
                sort="-held_at",
                sorts={"held_at": datetime},
                cursor=None,
                limit=limit,
            )
            rows = (await page(it.pool, Trainings(), tenant, wanted)).items
        if as_json:
            emit(rows)
            return
        console.print(_trainings(rows, rules) if rows else "还没有登记业务培训。")

    run(work())


def _trainings(rows: Sequence[TrainingRow], rules: Rulebook) -> object:
    heads = ("时间", "编号", "组织单位", "形式", "名称", "事项", "参加单位", "人数", "未参加")
    view = table("业务培训", *heads)
    terms = rules.pack.training
    for row in rows:
        view.add_row(
            local(row.held_at, rules),
            escape(row.key),
            rules.short(row.organ),
            terms.forms.get(row.form, row.form) if terms else row.form,
            escape(row.title),
            rules.items(row.matters),
            "、".join(map(rules.short, row.attending)),
            str(row.people),
            "、".join(map(rules.short, row.absent)),
        )
    return view
