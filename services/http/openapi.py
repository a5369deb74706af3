"""The OpenAPI 3.1 document, from the same routes that are served: every status, every header.

Litestar's own generator sees neither the headers nor the problems of these handlers, so the
document is made here; it is the same bytes each time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec

from domain.kernel.advice import ADVICE
from services.http.act import names
from services.http.auth import SEAT
from services.http.correlation import CORRELATION
from services.http.decode import IDEMPOTENCY, IF_MATCH
from services.http.examples import example_of
from services.http.problems import LANGUAGE, MEDIA, OWN, Problem, type_of
from services.http.route import HEAD, JSON, POSITION, PREFIX, Route
from services.http.words import EXAMPLES, FIELDS, TAGS

DOCUMENT = "/openapi.json"
API_VERSION = "1.0"
_TEMPLATE = "#/components/schemas/{name}"
_EXAMPLE_ID = UUID("00000000-0000-4000-8000-000000000001")
_ALWAYS = (400, 404, 406, 500, 503)
_OF_ACTS = (409, 412, 413, 415, 422)
_REFUSED = {409: "cases.step_taken", 422: "cases.refusal_needs_reasons"}
_HEADERS: Mapping[str, Mapping[str, Any]] = {
    CORRELATION: {
        "description": "本次请求的关联编号。What belongs together.",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    },
    POSITION: {
        "description": "日志位置，可作 after。A position of the log, for `after`.",
        "schema": {"type": "integer", "minimum": 0},
    },
    HEAD: {
        "description": "日志现在的末位。The last position of the log.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "ETag": {
        "description": '所涉流的版本，供 If-Match。The version of the stream, such as "3".',
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "Retry-After": {
        "description": "多少秒后再试。Seconds.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {"required": True, "schema": {"type": "string"}},
}


def document(routes: Sequence[Route]) -> bytes:
    """The whole document as JSON."""
    kinds = [Problem, *(kind for route in routes for kind in (route.body, route.answer) if kind)]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_TEMPLATE)
    schema_of = {id(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}
    for component in components.values():
        _describe(component)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(
            route, schema_of
        )
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "同办 Tongban",
                "version": API_VERSION,
                "description": "委托行政权力的总账。The ledger of delegated public authority.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
            "paths": dict(sorted(paths.items())),
            "components": {
                "schemas": dict(sorted(components.items())),
                "headers": _HEADERS,
                "responses": {
                    str(number): _problem(number)
                    for number in sorted({n for route in routes for n in statuses(route)})
                },
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def _operation(route: Route, schema_of: Mapping[int, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": route.operation,
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": list(_parameters(route)),
        "responses": _responses(route, schema_of),
        "security": [{"token": []}] if route.access.kinds else [],
    }
    who = "、".join(sorted(route.access.kinds)) or "任何人（无需凭证）"
    made["description"] = f"{route.description}\n\n凭证 Credentials: {who}".strip()
    if route.body is not None:
        made["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": schema_of[id(route.body)], "example": route.example}},
        }
    return made


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    for name in names(route.path):
        yield _parameter("path", name, route.places[name], route, required=True)
    for field in msgspec.structs.fields(route.query):
        yield _parameter("query", field.encode_name, field.type, route, required=field.required)
    for name, says in route.asks.items():
        yield {**_header(name, says), "schema": {"type": "string"}}
    yield _header(CORRELATION, "关联编号；缺省由平台给出。Echoed; made where it is missing.")
    language = _header(
        LANGUAGE, "问题以何种语言说明：zh 或 en。Of `title` and `advice` of problems."
    )
    yield {**language, "schema": {"type": "string"}, "example": "en"}
    if "person" in route.access.kinds:
        seat = _header(SEAT, "以何岗位：机构/岗位。By which post a person acts.")
        yield {**seat, "schema": {"type": "string", "pattern": "^[^/]+/[^/]+$"}}
    if route.command:
        told = _header(IDEMPOTENCY, "命令编号；重复发送只办一次。The command's id.")
        yield {**told, "required": True, "example": str(_EXAMPLE_ID)}
    if route.command and route.versioned:
        match = _header(IF_MATCH, '须仍为此版本，否则 412。The version insisted on, such as "3".')
        yield {**match, "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'}}


def _parameter(
    where: str,
    name: str,
    kind: Any,  # noqa: ANN401  types are values here
    route: Route,
    *,
    required: bool,
) -> dict[str, Any]:
    (schema,), components = msgspec.json.schema_components([kind], ref_template=_TEMPLATE)
    schema = _inlined(schema, components)
    text = schema.pop("description", FIELDS.get(name, ""))
    made = {"name": name, "in": where, "required": required, "description": text}
    example = route.examples.get(name, EXAMPLES.get(name) if required else None)
    if example is not None:
        made["example"] = str(example) if schema.get("type") == "string" else example
    return {**made, "schema": schema}


def _inlined(schema: dict[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "").rpartition("/")[2]
    return dict(components[reference]) if reference else dict(schema)


def _header(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string", "format": "uuid"},
    }


def statuses(route: Route) -> list[int]:
    """Every status that is not a success and that the route may answer with."""
    found = {*_ALWAYS, *route.statuses}
    if route.access.kinds:
        found |= {401, 403}
    else:
        found.add(429)
    if route.body is not None:
        found |= {413, 415}
    if route.command:
        found |= set(_OF_ACTS)
    if route.view:
        found.add(422)
    return sorted(found)


def _responses(route: Route, schema_of: Mapping[int, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {
        "description": "成功",
        "headers": _references(_success_headers(route)),
    }
    if route.answer is not None:
        content: dict[str, Any] = {
            "schema": schema_of[id(route.answer)],
            "example": msgspec.to_builtins(route.answer_example or example_of(route.answer)),
        }
        success["content"] = {
            media: {"schema": route.forms[media]} if media in route.forms else content
            for media in route.produces
        }
    status = 201 if route.created else 200
    problems = {
        str(number): {"$ref": f"#/components/responses/{number}"} for number in statuses(route)
    }
    return {str(status): success, **problems}


def _success_headers(route: Route) -> Iterator[str]:
    yield CORRELATION
    if route.view or route.command:
        yield POSITION
    if route.versioned:
        yield "ETag"
    yield from route.tells


def _references(headers: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


def _problem(status: int) -> dict[str, Any]:
    if status < HTTPStatus.BAD_REQUEST:
        return {"description": HTTPStatus(status).phrase}
    headers = [CORRELATION]
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers.append("Retry-After")
    if status == HTTPStatus.UNAUTHORIZED:
        headers.append("WWW-Authenticate")
    code = _REFUSED.get(status) or next(c for c, entry in OWN.items() if entry.status == status)
    advice = OWN[code].advice if code in OWN else ADVICE[code]
    example = Problem(
        type=type_of(code),
        title=advice.title,
        status=status,
        detail=advice.title,
        advice=advice.text,
        code=code,
        instance=f"urn:uuid:{_EXAMPLE_ID}",
        correlation=_EXAMPLE_ID,
    )
    return {
        "description": f"{HTTPStatus(status).phrase}：{advice.title}",
        "headers": _references(headers),
        "content": {
            MEDIA: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": msgspec.to_builtins(example),
            }
        },
    }


def _describe(component: dict[str, Any]) -> None:
    """The words for fields, said once for all structs."""
    for name, schema in component.get("properties", {}).items():
        if name in FIELDS and "description" not in schema and "$ref" not in schema:
            schema["description"] = FIELDS[name]
