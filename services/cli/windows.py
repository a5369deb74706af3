"""Which window a matter goes to."""

from typing import Annotated

import typer

from services.cli.output import AsJson, Tenant, console, emit, opened, run
from services.commands.questions import window_asked


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
