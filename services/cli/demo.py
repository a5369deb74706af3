"""`tongban demo`: a county at work in one command, then open to visitors."""

import shutil
from typing import Annotated

import typer
from rich.rule import Rule

from infra.config import Config
from infra.config import load as load_config
from infra.embedded import EmbeddedServer
from infra.log import CommandReusedError
from infra.logging import configure
from projections import case_register, pushes
from services.cli import cases
from services.cli.output import console, fail, opened, run
from services.cli.serve import serve_until_stopped
from services.demo.scenario import story
from services.demo.visitors import Cast, issue, things_to_try
from services.main import Platform
from services.processes.run import Reactor
from tenants.loader import bundled, load

TENANT = "xingguo"


def demo(
    reset: Annotated[
        bool, typer.Option("--reset", help="从头再来。Start over: delete the demo's data.")
    ] = False,
    seed: Annotated[int, typer.Option(help="情景的随机种子。Seed of the story.")] = 2023,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="演完后开放接口。Then serve the API.")
    ] = True,
) -> None:
    """演示：兴国县一天。Xingguo onboarded and its main line played, then served to visitors."""
    if load_config().database_url:
        fail(
            "demo.embedded",
            "演示只在内嵌数据库上进行：TONGBAN_DATABASE_URL 指向的数据库可能有真实业务",
        )
    if reset:
        _reset()
    try:
        cast = run(_played(seed))
    except CommandReusedError:
        fail(
            "demo.changed",
            "演示内容与此前所演不同（版本或 --seed 变了），请加 --reset 从头再来",
        )
    if cast is None:
        return
    console.print(Rule("一件盖章办件：经过、台账、责任"))
    cases.show_case(TENANT, cast.case)
    cases.liability(TENANT, cast.case)
    console.print(Rule("接下来可以输入"))
    for line in (
        f"tongban matters {TENANT}",
        f"tongban delegations {TENANT}",
        f"tongban case list {TENANT}",
        f"tongban case show {TENANT} {cast.case} --applicant",
        f"tongban liability {TENANT} {cast.case} --json",
        f"tongban ledger {TENANT}",
        f"tongban due {TENANT} --organ {cast.township}",
        f"tongban pushes {TENANT} --to {cast.supervisor}",
        f"tongban authority {TENANT} --organ 兴江乡 --person xingjiang-approver --matter 21",
        f"tongban feed {TENANT} --after 0 --limit 3",
        "tongban projections rebuild",
    ):
        console.print(f"  {line}", highlight=False, soft_wrap=True)  # to be copied
    if serving:
        configure(json=False)
        run(serve_until_stopped(config := load_config(), ready=lambda it: _admit(it, config, cast)))


async def _played(seed: int) -> Cast | None:
    """Play the story and everything that follows from it; None where no case shows a stamp."""
    async with opened() as it:
        await _play(it, seed)
        await Reactor(it.executor, it.projections, it.pool).work(TENANT)
        await it.projections.catch_up(TENANT)
        sent = {row.case: row.receiver for row in await pushes.pushes(it.pool, TENANT)}
        return next(
            (
                Cast(TENANT, row.receiver, sent[row.key], row.key)
                for row in await case_register.cases(it.pool, TENANT)
                if row.outcome == "granted" and "certificate" in row.documents and row.key in sent
            ),
            None,
        )


async def _play(it: Platform, seed: int) -> None:
    """Play the story; an act that was played before is a repeat and changes nothing."""
    new = repeated = 0
    for act in story(TENANT, load(bundled("xingguo")), seed):
        done = await it.executor.execute(TENANT, act.by, act.command, act.id)
        if done.appended.repeated:
            repeated += 1
            continue
        new += 1
        console.print(f"[dim]{done.appended.last:>4}[/] {act.says}", highlight=False)
    if repeated:
        console.print(f"[dim]此前已经演过 {repeated} 步，本次新增 {new} 步。[/]")


async def _admit(it: Platform, config: Config, cast: Cast) -> None:
    """A token for each part, and lines to try them with."""
    visitors = await issue(it.credentials, cast)
    tokens = {visitor.role: visitor.token for visitor in visitors}
    console.print(Rule("接口：每个角色一枚令牌（一天有效，仅供演示）"))
    for visitor in visitors:
        line = f"{visitor.role:<22} {visitor.token}"
        console.print(line, highlight=False, soft_wrap=True)  # to be copied
    console.print(Rule("可以这样试"))
    code = it.vault.query_code(TENANT, cast.case)
    for line in things_to_try(f"http://{config.host}:{config.port}", cast, tokens, code):
        console.print(line, highlight=False, soft_wrap=True, markup=False)


def _reset() -> None:
    server = EmbeddedServer(load_config().home)
    server.stop()
    shutil.rmtree(server.data, ignore_errors=True)
    console.print("演示数据已清除。")
