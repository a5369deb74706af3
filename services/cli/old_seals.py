"""What becomes of the old seals, how far that is, and who demanded one anyway."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer
from rich.markup import escape
from rich.table import Table

from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.seals.old.seal import CONDITIONS, STANDINGS, STATUS_NAMES
from domain.seals.old.terms import towns
from projections.attempts import AttemptRow, Attempts
from projections.old_seals import OldSealRow, Progress, progress, register
from projections.page import newest
from projections.seal_demands import SealDemandRow, SealDemands
from services.cli.attempts import attempts_table
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.main import Platform

_REFUSED = "seal.internal_demanded"  # the code by which the attempts are found


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, as `--json` prints it; `refused`: demands that were refused and remembered."""

    progress: list[Progress]
    seals: list[OldSealRow]
    demands: list[SealDemandRow]
    refused: list[AttemptRow]


def old_seals(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="单位。Of this organ only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 1_000,
    as_json: AsJson = False,
) -> None:
    """旧印章清理：进度、每枚的去向、违规要求加盖的记录。Old seals and demands for them."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            only = rules.find(organ).id if organ else None
            told = await _told(it, tenant, rules, only, limit)
        if as_json:
            emit(told)
            return
        _show(told, rules)

    run(work())


async def _told(it: Platform, tenant: str, rules: Rulebook, only: str | None, limit: int) -> Told:
    of_it = {"organ = {}": only}
    attempted = {"code = {}": _REFUSED, "detail->>'organ' = {}": only}
    expected = (only,) if only else towns(rules)
    return Told(
        progress=await progress(it.pool, tenant, expected, organ=only),
        seals=await register(it.pool, tenant, organ=only, limit=limit),
        demands=await newest(it.pool, SealDemands(), tenant, of_it, "demanded_at", limit),
        refused=await newest(it.pool, Attempts(), tenant, attempted, "attempted_at", limit),
    )


def _show(told: Told, rules: Rulebook) -> None:
    if rules.pack.old_seals is None:
        console.print("本县没有清理旧印章的规定。")
        return
    console.print(progress_table(told.progress, rules))
    console.print(_seals_table(told.seals, rules) if told.seals else "还没有梳理登记旧印章。")
    if told.demands:
        console.print(_demands_table(told.demands, rules))
    else:
        console.print("没有要求加盖内设机构印章的记录。")
    if told.refused:
        console.print(attempts_table(told.refused, rules))


def progress_table(rows: Iterable[Progress], rules: Rulebook) -> Table:
    last = rules.pack.old_seals.complete_by if rules.pack.old_seals else None
    until = f"（应于{last}前完成）" if last else ""
    late = last is not None and last < day_of(datetime.now(UTC), rules)
    columns = ("已梳理", *STATUS_NAMES.values(), "未了")
    view = table(f"旧印章清理进度{until}", "单位", *columns, "")
    for row in rows:
        counts = (row.inventoried, *(getattr(row, status) for status in STATUS_NAMES), row.left)
        begun = "未完成" if row.inventoried else "尚未梳理"
        said = "完成" if row.done else f"逾期{begun}" if late else begun
        style = "red" if late and not row.done else None
        view.add_row(rules.short(row.organ), *map(str, counts), said, style=style)
    return view


def _seals_table(rows: Iterable[OldSealRow], rules: Rulebook) -> object:
    view = table(
        "旧印章",
        "单位",
        "编号",
        "印章",
        "保管机构",
        "性质",
        "现状",
        "状态",
        "自",
        "审查文件",
        "说明",
    )
    for row in rows:
        sealed = f"封存于{row.place}，监封人{row.witness}" if row.place else ""
        decided = f"{rules.short(row.decided_by)} {row.document_number}" if row.decided_by else ""
        view.add_row(
            rules.short(row.organ),
            str(row.number),
            escape(row.name),
            escape(row.keeper),
            STANDINGS[row.standing],
            CONDITIONS[row.condition],
            STATUS_NAMES[row.status],
            local(row.since, rules),
            escape(decided or row.established_by),
            escape("；".join(filter(None, (row.reason, sealed)))),
        )
    return view


def _demands_table(rows: Iterable[SealDemandRow], rules: Rulebook) -> object:
    view = table(
        "要求加盖内设机构印章的记录",
        "时间", "编号", "提出单位", "印章所在单位", "印章", "事项", "办件", "依据", "登记单位",
    )  # fmt: skip
    for row in rows:
        view.add_row(
            local(row.demanded_at, rules),
            escape(row.key),
            escape(rules.short(row.demanded_by)),
            rules.short(row.organ),
            escape(row.seal),
            str(row.matter),
            escape(row.case),
            escape(row.law) if not row.violation else f"违规{escape(row.law and f'：{row.law}')}",
            rules.short(row.recorded_by),
            style="red" if row.violation else None,
        )
    return view
