"""Workers settle a month of points by themselves, once; the command line tells of it (JX24-49)."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import Offered
from domain.organisation.posts import AssumePost
from domain.policy.adoption import AdoptPack
from domain.reports.situation import ReportSituation
from domain.service_points.account import month_of
from domain.service_points.point import AppointAgent, OpenPoint
from domain.service_points.points import MonthSettled
from domain.service_points.service import PublishConveniences, RecordService
from infra.database import Database
from services.main import Platform
from tenants.loader import bundled, digest, load
from tests.scenarios.villages import AGENT, with_points
from tests.services.working import a_platform, a_worker, at_rest, tongban, until
from tests.world import World

TOWN = "xingjiang"
HEAD, HELPER = By("head", TOWN, "principal"), By("helper", TOWN, AGENT)
PACK = replace(
    with_points("2024-01-06", date(2024, 1, 6)), summary=load(bundled("jiangxi")).summary
)


def a_month_ago() -> datetime:
    """A moment of the month before this one, wherever the county is."""
    return datetime.now(UTC).replace(day=1) - timedelta(days=3)


def told(at: datetime) -> list[tuple[By, Command]]:
    """A point opened then, with three services: two count, one does not (B-26)."""
    lines = (Offered("cash"), Offered("card"), Offered("bills"))
    return [
        (OPERATOR, AdoptPack(pack=PACK, digest=digest(PACK))),
        (OPERATOR, AssumePost(organ=TOWN, post="principal", person="head", occurred_at=at)),
        (HEAD, AssumePost(organ=TOWN, post=AGENT, person="helper", occurred_at=at)),
        (
            HEAD,
            OpenPoint(
                point="SP-1",
                township=TOWN,
                village="水头村",
                kind="postal_outlet",
                name="水头村邮政所",
                occurred_at=at,
            ),
        ),
        (HEAD, AppointAgent(point="SP-1", person="helper", occurred_at=at)),
        (
            HEAD,
            PublishConveniences(township=TOWN, lines=lines, published_in="公示栏", occurred_at=at),
        ),
        *(
            (HELPER, RecordService(number=what, point="SP-1", convenience=what, occurred_at=at))
            for what in ("cash", "card", "bills")
        ),
    ]


async def settlements(it: Platform, tenant: str) -> list[MonthSettled]:
    found = await it.log.read(tenant, types=[MonthSettled.TYPE])
    return [item.event for item in found if isinstance(item.event, MonthSettled)]


async def test_workers_settle_a_month_once_and_the_command_line_shows_it(
    database: Database,
) -> None:
    at = a_month_ago()
    async with a_platform(database) as it:
        world = World(it.executor)
        for by, command in told(at):
            await world.do(by, command)
        report = ReportSituation(number="报-1", organ=TOWN, to="县", title="请示", text="专网未通")
        await world.do(HEAD, report)
        unit = it.executor.unit(world.tenant)
        month = month_of(at, await unit.rules())
        async with a_worker(it), a_worker(it):  # whoever is first, it is settled once

            async def settled() -> bool:
                return bool(await settlements(it, world.tenant)) and await at_rest(it)

            await until(settled)
        async with a_worker(it):  # another one begins: nothing is left to do
            await until(lambda: at_rest(it))
        (one,) = await settlements(it, world.tenant)
        assert (one.month, one.services, one.points, one.balance) == (month, 2, 3, 3)
    said = await tongban(database, "points", "xingguo")
    assert month in said
    assert "未结算" not in said
    assert "水头村邮政所" in await tongban(database, "service-points", "xingguo")
    assert "助农取现（非政务）" in await tongban(database, "services", "xingguo", "--point", "SP-1")
    assert "专网未通" in await tongban(database, "situations", "xingguo", "--open")
    for year, said in (("2024", "尚未报送"), ("2023", "没有规定报送")):  # JX24-40
        assert said in await tongban(database, "summary", "xingguo", "--year", year)
