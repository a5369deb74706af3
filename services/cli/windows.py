"""Which window a matter goes to; which dedicated ones are open."""

from typing import Annotated

import typer

from domain.kernel.rulebook import Rulebook
from services.cli.output import AsJson, Tenant, console, emit, opened, run, table
from services.commands.questions import window_asked
from services.commands.windows import states


def window(
    tenant: Tenant,
    domain: Annotated[str, typer.Option(help="领域，如“民政”。The matter's domain.")] = "",
    power: Annotated[
        str, typer.Option(help="权力类型：licence 为行政许可。Kind of power: licence or another.")
    ] = "",
    matter: Annotated[int | None, typer.Option(help="事项序号。Number in the list.")] = None,
    as_json: AsJson = False,
) -> None:
    """事项去哪个专窗。The window for a matter, or for a domain and a kind of power."""

    async def work() -> None:
        async with opened() as it:
            rules = await it.executor.unit(tenant).rules()
            found = window_asked(domain, power, matter, rules)
        if as_json:
            emit(found)
            return
        if found.window is None:
            console.print("不经专窗：本县没有设专窗，或者由进驻单位自行收件。")
            return
        flag = "  [yellow]领域不在专窗所列范围，按兜底处理[/]" if found.window.fallback else ""
        console.print(f"{found.window.name}{flag}  [dim]{found.window.clause}[/]")

    run(work())


def _none(rules: Rulebook, *, narrowed: bool) -> str:
    if not any(it.at for it in rules.pack.window):
        return "本县没有设专窗。"
    return "没有符合条件的专窗。" if narrowed else "没有启用过专窗；--all 列出可以设的各处。"


def windows(
    tenant: Tenant,
    organ: Annotated[
        str, typer.Option(help="只列这个单位的，编号或者名称。Only at this organ.")
    ] = "",
    mode: Annotated[
        str, typer.Option(help="只列办这种办理方式的。Only those for this handling mode.")
    ] = "",
    *,
    every: Annotated[
        bool,
        typer.Option("--all", help="可以设而从未启用的也列。Also where none was ever opened."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """各处专窗。Dedicated windows: open or not, for which modes, who is posted there."""

    async def work() -> None:
        async with opened() as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            at = rules.find(organ).id if organ else ""
            found = await states(unit, rules, at, mode, idle=every)
        if as_json:
            emit(found)
            return
        view = table("专窗", "窗口", "所在单位", "状态", "办理方式", "派驻人员", "条款")
        for item in found:
            view.add_row(
                item.name,
                rules.short(item.organ),
                f"{item.since}起启用" if item.open else "没有启用",
                "、".join(rules.mode(mode).title for mode in item.modes),
                "\n".join(f"{p.person}（{rules.short(p.home)}）" for p in item.posted),
                item.clause,
            )
        console.print(view if found else _none(rules, narrowed=bool(organ or mode)))

    run(work())
