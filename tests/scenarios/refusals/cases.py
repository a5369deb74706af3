"""Cases: where they are handled, the limits that route them, their steps and clocks (B-01)."""

from collections.abc import Iterator
from typing import Any

from domain.cases.clocks import ExtendClock, PauseClock
from domain.cases.commands import (
    Accept,
    ChargeFee,
    Decide,
    Decline,
    Deliver,
    IssueCertificate,
    NotifySupplement,
    Survey,
)
from domain.cases.consultation import Consult
from domain.pushes.push import AcknowledgeResult
from tests.scenarios.refusals.row import (
    APPROVER,
    CLERK,
    HEAD,
    OUTLET,
    REVIEWER,
    SUPERVISOR,
    Row,
    Setup,
    grant,
    seat,
)
from tests.scenarios.settled import CARD, OWNER, TOWN, WOOD, Settled, receiving
from tests.world import at

ASK = NotifySupplement(case="received", missing=("系谱资料",), document_number="补-1")
EXTEND = ExtendClock(case="reviewed", reason="案情复杂", notice_number="延-1")


def routing(matter: int, **stated: Any) -> Setup:
    async def received(county: Settled) -> None:
        if matter == 12:
            await county.forestry()
        await county.receive("routed", matter, **stated)

    return received


async def _asked(county: Settled) -> None:
    await county.do(CLERK, ASK)


async def _after_the_term(county: Settled) -> None:
    county.now = at("2024-01-12 09:00")


async def _extended(county: Settled) -> None:
    await county.do(HEAD, EXTEND)


async def _expired(county: Settled) -> None:
    """A renewal applied for in time that nobody decided before the permit expired."""
    await county.case("renewal", 6, 22, action="延续", expires_on="2024-06-30")
    county.now = at("2024-07-01 09:00")


def _routed(ids: str, matter: int, remark: str = "", **stated: Any) -> Row:
    says = f"no. {matter} with {'、'.join(map(str, stated.values()))}"
    clause = f"附件2 第{matter}项{remark}"
    given = routing(matter, **stated)
    asked = grant("routed")
    return Row(ids, says, APPROVER, asked, "cases.outside_guard", clause, given, routed=True)


def _limits() -> Iterator[Row]:
    """Each limit of annex 2, just exceeded: to the county's channel, and no more the township's."""
    yield _routed("XG23-45 B-01", 12, **{**WOOD, "land": "国有林地"})
    yield _routed("XG23-46 B-01", 12, " 备注", **{**WOOD, "volume_m3": 14.99})  # E5-2
    for matter, action, venue in (
        (14, "首次", "饭馆"),
        (15, "变更", "咖啡馆"),
        (16, "补证", "酒吧"),
        (17, "延续", "茶座"),
        (18, "注销", "饭馆"),
    ):
        expiry = {"expires_on": "2035-12-31"} if matter == 17 else {}
        yield _routed("XG23-48", matter, venue=venue, action=action, **expiry)
    yield _routed("XG23-48", 14, venue="宾馆", action="变更")  # five actions, five rows
    yield _routed("XG23-49", 19, action="注销")
    yield _routed("XG23-49", 20, cargo="危险货物")
    yield _routed("XG23-49", 22, action="首次")
    yield _routed("XG23-49", 23, action="首次")


# fmt: off
ROWS = (
    *_limits(),
    *(Row("XG23-44", f"a disability card with {wrong}", CLERK, Deliver(case="routed"),
          "cases.outside_guard", "附件2 第7项", routing(7, **{**CARD, **wrong}), routed=True)
      for wrong in ({"disability_grade": "二级"}, {"disability_kind": "视力"}, {"action": "换领"})),
    # Where the list says
    Row("XG23-41", "nos. 1 and 2 are the outlets'", CLERK, receiving("x", 1, TOWN),
        "cases.not_offered_here", "附件2 备注"),
    Row("XG23-42", "no. 3 is offered at centre and outlet, not at the department",
        seat(OWNER, "window_clerk"), receiving("x", 3, OWNER),
        "cases.not_offered_here", "附件2 备注"),
    Row("XG23-43", "no. 4: the bank's password at the centre", CLERK,
        receiving("x", 4, TOWN, subtype="金融功能密码"), "cases.not_offered_here", "附件2 备注"),
    Row("XG23-43", "no. 4: social security's password at the outlet", OUTLET,
        receiving("x", 4, "bank_outlets", subtype="社保功能密码"),
        "cases.not_offered_here", "附件2 备注"),
    Row("XG23-43", "no. 4 without its sub-type", CLERK, receiving("x", 4, TOWN),
        "cases.fact_missing", "平台规则"),
    Row("XG23-13 XG23-14", "asked about a matter, not answered", CLERK,
        Consult(number="咨-1", matter=21, organ=TOWN, question="需要什么材料？", answer=" "),
        "consultations.incomplete", "四(二)"),
    # The matter's mode says who does what
    Row("XG23-07", "a certificate from who only helps", CLERK,
        IssueCertificate(case="assisted", certificate_number="1"),
        "cases.no_such_step", "平台规则"),
    Row("XG23-18 XG23-04 XG23-07", "who helps does not decide", APPROVER, grant("assisted"),
        "cases.wrong_performer", "四(四)"),
    Row("XG23-13", "delivered before it is stamped", CLERK, Deliver(case="decided"),
        "cases.step_not_yet", "四(二)"),
    Row("XG23-13", "decided before it is reviewed", APPROVER, grant("received"),
        "cases.step_not_yet", "四(二)"),
    Row("XG23-13", "accepted twice", CLERK, Accept(case="reviewed", document_number="x"),
        "cases.step_taken", "平台规则"),
    Row("XG23-17", "decided twice", APPROVER, grant("decided"), "cases.step_taken", "平台规则"),
    Row("XG23-58 B-09", "a decision without a number", APPROVER,
        Decide(case="reviewed", outcome="granted", document_number=" "),
        "cases.document_number", "附件3 二.3"),
    Row("XG23-70", "a charge that no rule allows", CLERK,
        ChargeFee(case="reviewed", name="代办费", amount_yuan=20, basis="乡镇自定"),
        "cases.fee", "附件3 三(二)4"),
    Row("XG23-67", "a result acknowledged that was never pushed", SUPERVISOR,
        AcknowledgeResult(case="decided"), "pushes.unknown", "平台规则"),
    # The law that every case is under
    Row("行政许可法 32", "materials asked for a second time", CLERK, ASK,
        "cases.supplement_once", "行政许可法 32", _asked),
    Row("行政许可法 32", "materials asked for after five working days", CLERK, ASK,
        "cases.step_taken", "平台规则", _after_the_term),
    Row("行政许可法 32", "accepted though what was asked for is missing", CLERK,
        Accept(case="received", document_number="受-1"),
        "cases.materials_missing", "行政许可法 32", _asked),
    Row("行政许可法 32", "sent away without being told where to go", CLERK,
        Decline(case="received", ground="not_competent", reasons="不属本机关", document_number="1"),
        "cases.decline_go_to", "行政许可法 32"),
    Row("行政许可法 34", "a survey by one", REVIEWER,
        Survey(case="accepted", staff=(REVIEWER.person,), found="相符"),
        "cases.survey_staff", "行政许可法 34"),
    Row("XG23-13", "a survey after the review", REVIEWER,
        Survey(case="reviewed", staff=(REVIEWER.person,), found="相符"),
        "cases.step_passed", "平台规则"),
    Row("行政许可法 38", "refused without reasons and remedies", APPROVER,
        Decide(case="reviewed", outcome="refused", document_number="1"),
        "cases.refusal_needs_reasons", "行政许可法 38"),
    Row("行政许可法 42", "extended by who decides", APPROVER, EXTEND,
        "cases.extended_by_head", "行政许可法 42"),
    Row("行政许可法 42", "extended twice", HEAD, EXTEND,
        "cases.extended_once", "行政许可法 42", _extended),
    Row("行政许可法 45", "the clock stopped without a notice", APPROVER,
        PauseClock(case="reviewed", ground="hearing", notice_number=" "),
        "cases.clock_notice", "行政许可法 45"),
    Row("行政许可法 50", "refused after the law renewed", APPROVER,
        Decide(case="renewal", outcome="refused", document_number="1", reasons="不符合条件",
               remedies="可以申请行政复议"),
        "cases.deemed_renewed", "行政许可法 50", _expired),
)
# fmt: on
