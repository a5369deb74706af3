"""A route as data: where it stands, whom it is for, what it takes, what it answers.

The app makes the handler from it and the OpenAPI document says the same, so neither can drift.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response
from msgspec import Meta, Struct, field

from domain.reports.periods import WRITTEN
from services.http.auth import CASE_DATA, Access, Caller
from services.main import Platform

PREFIX = "/api/v1"
JSON = "application/json"
POSITION = "Tongban-Position"
HEAD = "Tongban-Head"
INT32 = 2**31 - 1

Text = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^/\x00]+$")]
"""What a path or a filter names: no slash, which would be another path, and no NUL."""
Number = Annotated[int, Meta(ge=0, le=INT32)]
Month = Annotated[str, Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
Period = Annotated[str, Meta(pattern=WRITTEN)]
"""What is reported on: a month, a quarter (`2024-Q1`) or a year."""
Position = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of query strings; a misspelt parameter is an error."""


class Reading(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a view, which follows the log: `after` a write, one's own position reads it."""

    after: Annotated[
        Position,
        Meta(description="等视图到达此日志位置再回答。Wait until the view reached this position."),
    ] = 0
    wait: Annotated[
        float,
        Meta(ge=0, le=30, description="至多等待的秒数。Seconds to wait at most, then 503."),
    ] = 5.0


class Answer(Struct, frozen=True, kw_only=True):
    """What a handler answers; `version` becomes the ETag."""

    content: object
    status: int = 200
    version: int | None = None
    position: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Call(Struct, frozen=True, kw_only=True):
    """One request, authenticated and decoded. `path`, `query`, `body`: as the route says."""

    platform: Platform
    request: Request[Any, Any, Any]
    caller: Caller | None
    correlation: UUID
    path: Any
    query: Any
    body: Any = None

    @property
    def tenant(self) -> str:
        """Whose data: the credential's tenant; the public door names it in the path."""
        return self.caller.tenant if self.caller else str(self.path.tenant)


Handle = Callable[[Call], Awaitable[Answer | Response[Any]]]


class Route(Struct, frozen=True, kw_only=True):
    """`summary` is for people (Chinese, then English), `operation` its stable name in the document.

    `path` is relative to `/api/v1`; `places` types the names in it. `statuses` adds to those that
    every route of its kind can answer. `command` marks an act: it carries an idempotency key.
    """

    method: Literal["GET", "POST"] = "GET"
    path: str
    operation: str
    tag: str
    summary: str
    description: str = ""
    access: Access = CASE_DATA
    handle: Handle
    places: Mapping[str, Any] = field(default_factory=dict)
    query: type[Query] = Query
    body: type[Struct] | None = None
    example: Mapping[str, Any] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)  # of places and query
    answer: Any = None
    answer_example: Any = None  # None: the plainest value of its type
    created: bool = False
    produces: tuple[str, ...] = (JSON,)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # schemas but `answer`
    asks: Mapping[str, str] = field(default_factory=dict)  # further headers, with what they say
    tells: tuple[str, ...] = ()  # further headers of the answer
    statuses: tuple[int, ...] = ()
    command: bool = False
    versioned: bool = False  # answers with an ETag
    view: str = ""  # the view it reads, whose position it tells and waits for
    body_limit: int | None = None  # bytes; None: the app's
    seat: bool = True  # a person must hold the seat now; an act's is judged when it occurred
