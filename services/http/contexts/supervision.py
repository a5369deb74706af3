"""Problems and their correction, accountability (XG23-34, -62, -78, -79, ZZ22-37)."""

from datetime import datetime

from domain.kernel import streams
from domain.supervision import accountability, problem
from domain.supervision.accountability import (
    DropAccountability,
    HoldInterview,
    OpenAccountability,
    Pursuing,
    RecordAccountabilityOutcome,
)
from domain.supervision.problem import (
    AcceptCorrection,
    DismissProblem,
    FoundIn,
    Judging,
    OrderCorrection,
    RecordProblem,
    RecordRefusal,
    ReportCorrection,
    ReturnCorrection,
)
from projections.accountabilities import Accountabilities
from projections.problems import Problems
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "监管与问责"
_PROBLEMS = "/supervision/problems"
_PROBLEM = f"{_PROBLEMS}/{{number}}"
_CASES = "/supervision/accountabilities"
_CASE = f"{_CASES}/{{number}}"
_DIGEST = "0" * 64


def _problem(command: RecordProblem | OrderCorrection | ReportCorrection | Judging) -> str:
    return streams.problem(command.number)


def _case(command: OpenAccountability | Pursuing) -> str:
    return streams.accountability(command.number)


ACTS = (
    Act(
        command=RecordProblem,
        path=_PROBLEMS,
        stream=_problem,
        tag=TAG,
        summary="登记问题。Put on record what is not in order at an organ.",
        example={
            "number": "2024-问-0001",
            "organ": "township",
            "found_in": "spot",
            "description": "审批决定未经主要负责人签字即盖章",
            "evidence": _DIGEST,
            "provision": "用章前须经主要负责人签字同意",
            "matter": 21,
            "cites": ["case/2024-0001@9"],
        },
        created=True,
    ),
    Act(
        command=OrderCorrection,
        path=f"{_PROBLEM}/order",
        stream=_problem,
        tag=TAG,
        summary="责令限期改正。Order its correction by a day (XG23-78).",
        example={
            "document_number": "责改〔2024〕1号",
            "demands": "补签同意，今后先签后盖，报送整改情况",
            "due_on": "2024-03-15",
        },
    ),
    Act(
        command=ReportCorrection,
        path=f"{_PROBLEM}/correction",
        stream=_problem,
        tag=TAG,
        summary="报告整改情况。The organ reports what it did about it.",
        example={"description": "已补签同意，并组织用章人员学习", "evidence": _DIGEST},
    ),
    Act(
        command=AcceptCorrection,
        path=f"{_PROBLEM}/acceptance",
        stream=_problem,
        tag=TAG,
        summary="认可整改。What was done puts it right; the problem is closed.",
        example={"conclusion": "经现场核查，已改正"},
    ),
    Act(
        command=ReturnCorrection,
        path=f"{_PROBLEM}/return",
        stream=_problem,
        tag=TAG,
        summary="退回整改。It does not; due again by a new day.",
        example={"reason": "尚未补签其中一件", "due_on": "2024-03-22"},
    ),
    Act(
        command=RecordRefusal,
        path=f"{_PROBLEM}/refusal",
        stream=_problem,
        tag=TAG,
        summary="认定拒不改正。The organ said that it will not, or let the day pass (XG23-79).",
        example={"declared": False, "reason": "期满未改，催告后仍未改正", "evidence": _DIGEST},
    ),
    Act(
        command=DismissProblem,
        path=f"{_PROBLEM}/dismissal",
        stream=_problem,
        tag=TAG,
        summary="撤销问题登记。It was not so; nothing is erased.",
        example={"reason": "经查证，同意书另纸签署"},
    ),
    Act(
        command=OpenAccountability,
        path=_CASES,
        stream=_case,
        tag=TAG,
        summary="启动问责。Open accountability on a problem (XG23-79, ZZ22-37).",
        example={
            "number": "2024-责-0001",
            "problem": "2024-问-0001",
            "trigger": "refusal",
            "grounds": "责令改正期满，经催告仍拒不改正",
        },
        created=True,
    ),
    Act(
        command=HoldInterview,
        path=f"{_CASE}/interviews",
        stream=_case,
        tag=TAG,
        summary="约谈。Who was talked to, with the digest of the signed record.",
        example={
            "person": "principal-1",
            "post": "principal",
            "summary": "指出问题，要求十日内改正",
            "record": _DIGEST,
        },
    ),
    Act(
        command=RecordAccountabilityOutcome,
        path=f"{_CASE}/outcome",
        stream=_case,
        tag=TAG,
        summary="登记问责结果。What was decided elsewhere: by whom, in which document.",
        example={
            "decided_by": "县监察机关",
            "decided_on": "2024-04-20",
            "document_number": "监〔2024〕1号",
            "measure": "责令作出书面检查，通报批评",
        },
    ),
    Act(
        command=DropAccountability,
        path=f"{_CASE}/end",
        stream=_case,
        tag=TAG,
        summary="不再追究。Nothing is pursued any further, and why.",
        example={"reason": "约谈后已主动改正"},
    ),
)

PROBLEMS = Listing(
    view=Problems(),
    path=_PROBLEMS,
    operation="problems.list",
    tag=TAG,
    summary="问题台账。Problems, their orders and corrections, the newest first.",
    filters={
        "organ": (Text, "organ = {}"),
        "supervisor": (Text, "supervisors @> to_jsonb({}::text)"),
        "matter": (Number, "matter = {}"),
        "case": (Text, '"case" = {}'),
        "found_in": (FoundIn, "found_in = {}"),
        "status": (problem.Status, "status = {}"),
        "open": (bool, "open = {}"),
    },
    sorts={"found_at": datetime},
    default="-found_at",
)

ACCOUNTABILITIES = Listing(
    view=Accountabilities(),
    path=_CASES,
    operation="accountabilities.list",
    tag=TAG,
    summary="问责追责。Accountability: on which problem, why, what came of it.",
    filters={
        "organ": (Text, "organ = {}"),
        "problem": (Text, "problem = {}"),
        "status": (accountability.Status, "status = {}"),
    },
    sorts={"opened_at": datetime},
    default="-opened_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(PROBLEMS), list_route(ACCOUNTABILITIES))
