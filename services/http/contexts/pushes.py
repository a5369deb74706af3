"""Results pushed to supervising departments, and their acknowledgement (XG23-67, B-06)."""

from datetime import datetime

from domain.pushes.push import AcknowledgeResult
from projections.pushes import Pushes
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Text

TAG = "结果推送"

ACTS = (
    Act(
        command=AcknowledgeResult,
        path="/cases/{case}/acknowledgement",
        stream=None,  # which push it is follows from the seat, and it is acknowledged once
        tag=TAG,
        summary="签收审批结果。The receiving organ acknowledges the result.",
        example={},
    ),
)

LIST = Listing(
    view=Pushes(),
    path="/pushes",
    operation="pushes.list",
    tag=TAG,
    summary="结果推送。Which result went to whom when, and who acknowledged it.",
    filters={
        "receiver": (Text, "receiver = {}"),
        "sender": (Text, "sender = {}"),
        "case": (Text, '"case" = {}'),
        "acknowledged": (bool, "(acknowledged_at is not null) = {}"),
    },
    sorts={"sent_at": datetime},
    default="sent_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(LIST))
