"""What two levels owe each other, on the command line: by names, with what is late (XG22-22)."""

import asyncio
import json

import pytest

from domain.kernel.authority import OPERATOR
from domain.licences.certificate import ChangeCertificate
from domain.organisation.posts import AssumePost
from domain.policy.adoption import AdoptPack
from infra.config import Config
from infra.database import Database
from services.cli.output import console
from services.demo.dossier import seat
from services.main import open_platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tenants.calendars import seed
from tenants.loader import digest
from tests.scenarios.between_levels import BetweenLevels
from tests.scenarios.next_county import certificate, pack
from tests.services.test_cli_acts import KEY, ok, tongban
from tests.world import World

TENANT = "county"
REGULATOR = ("--as", "示例戊县林业局/监管人员")
APPROVER = ("--as", "示例戊县审批局/主要负责人")


@pytest.fixture(autouse=True)
def county(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", KEY)
    monkeypatch.setattr(console, "width", 250)
    rules = pack("sample_wu")
    seats = (("county_forestry", "supervisor"), ("county_approval", "principal"))

    async def work() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            world = World(it.executor, TENANT)
            await world.do(OPERATOR, AdoptPack(pack=rules, digest=digest(rules)))
            await world.do(OPERATOR, seed(2022))
            for organ, post in seats:
                person = f"{organ}-{post}"
                await world.do(OPERATOR, AssumePost(organ=organ, post=post, person=person))

    asyncio.run(work())


def follow(database: Database) -> None:
    async def work() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            await Scheduler(Reactor(it.executor, it.projections, it.pool)).work(TENANT)

    asyncio.run(work())


def test_a_policy_of_last_year_is_told_of_late_and_says_by_which_clause(
    database: Database,
) -> None:
    assert "没有登记政策性文件" in ok("policy-notices", TENANT)
    ok("do", TENANT, "exchange.register_policy_document", *REGULATOR, "number=示1号", "level=city",
       "issued_by=示例市林业局", "title=关于联动审批的通知", "issued_on=2022-09-28",
       "received_on=2022-09-30", "matters=1,2")  # fmt: skip
    follow(database)
    shown = ok("policy-notices", TENANT, "--open", "--organ", "示例戊县审批局")
    assert "未告知，2022-10-12到期" in shown
    ok("do", TENANT, "exchange.notify_approvers", *REGULATOR, "number=示1号",
       "document_number=告1号", "to=示例戊县审批局")  # fmt: skip
    follow(database)
    shown = ok("policy-notices", TENANT)
    assert "示例市林业局" in shown
    assert "告1号，逾期（示例 四6），未签收" in shown
    assert "示例市审批局：未告知" in shown
    ok("do", TENANT, "exchange.acknowledge_policy_notice", *APPROVER, "regulator=示例戊县林业局",
       "number=示1号")  # fmt: skip
    (row,) = json.loads(ok("policy-notices", TENANT, "--json"))
    assert (list(row["acknowledged"]), row["waiting"]) == (["county_approval"], 1)
    assert "没有登记政策性文件" in ok("policy-notices", TENANT, "--organ", "示例市数据局")


def test_the_register_of_certificates_and_one_of_them(database: Database) -> None:
    """XG22-24, -25: in force until cancelled, each act with its file and where it is collected."""
    clerk, paper = seat("city_approval", "window_clerk"), certificate("乙")
    tenant = "sample_wu"
    assert "没有登记证照" in ok("certificates", "list", TENANT)

    async def work() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            made = BetweenLevels(it.pool, it.executor.log, tenant)
            await made.begin()
            await made.make_seal("city", "city_approval", "city_approval", 1)
            await made.receive("乙", 2, "county_approval")
            await made.walk("乙", attack=False)
            change = ChangeCertificate(
                certificate=paper, changed="经营场所", document_number="变1号", digest="e" * 64
            )
            await made.do(clerk, change)
            await Scheduler(Reactor(it.executor, it.projections, it.pool)).work(tenant)

    asyncio.run(work())
    assert "有效" in ok("certificates", "list", tenant, "--waiting", "--organ", "示例市审批局")
    ok("do", tenant, "licences.acknowledge_collection", "--as", "示例市数据局/主要负责人",
       f"certificate={paper}", "serial=1")  # fmt: skip
    ok("do", tenant, "licences.cancel", "--as", "示例市审批局/窗口人员", f"certificate={paper}",
       "ground=force_majeure", "reason=灾害", "document_number=注1号")  # fmt: skip
    shown = ok("certificates", "show", tenant, paper)
    for said in ("实体证照、电子证照", "已注销", "经营场所", "变1号", "灾害", "签收", "未归集"):
        assert said in shown
    assert "已注销" in ok("certificates", "list", tenant, "--cancelled")
    (row,) = json.loads(ok("certificates", "list", tenant, "--json"))
    assert json.loads(ok("certificates", "show", tenant, paper, "--json")) == row
    unknown = tongban("certificates", "show", tenant, "无")
    assert "licences.unknown" in unknown.stderr
