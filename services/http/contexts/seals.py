"""Seals: their life, their uses, and the ledger."""

from datetime import datetime
from typing import Literal

from domain.kernel import streams
from domain.kernel.facts import Seal
from domain.seals.life import (
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RegisterSeal,
    ReinstateSeal,
    SealCommand,
    SuspendSeal,
)
from domain.seals.use import ApplyForUse, ConsentToUse, Stamp
from projections import seal_ledger
from projections.seal_ledger import SealLedger
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "印章"
SEAL = "/seals/{owner}/{number}"
USES = "/cases/{case}/seal-uses"
IMPRINT = "0" * 64


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
        RecordEngraving,
        "engraving",
        "刻制。Record that the seal was engraved.",
        rule="seal",
        name="某局行政审批专用章（1）",
        engraver="公安机关指定刻章单位",
    ),
    _life(RegisterSeal, "registration", "印模备案。File the imprint.", imprint=IMPRINT),
    _life(GrantSeal, "grant", "授予乡镇。Hand the seal to the township."),
    _life(NameCustodian, "custodian", "指定保管人。Name who keeps the seal.", person="staff-1"),
    _life(PutIntoUse, "use", "启用。Put the seal into use."),
    _life(SuspendSeal, "suspension", "停用。Suspend the seal.", reason="保管人调离"),
    _life(ReinstateSeal, "reinstatement", "恢复使用。Reinstate the seal.", reason="已另行指定"),
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
        command=Stamp,
        path=f"{USES}/stamp",
        stream=lambda c: streams.use(c.case, c.document),
        tag=TAG,
        summary="盖章。Stamp one document; the use goes into the ledger.",
        example={"owner": "department", "number": 1, "document": "decision"},
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

ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(LEDGER),
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
