"""In-trays: what waits for the caller's seat, and consents to what is listed in it together."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta, Struct

from domain.kernel.authority import By
from domain.seals.use import ConsentToUse
from projections.tray import Tray
from services.http.auth import PEOPLE
from services.http.decode import IF_MATCH, command_id, expected_version, malformed
from services.http.listing import Cursor, Limit
from services.http.problems import Problem, ProblemError, problem_of
from services.http.route import Answer, Call, Number, Reading, Route, Text
from services.trays.ask import in_tray
from services.trays.shape import InTray

TAG = "待办"
_TOGETHER = 100
Moment = Annotated[datetime, Meta(tz=True)]
Kind = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^/\x00]+$")]


class Opened(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`limit` counts cases, not items."""

    cursor: Cursor | None = None
    limit: Limit = 50


def _by(call: Call) -> By:
    if call.caller is None or call.caller.by is None:
        raise ProblemError("credentials.seat")
    return call.caller.by


async def _tray(call: Call) -> Answer:
    it = call.platform
    found = await in_tray(
        it.executor,
        it.pool,
        call.tenant,
        _by(call),
        cursor=call.query.cursor,
        limit=call.query.limit,
    )
    return Answer(content=found)


class Consent(Struct, frozen=True, forbid_unknown_fields=True):
    """To the documents of one case, by kind, under one seal (XG23-56)."""

    case: Text
    owner: Text
    number: Number
    documents: Annotated[tuple[Kind, ...], Meta(min_length=1, max_length=20)]


class Consents(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Consents to be given one after another by one signature; each lists its documents."""

    consents: Annotated[tuple[Consent, ...], Meta(min_length=1, max_length=_TOGETHER)]
    occurred_at: Moment | None = None
    late_reason: str = ""


class Answered(Struct, frozen=True, kw_only=True):
    """What became of one consent: its position in the log, or why it was refused."""

    case: str
    command: UUID
    position: int | None = None
    repeated: bool = False
    problem: Problem | None = None


class AllAnswered(Struct, frozen=True):
    answers: tuple[Answered, ...]


async def _consents(call: Call) -> Answer:
    """Each is a command of its own, with an id made from the key: a repeat repeats each."""
    if expected_version(call.request.headers) is not None:
        raise malformed("header", f"/{IF_MATCH}", "this act is about no version")
    asked: tuple[Consent, ...] = call.body.consents
    if len({(one.case, one.owner, one.number) for one in asked}) != len(asked):
        raise malformed("body", "/consents", "a case is listed twice for one seal")
    by = _by(call)
    answers = await asyncio.gather(*(_consent(call, one, by) for one in asked))
    places = [answer.position for answer in answers if answer.position is not None]
    return Answer(content=AllAnswered(tuple(answers)), position=max(places, default=None))


async def _consent(call: Call, asked: Consent, by: By) -> Answered:
    key = command_id(call.request.headers)
    own = uuid5(key, f"{asked.case}/{asked.owner}/{asked.number}")
    try:
        done = await call.platform.executor.execute(
            call.tenant,
            by,
            ConsentToUse(
                case=asked.case,
                owner=asked.owner,
                number=asked.number,
                documents=asked.documents,
                occurred_at=call.body.occurred_at,
                late_reason=call.body.late_reason,
            ),
            own,
            correlation=call.correlation,
        )
    except Exception as error:  # noqa: BLE001  whatever it is, the others were still consented to
        return Answered(case=asked.case, command=own, problem=problem_of(call.request, error))
    return Answered(
        case=asked.case,
        command=own,
        position=done.appended.last,
        repeated=done.appended.repeated,
    )


ROUTES = (
    Route(
        path="/tray",
        operation="trays.get",
        tag=TAG,
        summary="我的待办。What waits for the caller's seat.",
        description=(
            "所任岗位的待办：办件环节、用印、到期事项和在管印章。翻页只及 items，一页可能为空而仍有"
            "下一页。Steps of cases, uses of seals, what is due, seals in custody. Pages are of the"
            " items; one may be empty though there is a next."
        ),
        access=PEOPLE,
        handle=_tray,
        query=Opened,
        answer=InTray,
        view=Tray.name,
    ),
    Route(
        method="POST",
        path="/tray/consents",
        operation="trays.consent",
        tag=TAG,
        summary="一并签字同意用印。The principal consents for several cases; each is answered.",
        description=(
            "每件一个命令，逐件答复，一件被拒不影响其余。One command for each case, answered each "
            "on its own: one that is refused does not hold up the others."
        ),
        access=PEOPLE,
        handle=_consents,
        body=Consents,
        example={
            "consents": [
                {"case": "2024-0001", "owner": "department", "number": 1, "documents": ["decision"]}
            ]
        },
        answer=AllAnswered,
        command=True,
        seat=False,
    ),
)
