"""A reform on the command line: its phases and trial, the window of a matter, the seals' names."""

import asyncio
import json

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from infra.database import Database
from infra.log import EventLog
from services.cli.main import app
from services.cli.output import console
from tests.scenarios.hall import Hall, a_hall
from tests.scenarios.one_seal import sealed
from tests.scenarios.test_programmes import rolled_out
from tests.world import at


async def tongban(*arguments: str) -> Result:
    """The command line, which has an event loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))


async def said(*arguments: str) -> str:
    done = await tongban(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
async def hall(
    pool: asyncpg.Pool, log: EventLog, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Hall:
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", "00" * 32)
    monkeypatch.setattr(console, "width", 240)
    return await a_hall(pool, log)


def row(table: str, name: str) -> str:
    (found,) = (line for line in table.splitlines() if name in line and "│" in line)
    return found


async def test_a_programme_says_its_phase_and_how_its_trial_went(hall: Hall) -> None:
    """RA22-28 to -30, -32, B-60."""
    before = await said("programmes", "rongan", "--as-of", "2022-03-10")
    assert "牵头 融安县政务服务监督管理办公室" in before
    assert "是" in row(before, "试点阶段")
    assert "2至3" in row(before, "试点阶段")
    assert "是" not in row(before, "启动阶段").replace("│", "")
    assert "试点乡镇 " not in before
    await hall.designate()
    hall.now = at("2022-05-20 09:00")
    await rolled_out(hall)
    after = await said("programmes", "rongan", "--as-of", "2022-05-20")
    assert "是" in row(after, "推广阶段")
    assert "试点乡镇 融安县甲镇人民政府、融安县乙乡人民政府，自2022-03-01起" in after
    assert "试点总结 融安县甲镇人民政府 2022-05-20 总结1号 窗口合并的做法" in after
    assert "评估 2022-05-20 评估1号 具备推开条件" in after
    assert "全面推行 2022-05-20 融政发1号（演示） 实施意见（演示）" in after
    (item,) = json.loads(await said("programmes", "rongan", "--as-of", "2022-12-01", "--json"))
    assert item["phase"] is None
    assert item["trial"]["opinion"]["number"] == "融政发1号（演示）"


async def test_a_matter_is_sent_to_its_window(hall: Hall) -> None:
    """E5-11, RA22-12."""
    for arguments, expected in (
        (("--domain", "民政", "--power", "licence"), "行政审批专窗"),
        (("--domain", "民政", "--power", "public_service"), "综合服务专窗"),
        (("--domain", "水利", "--power", "licence"), "按兜底处理"),
        (("--matter", "2"), "综合服务专窗"),
        (("--matter", "6"), "不经专窗"),
    ):
        assert expected in await said("window", hall.tenant, *arguments)
    refused = await tongban("window", hall.tenant, "--domain", "民政")
    assert refused.exit_code == 1
    assert "matters.window_question" in refused.stderr


async def test_the_register_shows_the_window_and_its_flag(hall: Hall) -> None:
    """RA22-08, B-63."""
    clerk = await hall.clerk("jia_centre")
    for matter in (2, 3):
        await hall.received(clerk, matter)
    listed = await said("case", "list", hall.tenant)
    assert "综合服务专窗" in row(listed, "case-2")
    assert "行政审批专窗（领域不在所列范围，兜底）" in row(listed, "case-3")
    assert "专窗 综合服务专窗" in await said("case", "show", hall.tenant, "case-2")


async def test_seals_of_different_names_are_pointed_out(hall: Hall) -> None:
    """B-62: each is in order, so nothing is refused."""
    for centre in ("jia_centre", "yi_centre"):
        await hall.play(*hall.county.staffing(centre, {"principal": (), "custodian": ()}))
    await sealed(hall, "jia")
    assert "名称不一" not in await said("seals", hall.tenant)
    await sealed(hall, "yi", "政务服务专用章")
    listed = await said("seals", hall.tenant)
    assert "融安县甲镇人民政府行政审批（服务）专用章" in listed
    assert "提示：各单位所用印章名称不一" in listed
    assert "人民政府政务服务专用章”1枚" in listed


async def test_a_case_says_which_way_it_went(hall: Hall) -> None:
    """RA22-29: before the trial begins, the stations'."""
    await hall.designate()
    await hall.received(await hall.clerk("jia_centre"), 1)
    told = await said("case", "show", hall.tenant, "case-1")
    assert "转为“乡镇站所分散办理”" in told
    assert "（五(一)）" in told
