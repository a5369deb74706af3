"""What the platform raises from the log for supervisors to judge (XG23-62, -64, -70)."""

from typing import Annotated

from msgspec import Meta

from domain.kernel import streams
from domain.supervision.candidate import ConfirmCandidate, DismissCandidate
from projections.liability import Liability
from services.candidates.ask import MOST, candidates
from services.candidates.shape import Candidates
from services.http.act import Act, act_route
from services.http.listing import Cursor
from services.http.route import Answer, Call, Reading, Route, Text

TAG = "监管与问责"
_ONE = "/supervision/candidates/{candidate}"


def _stream(command: ConfirmCandidate | DismissCandidate) -> str:
    return streams.candidate(command.candidate)


ACTS = (
    Act(
        command=ConfirmCandidate,
        path=f"{_ONE}/confirmation",
        stream=_stream,
        tag=TAG,
        summary="确认平台提示的情形。It is so: a problem begins.",
        example={
            "kind": "overdue",
            "organ": "township",
            "cites": ["obligation/decide:2024-0001@3"],
            "number": "2024-问-0002",
            "description": "审批决定超期",
            "matter": 21,
            "case": "2024-0001",
        },
        examples={"candidate": "overdue-0123456789abcdef"},
        created=True,
    ),
    Act(
        command=DismissCandidate,
        path=f"{_ONE}/dismissal",
        stream=_stream,
        tag=TAG,
        summary="排除平台提示的情形。It is nothing, and why.",
        example={
            "kind": "overdue",
            "organ": "township",
            "cites": ["obligation/decide:2024-0001@3"],
            "reason": "停电期间在纸上按期办理，补录迟延",
            "matter": 21,
            "case": "2024-0001",
        },
        examples={"candidate": "overdue-0123456789abcdef"},
    ),
)


class Asking(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    organ: Annotated[Text | None, Meta(description="被监管的单位。At this organ.")] = None
    supervisor: Annotated[Text | None, Meta(description="监管单位。For this supervisor.")] = None
    done: Annotated[bool, Meta(description="也列已处理的。Those judged too.")] = False
    cursor: Cursor | None = None
    limit: Annotated[
        int, Meta(ge=1, le=MOST, description="一页看几件办件。Cases looked at for a page.")
    ] = 50


async def _candidates(call: Call) -> Answer:
    asked = call.query
    found = await candidates(
        call.platform.executor,
        call.platform.pool,
        call.tenant,
        organ=asked.organ,
        supervisor=asked.supervisor,
        done=asked.done,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return Answer(content=found)


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/supervision/candidates",
        operation="candidates.list",
        tag=TAG,
        summary="平台提示的情形。What the log shows of cases and organs, for supervisors to judge.",
        description="A page looks at so many cases, the newest first; it may hold nothing. "
        "The first page also has what is of no case: gaps, attempts, terms of organs.",
        handle=_candidates,
        query=Asking,
        answer=Candidates,
        view=Liability.name,
    ),
)
