"""Service points in the villages: what they collect, what that earns by month, what it comes to."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.cases.commands import Decide
from domain.cases.revocation import RevokeApproval
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import Offered
from domain.kernel.pack import PointsTerms
from domain.kernel.refusal import Refusal
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.policy.adoption import AdoptPack
from domain.service_points.account import Account
from domain.service_points.point import AppointAgent, ClosePoint, DismissAgent, OpenPoint
from domain.service_points.points import SettleMonth
from domain.service_points.redemption import ApproveRedemption, AskRedemption, RefuseRedemption
from domain.service_points.service import PublishConveniences, RecordService, VoidService
from projections.page import Wanted, page
from projections.points import Points, PointsRow
from projections.redemptions import Redemptions
from projections.service_points import ServicePoints
from projections.services import Services
from projections.view import View
from services.demo.acts import CasePlan
from services.trays.ask import in_tray
from tenants.loader import digest
from tests.scenarios.settled import OTHER, OWNER, TOWN, Settled, receiving
from tests.scenarios.villages import AGENT, POINTS, with_points
from tests.world import at

POINT, SHOP = "兴江-01", "水头村"
HELPER = By("helper", TOWN, AGENT)
LIST = (Offered("pension", 21), Offered("card"), Offered("cash"), Offered("bills"))


def pension(number: str) -> CasePlan:
    return CasePlan(number, TOWN, 21, {})


def opening(point: str = POINT, **changes: Any) -> OpenPoint:
    shop = OpenPoint(
        point=point, township=TOWN, village=SHOP, kind="village_shop", name="水头村小卖部"
    )
    return replace(shop, **changes)


def service(number: str, what: str = "cash", **changes: Any) -> RecordService:
    return replace(RecordService(number=number, point=POINT, convenience=what), **changes)


class Villages(Settled):
    @property
    def head(self) -> By:
        return self.by(TOWN, "principal")

    @property
    def government(self) -> By:
        return self.by("county_government", "principal")

    async def adopt(self, version: str, since: date, points: PointsTerms = POINTS) -> None:
        pack = with_points(version, since, points)
        await self.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))

    async def opened(self) -> None:
        await self.adopt("2024-01-06", date(2024, 1, 6))
        self.now = at("2024-01-08 09:00")
        await self.do(self.head, AssumePost(organ=TOWN, post=AGENT, person=HELPER.person))
        await self.do(self.head, opening())
        await self.do(self.head, AppointAgent(point=POINT, person=HELPER.person))
        lines = PublishConveniences(township=TOWN, lines=LIST, published_in="乡政府公示栏")
        await self.do(self.head, lines)

    async def concluded(self, number: str) -> None:
        """A case that the point collected, from receipt to delivery."""
        received, *rest = self.county.case(pension(number))
        await self.do(received.by, replace(received.command, point=POINT))
        await self.play(*rest)

    async def months(self) -> dict[str, PointsRow]:
        await self.scheduler.work(self.tenant)
        await self.projections.catch_up(self.tenant)
        wanted = Wanted(where={}, sort="month", sorts={"month": str}, cursor=None, limit=100)
        found = await page(self.pool, Points(), self.tenant, wanted)
        return {row.month: row for row in found.items}

    async def account(self) -> Account:
        fact = await self.executor.unit(self.tenant).get(streams.points(POINT), Account)
        assert fact.state is not None
        return fact.state


@pytest.fixture
async def county(settled: Settled) -> Villages:
    made = Villages(settled.pool, settled.executor.log)
    made.now = settled.now
    await made.opened()
    return made


async def test_a_month_is_settled_by_itself_and_redeemed_with_approval(county: Villages) -> None:
    """JX24-22 to -26, -48, -49, B-26: cases and services, two months, a reversal, the money."""
    await county.concluded("养-1")
    for n, what in enumerate(("cash", "cash", "card", "bills")):
        await county.do(HELPER, service(f"服-{n}", what, groups=("aged", "left_behind")))
    before = await county.months()
    assert (before["2024-01"].services, before["2024-01"].earned) == (4, 3 + 1 + 1 + 2)
    assert before["2024-01"].points is None  # 31 January 2024 is not over, whoever looks
    early = SettleMonth(point=POINT, month="2024-01")
    assert await refusal(county, AUTOMATION, early) == "service_points.month_not_over"
    await county.do(county.head, VoidService(number="服-1", reason="重复登记"))
    county.now = at("2024-01-31 23:59")
    await county.concluded("养-2")
    assert (await county.months())["2024-01"].settled_at is None
    county.now = at("2024-02-01 00:00")
    january = (await county.months())["2024-01"]
    # 3 + 1 + 2 + 3 = 9, of which the cap counts 8; what was void before the end never counted.
    assert (january.services, january.earned, january.reversed) == (4, 9, 0)
    assert (january.cap, january.points, january.balance) == (8, 8, 8)
    assert january.policy == "xingguo@2024-01-06"
    assert await county.scheduler.settle(county.tenant) == 0  # once, however often
    # Known only now: of 3 points the cap had left one out, so 2 are taken back, in February.
    revoke = RevokeApproval(
        case="养-2",
        ground="fraud",
        reasons="材料虚假",
        remedies="可以申请复议",
        document_number="撤-1",
    )
    revoker = county.by(OWNER, "reviewer")
    may = AuthoriseStaff(person=revoker.person, organ=OWNER, steps=("revoke",), matters=(21,))
    await county.do(county.by(OWNER, "principal"), may)
    await county.do(revoker, revoke)
    await county.do(HELPER, service("服-9", "card"))
    assert (await county.months())["2024-02"].reversed == 2
    assert (await county.account()).available == 6  # not the 8 that January was settled with
    too_many = AskRedemption(point=POINT, number="兑-1", points=7)
    assert await refusal(county, HELPER, too_many) == "service_points.beyond_balance"
    await county.do(HELPER, replace(too_many, points=6))
    assert await refusal(county, HELPER, replace(too_many, number="兑-2", points=1)) == (
        "service_points.beyond_balance"  # what waits for approval is set aside
    )
    await county.projections.catch_up(county.tenant)
    tray = await in_tray(county.executor, county.pool, county.tenant, county.government)
    assert [(r.point, r.number, r.points, r.fen, r.fund) for r in tray.redemptions] == [
        (POINT, "兑-1", 6, 300, "奖补资金（演示）")
    ]
    assert "待审定的积分兑现1笔" in tray.summary
    # From March the county's rate is another; what was asked for keeps its own (B-26).
    await county.adopt("2024-03-01", date(2024, 3, 1), replace(POINTS, fen_per_point=100))
    county.now = at("2024-03-04 09:00")
    await county.do(
        county.government, ApproveRedemption(point=POINT, number="兑-1", document_number="拨-1")
    )
    told = await county.months()
    february, march = told["2024-02"], told["2024-03"]
    assert (february.earned, february.points, february.balance) == (2, 0, 2)
    assert february.policy == "xingguo@2024-01-06"  # in force at its end
    assert (march.redeemed, march.redeemed_fen, march.booked) == (6, 300, False)
    assert (await county.account()).available == 2
    await county.do(county.head, AskRedemption(point=POINT, number="兑-3", points=2))
    asked = (await county.account()).redemptions["兑-3"]
    assert (asked.fen, asked.status) == (200, "asked")
    refuse = RefuseRedemption(point=POINT, number="兑-3", reason="先行核实")
    await county.do(county.government, refuse)
    assert (await county.account()).available == 2
    await whole(county)


async def whole(county: Villages) -> None:
    """What the views tell: what was done for which groups, with no power in some of it."""
    await county.projections.catch_up(county.tenant)
    rows = {}
    views: tuple[tuple[View[Any], str], ...] = (
        (Services(), "began_at"),
        (Redemptions(), "asked_at"),
    )
    for view, column in views:
        wanted = Wanted(where={}, sort=column, sorts={column: Any}, cursor=None, limit=100)
        rows[view.name] = {
            row.key: row for row in (await page(county.pool, view, county.tenant, wanted)).items
        }
    services = rows["services"]
    assert services["case/养-1"].outcome == "granted"
    assert services["case/养-2"].undone_at is not None
    assert services["service/服-1"].reason == "重复登记"
    assert services["service/服-0"].government is False
    assert services["service/服-2"].government is True
    assert services["service/服-0"].groups == ("aged", "left_behind")
    redemptions = rows["redemptions"]
    assert redemptions[f"{POINT}/兑-1"].document_number == "拨-1"
    assert redemptions[f"{POINT}/兑-3"].status == "refused"


async def test_what_is_told_late_counts_in_the_month_that_is_open(county: Villages) -> None:
    """B-26: a settled month never changes; what was completed in it and told later comes after."""
    await county.do(HELPER, service("服-1"))
    county.now = at("2024-02-05 09:00")
    assert (await county.months())["2024-01"].points == 1
    late = service("服-2", occurred_at=at("2024-01-31 18:00"), late_reason="停电期间在纸上登记")
    await county.do(HELPER, late)
    told = await county.months()
    assert (told["2024-01"].services, told["2024-02"].services) == (1, 1)
    # A case that is taken back by the applicant is concluded, and earns nothing.
    await county.do(county.head, VoidService(number="服-1", reason="没有这项服务"))
    await county.do(county.head, VoidService(number="服-2", reason="没有这项服务"))
    told = await county.months()
    assert (told["2024-02"].earned, told["2024-02"].reversed) == (0, 1)
    county.now = at("2024-03-01 00:00")
    assert (await county.months())["2024-02"].balance == 0
    asked = AskRedemption(point=POINT, number="兑-1", points=1)
    assert await refusal(county, HELPER, asked) == "service_points.beyond_balance"


async def test_an_agent_collects_and_forwards_and_has_no_power(county: Villages) -> None:
    """JX24-26: whatever its head authorises, from that seat nothing is decided."""
    everything = AuthoriseStaff(
        person=HELPER.person, organ=TOWN, steps=("receive", "forward", "decide"), matters=(7, 21)
    )
    await county.do(county.head, everything)
    await county.case("新-1", 6)
    grant = Decide(case="新-1", outcome="granted", document_number="决-1")
    assert await refusal(county, HELPER, grant) == "service_points.agent_has_no_power"
    await county.projections.catch_up(county.tenant)
    wanted = Wanted(where={}, sort="opened_at", sorts={"opened_at": Any}, cursor=None, limit=10)
    (shown,) = (await page(county.pool, ServicePoints(), county.tenant, wanted)).items
    assert (shown.agents, shown.village, shown.open) == ((HELPER.person,), SHOP, True)
    await county.do(county.head, ClosePoint(point=POINT, reason="村内设了便民服务站"))
    assert await refusal(county, HELPER, service("服-1")) == "service_points.not_open"
    through = replace(receiving("养-9", 21, TOWN), point=POINT)
    assert await refusal(county, county.by(TOWN, "window_clerk"), through) == (
        "service_points.not_open"
    )


async def refusal(county: Villages, by: By, command: Command) -> str:
    with pytest.raises(Refusal) as refused:
        await county.do(by, command)
    assert refused.value.clause
    return refused.value.code


async def test_every_refusal_of_service_points(county: Villages) -> None:
    """A row for each: who, what, why (JX24-22 to -26, B-26)."""
    head, clerk = county.head, county.by(TOWN, "window_clerk")
    other = county.by(OTHER, "principal")
    await county.do(HELPER, service("服-1"))
    await county.do(county.head, VoidService(number="服-1", reason="重复登记"))
    publish = PublishConveniences(township=TOWN, lines=LIST, published_in="公示栏")
    ask = AskRedemption(point=POINT, number="兑-1", points=1)
    appoint = AppointAgent(point=POINT, person="nobody")
    receive = replace(receiving("养-9", 21, TOWN), point=POINT)
    rows: list[tuple[By, Command, str]] = [
        (head, opening(), "number_taken"),
        (county.by(OWNER, "principal"), opening("b", township=OWNER), "not_township"),
        (head, opening("b", village=OTHER), "other_township"),
        (head, opening("b", kind="tea_house"), "kind"),
        (head, opening("b", name=" "), "incomplete"),
        (head, ClosePoint(point="x", reason="停办"), "unknown"),
        (head, ClosePoint(point=POINT, reason=" "), "reason"),
        (head, replace(appoint, person=HELPER.person), "is_agent"),
        (head, appoint, "agent_without_post"),
        (head, DismissAgent(point=POINT, person="nobody", reason="辞任"), "not_agent"),
        (head, replace(publish, lines=()), "list_lines"),
        (head, replace(publish, lines=(LIST[1], LIST[1])), "list_lines"),
        (head, replace(publish, published_in=""), "list_not_public"),
        (head, replace(publish, lines=(Offered("tea"),)), "no_such_convenience"),
        (head, replace(publish, lines=(Offered("cash", 21),)), "not_government"),
        (HELPER, service("服-1"), "service_taken"),
        (HELPER, service("服-2", "tea"), "not_on_list"),
        (HELPER, service("服-2", "pension"), "makes_a_case"),
        (HELPER, service("服-2", groups=("everybody",)), "group"),
        (other, service("服-2"), "not_of_point"),
        (head, VoidService(number="x", reason="错"), "no_service"),
        (head, VoidService(number="服-1", reason="错"), "already_voided"),
        (clerk, replace(receive, point="x"), "unknown"),
        (clerk, replace(receive, matter=25), "not_on_list"),
        (
            county.by(OTHER, "window_clerk"),
            replace(receive, receiver=OTHER),
            "other_township",
        ),
        (HELPER, ask, "beyond_balance"),
        (
            county.government,
            ApproveRedemption(point=POINT, number="兑-1", document_number="拨"),
            "no_redemption",
        ),
    ]
    for by, command, code in rows:
        assert await refusal(county, by, command) == f"service_points.{code}", command


async def test_every_refusal_of_a_redemption(county: Villages) -> None:
    """JX24-25, B-26: nobody approves his own, nothing beyond what there is or the year's cap."""
    for n in range(9):
        await county.concluded(f"养-{n}") if n == 0 else await county.do(
            HELPER, service(f"服-{n}", "card")
        )
    county.now = at("2024-02-01 08:00")
    assert (await county.months())["2024-01"].points == 8
    for n in range(10, 14):
        await county.do(HELPER, service(f"服-{n}", "card"))
    county.now = at("2024-03-01 08:00")
    assert (await county.months())["2024-02"].balance == 16
    asked = AskRedemption(point=POINT, number="兑-1", points=12)
    beyond = replace(asked, points=13)  # 6.50 yuan, of 6.00 in a year
    assert await refusal(county, HELPER, beyond) == "service_points.beyond_cap"
    head_too = By(county.head.person, "county_government", "principal")
    await county.do(OPERATOR, AssumePost(
        organ=head_too.organ, post=head_too.post, person=head_too.person))  # fmt: skip
    await county.do(county.head, asked)
    assert await refusal(county, county.head, asked) == "service_points.redemption_taken"
    approve = ApproveRedemption(point=POINT, number="兑-1", document_number="拨-1")
    assert await refusal(county, head_too, approve) == "service_points.own_redemption"
    assert await refusal(county, county.head, approve) == "organisation.not_principal"
    blank = replace(approve, document_number=" ")
    assert await refusal(county, county.government, blank) == ("service_points.redemption_document")
    why = RefuseRedemption(point=POINT, number="兑-1", reason="")
    assert await refusal(county, county.government, why) == "service_points.reason"
    for n in range(10, 13):  # known now to be wrong: 6 of the 16 are lost, 12 were to be paid
        await county.do(county.head, VoidService(number=f"服-{n}", reason="没有这项服务"))
    await county.months()
    assert await refusal(county, county.government, approve) == "service_points.beyond_balance"
    await county.do(county.government, replace(why, reason="积分不足"))
    again = RefuseRedemption(point=POINT, number="兑-1", reason="积分不足")
    assert await refusal(county, county.government, again) == ("service_points.redemption_decided")


async def test_points_that_end_within_a_month_are_settled_by_their_terms(county: Villages) -> None:
    """B-26: no terms at the end of the month is no month without a cap."""
    for number in ("养-1", "养-2", "养-3"):
        await county.concluded(number)
    county.now = at("2024-01-20 09:00")
    ended = with_points("2024-01-20", date(2024, 1, 20))
    ended = replace(ended, points=None)
    await county.do(OPERATOR, AdoptPack(pack=ended, digest=digest(ended)))
    await county.do(HELPER, service("服-1"))  # earns nothing any more
    county.now = at("2024-02-01 09:00")
    january = (await county.months())["2024-01"]
    assert (january.services, january.earned, january.cap, january.points) == (3, 9, 8, 8)
    assert january.policy == "xingguo@2024-01-06"


async def test_a_county_that_says_nothing_of_points_has_none(settled: Settled) -> None:
    county = Villages(settled.pool, settled.executor.log)
    county.now = settled.now
    assert await refusal(county, county.head, opening()) == "service_points.none_here"
    pack = replace(with_points("2024-01-06", date(2024, 1, 6)), points=None)
    await county.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))
    county.now = at("2024-01-08 09:00")
    await county.do(county.head, opening())
    ask = AskRedemption(point=POINT, number="兑-1", points=1)
    assert await refusal(county, county.head, ask) == "service_points.no_scheme"
