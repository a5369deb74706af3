"""`tongban demo`: some weeks of a county in one command, then open to visitors."""

import shutil
from typing import Annotated

import typer
from rich.markup import escape
from rich.rule import Rule

from domain.kernel.advice import advice_for
from domain.kernel.rulebook import Rulebook
from infra.config import Config
from infra.config import load as load_config
from infra.embedded import EmbeddedServer
from infra.log import CommandReusedError
from infra.logging import configure
from services.cli import aftermath
from services.cli.output import console, fail, run
from services.cli.serve import serve_until_stopped
from services.demo.play import ChangedError, Clock, Line, Player, UnexpectedError, in_rows
from services.demo.scenario import TENANT, part_of, story
from services.demo.visitors import Cast, issue, things_to_try
from services.main import Platform, platform
from services.processes.run import Reactor
from tenants.loader import bundled, load


def demo(
    reset: Annotated[
        bool, typer.Option("--reset", help="从头再来。Start over: delete the demo's data.")
    ] = False,
    seed: Annotated[int, typer.Option(help="情景的随机种子。Seed of the story.")] = 2023,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="演完后开放接口。Then serve the API.")
    ] = True,
) -> None:
    """演示：兴国县数周。Some weeks of Xingguo, with the dates of then, then served to visitors."""
    if load_config().database_url:
        fail(
            "demo.embedded",
            "演示只在内嵌数据库上进行：TONGBAN_DATABASE_URL 指向的数据库可能有真实业务",
        )
    if reset:
        _reset()
    try:
        run(_play(seed))
    except (ChangedError, CommandReusedError):
        fail(
            "demo.changed",
            "演示内容与此前所演不同（版本或 --seed 变了），请加 --reset 从头再来",
        )
    except UnexpectedError as error:
        fail("demo.unexpected", str(error))
    visited = aftermath.show(TENANT, load(bundled(TENANT)))
    if serving:
        configure(json=False)
        run(
            serve_until_stopped(
                config := load_config(), ready=lambda it: _admit(it, config, visited)
            )
        )


async def _play(seed: int) -> None:
    """Play the story by its own clock; what was played before is a repeat and changes nothing."""
    rules = Rulebook(load(bundled(TENANT)))
    acts = story(TENANT, rules.pack, seed)
    clock = Clock(acts[0].moment)
    async with platform(load_config(), clock) as it:
        reactor = Reactor(it.executor, it.projections, it.pool)
        player = Player(TENANT, it.executor, reactor, clock, rules)
        part = None
        async for line in in_rows(player.play(acts)):
            if part != (part := part_of(line.at)):
                console.print(Rule(f"{part.first} 起：{part.title}"))
            _tell(line)
        if player.repeated:
            console.print(f"[dim]此前已经演过 {player.repeated} 步，本次新增 {player.new} 步。[/]")


def _tell(line: Line) -> None:
    times = f"（{line.steps}步）" if line.steps > 1 else ""
    if line.by_rule:
        says = f"[cyan]平台[/] {escape(line.says)}"
    elif line.refusal is not None:
        says = f"[red]拒绝[/] {escape(line.says)}"
    else:
        says = f"     {escape(line.says)}{times}"
    when = f"[dim]{line.at:%m-%d %H:%M} {line.position:>4}[/]"
    console.print(f"{when} {says}", highlight=False, soft_wrap=True)
    if line.refusal is not None:
        no, indent = line.refusal, " " * 17
        why = f"{no.message}（{no.clause}）" if no.clause else no.message
        what = f"[dim]{no.code}[/] {escape(why)} → {escape(advice_for(no.code).text)}"
        console.print(f"{indent}{what}", highlight=False, soft_wrap=True)


async def _admit(it: Platform, config: Config, visited: Cast) -> None:
    """A token for each part, and lines to try them with."""
    visitors = await issue(it.credentials, visited)
    tokens = {visitor.role: visitor.token for visitor in visitors}
    console.print(Rule("接口：每个角色一枚令牌（一天有效，仅供演示）"))
    for visitor in visitors:
        line = f"{visitor.role:<26} {visitor.token}"
        console.print(line, highlight=False, soft_wrap=True)  # to be copied
    console.print(Rule("可以这样试"))
    code = it.vault.query_code(TENANT, visited.case)
    for line in things_to_try(f"http://{config.host}:{config.port}", visited, tokens, code):
        console.print(line, highlight=False, soft_wrap=True, markup=False)


def _reset() -> None:
    server = EmbeddedServer(load_config().home)
    server.stop()
    shutil.rmtree(server.data, ignore_errors=True)
    console.print("演示数据已清除。")
