"""JSON Schemas of the events, generated from the code: what `dataschema` of an event points to."""

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta, Struct

from domain.kernel.event import Event
from services.http.auth import PUBLIC
from services.http.correlation import CORRELATION
from services.http.problems import ProblemError
from services.http.route import Answer, Call, Route, Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MEDIA = "application/schema+json"
_CACHED = {"Cache-Control": "public, max-age=3600"}

SchemaNumber = Annotated[int, Meta(ge=1, le=32767)]


class Described(Struct, frozen=True):
    """A type of event. Events stored in an older schema are read as the newest, `schema`."""

    type: str
    schema: int
    url: str
    summary: str
    older: tuple[int, ...]


class Index(Struct, frozen=True):
    schemas: tuple[Described, ...]


def schema_of(cls: type[Event], url: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `data` in an event of this class."""
    (reference,), definitions = msgspec.json.schema_components([cls], ref_template="#/$defs/{name}")
    name = reference["$ref"].removeprefix("#/$defs/")
    rest = {key: value for key, value in definitions.items() if key != name}
    made = {"$schema": DIALECT, "$id": url, **definitions[name], "title": cls.TYPE}
    return {**made, "$defs": rest} if rest else made


async def index(call: Call) -> Answer:
    """Every type of event that there is."""
    feed = call.platform.feed
    described = [
        Described(
            cls.TYPE,
            cls.SCHEMA,
            feed.schema_url(cls),
            (cls.__doc__ or "").strip().partition("\n")[0],
            tuple(range(1, cls.SCHEMA)),
        )
        for cls in sorted(feed.registry, key=lambda cls: cls.TYPE)
    ]
    return Answer(content=Index(tuple(described)), headers=_CACHED)


async def schema(call: Call) -> Response[bytes]:
    """One of them, with an ETag: a release may say it in other words, rarely in other shapes."""
    cls = call.platform.feed.registry.get(call.path.type)
    if cls is None or call.path.number != cls.SCHEMA:
        raise ProblemError("http.not_found", "没有这一事件类型，或者该版本已由新版本取代")
    body = msgspec.json.encode(schema_of(cls, call.platform.feed.schema_url(cls)), order="sorted")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**_CACHED, "ETag": etag, CORRELATION: str(call.correlation)}
    if etag in call.request.headers.get("If-None-Match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA)
    return Response(body, media_type=MEDIA, headers=headers)


ROUTES = (
    Route(
        path="/schemas",
        operation="schemas.list",
        tag="事件流",
        summary="全部事件类型及其 JSON Schema。Every event type with its schema.",
        access=PUBLIC,
        handle=index,
        answer=Index,
    ),
    Route(
        path="/schemas/{type}/{number}",
        operation="schemas.get",
        tag="事件流",
        summary="一个事件类型的 JSON Schema。The JSON Schema of an event type.",
        access=PUBLIC,
        handle=schema,
        places={"type": Text, "number": SchemaNumber},
        examples={"type": "cases.received", "number": "1"},
        answer=dict[str, Any],
        produces=(MEDIA,),
        statuses=(304,),
    ),
)
