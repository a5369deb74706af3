"""乡村随身办: a service point, its points by month, the money; reports upward (JX24-22 to -41)."""

from collections.abc import Iterator

from domain.kernel.facts import Offered
from domain.organisation.posts import AssumePost
from domain.reports.situation import RecordReply, ReportSituation
from domain.reports.summary import SendSummary
from domain.service_points.point import AppointAgent, ClosePoint, DismissAgent, OpenPoint
from domain.service_points.redemption import ApproveRedemption, AskRedemption, RefuseRedemption
from domain.service_points.service import PublishConveniences, RecordService, VoidService
from services.demo.act import Act
from services.demo.chapters.city_county.levels import COUNTY
from services.demo.chapters.city_county.notice import TOWN
from services.demo.stage import Stage

_POINT, _AGENT = "兴江-演示-01", "agent"
_GOVERNMENT = "county_government"
_YEAR = 2024


def terms(stage: Stage) -> Iterator[Act]:
    """The county's own version, for what points are worth (JX24-25, B-26).

    Before the notice: afterwards a version that prints old modes again answers to its demands.
    """
    adoption = stage.county.adoption()
    says = f"{adoption.says}：服务点积分办法（演示）"
    yield from stage.dated("2024-05-20 09:00", says, [adoption])


def opened(stage: Stage) -> Iterator[Act]:
    """A point with its agent, and what it may do (JX24-23, -26)."""
    head, helper = stage.by(TOWN, "principal"), stage.by(TOWN, _AGENT)
    acts = stage.county.staffing(_GOVERNMENT, {"principal": ()})
    yield from stage.dated("2024-06-11 10:00", "县人民政府主要负责人到位", acts)
    here = OpenPoint(
        point=_POINT, township=TOWN, village="演示村", kind="village_shop", name="演示村小卖部"
    )
    offered = PublishConveniences(
        township=TOWN,
        lines=(Offered("medical_card"), Offered("cash")),
        published_in="乡政府公示栏（演示）",
    )
    yield from stage.at(
        "2024-06-12 09:00",
        f"{stage.called(TOWN)}设村级服务点，公布便民事项",
        (head, AssumePost(organ=TOWN, post=_AGENT, person=helper.person)),
        (head, here),
        (head, AppointAgent(point=_POINT, person=helper.person)),
        (head, offered),
    )


def month(stage: Stage) -> Iterator[Act]:
    """What is done there earns points by month; what was recorded wrongly earns none (B-26)."""
    head, helper = stage.by(TOWN, "principal"), stage.by(TOWN, _AGENT)
    for n, (day, what) in enumerate(
        (("13", "medical_card"), ("14", "cash"), ("17", "medical_card"), ("18", "cash")), 1
    ):
        done = RecordService(
            number=f"服-演示-{n}", point=_POINT, convenience=what, groups=("aged",)
        )
        yield from stage.at(f"2024-06-{day} 10:00", f"服务点登记服务{n}", (helper, done))
    void = VoidService(number="服-演示-4", reason="重复登记（演示）")
    yield from stage.at("2024-06-19 10:00", "作废重复登记的服务", (head, void))


def redeemed(stage: Stage) -> Iterator[Act]:
    """兑现, with approval: one paid, one refused (JX24-25, -49)."""
    helper, government = stage.by(TOWN, _AGENT), stage.by(_GOVERNMENT, "principal")
    for moment, number, points in (
        ("2024-07-02 09:00", "兑-演示-1", 3),
        ("2024-07-03 09:00", "兑-演示-2", 1),
    ):
        asked = AskRedemption(point=_POINT, number=number, points=points)
        yield from stage.at(moment, f"{number} 申请兑现{points}分", (helper, asked))
    paid = ApproveRedemption(point=_POINT, number="兑-演示-1", document_number="演示拨〔2024〕1号")
    yield from stage.at("2024-07-02 15:00", "兑-演示-1 批准", (government, paid))
    no = RefuseRedemption(point=_POINT, number="兑-演示-2", reason="先行核实（演示）")
    yield from stage.at("2024-07-03 15:00", "兑-演示-2 不予兑现", (government, no))


def closed(stage: Stage) -> Iterator[Act]:
    head = stage.by(TOWN, "principal")
    person = stage.by(TOWN, _AGENT).person
    leaves = DismissAgent(point=_POINT, person=person, reason="不再代办（演示）")
    ends = ClosePoint(point=_POINT, reason="村内设了便民服务站（演示）")
    yield from stage.at("2024-07-10 09:00", "服务点停办", (head, leaves), (head, ends))


def reported(stage: Stage) -> Iterator[Act]:
    """重要情况及时报告, and the year's summary (JX24-39 to -41)."""
    head = stage.by(COUNTY, "principal")
    report = ReportSituation(
        number="报-演示-1",
        organ=COUNTY,
        to="省政务服务办",
        title="请示（演示）",
        text="专网未通（演示）",
    )
    reply = RecordReply(
        number="报-演示-1", reply="已协调（演示）", document_number="演示复〔2024〕7号"
    )
    yield from stage.at("2024-07-05 09:00", "报告重要情况", (head, report))
    yield from stage.at("2024-07-09 09:00", "收到答复", (head, reply))
    asked = stage.rules.pack.summary
    summary = SendSummary(
        year=_YEAR,
        contents={
            key: f"{text}（演示）" for key, text in (asked.contents if asked else {}).items()
        },
        document_number="演示汇〔2024〕1号",
    )
    yield from stage.at("2024-07-12 09:00", "报送改革情况汇总", (head, summary))
