"""Whatever is due: lists, one obligation, and waiving it."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from msgspec import Meta

from domain.kernel import streams
from domain.kernel.refusal import NotFound
from domain.obligations.obligation import Outcome, WaiveObligation
from projections import obligations
from projections.obligations import ObligationRow, Obligations
from services.http.act import Act, act_route
from services.http.auth import CASE_DATA
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Reading, Route, Text

TAG = "到期事项"
ONE = "/obligations/{obligation}"
# An obligation names what it is about in its id and as a stream, which has a slash; so has a seat.
Stream = Annotated[str, Meta(max_length=300, pattern=r"^[^\x00]*$")]

ACTS = (
    Act(
        command=WaiveObligation,
        path=f"{ONE}/waiver",
        stream=lambda command: streams.obligation(command.obligation),
        tag=TAG,
        summary="免除。The principal of the organ it is owed to waives it.",
        example={"reason": "双方已另行交接"},
    ),
)

LIST = Listing(
    view=Obligations(),
    path="/obligations",
    operation="obligations.list",
    tag=TAG,
    summary="到期事项。What is due, the earliest first.",
    description=(
        "重新计算会移动 due_on：分页期间被移动的行可能重复或缺少。A date that is recomputed while "
        "pages are walked moves its row."
    ),
    filters={
        "debtor": (Text, "debtor = {}"),
        "creditor": (Text, "creditor = {}"),
        "post": (Text, "post = {}"),
        "kind": (Text, "kind = {}"),
        "about": (Stream, "about = {}"),
        "outcome": (Literal[get_args(Outcome)], "outcome = {}"),
        "fulfilled": (bool, "(fulfilled_at is not null) = {}"),
        "provisional": (bool, "provisional = {}"),
        "standing": (bool, "standing = {}"),
        "told": (Stream, "told ? {}"),  # a seat, organ/post: what it was told is late
        "until": (date, "due_on <= {}"),
        "begun": (date, "started_on <= {}"),  # what a reminder is about may begin years later
    },
    sorts={"due_on": date, "started_at": datetime},
    default="due_on",
)


async def _one(call: Call) -> Answer:
    row = await obligations.obligation(call.platform.pool, call.tenant, call.path.obligation)
    if row is None:
        raise NotFound("obligations.unknown", f"没有编号为{call.path.obligation}的义务")
    return Answer(content=row, version=row.version)


ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(LIST),
    Route(
        path=ONE,
        operation="obligations.get",
        tag=TAG,
        summary="一项义务。One obligation, with every date it had.",
        access=CASE_DATA,
        handle=_one,
        places={"obligation": Text},
        query=Reading,
        answer=ObligationRow,
        versioned=True,
        view=Obligations.name,
    ),
)
