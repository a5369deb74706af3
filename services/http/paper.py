"""What an office sends, as a file: the same content in each form that an office opens."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from litestar import Response

from infra.papers import FORMS, FormName
from infra.papers.paper import Paper
from services.http.auth import Access
from services.http.correlation import CORRELATION
from services.http.route import Call, Route

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a page shows, and does nothing
_FILE: Mapping[str, str] = {"type": "string", "format": "binary"}


def paper_route(
    *,
    path: str,
    operation: str,
    tag: str,
    summary: str,
    access: Access,
    compose: Callable[[Call], Awaitable[Paper]],
    places: Mapping[str, Any],
    statuses: tuple[int, ...] = (),
) -> Route:
    """`path` names what it is made of; `/papers/{form}` is put behind it."""

    async def handle(call: Call) -> Response[bytes]:
        paper = await compose(call)
        form: FormName = call.path.form
        headers = {
            "Content-Disposition": _disposition(paper, form),
            "Cache-Control": "no-store",
            "Content-Security-Policy": _POLICY,
            CORRELATION: str(call.correlation),
        }
        made = FORMS[form]
        content = await asyncio.to_thread(made.render, paper)  # a large one takes a second
        return Response(content, headers=headers, media_type=made.media_type)

    media = tuple(form.media_type for form in FORMS.values())
    return Route(
        path=f"{path}/papers/{{form}}",
        operation=operation,
        tag=tag,
        summary=summary,
        description="docx、xlsx：办公软件；html：打印。Office files, or a page to print.",
        access=access,
        handle=handle,
        places={**places, "form": FormName},
        examples={"form": "html"},
        answer=str,
        answer_example="<!DOCTYPE html>",
        produces=media,
        forms=dict.fromkeys(media[1:], _FILE),  # the page, the first of them, is text
        statuses=statuses,
    )


def _disposition(paper: Paper, form: FormName) -> str:
    """A page is shown, a file is kept, under its title (RFC 6266)."""
    kind = "inline" if form == "html" else "attachment"
    return f"{kind}; filename=\"paper.{form}\"; filename*=UTF-8''{quote(paper.title)}.{form}"
