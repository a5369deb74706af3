"""`tongban demo`: a county at work in one command."""

import shutil
from typing import Annotated

import typer
from rich.rule import Rule

from infra.config import load as load_config
from infra.embedded import EmbeddedServer
from projections import case_register
from services.cli import cases
from services.cli.output import console, fail, opened, run
from services.demo.scenario import story
from services.main import Platform
from tenants.loader import bundled, load

TENANT = "xingguo"


def demo(
    reset: Annotated[
        bool, typer.Option("--reset", help="从头再来。Start over: delete the demo's data.")
    ] = False,
    seed: Annotated[int, typer.Option(help="情景的随机种子。Seed of the story.")] = 2023,
) -> None:
    """演示：兴国县一天。Xingguo onboarded and its main line played, on the real command path."""
    if reset:
        _reset()

    async def work() -> str | None:
        async with opened() as it:
            await _play(it, seed)
            await it.projections.catch_up(TENANT)
            shown = [
                row
                for row in await case_register.cases(it.pool, TENANT)
                if row.outcome == "granted" and "certificate" in row.documents
            ]
            return shown[0].key if shown else None

    number = run(work())
    if number is None:
        return
    console.print(Rule("一件盖章办件：经过、台账、责任"))
    cases.show_case(TENANT, number)
    cases.liability(TENANT, number)
    console.print(Rule("接下来可以输入"))
    for line in (
        f"tongban matters {TENANT}",
        f"tongban delegations {TENANT}",
        f"tongban case list {TENANT}",
        f"tongban case show {TENANT} {number} --applicant",
        f"tongban liability {TENANT} {number} --json",
        f"tongban ledger {TENANT}",
        f"tongban authority {TENANT} --organ 兴江乡 --person xingjiang-approver --matter 21",
        f"tongban feed {TENANT} --after 0 --limit 3",
        "tongban projections rebuild",
    ):
        console.print(f"  {line}", highlight=False, soft_wrap=True)  # to be copied


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


def _reset() -> None:
    config = load_config()
    if config.database_url:
        fail("demo.reset", "--reset 只用于内嵌数据库；TONGBAN_DATABASE_URL 指向的数据库不会被删除")
    server = EmbeddedServer(config.home)
    server.stop()
    shutil.rmtree(server.data, ignore_errors=True)
    console.print("演示数据已清除。")
