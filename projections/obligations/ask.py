"""What is asked of the obligations of a county: what is due, late, told of, still to be pushed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import asyncpg
import msgspec

from domain.obligations.obligation import Outcome
from projections.obligations.rows import ObligationRow

Status = Literal["pending", "standing", "open", "met", "late", "waived", "historic", "all"]
"""An outcome; pending: still to be done, be it late already; standing: what goes on for ever, which
no other list of what is to be done has; or all but what is history.
"""

STATUS_LABELS: dict[Outcome, str] = {
    "open": "待办",
    "met": "按期",
    "late": "逾期",
    "waived": "免除",
    "historic": "既往",
}
PAGE = 1000
"""Rows read at once where nobody says how many."""


async def due_list(
    pool: asyncpg.Pool,
    tenant: str,
    *,
    organ: str | None = None,
    seats: tuple[str, ...] | None = None,
    status: Status = "pending",
    until: date | None = None,
    begun: date | None = None,
    limit: int = 100,
) -> list[ObligationRow]:
    """By due date: owed by an organ, or through seats (`organ/post`); due until a day.

    `begun`: only what had begun by a day; of a permit that is to expire nobody is told for years.
    """
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 "
        "and ($2 = outcome or $2 = 'all' and outcome <> 'historic' "
        "or $2 in ('pending', 'standing') and waived_by is null and fulfilled_at is null "
        "and standing = ($2 = 'standing') and (standing or outcome <> 'historic')) "
        "and ($3::text is null or debtor = $3) "
        "and ($4::text[] is null or debtor || '/' || post = any ($4)) "
        "and ($5::date is null or due_on <= $5) "
        "and ($6::date is null or started_on <= $6) "
        "order by due_on, key limit $7",
        tenant,
        status,
        organ,
        None if seats is None else list(seats),
        until,
        begun,
        limit,
    )
    return _decoded(rows)


async def obligation(pool: asyncpg.Pool, tenant: str, identity: str) -> ObligationRow | None:
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 and key = $2",
        tenant,
        identity,
    )
    return _decoded(rows)[0] if rows else None


async def about(pool: asyncpg.Pool, tenant: str, stream: str) -> list[str]:
    """The ids of all that was ever due about one thing, by its stream."""
    rows = await pool.fetch(
        "select key from views.obligations where tenant = $1 and about = $2 order by key",
        tenant,
        stream,
    )
    return [row["key"] for row in rows]


async def due_about(
    pool: asyncpg.Pool, tenant: str, about: Iterable[str], *, done: bool = False
) -> list[ObligationRow]:
    """What is still to be done about some things, by their streams; the earliest first.

    `done`: also what was done, or is not owed any more.
    """
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 "
        "and about = any ($2) and ($3 or (waived_by is null and fulfilled_at is null "
        "and outcome <> 'historic')) "
        "order by due_on, key",
        tenant,
        list(about),
        done,
    )
    return _decoded(rows)


async def due_now(
    pool: asyncpg.Pool, tenant: str, midnight: datetime, *, limit: int = PAGE
) -> list[ObligationRow]:
    """What is open, was opened and was due before the county's day.

    Never what has a provisional date, nor what stands still, nor what goes on for ever.

    `midnight` is the beginning of that day, in the county's time zone.
    """
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 "
        "and outcome = 'open' and not provisional and not paused and not standing "
        "and due_on < $2 and opened_at < $3 "
        "order by due_on, key limit $4",
        tenant,
        midnight.date(),
        midnight,
        limit,
    )
    return _decoded(rows)


async def fulfilled(
    pool: asyncpg.Pool, tenant: str, kinds: Iterable[str], since: datetime, until: datetime
) -> list[ObligationRow]:
    """What of these kinds was fulfilled from one moment on and before another, in time or not."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 "
        "and kind = any ($2) and fulfilled_at >= $3 and fulfilled_at < $4 order by key",
        tenant,
        list(kinds),
        since,
        until,
    )
    return _decoded(rows)


async def late_since(
    pool: asyncpg.Pool,
    tenant: str,
    kinds: tuple[str, ...],
    until: date,
    step: str,
    *,
    limit: int = PAGE,
) -> list[ObligationRow]:
    """What was due by a day, is not done, and was not told of by a step yet.

    Of what the passing of the date itself brought about nothing is left to do.
    """
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 "
        "and outcome = 'late' and fulfilled_at is null and waived_by is null and lapse = '' "
        "and due_on <= $2 "
        "and (cardinality($3::text[]) = 0 or kind = any ($3)) "
        "and not escalated @> jsonb_build_array(jsonb_build_object('step', $4::text)) "
        "order by due_on, key limit $5",
        tenant,
        until,
        list(kinds),
        step,
        limit,
    )
    return _decoded(rows)


async def told(
    pool: asyncpg.Pool, tenant: str, seat: str, *, limit: int = PAGE
) -> list[ObligationRow]:
    """What a seat (`organ/post`) was told is late, as long as it is not done."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 "
        "and told ? $2 and fulfilled_at is null and waived_by is null "
        "order by due_on, key limit $3",
        tenant,
        seat,
        limit,
    )
    return _decoded(rows)


async def to_push(pool: asyncpg.Pool, tenant: str, *, limit: int = PAGE) -> list[ObligationRow]:
    """What is still to be pushed, also what is late already, by key."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.obligations t where tenant = $1 and kind = 'push' "
        "and outcome <> 'waived' and fulfilled_at is null order by key limit $2",
        tenant,
        limit,
    )
    return _decoded(rows)


async def resting_on(
    pool: asyncpg.Pool, tenant: str, year: int, *, after: str = "", limit: int = PAGE
) -> list[str]:
    """Keys of what is open and whose term touches a year: its calendar may move them."""
    rows = await pool.fetch(
        "select key from views.obligations where tenant = $1 and outcome = 'open' "
        "and started_on <= make_date($2, 12, 31) "
        "and greatest(due_on, other_due_on) >= make_date($2, 1, 1) "
        "and key > $3 order by key limit $4",
        tenant,
        year,
        after,
        limit,
    )
    return [row["key"] for row in rows]


async def provisional(pool: asyncpg.Pool, tenant: str) -> int:
    """How many open obligations have a date that is not certain yet."""
    return int(
        await pool.fetchval(
            "select count(*) from views.obligations "
            "where tenant = $1 and outcome = 'open' and provisional",
            tenant,
        )
    )


def _decoded(rows: Iterable[asyncpg.Record]) -> list[ObligationRow]:
    return [msgspec.json.decode(row["row"], type=ObligationRow) for row in rows]
