"""One thing as the log has it now: folded from its stream, never behind, its version the ETag.

For what no view shows by itself, but an act with `If-Match` must be able to name.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.kernel.refusal import NotFound
from services.http.auth import Access
from services.http.route import Answer, Call, Route


def fact_route(  # noqa: PLR0913  a route has that many parts
    *,
    path: str,
    operation: str,
    tag: str,
    summary: str,
    access: Access,
    stream: Callable[[Any], str],
    state: type[Any],
    unknown: str,
    places: Mapping[str, Any],
) -> Route:
    """`unknown` is the code of the refusal where there is no such thing."""

    async def handle(call: Call) -> Answer:
        unit = call.platform.executor.unit(call.tenant)
        fact = await unit.get(stream(call.path), state)
        if fact.state is None:
            raise NotFound(unknown, "没有这一记录")
        return Answer(content=fact.state, version=fact.version)

    return Route(
        path=path,
        operation=operation,
        tag=tag,
        summary=summary,
        access=access,
        handle=handle,
        places=places,
        answer=state,
        versioned=True,
    )
