"""Old seals: cleared up one by one, and who demanded one anyway (ZZ22-15 to -19)."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from domain.kernel import streams
from domain.seals.old.demand import DemandInternalSeal, RecordSealDemand, SealDemand
from domain.seals.old.seal import (
    CONDITIONS,
    STANDINGS,
    STATUS_NAMES,
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    InventoryOldSeal,
    OldSeal,
    OldSealCommand,
    RejectRetention,
    SealUpOldSeal,
)
from domain.seals.old.terms import towns
from projections.old_seals import OldSeals, Progress, progress
from projections.seal_demands import SealDemands
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Number, Reading, Route, Text

TAG = "旧印章"
SEAL = "/old-seals/{organ}/{number}"
DEMANDS = "/seal-demands"
DIGEST = "0" * 64


def _seal(command: OldSealCommand) -> str:
    return streams.old_seal(command.organ, command.number)


def _demand(command: SealDemand) -> str:
    return streams.seal_demand(command.number)


def _life(command: type[OldSealCommand], what: str, summary: str, **example: object) -> Act:
    return Act(
        command=command,
        path=f"{SEAL}/{what}",
        stream=_seal,
        tag=TAG,
        summary=summary,
        example=example,
        examples={"organ": "township", "number": "1"},
        created=command is InventoryOldSeal,
    )


ACTS = (
    _life(
        InventoryOldSeal,
        "inventory",
        "梳理登记旧印章。Put an old seal on the inventory.",
        name="某镇人民政府民政办公室",
        keeper="民政办",
        standing="internal",
        condition="little_used",
    ),
    _life(CancelOldSeal, "cancellation", "取消旧印章。Cancel the old seal.", reason="机构已经撤销"),
    _life(
        ApplyForRetention,
        "retention/application",
        "申请保留。Apply for the old seal to be kept.",
        reason="对外业务确需使用",
    ),
    _life(
        ApproveRetention,
        "retention/approval",
        "统一审查同意保留。The unified review lets it be kept.",
        document_number="审查1号",
    ),
    _life(
        RejectRetention,
        "retention/rejection",
        "统一审查不予保留。The unified review does not let it be kept.",
        document_number="审查2号",
        reason="可以专用章代替",
    ),
    _life(
        SealUpOldSeal,
        "sealing-up",
        "封存旧印章。Seal the old seal up before a witness.",
        place="镇党政办保险柜",
        witness="staff-2",
    ),
    Act(
        command=DemandInternalSeal,
        path=DEMANDS,
        stream=_demand,
        tag=TAG,
        summary="要求加盖内设机构印章（须有法律法规依据）。Require an internal seal, by a law.",
        example={
            "number": "2022-印-0001",
            "organ": "township",
            "seal": "某镇人民政府民政办公室",
            "matter": 21,
            "law": "《某法》第十条",
        },
        created=True,
    ),
    Act(
        command=RecordSealDemand,
        path=f"{DEMANDS}/records",
        stream=_demand,
        tag=TAG,
        summary="登记纸面上要求加盖内设机构印章的情况。Record what was demanded on paper.",
        example={
            "number": "2022-印-0002",
            "organ": "township",
            "seal": "某镇人民政府民政办公室",
            "matter": 21,
            "demanded_by": "department",
            "demanded_at": "2022-06-06T09:00:00+08:00",
            "evidence": DIGEST,
        },
        created=True,
    ),
)

SEALS = Listing(
    view=OldSeals(),
    path="/old-seals",
    operation="old_seals.list",
    tag=TAG,
    summary="旧印章清理。Old seals: how each stands, what was decided, where it is sealed up.",
    access=COUNTY,
    filters={
        "organ": (Text, "organ = {}"),
        "status": (Literal[tuple(STATUS_NAMES)], "status = {}"),
        "standing": (Literal[tuple(STANDINGS)], "standing = {}"),
        "condition": (Literal[tuple(CONDITIONS)], "condition = {}"),
    },
    sorts={"organ": str, "inventoried_at": datetime},
    default="organ",
)

RECORDS = Listing(
    view=SealDemands(),
    path=DEMANDS,
    operation="seal_demands.list",
    tag=TAG,
    summary="要求加盖内设机构印章的记录。Demands for internal seals, the newest first.",
    filters={
        "organ": (Text, "organ = {}"),
        "demanded_by": (Text, "demanded_by = {}"),
        "matter": (Number, "matter = {}"),
        "case": (Text, '"case" = {}'),
        "violation": (bool, "violation = {}"),
    },
    sorts={"demanded_at": datetime},
    default="-demanded_at",
)


class ProgressQuery(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    organ: Annotated[Text, Meta(description="机构编号。Of this organ only.")] | None = None


class Cleared(Struct, frozen=True, kw_only=True):
    """By organ, and the last day for all of it; None: the county's plan names none."""

    complete_by: date | None
    organs: list[Progress]


async def _progress(call: Call) -> Answer:
    rules = await call.platform.executor.unit(call.tenant).rules()
    terms, asked = rules.pack.old_seals, call.query.organ
    expected = (rules.organ(asked).id,) if asked else towns(rules)
    return Answer(
        content=Cleared(
            complete_by=terms.complete_by if terms else None,
            organs=await progress(call.platform.pool, call.tenant, expected, organ=asked),
        )
    )


ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(SEALS),
    Route(
        path="/old-seals/progress",
        operation="old_seals.progress",
        tag=TAG,
        summary="旧印章清理进度。How far each organ is with its old seals.",
        access=COUNTY,
        handle=_progress,
        query=ProgressQuery,
        answer=Cleared,
        view=OldSeals.name,
    ),
    list_route(RECORDS),
    fact_route(
        path=SEAL,
        operation="old_seals.get",
        tag=TAG,
        summary="一枚旧印章。One old seal, with its history.",
        access=COUNTY,
        stream=lambda path: streams.old_seal(path.organ, path.number),
        state=OldSeal,
        unknown="seal.old_unknown",
        places={"organ": Text, "number": Number},
    ),
)
