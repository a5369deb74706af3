"""Routes to a Litestar application. The platform is in the app's state: there is no global one."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import msgspec
import structlog
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from structlog.contextvars import bind_contextvars

from projections.progress import position, reached
from services.http import decode, operations
from services.http.auth import Caller, admit, authenticate, require_seat
from services.http.contexts import routes
from services.http.correlation import CORRELATION
from services.http.openapi import DOCUMENT, document
from services.http.problems import ProblemError, respond
from services.http.route import JSON, POSITION, PREFIX, Answer, Call, Query, Reading, Route
from services.main import Platform

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of a request's body; adopting a pack has a limit of its own."""
_LOG = structlog.get_logger("tongban.http")


def create_app(platform: Platform) -> Litestar:
    """The HTTP door of one platform."""
    every = routes(platform.config)
    return Litestar(
        [
            *_options(every),
            *map(_handler, every),
            _document(document(every)),
            *operations.handlers(),
        ],
        state=State({"platform": platform}, deep_copy=False),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_LIMIT,
        exception_handlers={Exception: respond},
    )


def _handler(route: Route) -> HTTPRouteHandler:
    places = msgspec.defstruct("Places", list(route.places.items()), frozen=True, kw_only=True)

    async def serve(request: Request[Any, Any, Any]) -> Response[Any]:
        decode.correlation(request, None)
        if not decode.acceptable(request.headers, route.produces):
            raise ProblemError("http.not_acceptable")
        platform: Platform = request.app.state.platform
        caller = await _caller(route, request, platform)
        call = await _call(route, request, platform, caller, places)
        # A request is a task of its own: this is said with whatever is logged in it.
        tenant = caller.tenant if caller else ""
        bind_contextvars(tenant=tenant, correlation=str(call.correlation), route=route.operation)
        seen = await _seen(route, call)
        answer = await route.handle(call)
        if isinstance(answer, Response):
            answer.headers[CORRELATION] = str(call.correlation)
            return answer
        if route.command:
            command_id = str(decode.command_id(request.headers))
            _LOG.info("command done", command=command_id, position=answer.position)
        return _response(answer, route, call, seen)

    return _of(route.path, route.method, serve, route.body_limit or BODY_LIMIT)


async def _caller(
    route: Route, request: Request[Any, Any, Any], platform: Platform
) -> Caller | None:
    if not route.access.kinds:
        return None
    caller = await authenticate(request, platform)
    admit(caller, route.access)
    if route.seat:
        await require_seat(caller, platform)
    return caller


async def _call(
    route: Route,
    request: Request[Any, Any, Any],
    platform: Platform,
    caller: Caller | None,
    places: type[Struct],
) -> Call:
    command_id = decode.command_id(request.headers) if route.command else None
    path = decode.path_of(request, places)
    query: Query = decode.query_of(request, route.query)
    return Call(
        platform=platform,
        request=request,
        caller=caller,
        correlation=decode.correlation(request, command_id),
        path=path,
        query=query,
        body=await decode.body_of(request, route.body) if route.body else None,
    )


async def _seen(route: Route, call: Call) -> int | None:
    """Where the view stood before it was read; waits for the caller's own writes."""
    if not route.view:
        return None
    wanted = call.query if isinstance(call.query, Reading) else Reading()
    pool, tenant = call.platform.pool, call.tenant
    if (seen := await position(pool, tenant, route.view)) >= wanted.after:
        return seen
    if wanted.after > await call.platform.log.head(tenant):
        raise ProblemError("views.no_such_position")
    at = await reached(pool, tenant, route.view, wanted.after, wanted.wait)
    if at is None:
        raise ProblemError("views.behind")
    await _caller(route, call.request, call.platform)  # the credential may have ended meanwhile
    return at


def _response(answer: Answer, route: Route, call: Call, seen: int | None) -> Response[bytes]:
    headers = {CORRELATION: str(call.correlation), "Cache-Control": "no-store", **answer.headers}
    place = seen if answer.position is None else answer.position
    if place is not None:
        headers[POSITION] = str(place)
    if answer.version is not None:
        headers["ETag"] = f'"{answer.version}"'
    return Response(
        msgspec.json.encode(answer.content),
        status_code=answer.status,
        media_type=route.produces[0],
        headers=headers,
    )


def _options(every: Iterable[Route]) -> Iterator[HTTPRouteHandler]:
    """What may be done where; the framework's own would list one handler's methods."""
    methods: dict[str, set[str]] = {}
    for route in every:
        methods.setdefault(route.path, {"OPTIONS"}).add(route.method)

    def told(allow: str) -> Callable[[Request[Any, Any, Any]], Awaitable[Response[Any]]]:
        async def serve(request: Request[Any, Any, Any]) -> Response[Any]:
            headers = {"Allow": allow, CORRELATION: str(decode.correlation(request, None))}
            return Response(b"", status_code=204, headers=headers)

        return serve

    for path, found in methods.items():
        yield _of(path, "OPTIONS", told(", ".join(sorted(found))), BODY_LIMIT)


def _document(content: bytes) -> HTTPRouteHandler:
    async def serve(request: Request[Any, Any, Any]) -> Response[Any]:
        if not decode.acceptable(request.headers, (JSON,)):
            raise ProblemError("http.not_acceptable")
        return Response(content, media_type=JSON)

    return _of(DOCUMENT, "GET", serve, BODY_LIMIT)


def _of(
    path: str,
    method: Any,  # noqa: ANN401  Litestar's own literal type
    serve: Callable[[Request[Any, Any, Any]], Awaitable[Response[Any]]],
    body_limit: int,
) -> HTTPRouteHandler:
    """Litestar routes, reads and sends; what a request means is decided here, from the route."""
    typed = PREFIX + path.replace("}", ":str}")
    return HTTPRouteHandler(
        typed, http_method=method, request_max_body_size=body_limit, status_code=200
    )(serve)
