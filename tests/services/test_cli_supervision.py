"""Problems and accountability on the command line (XG23-78, -79)."""

import asyncio
import json

import pytest

from infra.config import Config
from infra.database import Database
from services.cli.output import console
from services.main import open_platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tests.services.lateness import something_late
from tests.services.test_cli_acts import KEY, county, ok, received, settings
from tests.world import World

__all__ = ["county", "settings"]
DIGEST = "ab" * 32
HEAD = ("--as", "县行政审批局/主要负责人")
TOWN = ("--as", "兴江乡/主要负责人")


@pytest.mark.usefixtures("county")
def test_what_was_found_is_listed_until_it_is_put_right() -> None:
    ok("do", "xingguo", "supervision.record_problem", *HEAD, "number=问-1", "organ=兴江乡",
       "found_in=meeting", "source=会纪1号", "description=先盖章", f"evidence={DIGEST}",
       "matter=21")  # fmt: skip
    ok("do", "xingguo", "supervision.order_correction", *HEAD, "number=问-1", "due_on=2099-01-01",
       "document_number=责改1号", "demands=补签")  # fmt: skip
    shown = ok("problems", "xingguo", "--open", "--organ", "兴江乡", "--by", "县农业农村局")
    for said in ("问-1", "调度会议 会纪1号", "县行政审批局 责改1号", "2099-01-01前", "责令改正"):
        assert said in shown
    tray = ok("tray", "show", "xingguo", "--organ", "兴江乡", "--post", "主要负责人")
    assert "监管事项1项" in tray
    assert "改正" in tray
    ok("do", "xingguo", "supervision.record_refusal", *HEAD, "number=问-1", "declared=true",
       "reason=不改", f"evidence={DIGEST}")  # fmt: skip
    ok("do", "xingguo", "supervision.open_accountability", *HEAD, "number=责-1", "problem=问-1",
       "trigger=refusal", "grounds=拒不改正")  # fmt: skip
    ok("do", "xingguo", "supervision.hold_interview", *HEAD, "number=责-1",
       "person=xingjiang-principal", "post=principal", "summary=限期改正",
       f"record={DIGEST}")  # fmt: skip
    told = ok("accountabilities", "xingguo", "--organ", "兴江乡", "--open")
    for said in ("责-1", "拒不改正：拒不改正", "附件3 五.3", "主要负责人 xingjiang-principal"):
        assert said in told
    ok("do", "xingguo", "supervision.report_correction", *TOWN, "number=问-1", "description=补签",
       f"evidence={DIGEST}")  # fmt: skip
    ok("do", "xingguo", "supervision.accept_correction", *HEAD, "number=问-1",
       "conclusion=已改正")  # fmt: skip
    assert "没有登记问题" in ok("problems", "xingguo", "--open")
    (row,) = json.loads(ok("problems", "xingguo", "--json"))
    assert (row["status"], row["accountabilities"]) == ("accepted", ["责-1"])


@pytest.mark.usefixtures("county")
def test_an_inspection_shows_its_draw_and_a_circular_where_it_is_public() -> None:
    """XG23-63, -77, ZZ22-36."""
    assert "没有监督检查" in ok("inspections", "xingguo")
    received("演示-1")
    ok("do", "xingguo", "supervision.plan_inspection", *HEAD, "number=检-1", "kind=random",
       "organs=兴江乡", "purpose=先签后盖")  # fmt: skip
    ok("do", "xingguo", "supervision.draw_sample", *HEAD, "number=检-1")
    shown = ok("inspections", "xingguo", "--organ", "兴江乡", "--number", "检-1")
    for said in ("随机抽查（附件3 五.2）", "1件抽1件", "种子 ", "演示-1"):
        assert said in shown
    ok("do", "xingguo", "supervision.issue_circular", *HEAD, "number=通-1", "tone=praise",
       "title=先进", "text=规范", "organs=兴江乡", "published_in=县政府网站")  # fmt: skip
    told = ok("circulars", "xingguo", "--organ", "兴江乡")
    for said in ("通报表扬", "先进", "县政府网站"):
        assert said in told


@pytest.mark.usefixtures("county")
def test_what_the_log_shows_is_listed_until_it_is_judged() -> None:
    """XG23-64: the regulators of this county have nobody in their posts."""
    shown = ok("candidates", "xingguo", "--by", "县行政审批局")
    assert "监管空白" in shown
    found = json.loads(ok("candidates", "xingguo", "--organ", "县农业农村局", "--json"))["items"]
    (gap,) = found
    ok("do", "xingguo", "supervision.dismiss_candidate", *HEAD, f"candidate={gap['key']}",
       "kind=unsupervised", "organ=县农业农村局", f"cites={gap['cites'][0]}",
       "reason=已在配备人员")  # fmt: skip
    assert "没有需要核实的情形" in ok("candidates", "xingguo", "--organ", "县农业农村局")
    told = ok("candidates", "xingguo", "--organ", "县农业农村局", "--all")
    assert "已排除：已在配备人员" in told


@pytest.mark.usefixtures("county")
def test_what_is_due_says_who_was_told_that_it_is_late(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "width", 600)

    async def late() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            world = World(it.executor)
            await something_late(world, "xingjiang", "approval")
            await Scheduler(Reactor(it.executor, it.projections, it.pool)).work(world.tenant)

    asyncio.run(late())
    shown = ok("due", "xingguo", "--organ", "兴江乡")
    assert "已提请县行政审批局、兴国县人民政府主要负责人" in shown
    tray = ok("tray", "show", "xingguo", "--organ", "县行政审批局", "--post", "主要负责人")
    for said in ("逾期两日提请督办", "兴江乡", "示例 五(三)"):
        assert said in tray
