"""`tongban demo`: counties on one installation in one command, then open to visitors."""

import shutil
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.rule import Rule

from domain.kernel.advice import advice_for
from domain.kernel.pack import Pack
from infra.config import Config
from infra.config import load as load_config
from infra.embedded import EmbeddedServer
from infra.log import CommandReusedError
from infra.logging import configure
from services.cli import aftermath
from services.cli.output import console, fail, run
from services.cli.serve import serve_until_stopped
from services.demo.play import ChangedError, Clock, Line, Player, UnexpectedError, in_rows
from services.demo.stories import STORIES
from services.demo.story import Story
from services.demo.visitors import Cast, doors, issue
from services.main import Platform, platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tenants.loader import bundled, load


def demo(
    reset: Annotated[
        bool, typer.Option("--reset", help="从头再来。Start over: delete the demo's data.")
    ] = False,
    seed: Annotated[int, typer.Option(help="情景的随机种子。Seed of the story.")] = 2023,
    county: Annotated[
        list[str] | None,
        typer.Option(help="只演所列县，可多次；缺省为全部。Play these only; default: all."),
    ] = None,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="演完后开放接口。Then serve the API.")
    ] = True,
) -> None:
    """演示：几县改革，同一平台。Counties on one installation, with the dates of then."""
    if load_config().database_url:
        fail(
            "demo.embedded",
            "演示只在内嵌数据库上进行：TONGBAN_DATABASE_URL 指向的数据库可能有真实业务",
        )
    stories = _chosen(county or ())
    if reset:
        _reset()
    try:
        run(_play(stories, seed))
    except (ChangedError, CommandReusedError):
        fail(
            "demo.changed",
            "演示内容与此前所演不同（版本或 --seed 变了），请加 --reset 从头再来",
        )
    except UnexpectedError as error:
        fail("demo.unexpected", str(error))
    visited = [_left_by(story) for story in stories]
    if serving:
        configure(json=False)
        run(
            serve_until_stopped(
                config := load_config(), ready=lambda it: _admit(it, config, visited)
            )
        )


def _chosen(names: Sequence[str]) -> Sequence[Story]:
    known = {story.tenant: story for story in STORIES}
    for name in names:
        if name not in known:
            fail("demo.county", f"没有“{name}”的演示；有：{'、'.join(known)}")
    return [story for story in STORIES if not names or story.tenant in names]


async def _play(stories: Sequence[Story], seed: int) -> None:
    """Play each by its own clock; what was played before is a repeat and changes nothing."""
    told = [(story, story.acts(story.tenant, _pack(story), seed)) for story in stories]
    clock = Clock(told[0][1][0].moment)
    repeated = new = 0
    async with platform(load_config(), clock) as it:
        scheduler = Scheduler(Reactor(it.executor, it.projections, it.pool))
        for story, acts in told:
            console.print(Rule(f"[bold]{story.title}[/]", characters="═"))
            player = Player(story.tenant, it.executor, scheduler, clock)
            part = None
            async for line in in_rows(player.play(acts)):
                if part != (part := story.part_of(line.at)):
                    console.print(Rule(f"{part.first} 起：{part.title}"))
                _tell(line)
            repeated += player.repeated
            new += player.new
        if repeated:
            console.print(f"[dim]此前已经演过 {repeated} 步，本次新增 {new} 步。[/]")


def _pack(story: Story) -> Pack:
    return load(bundled(story.tenant))


def _left_by(story: Story) -> Cast:
    console.print(Rule(f"[bold]{story.title}：留下了什么[/]", characters="═"))
    return aftermath.show(story.cast(story.tenant, _pack(story)))


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


async def _admit(it: Platform, config: Config, visited: Sequence[Cast]) -> None:
    """A token for each part in each county, and lines to try them with."""
    visitors = await issue(it.credentials, visited)
    console.print(Rule("接口：每个角色一枚令牌（一天有效，仅供演示）"))
    for visitor in visitors:
        line = f"{visitor.tenant:<8} {visitor.role:<26} {visitor.token}"
        console.print(line, highlight=False, soft_wrap=True)  # to be copied
    codes = {cast.tenant: it.vault.query_code(cast.tenant, cast.case) for cast in visited}
    url = f"http://{config.host}:{config.port}"
    for cast, door in doors(url, visited, visitors, codes):
        console.print(Rule(f"可以这样试：{cast.tenant}"))
        for line in cast.tries(door):
            console.print(line, highlight=False, soft_wrap=True, markup=False)


def _reset() -> None:
    server = EmbeddedServer(load_config().home)
    server.stop()
    shutil.rmtree(server.data, ignore_errors=True)
    console.print("演示数据已清除。")
