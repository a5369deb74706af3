"""Lists of views: one query string, one page, one answer for all of them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from projections.page import Page, Sorts, Wanted, page
from projections.view import View
from services.http.auth import CASE_DATA, Access
from services.http.route import Answer, Call, Reading, Route

Limit = Annotated[int, Meta(ge=1, le=500, description="一页至多几条。Rows of a page at most.")]
Cursor = Annotated[
    str, Meta(max_length=2000, description="上一页的 next。The `next` of the page before.")
]


class Listing(Struct, frozen=True, kw_only=True):
    """`filters`: parameter -> its type and its SQL condition, with `{}` for the value.

    `sorts`: columns, best those that do not change once a row is listed. `default` is one of them,
    with a leading `-` for the highest first.
    """

    view: View[Any]
    path: str
    operation: str
    tag: str
    summary: str
    description: str = ""
    access: Access = CASE_DATA
    filters: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    sorts: Sorts
    default: str


def list_route(listing: Listing) -> Route:
    return Route(
        path=listing.path,
        operation=listing.operation,
        tag=listing.tag,
        summary=listing.summary,
        description=listing.description,
        access=listing.access,
        handle=_listing(listing),
        query=_query(listing),
        answer=Page[listing.view.row],  # type: ignore[name-defined]  # a type made at run time
        view=listing.view.name,
    )


def _query(listing: Listing) -> type[Reading]:
    """The query string: the filters, and what every list has."""
    values = tuple(sign + column for column in listing.sorts for sign in ("", "-"))
    sort = Annotated[
        Literal[values],  # type: ignore[valid-type]  # a type made at run time
        Meta(description="排序；前加“-”为倒序。Sorting; `-` for the highest first."),
    ]
    fields = [(name, kind | None, None) for name, (kind, _) in listing.filters.items()]
    return msgspec.defstruct(  # type: ignore[return-value]  # it has the base given
        f"{listing.view.row.__name__}Query",
        [*fields, ("sort", sort, listing.default), ("cursor", Cursor | None, None),
         ("limit", Limit, 50)],
        bases=(Reading,),
        module=__name__,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )  # fmt: skip


def _listing(listing: Listing) -> Callable[[Call], Awaitable[Answer]]:
    conditions = {name: condition for name, (_, condition) in listing.filters.items()}

    async def handle(call: Call) -> Answer:
        wanted = Wanted(
            where={condition: getattr(call.query, name) for name, condition in conditions.items()},
            sort=call.query.sort,
            sorts=listing.sorts,
            cursor=call.query.cursor,
            limit=call.query.limit,
        )
        return Answer(content=await page(call.platform.pool, listing.view, call.tenant, wanted))

    return handle
