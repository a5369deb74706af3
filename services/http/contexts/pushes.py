"""What is pushed to supervising bodies, its acknowledgement, and their feedback (RA22-25, -26)."""

from datetime import datetime

from domain.pushes.feedback import Conclusion, GiveFeedback
from domain.pushes.push import AcknowledgeResult
from projections.pushes import Kind, Pushes
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Text

TAG = "信息推送"

ACTS = (
    Act(
        command=AcknowledgeResult,
        path="/cases/{case}/acknowledgement",
        stream=None,  # which push it is follows from the seat, and it is acknowledged once
        tag=TAG,
        summary="签收推送。The receiving organ acknowledges the result, or another push.",
        example={},
    ),
    Act(
        command=GiveFeedback,
        path="/cases/{case}/feedback",
        stream=None,  # which body supervises follows from the seat; it may tell more than once
        tag=TAG,
        summary="反馈监管结果。The supervising body returns what it found.",
        example={"findings": "经现场核查，与许可内容相符", "conclusion": "in_order"},
    ),
)

LIST = Listing(
    view=Pushes(),
    path="/pushes",
    operation="pushes.list",
    tag=TAG,
    summary="信息推送。What went to whom when, who acknowledged it, what came back.",
    filters={
        "receiver": (Text, "receiver = {}"),
        "sender": (Text, "sender = {}"),
        "case": (Text, '"case" = {}'),
        "kind": (Kind, "kind = {}"),
        "conclusion": (Conclusion, "conclusion = {}"),
        "acknowledged": (bool, "kind <> 'feedback' and (acknowledged_at is not null) = {}"),
    },
    sorts={"sent_at": datetime},
    default="sent_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(LIST))
