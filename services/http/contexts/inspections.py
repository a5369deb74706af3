"""Inspections of all kinds, their draws, and circulars (XG23-63, -77, JX24-44, ZZ22-35, -36)."""

from datetime import datetime

from domain.kernel import streams
from domain.supervision import circular, inspection
from domain.supervision.circular import IssueCircular
from domain.supervision.inspection import (
    CancelInspection,
    CloseInspection,
    DrawSample,
    PlanInspection,
    RecordCheck,
)
from projections.circulars import Circulars
from projections.inspections import Inspections
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Text

TAG = "监管与问责"
_PLACE = "/supervision/inspections"
_ONE = f"{_PLACE}/{{number}}"
_DIGEST = "0" * 64


def _stream(
    command: PlanInspection | DrawSample | RecordCheck | CloseInspection | CancelInspection,
) -> str:
    return streams.inspection(command.number)


ACTS = (
    Act(
        command=PlanInspection,
        path=_PLACE,
        stream=_stream,
        tag=TAG,
        summary="安排检查。Plan an inspection; the platform makes the seed of a random one.",
        example={
            "number": "2024-检-0001",
            "kind": "random",
            "organs": ["township"],
            "purpose": "“先签后盖”执行情况",
            "matters": [21],
            "since": "2024-01-01",
            "at_least": 1,
            "percent": 10,
            "high_percent": 100,
        },
        created=True,
    ),
    Act(
        command=DrawSample,
        path=f"{_ONE}/draw",
        stream=_stream,
        tag=TAG,
        summary="随机抽取。Draw what the plan's seed and position determine.",
        example={},
    ),
    Act(
        command=RecordCheck,
        path=f"{_ONE}/checks",
        stream=_stream,
        tag=TAG,
        summary="登记检查结果。What was seen at an organ or in a case.",
        example={
            "organ": "township",
            "case": "2024-0001",
            "in_order": False,
            "description": "审批决定先盖章后签字",
            "evidence": _DIGEST,
        },
    ),
    Act(
        command=CloseInspection,
        path=f"{_ONE}/closing",
        stream=_stream,
        tag=TAG,
        summary="评估并办结检查。Evaluate every organ, and file the signed record.",
        example={
            "evaluations": [{"organ": "township", "grade": "adequate", "says": "多数规范"}],
            "inspectors": ["supervisor-1", "supervisor-2"],
            "record": _DIGEST,
        },
    ),
    Act(
        command=CancelInspection,
        path=f"{_ONE}/cancellation",
        stream=_stream,
        tag=TAG,
        summary="取消检查。It is not held; a seed that was made stays on record.",
        example={"reason": "与上级检查合并进行"},
    ),
    Act(
        command=IssueCircular,
        path="/supervision/circulars",
        stream=lambda command: streams.circular(command.number),
        tag=TAG,
        summary="印发通报。Progress, criticism or praise, to organs and to the public.",
        example={
            "number": "通报〔2024〕1号",
            "tone": "progress",
            "title": "一季度工作进展和成效",
            "text": "各乡镇办件均在期限内办结。",
            "organs": ["township"],
            "to": [],
            "cites": ["inspection/2024-检-0001@4"],
            "published_in": "县政府门户网站",
        },
        created=True,
    ),
)

INSPECTIONS = Listing(
    view=Inspections(),
    path=_PLACE,
    operation="inspections.list",
    tag=TAG,
    summary="监督检查。Inspections, what was drawn and seen, the newest first.",
    filters={
        "organ": (Text, "organs @> to_jsonb({}::text)"),
        "by": (Text, "organ = {}"),
        "kind": (Text, "kind = {}"),
        "status": (inspection.Status, "status = {}"),
    },
    sorts={"planned_at": datetime},
    default="-planned_at",
)

CIRCULARS = Listing(
    view=Circulars(),
    path="/supervision/circulars",
    operation="circulars.list",
    tag=TAG,
    summary="通报。Circulars, the newest first.",
    filters={
        "organ": (Text, "organs @> to_jsonb({}::text)"),
        "by": (Text, "organ = {}"),
        "tone": (circular.Tone, "tone = {}"),
        "public": (bool, "(published_in <> '') = {}"),
    },
    sorts={"issued_at": datetime},
    default="-issued_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(INSPECTIONS), list_route(CIRCULARS))
