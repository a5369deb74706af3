"""Seals: their life, their uses, and the ledger."""

from datetime import datetime
from typing import Literal

import msgspec
from litestar import Response

from domain.kernel import streams
from domain.kernel.facts import Seal
from domain.seals.commands import (
    AnnounceLoss,
    ApproveEngraving,
    DestroySeal,
    GiveStandingConsent,
    GrantSeal,
    HandOverSeal,
    NameCustodian,
    PutIntoUse,
    RecordAbsence,
    RecordEngraving,
    RecordRecovery,
    RegisterSeal,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SealCommand,
    SealUp,
    SuspendSeal,
    VoidSeal,
    WithdrawStandingConsent,
)
from domain.seals.life import STATUS_NAMES
from domain.seals.use import ApplyForUse, ConsentToUse, RefuseUse, Stamp, VoidUse
from projections import seal_ledger
from projections.page import Page
from projections.seal_ledger import SealLedger, UseRow, Which
from projections.seal_ledger.sheet import Entry
from projections.seal_register import SealRegister
from services.commands.ledger import as_csv, judged
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Number, Query, Route, Text
from services.http.stream import Flow, FlowResponse

TAG = "印章"
SEAL = "/seals/{owner}/{number}"
USES = "/cases/{case}/seal-uses"
IMPRINT = "0" * 64
CSV = "text/csv"


def _seal(command: SealCommand) -> str:
    return streams.seal(command.owner, command.number)


def _life(command: type[SealCommand], what: str, summary: str, **example: object) -> Act:
    return Act(
        command=command,
        path=f"{SEAL}/{what}",
        stream=_seal,
        tag=TAG,
        summary=summary,
        example=example,
        examples={"owner": "department", "number": "1"},
    )


ACTS = (
    _life(
        ApproveEngraving,
        "engraving/approval",
        "批准刻制。Approve the engraving.",
        rule="seal",
        name="某局行政审批专用章（1）",
    ),
    _life(
        RecordEngraving,
        "engraving",
        "刻制。Record that the seal was engraved.",
        name="某局行政审批专用章（1）",
        engraver="公安机关指定刻章单位",
    ),
    _life(RegisterSeal, "registration", "印模备案。File the imprint.", imprint=IMPRINT),
    _life(GrantSeal, "grant", "授予乡镇。Hand the seal to the township."),
    _life(PutIntoUse, "use", "启用。Put the seal into use."),
    _life(SuspendSeal, "suspension", "停用。Suspend the seal.", reason="保管人调离"),
    _life(
        ReportAnomaly,
        "anomaly",
        "报告异常，随即停用。Report that something is wrong; the seal rests meanwhile.",
        circumstances="印章柜封条破损",
    ),
    _life(ReinstateSeal, "reinstatement", "恢复使用。Reinstate the seal.", reason="已另行指定"),
    _life(
        ReportLoss,
        "loss",
        "报告遗失。Report the loss; out of use since it was lost.",
        lost_at="2024-05-06T09:00:00+08:00",
        circumstances="下乡途中遗失",
    ),
    _life(AnnounceLoss, "loss/announcement", "公告遗失。Announce the loss.", published_in="县报"),
    _life(
        RecordRecovery,
        "recovery",
        "找回。The lost seal was found; it rests until reinstated.",
        circumstances="群众拾得送回",
    ),
    _life(VoidSeal, "void", "宣布作废。Declare the lost seal void.", reason="公告期内未找回"),
    _life(ReturnSeal, "return", "缴回。The township gives the seal back.", reason="协议终止"),
    _life(SealUp, "sealing-up", "封存。Seal the seal up.", reason="不再使用"),
    _life(
        DestroySeal,
        "destruction",
        "销毁。Destroy the seal before a witness.",
        witness="staff-2",
        method="送公安机关指定单位销毁",
    ),
    _life(NameCustodian, "custodian", "指定保管人。Name who keeps the seal.", person="staff-1"),
    _life(
        HandOverSeal,
        "handover",
        "交接保管。Hand the seal over to another custodian.",
        to="staff-2",
        witness="staff-3",
        reason="轮岗",
    ),
    _life(
        RecordAbsence,
        "absence",
        "缺勤代管。A deputy keeps the seal for a time.",
        deputy="staff-2",
        until="2024-05-10T18:00:00+08:00",
        reason="外出培训",
    ),
    _life(
        GiveStandingConsent,
        "standing-consent",
        "概括同意。Consent beforehand to kinds of document, where the county has this.",
        kinds=["acceptance"],
        until="2024-12-31",
    ),
    _life(
        WithdrawStandingConsent,
        "standing-consent/withdrawal",
        "撤回概括同意。Withdraw the standing consent.",
        kinds=["acceptance"],
        reason="改为逐件签字",
    ),
    Act(
        command=ApplyForUse,
        path=f"{USES}/application",
        stream=lambda c: streams.use(c.case, c.documents[0].kind if c.documents else ""),
        tag=TAG,
        summary="申请用印。Apply for the seal on documents of a case.",
        example={
            "owner": "department",
            "number": 1,
            "documents": [{"kind": "decision", "number": "2024-0001-决", "copies": 1}],
        },
    ),
    Act(
        command=ConsentToUse,
        path=f"{USES}/consent",
        stream=lambda c: streams.use(c.case, c.documents[0] if c.documents else ""),
        tag=TAG,
        summary="签字同意用印。The principal consents, for the documents listed.",
        example={"owner": "department", "number": 1, "documents": ["decision"]},
    ),
    Act(
        command=RefuseUse,
        path=f"{USES}/refusal",
        stream=lambda c: streams.use(c.case, c.documents[0] if c.documents else ""),
        tag=TAG,
        summary="不同意用印。The principal refuses the use, with the reason.",
        example={
            "owner": "department",
            "number": 1,
            "documents": ["decision"],
            "reason": "文书有误",
        },
    ),
    Act(
        command=Stamp,
        path=f"{USES}/stamp",
        stream=lambda c: streams.use(c.case, c.document),
        tag=TAG,
        summary="盖章。Stamp one document; the use goes into the ledger.",
        example={"owner": "department", "number": 1, "document": "decision"},
    ),
    Act(
        command=VoidUse,
        path=f"{USES}/void",
        stream=lambda c: streams.use(c.case, c.document),
        tag=TAG,
        summary="作废用印。A stamped document was spoiled; its line stays, marked void.",
        example={
            "owner": "department",
            "number": 1,
            "document": "decision",
            "reason": "盖章模糊",
        },
    ),
)

LEDGER = Listing(
    view=SealLedger(),
    path="/seal-uses",
    operation="seals.uses",
    tag=TAG,
    summary="用印台账。Uses of seals, the newest first.",
    description="按 used_at 排序时只列已用印的。Sorted by `used_at`: only what was stamped.",
    filters={
        "owner": (Text, "owner = {}"),
        "number": (Number, "number = {}"),
        "holder": (Text, "holder = {}"),
        "matter": (Number, "matter = {}"),
        "case": (Text, '"case" = {}'),
        "status": (Literal[tuple(seal_ledger.STATUS_LABELS)], "status = {}"),
    },
    sorts={"applied_at": datetime, "used_at": datetime},
    default="-applied_at",
)

_USES = list_route(LEDGER)


async def _uses(call: Call) -> Answer:
    """A page of the ledger, with what the seals' history says about each use as known now."""
    answer = await _USES.handle(call)
    page: Page[UseRow] = answer.content  # type: ignore[assignment]  # as the list makes it
    entries = await judged(call.platform.executor.unit(call.tenant), page.items)
    return Answer(content=Page(entries, page.next))


class ExportQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    owner: Text | None = None
    number: Number | None = None
    holder: Text | None = None
    matter: Number | None = None


async def _export(call: Call) -> Response[bytes]:
    """The ledger as a file, made as it is taken."""
    platform, tenant = call.platform, call.tenant

    async def begin() -> Flow:
        unit = platform.executor.unit(tenant)
        rules = await unit.rules()
        which = Which(**msgspec.structs.asdict(call.query))
        headers = {
            "Content-Disposition": 'attachment; filename="seal-ledger.csv"',
            "Cache-Control": "no-store",
        }
        batches = seal_ledger.archive(platform.pool, tenant, which)
        return Flow(f"{CSV}; charset=utf-8", headers, as_csv(unit, batches, rules))

    reader = f"{tenant}/{call.caller.credential.id if call.caller else ''}"
    return FlowResponse(begin, seats=platform.feed.seats, reader=reader)


REGISTER = Listing(
    view=SealRegister(),
    path="/seals",
    operation="seals.list",
    tag=TAG,
    summary="印章登记。Every seal: how it stands, who keeps it.",
    access=COUNTY,
    filters={
        "owner": (Text, "owner = {}"),
        "holder": (Text, "holder = {}"),
        "status": (Literal[tuple(STATUS_NAMES)], "status = {}"),
        "custodian": (Text, "(custodian = {0} or deputy = {0})"),
    },
    sorts={"number": int},
    default="number",
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    msgspec.structs.replace(_USES, handle=_uses, answer=Page[Entry]),
    Route(
        path="/seal-uses/export",
        operation="seals.export",
        tag=TAG,
        summary="导出用印台账（CSV，Excel 可直接打开）。The whole ledger as a file.",
        description="按申请时间排列；列名用政策包的词语。UTF-8 with a byte order mark.",
        access=LEDGER.access,
        handle=_export,
        query=ExportQuery,
        answer=str,
        answer_example="使用印章的时间,使用的事项,批准领导,证书编号,审批文书编号\r\n",
        produces=(CSV,),
        statuses=(429,),
    ),
    list_route(REGISTER),
    fact_route(
        path=SEAL,
        operation="seals.get",
        tag=TAG,
        summary="一枚印章。One seal: status, custodians, history.",
        access=COUNTY,
        stream=lambda path: streams.seal(path.owner, path.number),
        state=Seal,
        unknown="seal.unknown",
        places={"owner": Text, "number": Number},
    ),
)
