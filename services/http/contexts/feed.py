"""The event feed over HTTP. docs/feed.md is the guide for integrators."""

import asyncio
import random
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import aclosing
from typing import Annotated, Any

import msgspec
import structlog
from litestar import Response
from msgspec import Meta, Struct

from domain.kernel.refusal import Refusal
from infra.database import LOST, DatabaseError
from services.feed import Batch, Form, Line, Order
from services.http.auth import Access, Caller, authenticate
from services.http.correlation import CORRELATION
from services.http.decode import malformed
from services.http.problems import ProblemError
from services.http.route import HEAD, JSON, POSITION, PREFIX, Call, Position, Query, Route
from services.http.stream import PIECE_BYTES, Flow, FlowResponse

EVENT_STREAM = "text/event-stream"
LINES = "application/x-ndjson"
BATCH = "application/cloudevents-batch+json"
LAST_EVENT_ID = "Last-Event-ID"

_LOG = structlog.get_logger("tongban.feed")
_STREAM_LIMIT = 500  # events of a stream read at once
_OPERATOR_TYPES = ("policy.", "organisation.", "calendars.")
"""What an operator sees: how a county is set up, never a case (DESIGN 7a)."""
_READERS = Access(kinds=frozenset({"service", "auditor", "operator"}), scope="feed")
"""Not people: they ask by the posts they hold, and no post is about a whole county's log."""


class FeedQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    after: Annotated[
        Position,
        Meta(description="此位置之后的事件。Events after this position; 0: from the first."),
    ] = 0
    limit: Annotated[
        int,
        Meta(ge=1, le=1000, description="至多几条；不用于事件流。Events at most; not for streams."),
    ] = 100
    types: Annotated[
        str,
        Meta(
            pattern=r"^[a-z_.,]*$",
            max_length=2000,
            description="类型，逗号分隔；以点结尾为前缀。Types, by commas; `cases.`: a prefix.",
        ),
    ] = ""
    stream: Annotated[
        str,
        Meta(
            pattern=r"^[^\x00]*$",
            max_length=500,
            description="某一对象的历史；以斜杠结尾为一类。One stream; `case/`: all of a kind.",
        ),
    ] = ""
    wait: Annotated[
        float,
        Meta(ge=0, le=30, description="没有事件时等待的秒数。Seconds to wait where there is none."),
    ] = 0
    form: Annotated[
        Form,
        Meta(description="stored：存储的原样及叶哈希。`stored`: the stored bytes and leaf."),
    ] = msgspec.field(default="cloudevents", name="as")


class Page(Struct, frozen=True):
    """Events in order. `next`: continue after it; where it is less than `head`, there is more."""

    events: list[dict[str, Any]]
    next: int
    head: int


async def events(call: Call) -> Response[bytes]:
    """Whoever may read, in whatever form they accept."""
    caller, feed = _reader(call), call.platform.feed
    query: FeedQuery = call.query
    allowed = {"operator": _OPERATOR_TYPES, "service": caller.credential.types}.get(caller.kind)
    types = [pattern for pattern in query.types.split(",") if pattern]
    order = Order(caller.tenant, feed.select(types, query.stream, allowed), query.form)
    always = {CORRELATION: str(call.correlation), "Cache-Control": "no-store"}
    media = _preferred(call.request.headers.get("Accept", ""))
    if media == BATCH and order.form == "stored":
        raise ProblemError("http.not_acceptable", "存储的原样不是 CloudEvents")

    async def begin() -> Flow:
        if media == EVENT_STREAM:
            batches = await feed.follow(
                order,
                _last_event_id(call, query.after),
                limit=_STREAM_LIMIT,
                idle_seconds=call.platform.config.feed_idle_seconds,
            )
            headers = {"X-Accel-Buffering": "no", **always}  # nginx would collect, then send
            return Flow(f"{media}; charset=utf-8", headers, _stream(call, batches))
        batch = await feed.read(order, query.after, limit=query.limit, wait_seconds=query.wait)
        if query.wait:
            await authenticate(call.request, call.platform)  # the credential may have ended
        headers = {POSITION: str(batch.scanned_to), HEAD: str(batch.head), **always}
        return Flow(media, headers, _whole(media, batch))

    reader = f"{caller.tenant}/{caller.credential.id}"
    return FlowResponse(begin, seats=feed.seats, reader=reader)


def _reader(call: Call) -> Caller:
    if call.caller is None or not call.caller.tenant:
        raise ProblemError("credentials.kind")
    return call.caller


def _preferred(accept: str) -> str:
    """The first media type that the reader names and we make; JSON for who names none."""
    named = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return next((media for media in named if media in _EVENTS.produces), JSON)


def _last_event_id(call: Call, after: int) -> int:
    """Where a stream was when it broke: browsers send it by themselves and keep the address."""
    given = call.request.headers.get(LAST_EVENT_ID)
    if not given:
        return after
    if not (given.isascii() and given.isdecimal() and len(given) < 19):  # noqa: PLR2004  bigint
        raise malformed("header", f"/{LAST_EVENT_ID}", "expected a position")
    return int(given)


async def _whole(media: str, batch: Batch) -> AsyncGenerator[bytes, None]:
    """A batch in one of the forms that end."""
    lines = [line.json for line in batch.lines]
    if media == LINES:
        for piece in _pieces(line + b"\n" for line in lines):
            yield piece
    elif media == BATCH:
        yield b"[" + b",".join(lines) + b"]"
    else:
        raw = [msgspec.Raw(line) for line in lines]
        yield msgspec.json.encode({"events": raw, "next": batch.scanned_to, "head": batch.head})


async def _stream(call: Call, batches: AsyncGenerator[Batch, None]) -> AsyncGenerator[bytes, None]:
    """Server-sent events until the stream's time is over, the process stops, or the token ends.

    Also where the database is away for longer, or was restored to an earlier day: the reader comes
    back, as after any break, and is told.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + call.platform.config.feed_stream_seconds
    # Whoever was sent away at the same time does not come back at the same time.
    yield b"retry: %d\n\n" % random.randint(1000, 3000)  # noqa: S311  no secret
    try:
        async with aclosing(batches):
            async for batch in batches:
                await authenticate(call.request, call.platform)
                for piece in _pieces([*map(_sent, batch.lines), _place(batch)]):
                    yield piece
                if clock() >= until:
                    return
    except (ProblemError, Refusal):
        return
    except (*LOST, DatabaseError) as error:
        _LOG.warning("stream ended", error=str(error))


def _pieces(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Texts put together, so that few and not too large pieces are sent."""
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _sent(line: Line) -> bytes:
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (line.position, line.type.encode(), line.json)


def _place(batch: Batch) -> bytes:
    """How far was looked beyond the last event: without data, so it is no event to anybody."""
    if batch.lines and batch.lines[-1].position == batch.scanned_to:
        return b""
    return b": \nid: %d\n\n" % batch.scanned_to


_EXAMPLE = {
    "events": [
        {
            "specversion": "1.0",
            "id": "42",
            "source": "/tenants/county",
            "type": "cases.accepted",
            "subject": "case/2024-0001",
            "time": "2024-05-06T01:30:00Z",
            "datacontenttype": "application/json",
            "dataschema": f"https://tongban.example{PREFIX}/schemas/cases.accepted/1",
            "position": "42",
            "streamversion": 2,
            "recordedat": "2024-05-06T01:30:00.120000Z",
            "actor": "staff-7",
            "post": "township/window",
            "command": "00000000-0000-4000-8000-000000000001",
            "correlation": "00000000-0000-4000-8000-000000000001",
            "policy": "2023.1",
            "data": {"case": "2024-0001", "occurred_at": "2024-05-06T01:30:00Z"},
        }
    ],
    "next": 42,
    "head": 42,
}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    EVENT_STREAM: {"type": "string"},
    LINES: {"type": "string"},
    BATCH: {"type": "array", "items": {"type": "object"}},
}
_EVENTS = Route(
    path="/events",
    operation="events.list",
    tag="事件流",
    summary="按日志顺序读取事件。Events of the county in log order.",
    description=(
        "CloudEvents 1.0。接受 text/event-stream 时持续推送，断线后以 Last-Event-ID 续读；"
        "否则返回一批，以 next 续读。Accept decides: a page, JSON lines, a CloudEvents batch, or "
        "server-sent events."
    ),
    access=_READERS,
    handle=events,
    query=FeedQuery,
    answer=Page,
    answer_example=_EXAMPLE,
    produces=(JSON, *_FORMS),
    forms=_FORMS,
    asks={LAST_EVENT_ID: "事件流断开处，先于 after。Where a stream broke; goes before `after`."},
    tells=(POSITION, HEAD),
    statuses=(409, 422, 429, 503),
)

ROUTES = (_EVENTS,)
