"""Running the platform: event feed, views, database, settings, erasure."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import aclosing
from typing import Annotated
from uuid import uuid4

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from domain.kernel.authority import OPERATOR
from domain.subjects.erasure import EraseSubject
from infra.config import SECRETS, load
from infra.database import locate
from infra.embedded import EmbeddedServer
from infra.migrate import migrate, migrations
from services.cli.output import AsJson, Tenant, console, emit, fail, opened, run, table
from services.feed import Form, Order

projections = typer.Typer(help="视图。Views derived from the log.", no_args_is_help=True)
db = typer.Typer(help="数据库。The database.", no_args_is_help=True)


def feed(
    tenant: Tenant,
    after: Annotated[int, typer.Option(min=0, help="从此位置之后。After this position.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 1000,
    types: Annotated[
        str, typer.Option(help="事件类型，逗号分隔。Event types, by commas; `cases.`: prefix.")
    ] = "",
    stream: Annotated[str, typer.Option(help="某一对象。One stream; `case/`: all of a kind.")] = "",
    form: Annotated[
        Form, typer.Option("--as", help="stored：原样及叶哈希。The stored bytes and leaf.")
    ] = "cloudevents",
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="持续输出。Go on for ever.")
    ] = False,
) -> None:
    """事件流。Events of a tenant in log order, one CloudEvent a line."""

    async def work() -> None:
        async with opened() as it:
            patterns = [pattern for pattern in types.split(",") if pattern]
            order = Order(tenant, it.feed.select(patterns, stream, None), form)
            left = limit
            idle = 60 if follow else 0  # who does not follow waits for nothing
            batches = await it.feed.follow(order, after, limit=limit, idle_seconds=idle)
            async with aclosing(batches):
                async for batch in batches:
                    for line in batch.lines[:left]:
                        sys.stdout.buffer.write(line.json + b"\n")
                    sys.stdout.flush()
                    left -= 0 if follow else len(batch.lines)
                    if not follow and (left <= 0 or batch.scanned_to >= batch.head):
                        return

    run(work())


@projections.command("list")
def list_projections(as_json: AsJson = False) -> None:
    """视图进度。How far every view is in every tenant's log."""

    async def work() -> None:
        async with opened() as it:
            rows = await it.projections.status()
        if as_json:
            emit(rows)
            return
        stuck = any(row.failing for row in rows)  # a column only where it says something
        titles = ["视图", "名称", "租户", "已处理到", "落后", *(["停在"] if stuck else [])]
        view = table("视图", *titles)
        for row in rows:
            why = [row.failing] if stuck else []
            view.add_row(row.view, row.label, row.tenant, str(row.position), str(row.behind), *why)
        console.print(view)

    run(work())


@projections.command()
def rebuild(
    names: Annotated[list[str] | None, typer.Argument(help="视图名；缺省为全部。")] = None,
) -> None:
    """重建视图。Build views anew beside the live ones, then switch."""

    async def work() -> None:
        async with opened() as it:
            bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=console,
            )
            with bar:
                for name in names or list(it.projections.views):
                    task = bar.add_task(name, total=None)
                    done = await it.projections.rebuild(
                        name,
                        _moving(bar, task),
                    )
                    bar.update(task, completed=done, total=done)

    run(work())


def _moving(bar: Progress, task: TaskID) -> Callable[[int, int], None]:
    return lambda at, total: bar.update(task, completed=at, total=total)


@db.command("migrate")
def migrate_database() -> None:
    """更新数据库结构。Apply what migrations are missing; safe to run at any time."""

    async def work() -> None:
        database = await locate(load())
        if database.admin_url is None:
            fail("db.no_admin", "set TONGBAN_ADMIN_URL to a role that may create roles and schemas")
        applied = await migrate(database.admin_url)
        console.print("\n".join(applied) or f"已是最新（{migrations()[-1].name}）")

    run(work())


@db.command()
def status() -> None:
    """数据库在哪里，是否运行。Where the database is and whether it runs."""
    config = load()
    if config.database_url:
        console.print("外部服务器（TONGBAN_DATABASE_URL）")
        return
    server = EmbeddedServer(config.home)
    console.print(f"内嵌 PostgreSQL {server.data}：{'运行中' if server.running() else '未运行'}")


@db.command()
def start() -> None:
    """启动内嵌数据库。Start the embedded server (other commands do it by themselves)."""
    EmbeddedServer(load().home).start()
    status()


@db.command()
def stop() -> None:
    """停止内嵌数据库。Stop the embedded server."""
    stopped = EmbeddedServer(load().home).stop()
    console.print("已停止" if stopped else "没有在运行")


@db.command()
def url() -> None:
    """连接地址。The application's connection URL, for psql."""
    print(asyncio.run(locate(load())).url)  # noqa: T201  for $(tongban db url)


def config(as_json: AsJson = False) -> None:
    """当前设置。The settings in force; secrets are not shown."""
    settings = load()
    values = {
        f"TONGBAN_{name.upper()}": "（已设置）"
        if name in SECRETS and getattr(settings, name)
        else getattr(settings, name)
        for name in settings.__struct_fields__
    }
    if as_json:
        emit({name: None if value is None else str(value) for name, value in values.items()})
        return
    view = table("设置", "环境变量", "值")
    for name, value in values.items():
        view.add_row(name, "（缺省）" if value is None else str(value))
    console.print(view)


def erase(
    tenant: Tenant,
    subject: Annotated[str, typer.Argument(help="案卷中的申请人代号。The pseudonym in the log.")],
    reason: Annotated[str, typer.Option(help="依据和理由。Legal ground and reason.")],
) -> None:
    """销毁个人信息密钥。Erase a person: destroy the key, for good. Events and proofs stay."""

    async def work() -> None:
        async with opened() as it:
            command = EraseSubject(subject=subject, reason=reason)
            await it.executor.execute(tenant, OPERATOR, command, uuid4())
            console.print("密钥已销毁，个人信息不可恢复；事件与证明不受影响。")

    run(work())
