"""What makes townships able to exercise their powers: trainings."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from projections.trainings import TrainingRow, Trainings
from services.cli.output import AsJson, Tenant, local, table
from services.cli.rows import Limit, organ_id, show


def trainings(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="参加单位。Which this organ attended.")] = None,
    matter: Annotated[int | None, typer.Option(help="事项序号。About this matter.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """业务培训。Trainings that were held, who came and who did not, the newest first."""
    show(
        tenant,
        Trainings(),
        lambda rules: {
            "attending ? {}": organ_id(organ, rules),
            "matters @> to_jsonb({}::int)": matter,
        },
        "held_at",
        _trainings,
        empty="还没有登记业务培训。",
        limit=limit,
        as_json=as_json,
    )


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
