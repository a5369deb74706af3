"""What the lists of a county must reach, and how far they are (ZZ22-27, -28)."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from domain.kernel.rulebook import Rulebook
from domain.matters.online import Rate
from services.cli import times
from services.cli.output import AsJson, Tenant, console, emit, opened, run, table
from services.targets import Targets
from services.targets import targets as asked

_MET = {True: "达到", False: "未达到", None: "无从计算"}


def targets(
    tenant: Tenant,
    day: Annotated[str | None, typer.Option("--as-of", help="YYYY-MM-DD；缺省为今天。")] = None,
    as_json: AsJson = False,
) -> None:
    """清单指标。What the lists must reach, with both counts, on a day."""

    async def work() -> None:
        async with opened(tenant) as it:
            zone = (await it.executor.unit(tenant).rules()).zone
            on = times.day(day) if day else datetime.now(zone).date()
            found, rules = await asked(it.executor, it.pool, tenant, on)
        if as_json:
            emit(found)
            return
        if rules is None or not found.items:
            console.print(f"{on} 的政策包没有规定清单指标。")
            return
        console.print(targets_table(found, rules))

    run(work())


def targets_table(found: Targets, rules: Rulebook) -> Table:
    view = table(
        f"清单指标（{found.as_of}，{found.policy}）",
        "指标",
        "清单",
        "依申请",
        "未认定",
        "上网运行",
        "网上可办",
        "网上可办率",
        "不低于",
        "结论",
        "条款",
    )
    for rate in found.items:
        view.add_row(*_row(rate, rules))
    return view


def _row(rate: Rate, rules: Rulebook) -> tuple[str, ...]:
    named = (printed.name for printed in rules.pack.list if printed.id == rate.list)
    counts = (rate.on_application, rate.undeclared, rate.running, rate.online_able)
    return (
        rate.name,
        next(named, rate.list),
        *map(str, counts),
        "—" if rate.share is None else f"{rate.share:.1%}",
        f"{rate.at_least:.0%}",
        _MET[rate.met],
        rate.clause,
    )
