"""Consultations at the window (XG23-13, -14, -23)."""

from datetime import datetime

from domain.cases.consultation import Consult
from domain.kernel import streams
from projections.consultations import Consultations
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "咨询"


def _stream(command: Consult) -> str:
    return streams.consultation(command.number)


ACTS = (
    Act(
        command=Consult,
        path="/consultations",
        stream=_stream,
        tag=TAG,
        summary="登记咨询和答复。Record a question about a matter and its answer.",
        example={
            "number": "2024-咨-0001",
            "matter": 21,
            "organ": "township",
            "question": "延续许可需要哪些材料？",
            "answer": "见本事项办事指南。",
            "steered_online": True,
        },
        created=True,
    ),
)

LIST = Listing(
    view=Consultations(),
    path="/consultations",
    operation="consultations.list",
    tag=TAG,
    summary="咨询登记。Consultations, the newest first.",
    filters={
        "organ": (Text, "organ = {}"),
        "matter": (Number, "matter = {}"),
        "steered_online": (bool, "steered_online = {}"),
    },
    sorts={"consulted_at": datetime},
    default="-consulted_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(LIST))
