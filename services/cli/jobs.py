"""`tongban jobs`: long work that somebody asked for, how far it is, and its files."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from infra.jobs import Job, State
from services.cli.output import AsJson, Tenant, console, emit, fail, opened, run, table
from services.jobs.kinds import TITLES
from services.jobs.running import not_cancelled

app = typer.Typer(help="长时间任务。Long work: exports and runs.", no_args_is_help=True)
STATES: dict[State, str] = {
    "queued": "等候",
    "running": "办理中",
    "done": "完成",
    "cancelled": "已取消",
    "failed": "失败",
}
Which = Annotated[UUID, typer.Argument(help="任务编号。Its id.")]


@app.command("list")
def list_jobs(
    tenant: Tenant,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """列出任务和进度。Jobs, the newest first."""

    async def work() -> None:
        async with opened() as it:
            jobs = await it.jobs.newest(tenant, limit)
        if as_json:
            emit(jobs)
            return
        if not jobs:
            console.print("没有长时间任务。")
            return
        view = table("长时间任务", "编号", "任务", "提交人", "提交时间", "状态", "进度", "原因")
        for job in jobs:
            view.add_row(
                str(job.id), TITLES.get(job.kind, job.kind), job.asker,
                f"{job.asked_at:%Y-%m-%d %H:%M:%S}", STATES[job.state], _progress(job), job.error,
            )  # fmt: skip
        console.print(view)

    run(work())


@app.command("cancel")
def cancel(tenant: Tenant, job: Which) -> None:
    """取消任务。Stop it before its next part."""

    async def work() -> None:
        async with opened() as it:
            stopped = await it.jobs.cancel(tenant, job)
            found = None if stopped else await it.jobs.show(tenant, job)
        if found is not None:
            raise not_cancelled(found)
        if not stopped:
            fail("jobs.unknown", f"没有任务{job}")
        console.print(f"已取消 {job}", highlight=False)

    run(work())


@app.command("save")
def save(
    tenant: Tenant,
    job: Which,
    path: Annotated[Path, typer.Argument(help="存为。Where to.")],
) -> None:
    """取回文件。The file that it made, or an archive of several."""

    async def work() -> None:
        async with opened() as it:
            found = await it.jobs.show(tenant, job)
            if found is None or found.state != "done":
                state = (
                    f"尚未完成（{STATES[found.state]}，{_progress(found)}）" if found else "不存在"
                )
                fail("jobs.not_done", f"任务{job}{state}")
            made = await it.jobs.made(tenant, job)
            with path.open("wb") as file:
                async for piece in made.pieces:
                    file.write(piece)
        console.print(f"“{made.name}”已存为 {path}", highlight=False)

    run(work())


def _progress(job: Job) -> str:
    return f"{job.done}/{'—' if job.total is None else job.total}"
