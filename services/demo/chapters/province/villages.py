"""乡村随身办: a point in a village, a month of points, the yearly summary (JX24-22 to -41)."""

from collections.abc import Iterator

from domain.kernel.facts import Offered
from domain.organisation.posts import AssumePost
from domain.reports.situation import RecordReply, ReportSituation
from domain.reports.summary import SendSummary
from domain.service_points.point import AppointAgent, ClosePoint, DismissAgent, OpenPoint
from domain.service_points.redemption import ApproveRedemption, AskRedemption, RefuseRedemption
from domain.service_points.service import PublishConveniences, RecordService, VoidService
from services.demo.act import Act
from services.demo.chapters.opening import PORTAL
from services.demo.stage import Stage

_POINT, _AGENT, _HELPER = "演示服务点-01", "agent", "helper"
_OFFERED = ("social_insurance_payment", "medical_card_activation", "rural_cash_withdrawal")
_CLOSED = "演示服务点-02"


def opened(stage: Stage, town: str) -> Iterator[Act]:
    """The rules on points adopted; a shop opens as a point, its helper named (JX24-23, -26)."""
    head, name = stage.by(town, "principal"), stage.called(town)
    adoption = stage.county.adoption()
    yield from stage.dated("2024-07-01 09:00", f"{adoption.says}：积分规则（演示）", [adoption])
    post = AssumePost(organ=town, post=_AGENT, person=_HELPER)
    shop = OpenPoint(
        point=_POINT,
        township=town,
        village="演示村",
        kind="village_shop",
        name="演示村小卖部",
    )
    lines = PublishConveniences(
        township=town, lines=tuple(map(Offered, _OFFERED)), published_in=PORTAL
    )
    yield from stage.at(
        "2024-07-01 10:00",
        f"{name}：村小卖部设服务点，代办人员，便民服务事项清单",
        (head, post),
        (head, shop),
        (head, AppointAgent(point=_POINT, person=_HELPER)),
        (head, lines),
    )
    second = OpenPoint(
        point=_CLOSED,
        township=town,
        village="演示村",
        kind="postal_outlet",
        name="演示村邮政网点",
    )
    yield from stage.at(
        "2024-07-02 10:00",
        f"{name}：邮政网点设点，因无人值守随后撤点",
        (head, second),
        (head, AppointAgent(point=_CLOSED, person=_HELPER)),
        (head, DismissAgent(point=_CLOSED, person=_HELPER, reason="一人不能兼顾两点（演示）")),
        (head, ClosePoint(point=_CLOSED, reason="无人值守（演示）")),
    )


def served(stage: Stage, town: str, government: str) -> Iterator[Act]:
    """What was done in a month, settled by itself, redeemed with approval (JX24-25, -49)."""
    helper, head = stage.by(town, _AGENT, _HELPER), stage.by(town, "principal")
    services = [
        (helper, RecordService(number=f"服-{n}", point=_POINT, convenience=what, groups=("aged",)))
        for n, what in enumerate(_OFFERED, 1)
    ]
    wrong = VoidService(number="服-3", reason="重复登记（演示）")
    yield from stage.at("2024-07-10 10:00", "服务点办理便民服务3件", *services)
    yield from stage.at("2024-07-11 10:00", "一件重复登记，作废，积分扣回", (head, wrong))
    yield from stage.refused(
        "2024-08-05 09:00",
        "兑现超过积分余额",
        "service_points.beyond_balance",
        (helper, AskRedemption(point=_POINT, number="兑-1", points=60)),
    )
    yield from stage.at(
        "2024-08-06 10:00",
        "7月积分已自动结算，申请兑现奖补资金",
        (helper, AskRedemption(point=_POINT, number="兑-1", points=4)),
        (helper, AskRedemption(point=_POINT, number="兑-2", points=1)),
    )
    approver = stage.by(government, "principal")
    yield from stage.at(
        "2024-08-07 10:00",
        "审定兑现一笔，另一笔先行核实",
        (
            approver,
            ApproveRedemption(point=_POINT, number="兑-1", document_number="演示拨〔2024〕1号"),
        ),
        (approver, RefuseRedemption(point=_POINT, number="兑-2", reason="先行核实（演示）")),
    )


def reported(stage: Stage, lead: str) -> Iterator[Act]:
    """及时请示报告, and the summary by the end of November (JX24-39 to -41)."""
    head = stage.by(lead, "principal")
    asks = ReportSituation(
        number="演示请示-1",
        organ=lead,
        to="江西省政务服务管理办公室",
        title="关于林木采伐委托是否另用专用章的请示（演示）",
        text="第12项有法律依据，是否可以继续使用原印章（演示）。",
    )
    yield from stage.at("2024-09-02 10:00", "重要情况：请示原印章能否继续使用", (head, asks))
    reply = RecordReply(
        number="演示请示-1", reply="由县级依法研究决定（演示）", document_number="演示复〔2024〕1号"
    )
    yield from stage.at("2024-09-20 10:00", "登记答复", (head, reply))
    summary = SendSummary(
        year=2024,
        contents={
            "progress": "15项自查自纠，逐项处理完毕（演示）",
            "experience": "远程窗口两端同时在场（演示）",
        },
        document_number="演示报〔2024〕11号",
    )
    yield from stage.at("2024-11-28 10:00", "报送年度改革情况，数字由日志汇总", (head, summary))
