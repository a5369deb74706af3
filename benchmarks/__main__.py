"""`python -m benchmarks`: everything in one run on one temporary server, ratios with targets."""

import argparse
import asyncio
import json
import platform
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from benchmarks import catch_up, ours, theirs
from benchmarks.doors import WRITERS as CLIENTS
from benchmarks.doors import doors
from benchmarks.setting import TENANTS, WRITERS, Setting, make


class Ratio(Struct, frozen=True):
    """One figure over another, and what it should reach (0: for information)."""

    name: str
    over: str
    under: str
    target: float


Measure = Callable[[Setting], Awaitable[dict[str, float]]]


async def appending(setting: Setting) -> dict[str, float]:
    await theirs.pgbench_tables(setting)
    found = {}
    for tenants in (TENANTS, 1):
        many = f"{tenants} tenants" if tenants > 1 else "1 tenant"
        found[f"append, 32 writers, {many}"] = await ours.appends(setting, WRITERS, tenants)
        found[f"pgbench events+commands, 32 clients, {many}"] = await theirs.pgbench(
            setting, tenants, heads=False
        )
        found[f"pgbench with heads, 32 clients, {many}"] = await theirs.pgbench(
            setting, tenants, heads=True
        )
    found["append, 1 writer, 1 tenant"] = await ours.appends(setting, 1, 1)
    found["append, 1 writer, 16 tenants"] = await ours.appends(setting, 1, TENANTS)
    return found


async def alone(setting: Setting) -> dict[str, float]:
    through, call = await ours.lone_writer(setting)
    return {"lone writer, EventLog": through, "lone writer, a call per command": call}


async def commands(setting: Setting) -> dict[str, float]:
    await theirs.make_library(setting)
    return {
        "whole commands, 32 writers, 16 tenants": await ours.whole_commands(setting),
        "stock application, 32 threads": await theirs.library_commands(setting),
    }


async def replaying(setting: Setting) -> dict[str, float]:
    await ours.fill(setting)
    return {
        "replay: read, decode, fold": await ours.replay(setting),
        "raw binary COPY": await ours.raw_copy(setting),
        "stock notification log": await theirs.library_replay(setting, 10),
        "stock notification log, 500 at a time": await theirs.library_replay(setting, 500),
    }


async def catching_up(setting: Setting) -> dict[str, float]:
    rates = await catch_up.rates(setting, setting.events // 10)
    return {f"catch-up, {view}": rate for view, rate in rates.items()}


# The doors first: workers follow every log there is, and those of the others hold no real events.
MEASURES: list[Measure] = [doors, appending, alone, commands, replaying, catching_up]
"""What runs, in order; ratios and goals below are made of what they find."""

# pgbench without the heads is the one to beat: it writes the same events and commands, and having
# no row that all clients of a tenant update it is the faster of the two by far on one tenant.
RATIOS = [
    Ratio("whole commands / stock application", "whole commands, 32 writers, 16 tenants",
          "stock application, 32 threads", 5),
    Ratio("whole commands / pgbench", "whole commands, 32 writers, 16 tenants",
          "pgbench events+commands, 32 clients, 16 tenants", 0.40),
    Ratio("append / pgbench, 16 tenants", "append, 32 writers, 16 tenants",
          "pgbench events+commands, 32 clients, 16 tenants", 0.50),
    Ratio("append / pgbench, one hot tenant", "append, 32 writers, 1 tenant",
          "pgbench events+commands, 32 clients, 1 tenant", 0.70),
    Ratio("lone writer / a call per command", "lone writer, EventLog",
          "lone writer, a call per command", 1.0),
    Ratio("replay / raw COPY", "replay: read, decode, fold", "raw binary COPY", 0.25),
    Ratio("replay / stock notification log", "replay: read, decode, fold",
          "stock notification log", 15),
    Ratio("replay / stock log, 500 at a time", "replay: read, decode, fold",
          "stock notification log, 500 at a time", 0),
    Ratio("over HTTP / straight on the log", f"commands over HTTP, {CLIENTS} writers",
          f"commands straight on the log, {CLIENTS} writers", 0),
]  # fmt: skip

GOALS = {"catch-up, case_register": 60_000.0, "catch-up, mean of all views": 60_000.0}
"""Figures with a target of their own, per second."""


async def run(setting: Setting, console: Console, only: str | None) -> dict[str, float]:
    figures: dict[str, float] = {}
    for measure in MEASURES:
        if only not in (None, measure.__name__):
            continue
        console.print(f"[dim]{measure.__name__} …[/dim]")
        figures |= await measure(setting)
    return figures


def show(figures: dict[str, float], console: Console) -> None:
    table = Table("figure", "per second", title="Figures")
    for name, value in figures.items():
        if not name.endswith(" ms"):
            table.add_row(name, f"{value:,.0f}")
    console.print(table)
    table = Table("latency", "milliseconds", title="Latencies")
    for name, value in figures.items():
        if name.endswith(" ms"):
            table.add_row(name.removesuffix(" ms"), f"{value:,.1f}")
    console.print(table)
    table = Table("ratio", "value", "target", "", title="Ratios")
    for ratio in RATIOS:
        if ratio.over not in figures:
            continue
        value = figures[ratio.over] / figures[ratio.under]
        reached = "[green]reached[/green]" if value >= ratio.target else "[red]missed[/red]"
        if not ratio.target:
            table.add_row(ratio.name, f"{value:.2f}", "none", "")
            continue
        table.add_row(ratio.name, f"{value:.2f}", f"{ratio.target:g}", reached)
    for name, goal in GOALS.items():
        if name not in figures:
            continue
        reached = "[green]reached[/green]" if figures[name] >= goal else "[red]missed[/red]"
        table.add_row(f"{name} (per second)", f"{figures[name]:,.0f}", f"{goal:,.0f}", reached)
    console.print(table)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, under a minute")
    parser.add_argument(
        "--only", choices=[measure.__name__ for measure in MEASURES], help="one measurement alone"
    )
    parser.add_argument("--events", type=int, help="events to replay (1,000,000; quick 100,000)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and ratios there")
    options = parser.parse_args(arguments)
    events = options.events or (100_000 if options.quick else 1_000_000)
    console = Console()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as home:
        setting = asyncio.run(make(Path(home), quick=options.quick, events=events))
        try:
            figures = asyncio.run(run(setting, console, options.only))
        finally:
            setting.server.stop()
    show(figures, console)
    console.print(f"{time.perf_counter() - start:.0f} seconds, Python {platform.python_version()}")
    if options.json:
        ratios = {r.name: figures[r.over] / figures[r.under] for r in RATIOS if r.over in figures}
        options.json.write_text(json.dumps({"figures": figures, "ratios": ratios}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
