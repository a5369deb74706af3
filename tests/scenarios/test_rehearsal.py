"""A pack played against a county's history: nothing otherwise under its own, exactly what changes."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from domain.kernel.pack import Guard, Mode, Pack
from infra.database import APPLICATION, Database, connect
from infra.embedded import EmbeddedServer
from services.cli.main import app
from services.cli.output import console
from services.cli.rehearse import said
from services.rehearsal import Rehearsal, Report
from services.rehearsal.report import Finding
from tests.scenarios.settled import Settled
from tests.world import XINGGUO


async def rehearsed(county: Settled, pack: Pack, **options: Any) -> Report:
    return await Rehearsal(county.executor, county.pool, county.tenant, pack, **options).play()


async def test_x(settled: Settled) -> None:
    own = await rehearsed(settled, XINGGUO)
    assert own.groups == ()
    print(own)
    r = await rehearsed(settled, changed(XINGGUO))
    print("\n".join(said(r)))
    assert 0


def changed(pack: Pack) -> Pack:
    [seal_mode] = [mode for mode in pack.mode if mode.needs]
    duties = tuple(duty for duty in seal_mode.duty if duty.duty != "guidance")
    steps = tuple(
        replace(step, post="reviewer") if step.kind == "accept" else step for step in seal_mode.step
    )
    stricter = replace(seal_mode, duty=duties, step=steps)
    matters = []
    for matter in pack.matter:
        if matter.no == 25:
            matter = replace(matter, mode=pack.mode[-1].id)
        if matter.no == 7:
            grades = tuple(
                replace(guard, allow=("四级",)) if guard.field == "disability_grade" else guard
                for guard in matter.guard
            )
            matter = replace(matter, guard=grades)
        if matter.no != 24:
            matters.append(matter)
    return replace(
        pack,
        version="2024-06-01",
        mode=tuple(stricter if mode is seal_mode else mode for mode in pack.mode),
        matter=tuple(matters),
    )
