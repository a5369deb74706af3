"""Delegation: agreements between department and township, their announcement, the register."""

from msgspec import Struct

from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.confirmation import ConfirmAcceptance
from domain.delegation.pair import PairCommand
from domain.delegation.procedure import FixProcedure
from domain.delegation.standing import (
    GiveExpiryNotice,
    Redelegate,
    ResumeAgreement,
    SuspendAgreement,
)
from domain.delegation.withdrawal import AnswerShortfall, ReportShortfall, WithdrawAuthority
from domain.kernel import streams
from domain.kernel.refusal import NotFound
from projections.delegation_register import DelegationRegister, DelegationRow, register, row_of
from projections.page import Key
from services.commands.questions import called_for_now
from services.http.act import About, Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Reading, Route, Text

TAG = "委托"
PAIR = "/delegations/{delegator}/{delegatee}"


def _stream(command: PairCommand) -> str:
    return streams.agreement(command.delegator, command.delegatee)


_ABOUT = About(PAIR, _stream, TAG)

ACTS = (
    _ABOUT.act(
        SignAgreement,
        "signature",
        "委托部门签署协议。The department's principal signs.",
        contents={"scope": "委托事项与权限"},
        matters=[21],
        valid_from="2024-01-01",
    ),
    _ABOUT.act(
        CountersignAgreement,
        "countersignature",
        "乡镇签署，协议生效。The township's principal countersigns.",
    ),
    _ABOUT.act(
        ConfirmAcceptance,
        "confirmation",
        "承接单位确认承接，以自己名义办理。The organ confirms what it takes on in its own name.",
        matters=[21],
        document_number="承接〔2024〕1号",
        valid_from="2024-01-01",
    ),
    _ABOUT.act(
        AnnounceDelegation,
        "announcement",
        "公告委托。Make delegatee and content public.",
        matters=[21],
        published_in="县政府门户网站",
    ),
    _ABOUT.act(
        TerminateAgreement,
        "termination",
        "终止协议。Terminate the agreement.",
        reason="双方协商一致",
    ),
    _ABOUT.act(
        AmendAgreement,
        "amendment",
        "委托部门签署变更。The department signs a change of the schedule.",
        add=[22],
        remove=[],
        valid_from="2024-03-01",
        reason="清单调整",
    ),
    _ABOUT.act(
        CountersignAmendment,
        "amendment/countersignature",
        "乡镇签署变更。The township countersigns the change.",
    ),
    _ABOUT.act(
        SuspendAgreement,
        "suspension",
        "暂停协议。Suspend the agreement.",
        reason="检查发现问题，限期整改",
    ),
    _ABOUT.act(ResumeAgreement, "resumption", "恢复协议。Resume the agreement.", reason="整改完成"),
    _ABOUT.act(
        GiveExpiryNotice,
        "expiry-notice",
        "协议到期通知。Tell the township before the end whether it will be renewed.",
        notice="到期后不再续签，在办件转县级办理",
    ),
    _ABOUT.act(
        FixProcedure,
        "procedure",
        "明确审核审批程序。Fix by a document how the two handle matters between them.",
        matters=[21],
        document_number="审批程序〔2024〕1号",
    ),
    _ABOUT.act(
        ReportShortfall,
        "shortfall",
        "上报承接不到位。Report that matters that were taken on are not handled well enough.",
        matters=[21],
        circumstances="专业人员不足，连续两月超期",
        document_number="上报〔2024〕1号",
    ),
    _ABOUT.act(
        AnswerShortfall,
        "shortfall/answer",
        "答复承接不到位的上报：不收回权限。Answer a report: the authority stays, and why.",
        matters=[21],
        reason="限期整改，暂不收回",
        document_number="答复〔2024〕1号",
    ),
    _ABOUT.act(
        WithdrawAuthority,
        "withdrawal",
        "收回权限。Take authority back, from a day, for a reason of the list.",
        matters=[21],
        ground="poor_acceptance",
        reason="上报的问题未能整改",
        document_number="收回〔2024〕1号",
        valid_from="2024-03-01",
    ),
    Act(
        command=Redelegate,
        path=f"{PAIR}/redelegation",
        stream=None,  # always refused: there is nothing to have seen before
        tag=TAG,
        summary="再委托（一律拒绝并留痕）。Handing power on: always refused, and remembered.",
        example={"to": "某村民委员会", "matters": [21]},
    ),
)

LIST = Listing(
    view=DelegationRegister(),
    path="/delegations",
    operation="delegation.list",
    tag=TAG,
    summary="委托登记。Who holds what, through which agreement and seal.",
    access=COUNTY,
    filters={"delegator": (Text, "delegator = {}"), "delegatee": (Text, "delegatee = {}")},
    sorts={"key": Key},
    default="key",
)


async def _one(call: Call) -> Answer:
    row = await row_of(call.platform.pool, call.tenant, call.path.delegator, call.path.delegatee)
    if row is None:
        raise NotFound("delegation.unknown", "双方没有签订过委托协议，也没有印章")
    return Answer(content=row, version=row.agreement_version)


class Coverage(Struct, frozen=True):
    """How many pairs the matter list calls for, and how many stand today (B-10)."""

    called_for: int
    signed: int
    seals_in_use: int


async def _coverage(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    rules = await unit.rules()
    expected = await called_for_now(unit, rules)
    rows = await register(call.platform.pool, call.tenant)
    standing = [row for row in rows if row.status(unit.at) == "in_force"]
    in_use = sum(row.seals_in_use for row in standing)
    return Answer(content=Coverage(len(expected), len(standing), in_use))


ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(LIST),
    Route(
        path="/delegation-coverage",
        operation="delegation.coverage",
        tag=TAG,
        summary="委托覆盖。Instruments that are called for, and those that stand.",
        access=COUNTY,
        handle=_coverage,
        query=Reading,
        answer=Coverage,
        view=DelegationRegister.name,
    ),
    Route(
        path=PAIR,
        operation="delegation.get",
        tag=TAG,
        summary="一对委托关系。One department and township. The ETag is the agreement's.",
        access=COUNTY,
        handle=_one,
        places={"delegator": Text, "delegatee": Text},
        query=Reading,
        answer=DelegationRow,
        versioned=True,
        view=DelegationRegister.name,
    ),
)
