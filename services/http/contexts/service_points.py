"""Service points in the villages: what is done there and what it earns (JX24-22 to -26, -49)."""

from datetime import datetime
from typing import Literal

from domain.kernel import streams
from domain.kernel.facts import Conveniences, ServicePoint
from domain.service_points.point import AppointAgent, ClosePoint, DismissAgent, OpenPoint
from domain.service_points.redemption import ApproveRedemption, AskRedemption, RefuseRedemption
from domain.service_points.service import PublishConveniences, RecordService, VoidService
from projections.points import Points
from projections.redemptions import Redemptions
from projections.service_points import ServicePoints
from projections.services import Services
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.listing import Listing, list_route
from services.http.route import Month, Text

TAG = "服务点"
_POINT = "/service-points/{point}"
_LIST = "/conveniences/{township}"


def _point(command: OpenPoint | ClosePoint | AppointAgent | DismissAgent) -> str:
    return streams.service_point(command.point)


def _service(command: RecordService | VoidService) -> str:
    return streams.service(command.number)


def _account(command: AskRedemption | ApproveRedemption | RefuseRedemption) -> str:
    return streams.points(command.point)


ACTS = (
    Act(
        command=OpenPoint,
        path="/service-points",
        stream=_point,
        tag=TAG,
        summary="设立服务点。Open a service point for a village.",
        example={
            "point": "SP-01",
            "township": "township",
            "village": "第一村",
            "kind": "village_shop",
            "name": "第一村服务点",
        },
        created=True,
    ),
    Act(
        command=ClosePoint,
        path=f"{_POINT}/closing",
        stream=_point,
        tag=TAG,
        summary="停办服务点。Close a service point.",
        example={"reason": "村内已有便民服务站"},
    ),
    Act(
        command=AppointAgent,
        path=f"{_POINT}/agents",
        stream=_point,
        tag=TAG,
        summary="确定代办人员。Appoint who helps there.",
        example={"person": "staff-7"},
    ),
    Act(
        command=DismissAgent,
        path=f"{_POINT}/agents/{{person}}/dismissal",
        stream=_point,
        tag=TAG,
        summary="代办人员不再代办。An agent helps there no longer.",
        example={"reason": "本人提出"},
    ),
    Act(
        command=PublishConveniences,
        path=_LIST,
        stream=lambda command: streams.conveniences(command.township),
        tag=TAG,
        summary="公布便民服务事项清单。Publish what a township's points may do.",
        example={
            "lines": [{"convenience": "cash"}, {"convenience": "insurance", "matter": 21}],
            "published_in": "乡镇公示栏",
        },
    ),
    Act(
        command=RecordService,
        path=f"{_POINT}/services",
        stream=_service,
        tag=TAG,
        summary="登记服务。A service rendered at the point that is no case.",
        example={"number": "2024-服-0001", "convenience": "cash", "groups": ["elderly"]},
        created=True,
    ),
    Act(
        command=VoidService,
        path="/services/{number}/void",
        stream=_service,
        tag=TAG,
        summary="服务记录作废。A service was recorded wrongly.",
        example={"reason": "重复登记"},
    ),
    Act(
        command=AskRedemption,
        path=f"{_POINT}/redemptions",
        stream=_account,
        tag=TAG,
        summary="申请积分兑现。Ask for points to be redeemed.",
        example={"number": "2024-兑-01", "points": 20},
        created=True,
    ),
    Act(
        command=ApproveRedemption,
        path=f"{_POINT}/redemptions/{{number}}/approval",
        stream=_account,
        tag=TAG,
        summary="同意兑现。Approve a redemption.",
        example={"document_number": "2024-拨-01"},
    ),
    Act(
        command=RefuseRedemption,
        path=f"{_POINT}/redemptions/{{number}}/refusal",
        stream=_account,
        tag=TAG,
        summary="不同意兑现。Refuse a redemption.",
        example={"reason": "记录有误，先行核实"},
    ),
)

LISTS = (
    Listing(
        view=ServicePoints(),
        path="/service-points",
        operation="service_points.list",
        tag=TAG,
        summary="服务点。Service points, the newest first.",
        access=COUNTY,
        filters={
            "township": (Text, "township = {}"),
            "kind": (Text, "kind = {}"),
            "open": (bool, "open = {}"),
        },
        sorts={"opened_at": datetime},
        default="-opened_at",
    ),
    Listing(
        view=Services(),
        path="/services",
        operation="services.list",
        tag=TAG,
        summary="服务点的办件和服务。What was done at service points, the newest first.",
        filters={
            "point": (Text, "point = {}"),
            "convenience": (Text, "convenience = {}"),
            "group": (Text, "groups @> to_jsonb({}::text)"),
            "undone": (bool, "(undone_at is not null) = {}"),
        },
        sorts={"began_at": datetime},
        default="-began_at",
    ),
    Listing(
        view=Points(),
        path="/points",
        operation="points.list",
        tag=TAG,
        summary="积分台账。Points by month and service point; money in fen.",
        access=COUNTY,
        filters={
            "point": (Text, "point = {}"),
            "township": (Text, "township = {}"),
            "month": (Month, "month = {}"),
            "settled": (bool, "(settled_at is not null) = {}"),
        },
        sorts={"month": str},
        default="-month",
    ),
    Listing(
        view=Redemptions(),
        path="/redemptions",
        operation="redemptions.list",
        tag=TAG,
        summary="积分兑现。Redemptions of points, the newest first; money in fen.",
        access=COUNTY,
        filters={
            "point": (Text, "point = {}"),
            "township": (Text, "township = {}"),
            "approver": (Text, "approver = {}"),
            "status": (Literal["asked", "approved", "refused"], "status = {}"),
        },
        sorts={"asked_at": datetime},
        default="-asked_at",
    ),
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    *(list_route(listing) for listing in LISTS),
    fact_route(
        path=_POINT,
        operation="service_points.get",
        tag=TAG,
        summary="一个服务点。A service point and who helps there.",
        access=COUNTY,
        stream=lambda path: streams.service_point(path.point),
        state=ServicePoint,
        unknown="service_points.unknown",
        places={"point": Text},
    ),
    fact_route(
        path=_LIST,
        operation="conveniences.get",
        tag=TAG,
        summary="便民服务事项清单。What a township's points may do, every edition.",
        access=COUNTY,
        stream=lambda path: streams.conveniences(path.township),
        state=Conveniences,
        unknown="service_points.no_list",
        places={"township": Text},
    ),
)
