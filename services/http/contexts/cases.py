"""Cases: receiving them, taking their steps, and what is known of them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from domain.cases.case import Case
from domain.cases.commands import (
    Applicant,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    ReturnResult,
    Review,
    StepCommand,
    Survey,
)
from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.cases.session import HoldSession
from domain.kernel import streams
from domain.kernel.refusal import NotFound, NotPermitted
from infra.vault import ErasedError
from projections import case_register
from projections.case_register import CaseRegister, CaseRow
from services.http.act import Act, act_route
from services.http.auth import PEOPLE
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Number, Reading, Route, Text

TAG = "办件"
Moment = Annotated[datetime, Meta(tz=True)]


def _stream(command: StepCommand) -> str:
    return streams.case(command.case)


ACTS = (
    Act(
        command=Forward,
        path="/cases/{case}/forwarding",
        stream=_stream,
        tag=TAG,
        summary="转报。Hand the materials on, with the number in the owner's business system.",
        example={"external_reference": "SB-2024-0001"},
    ),
    Act(
        command=Review,
        path="/cases/{case}/review",
        stream=_stream,
        tag=TAG,
        summary="审核。Review the case.",
        example={"opinion": "材料齐全，符合条件"},
    ),
    Act(
        command=Survey,
        path="/cases/{case}/survey",
        stream=_stream,
        tag=TAG,
        summary="踏勘。Look at the place: two members of staff at least.",
        example={"staff": ["staff-1", "staff-2"], "found": "与申请材料一致"},
    ),
    Act(
        command=HoldSession,
        path="/cases/{case}/session",
        stream=_stream,
        tag=TAG,
        summary="登记远程办理。Record a session held together from afar: who took part, over what.",
        example={
            "participants": [
                {"person": "staff-1", "organ": "township", "post": "window_clerk"},
                {"person": "staff-2", "organ": "department", "post": "approver"},
            ],
            "medium": "政务视频专网",
            "started_at": "2024-11-04T09:30:00+08:00",
            "ended_at": "2024-11-04T09:50:00+08:00",
            "identity": "查验身份证原件，人像比对一致",
            "identity_checked_by": "staff-1",
            "shown": "申请表和场地照片",
            "established": "材料齐全，申请属实",
        },
    ),
    Act(
        command=Decide,
        path="/cases/{case}/decision",
        stream=_stream,
        tag=TAG,
        summary="审批决定。Grant, or refuse with reasons and remedies.",
        example={"outcome": "granted", "document_number": "2024-0001-决"},
    ),
    Act(
        command=IssueCertificate,
        path="/cases/{case}/certificate",
        stream=_stream,
        tag=TAG,
        summary="制证。Issue the certificate that was stamped.",
        example={"certificate_number": "2024-0001-证"},
    ),
    Act(
        command=RevokeApproval,
        path="/cases/{case}/revocation",
        stream=_stream,
        tag=TAG,
        summary="撤销审批。Take an approval back, with reasons and remedies.",
        example={
            "ground": "unqualified_applicant",
            "reasons": "申请材料不实，不具备法定条件",
            "remedies": "可申请行政复议或者提起行政诉讼",
            "document_number": "2024-0001-撤",
        },
    ),
    Act(
        command=CorrectApproval,
        path="/cases/{case}/rectification",
        stream=_stream,
        tag=TAG,
        summary="纠正审批。Put right what was unlawful or improper in it (XG23-80).",
        example={
            "ground": "improper",
            "corrected": "许可范围改为申请所列范围",
            "reasons": "许可范围超出申请",
            "remedies": "可申请行政复议或者提起行政诉讼",
            "document_number": "2024-0001-纠",
        },
    ),
    Act(
        command=ReturnResult,
        path="/cases/{case}/return",
        stream=_stream,
        tag=TAG,
        summary="结果返回乡镇。Send the decision back to the window that collected.",
        example={},
    ),
    Act(
        command=Deliver,
        path="/cases/{case}/delivery",
        stream=_stream,
        tag=TAG,
        summary="送达并办结。Deliver the result; the case is concluded.",
        example={"way": "window"},
    ),
)

LIST = Listing(
    view=CaseRegister(),
    path="/cases",
    operation="cases.list",
    tag=TAG,
    summary="办件登记。Cases, the newest first.",
    filters={
        "receiver": (Text, "receiver = {}"),
        "matter": (Number, "matter = {}"),
        "mode": (Text, "mode = {}"),
        "status": (Literal[tuple(case_register.STATUS_LABELS)], "status = {}"),
        "outcome": (Literal[tuple(case_register.OUTCOME_LABELS)], "outcome = {}"),
        "subject": (Text, "subject = {}"),
        "style": (Text, "style = {}"),
        "visits_from": (Number, "visits >= {}"),
        "unwarranted_from": (Number, "unwarranted >= {}"),
        "despite_online_from": (Number, "despite_online >= {}"),
        "received_from": (Moment, "received_at >= {}"),
        "received_before": (Moment, "received_at < {}"),
    },
    sorts={"received_at": datetime},
    default="-received_at",
)


async def _case(call: Call) -> Answer:
    row = await case_register.case(call.platform.pool, call.tenant, call.path.case)
    if row is None:
        raise _unknown(call.path.case)
    return Answer(content=row, version=row.version)


class ApplicantOfCase(Struct, frozen=True):
    """Who applies, in plain, and the code that they ask for the case's progress with."""

    applicant: Applicant
    query_code: str


async def _applicant(call: Call) -> Answer:
    """Only for the organs that have to do with the case: its receiver, and who took a step."""
    unit = call.platform.executor.unit(call.tenant)
    case = (await unit.get(streams.case(call.path.case), Case)).state
    if case is None:
        raise _unknown(call.path.case)
    by = call.caller.by if call.caller else None
    if by is None or by.organ not in {case.receiver, *case.actors.values()}:
        raise NotPermitted("cases.not_yours", "本单位与该办件无关，不得查看申请人信息")
    try:
        plain = await call.platform.vault.open(call.tenant, case.applicant)
    except ErasedError:
        raise NotFound("subjects.erased", "申请人信息的密钥已经销毁") from None
    applicant = msgspec.json.decode(plain, type=Applicant)
    code = call.platform.vault.query_code(call.tenant, call.path.case)
    return Answer(content=ApplicantOfCase(applicant, code))


def _unknown(number: str) -> NotFound:
    return NotFound("cases.unknown", f"没有编号为{number}的办件")


ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(LIST),
    Route(
        path="/cases/{case}",
        operation="cases.get",
        tag=TAG,
        summary="一件办件。One case: where it stands, who took which step.",
        handle=_case,
        places={"case": Text},
        query=Reading,
        answer=CaseRow,
        versioned=True,
        view=CaseRegister.name,
    ),
    Route(
        path="/cases/{case}/applicant",
        operation="cases.applicant",
        tag=TAG,
        summary="申请人信息。The applicant, for the organs that handle the case.",
        access=PEOPLE,
        handle=_applicant,
        places={"case": Text},
        answer=ApplicantOfCase,
    ),
)
