"""One page of a view at a time, by keyset: what is inserted meanwhile moves no row to another page.

Rows are sorted by a column that never changes once the row is listed, and by the key, so whoever
walks all pages meets every row that was there at the start once.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

import asyncpg
import msgspec
from msgspec import Meta, Struct

from projections.view import Row, View

R = TypeVar("R", bound=Row)

Key = Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$")]
Sorts = Mapping[str, Any]
"""The columns that a list may be sorted by, each with its type."""


class CursorError(ValueError):
    """No cursor that this list gave out."""


class Page(Struct, Generic[R], frozen=True):
    """`next` is the cursor of the page that follows; None: this is the last one."""

    items: list[R]
    next: str | None = None


class Wanted(Struct, frozen=True, kw_only=True):
    """Which rows: `where` has conditions, each with a `{}` for its value; None leaves it out.

    A tuple holds one value for each of several `{}`.

    `sort` is a column of `sorts`, `-column` for the highest first.
    """

    where: Mapping[str, object]
    sort: str
    sorts: Sorts
    cursor: str | None
    limit: int


async def newest(
    pool: asyncpg.Pool,
    view: View[R],
    tenant: str,
    where: Mapping[str, object],
    by: str,
    limit: int,
    kind: Any = datetime,  # noqa: ANN401  a type, as `Sorts` has it
) -> list[R]:
    """The first rows by a column, the highest first: of a time, the newest."""
    wanted = Wanted(where=where, sort=f"-{by}", sorts={by: kind}, cursor=None, limit=limit)
    return (await page(pool, view, tenant, wanted)).items


async def page(pool: asyncpg.Pool, view: View[R], tenant: str, wanted: Wanted) -> Page[R]:
    """Raises `CursorError` for a cursor of another list or sorting."""
    column = wanted.sort.removeprefix("-")
    kind = wanted.sorts[column]  # a closed set: what is put into the query is one of its names
    direction, beyond = ("desc", "<") if wanted.sort.startswith("-") else ("asc", ">")
    conditions, values = [f'"{column}" is not null'], [tenant, wanted.limit + 1]
    for condition, value in wanted.where.items():
        if value is not None:
            given = value if isinstance(value, tuple) else (value,)
            places = (f"${len(values) + n}" for n in range(1, len(given) + 1))
            conditions.append(condition.format(*places))
            values += given
    if wanted.cursor is not None:
        values += _read(wanted.cursor, wanted.sort, kind)
        conditions.append(f'("{column}", key) {beyond} (${len(values) - 1}, ${len(values)})')
    rows = await pool.fetch(
        f"select to_jsonb(t) as row from views.{view.name} t "
        f"where tenant = $1 and {' and '.join(conditions)} "
        f'order by "{column}" {direction}, key {direction} limit $2',
        *values,
    )
    items = [msgspec.json.decode(row["row"], type=view.row) for row in rows[: wanted.limit]]
    more = len(rows) > wanted.limit
    return Page(items, cursor_after(items[-1], wanted.sort) if more else None)


def cursor_after(row: Row, sort: str) -> str:
    """The cursor of the page that begins after a row."""
    column = sort.removeprefix("-")
    content = msgspec.json.encode((sort, getattr(row, column), row.key))
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _read(cursor: str, sort: str, kind: object) -> list[Any]:
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        told, value, key = msgspec.json.decode(content, type=tuple[str, Any, Key])
        if told == sort:
            place = msgspec.convert(value, kind)
            return [place.astimezone(UTC) if isinstance(place, datetime) else place, key]
    except (binascii.Error, msgspec.MsgspecError, ValueError, OverflowError):
        pass
    raise CursorError(cursor)
