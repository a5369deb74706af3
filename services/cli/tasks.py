"""`tongban tasks`: what workers have not done yet, and what they gave up."""

from enum import StrEnum
from typing import Annotated

import typer

from infra.tasks import State, Waiting
from services.cli.output import AsJson, console, emit, fail, opened, run, table

app = typer.Typer(help="后台任务。Tasks of the workers.", no_args_is_help=True)

TASKS = {
    "push": "推送审批信息",
    "lapse": "到期处理",
    "move_case": "在办件转按新的办理方式",
    "react": "事件后续处理",
    "finish_erasure": "销毁密钥",
    "recompute": "重算期限",
    "settle": "结算积分",
    "close_period": "报告期截止",
    "escalate": "逾期提请督办",
    "job": "长时间任务",
}
STATES: dict[State, str] = {"queued": "待办", "parked": "已搁置"}


class Which(StrEnum):
    queued = "queued"
    parked = "parked"


@app.command("list")
def list_tasks(
    state: Annotated[
        Which | None, typer.Option(help="queued 待办，parked 已搁置；缺省为全部。")
    ] = None,
    tenant: Annotated[str | None, typer.Option(help="只看一个租户。Of one tenant.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """列出任务。Tasks, the oldest first."""

    async def work() -> None:
        async with opened() as it:
            rows = await it.tasks.list(state.value if state else None, tenant, limit)
        if as_json:
            emit(rows)
            return
        if not rows:
            console.print("没有搁置的任务。" if state is Which.parked else "没有待办或搁置的任务。")
            return
        view = table("任务", "编号", "租户", "任务", "对象", "状态", "次数", "自", "原因")
        for row in rows:
            view.add_row(
                str(row.id), row.tenant, TASKS.get(row.task, row.task), row.key,
                STATES[row.state], str(row.tries), f"{row.since:%Y-%m-%d %H:%M:%S}", row.error,
            )  # fmt: skip
        console.print(view)

    run(work())


@app.command("show")
def show_task(
    number: Annotated[int, typer.Argument(help="编号，见 tongban tasks list。")],
    as_json: AsJson = False,
) -> None:
    """一项任务。What it is for, how often it was tried, and why it failed."""

    async def work() -> None:
        async with opened() as it:
            row = await it.tasks.show(number)
        if row is None:
            fail("tasks.unknown", f"没有编号为{number}的任务（办完的任务不再列出）")
        if as_json:
            emit(row)
            return
        _print(row)

    run(work())


@app.command("replay")
def replay_tasks(
    number: Annotated[int | None, typer.Argument(help="编号。One task.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="全部搁置的任务。All of them.")] = False,
    tenant: Annotated[str | None, typer.Option(help="与 --all 同用：只限一个租户。")] = None,
    as_json: AsJson = False,
) -> None:
    """重新办理搁置的任务。Give parked tasks back to the workers."""
    if (number is None) != all_ or (tenant is not None and not all_):
        fail("tasks.which", "请给出一个编号，或者 --all（可加 --tenant）")

    async def work() -> None:
        async with opened() as it:
            rows = await it.tasks.replay(number, tenant)
        if number is not None and not rows:
            fail("tasks.not_parked", f"没有编号为{number}的搁置任务")
        if as_json:
            emit(rows)
            return
        console.print(f"已重新排队 {len(rows)} 项任务。" if rows else "没有搁置的任务。")

    run(work())


def _print(row: Waiting) -> None:
    console.print(f"[bold]任务 {row.id}[/] {TASKS.get(row.task, row.task)}（{row.task}）")
    tried = f"，最近 {row.tried_at:%Y-%m-%d %H:%M:%S}" if row.tried_at else ""
    for name, value in (
        ("租户", row.tenant),
        ("对象", row.key),
        ("状态", STATES[row.state]),
        ("自", f"{row.since:%Y-%m-%d %H:%M:%S} UTC"),
        ("已试", f"{row.tries} 次{tried}"),
        ("原因", row.error or "（尚无）"),
    ):
        console.print(f"{name}：{value}", markup=False, highlight=False, soft_wrap=True)
