"""`tongban old-seals`: how far each organ is, what became of every seal, who demanded one."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from typer.testing import CliRunner

from domain.kernel.pack import Pack
from domain.kernel.refusal import Refusal
from domain.seals.old.demand import DemandInternalSeal, RecordSealDemand
from domain.seals.old.seal import CancelOldSeal, InventoryOldSeal, SealUpOldSeal
from infra.config import Config
from infra.database import Database
from services.cli.main import app
from services.cli.output import console
from services.demo.acts import County
from services.main import open_platform
from tests.scenarios.clearing import ASKING, CIVIL, DEMAND, HEAD, LAW, PACK, PAPER, SEAL
from tests.world import XINGGUO, World, at

KEY = "00" * 32


@pytest.fixture(autouse=True)
def settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", KEY)
    monkeypatch.setattr(console, "width", 250)


def given(database: Database, pack: Pack, then: Callable[[World], Awaitable[None]]) -> None:
    async def work() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            world = World(it.executor)
            world.county = County(world.tenant, pack)
            await world.set_up()
            await then(world)

    asyncio.run(work())


def ok(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["old-seals", "xingguo", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


async def nothing(_: World) -> None:
    pass


async def cleared_up(world: World) -> None:
    await world.play(*world.county.staffing(ASKING.organ, {"approver": ()}))
    for command in (
        InventoryOldSeal(**SEAL, **CIVIL),
        CancelOldSeal(**SEAL, reason="机构撤销"),
        SealUpOldSeal(**SEAL, place="保险柜", witness="w"),
        InventoryOldSeal(organ="xingjiang", number=10, **{**CIVIL, "name": "第十枚"}),
        InventoryOldSeal(organ="xingjiang", number=2, **{**CIVIL, "name": "第二枚"}),
        RecordSealDemand(
            **DEMAND,
            law="上级通知",
            demanded_by="某市直单位",
            demanded_at=at("2024-01-02 10:00"),
            evidence=PAPER,
        ),
    ):
        await world.do(HEAD, command)
    lawful = DemandInternalSeal(**{**DEMAND, "number": "印-2"}, law=LAW)
    await world.do(ASKING, lawful)
    with pytest.raises(Refusal):
        await world.do(ASKING, DemandInternalSeal(**{**DEMAND, "number": "印-3"}))


def test_progress_seals_and_demands_are_told(database: Database) -> None:
    """ZZ22-15, -18, -19."""
    given(database, PACK, cleared_up)
    said = ok()
    for words in (
        "应于2024-05-31前完成", "逾期尚未梳理", "逾期未完成",
        "已封存", "封存于保险柜，监封人w", "待处理",
        "某市直单位", "违规：上级通知", LAW, "seal.internal_demanded",
    ):  # fmt: skip
        assert words in said
    assert said.index("第二枚") < said.index("第十枚")
    told = json.loads(ok("--organ", "兴江乡", "--json"))
    (progress,) = told["progress"]
    assert (progress["inventoried"], progress["open"], progress["left"]) == (3, 2, 2)
    assert [row["number"] for row in told["seals"]] == [1, 2, 10]
    assert [row["key"] for row in told["demands"]] == ["印-2", "印-1"]
    assert [row["about"] for row in told["refused"]] == ["seal_demand/印-3"]
    elsewhere = json.loads(ok("--organ", "古龙岗镇", "--json"))
    assert [row["inventoried"] for row in elsewhere.pop("progress")] == [0]
    assert elsewhere == {"seals": [], "demands": [], "refused": []}
    assert "还没有梳理登记旧印章" in ok("--organ", "古龙岗镇")


def test_a_county_without_a_programme_says_so(database: Database) -> None:
    given(database, XINGGUO, nothing)
    assert "本县没有清理旧印章的规定" in ok()
