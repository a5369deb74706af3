"""From the bytes of a request to typed values, and where they are wrong, a pointer to the place."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request
from litestar.datastructures import Headers
from msgspec import Struct

from services.execute import YEARS
from services.http.correlation import CORRELATION, note, of
from services.http.problems import Fault, ProblemError
from services.http.route import JSON, Query

T = TypeVar("T")
IDEMPOTENCY = "Idempotency-Key"
IF_MATCH = "If-Match"
_INDEX = re.compile(r"\[(\d+|\.\.\.)\]")
_VERSION = re.compile(r'"(\d{1,9})"')


def path_of(request: Request[Any, Any, Any], places: type[Struct]) -> Struct:
    return _convert("path", dict(request.path_params), places)


def query_of(request: Request[Any, Any, Any], kind: type[Query]) -> Query:
    """The query string; a parameter that is given twice is a list, and only lists may be."""
    given: dict[str, Any] = {}
    lists = {
        name.encode_name
        for name in msgspec.structs.fields(kind)
        if getattr(name.type, "__origin__", None) is tuple
    }
    for name, value in request.query_params.multi_items():
        if name in lists:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise malformed("query", f"/{name}", "given twice")
        else:
            given[name] = value
    query = _convert("query", given, kind)
    for field in msgspec.structs.fields(kind):
        value = getattr(query, field.name)
        # At the ends of the calendar no zone but one's own can say the moment.
        if isinstance(value, date) and value.year not in YEARS:
            raise malformed("query", f"/{field.encode_name}", "a year that nothing reaches")
    return query


async def body_of(request: Request[Any, Any, Any], kind: type[T]) -> T:
    media, _, parameters = request.headers.get("Content-Type", "").partition(";")
    charset = parameters.strip().lower()
    if media.strip().lower() != JSON or charset not in ("", "charset=utf-8"):
        raise ProblemError("http.media_type")
    raw = await request.body()
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise _located("body", error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed("body", "", str(error)) from None


def command_id(headers: Headers) -> UUID:
    return _uuid(headers, IDEMPOTENCY)


def correlation(request: Request[Any, Any, Any], default: UUID | None) -> UUID:
    """The correlation that the caller gives, else the command's id, else one made up."""
    if CORRELATION in request.headers:
        return note(request, _uuid(request.headers, CORRELATION))
    return note(request, default) if default else of(request)


def expected_version(headers: Headers) -> int | None:
    """The version in `If-Match: "3"`; None: the caller does not insist on one."""
    given = headers.get(IF_MATCH)
    if given is None:
        return None
    match = _VERSION.fullmatch(given.strip())
    if match is None:
        raise malformed("header", f"/{IF_MATCH}", 'expected one version, such as "3"')
    return int(match[1])


def acceptable(headers: Headers, produced: tuple[str, ...]) -> bool:
    """Whether the caller accepts one of the media types; who says nothing accepts all."""
    given = headers.get("Accept", "*/*")
    ranges = []
    for part in given.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        refused = any(re.fullmatch(r"q=0(\.0{0,3})?", parameter) for parameter in parameters)
        if not refused:
            ranges.append(media)
    return any(
        media in ("*/*", wanted, f"{wanted.partition('/')[0]}/*")
        for media in ranges
        for wanted in produced
    )


def malformed(where: str, pointer: str, detail: str) -> ProblemError:
    return ProblemError("http.malformed", errors=[Fault(where, pointer, detail)])


def _uuid(headers: Headers, name: str) -> UUID:
    given = headers.get(name)
    if given is None:
        raise malformed("header", f"/{name}", "required")
    try:
        made = UUID(given)
    except ValueError:
        made = None
    if made is None or str(made) != given.lower():
        raise malformed("header", f"/{name}", "expected a UUID")
    return made


def _convert(where: str, values: Mapping[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _located(where, error) from None


def _located(where: str, error: msgspec.ValidationError) -> ProblemError:
    """Where msgspec says `$.a[0].b` a pointer says /a/0/b; keys of a mapping it does not name."""
    detail, _, path = str(error).partition(" - at `")
    path = path.rstrip("`").removeprefix("key in ").removeprefix("$")
    pointer = _INDEX.sub(r".\1", path).replace(".", "/").replace("/...", "")
    return malformed(where, pointer, detail)
