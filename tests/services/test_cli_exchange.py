"""Inquiries and documents on the command line, given and listed by names (RA22-20, -22, -23)."""

import asyncio
import json

import pytest

from domain.exchange.inquiry import SendInquiry
from domain.kernel.authority import OPERATOR
from domain.policy.adoption import AdoptPack
from infra.config import Config
from infra.database import Database
from services.cli.output import console
from services.main import open_platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tenants.loader import digest
from tests.scenarios.test_exchange import PACK
from tests.services.test_cli_acts import CLERK, KEY, ok
from tests.world import World

DEPARTMENT = ("--as", "县行政审批局/主要负责人")


@pytest.fixture(autouse=True)
def county(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rules that set a term, and one inquiry; no calendar is adopted yet."""
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", KEY)
    monkeypatch.setattr(console, "width", 250)

    async def work() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            world = World(it.executor)
            await world.set_up("approval", "xingjiang")
            await world.do(OPERATOR, AdoptPack(pack=PACK, digest=digest(PACK)))
            asking = SendInquiry(number="函-1", to="approval", subject="材料", question="可否？")
            await world.do(world.by("xingjiang", "window_clerk"), asking)
            await Scheduler(Reactor(it.executor, it.projections, it.pool)).work("xingguo")

    asyncio.run(work())


def test_an_inquiry_waits_until_it_is_answered() -> None:
    (waiting,) = json.loads(ok("inquiries", "xingguo", "--open", "--json"))
    assert (waiting["key"], waiting["department"]) == ("函-1", "approval")
    shown = ok("inquiries", "xingguo", "--organ", "兴江乡")
    assert "未函复，" in shown
    assert "（暂定）到期" in shown
    due = ok("due", "xingguo", "--organ", "县行政审批局")
    assert "函复" in due
    assert "函-1" in due
    assert "没有函询" in ok("inquiries", "xingguo", "--organ", "县农业农村局")
    ok("do", "xingguo", "exchange.send_inquiry", *CLERK, "number=函-2", "to=县行政审批局",
       "subject=材料", "question=可否？")  # fmt: skip
    ok("do", "xingguo", "exchange.withdraw_inquiry", *CLERK, "number=函-2", "reason=已解决")
    ok("do", "xingguo", "exchange.answer_inquiry", *DEPARTMENT, "number=函-1", "answer=可以",
       "document_number=复-1")  # fmt: skip
    told = ok("inquiries", "xingguo")
    assert "复-1　可以" in told
    assert "已撤回：已解决" in told
    assert "没有函询" in ok("inquiries", "xingguo", "--open")


def test_a_document_shows_who_has_not_got_it_yet() -> None:
    assert "没有登记文件" in ok("documents", "xingguo")
    names = ",".join(organ.name for organ in PACK.organ if organ.kind == "township")
    ok("do", "xingguo", "exchange.record_document", *DEPARTMENT, "number=文-1", "title=通知",
       f"addressees={names}", "way=forwarded")  # fmt: skip
    shown = ok("documents", "xingguo", "--organ", "县行政审批局")
    assert ("转发" in shown, shown.count("兴江乡")) == (True, 2)
    ok("do", "xingguo", "exchange.acknowledge_document", *CLERK, "issuer=县行政审批局",
       "number=文-1")  # fmt: skip
    assert ok("documents", "xingguo", "--to", "兴江乡").count("兴江乡") == 1
    (row,) = json.loads(ok("documents", "xingguo", "--json"))
    assert list(row["acknowledged"]) == ["xingjiang"]
    assert "没有登记文件" in ok("documents", "xingguo", "--to", "县农业农村局")
