"""提速: how long decisions took, beside what was promised and what the time limit is.

Of what was decided within some days, by matter, counted in the unit of each term by the adopted
calendar, without the days that the clock stood still (行政许可法 42, 45, 82).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

import asyncpg
from msgspec import Struct

from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, Pause, Unit, day_of, start_of
from domain.obligations.obligation import PROMISE
from projections.obligations import ObligationRow, fulfilled
from services.execute import Executor

_DECISION = "decide"
_DAY = timedelta(days=1)


class Speed(Struct, frozen=True, kw_only=True):
    """One matter: `allowed` and `promised` are the longest terms of its cases, in `unit`.

    `mean` and `longest` are days taken; `saved`: the share of the time limit that was not needed.
    `promised` None: its guide promised nothing. `overdue`: cases decided after the limit.
    """

    matter: int
    unit: Unit
    cases: int
    allowed: int
    promised: int | None
    mean: float
    longest: int
    saved: float
    within_promise: int
    overdue: int
    clause: str
    source: str


class Speeds(Struct, frozen=True, kw_only=True):
    """Of the days from `since` to `until`, both counted."""

    since: date
    until: date
    items: tuple[Speed, ...]


async def speeds(
    executor: Executor, pool: asyncpg.Pool, tenant: str, since: date, until: date
) -> tuple[Speeds, Rulebook]:
    """As far as the view is."""
    unit = executor.unit(tenant)
    rules = await unit.rules()
    calendar = (await unit.get(streams.CALENDAR, Calendar)).state or Calendar()
    rows = await fulfilled(
        pool,
        tenant,
        (_DECISION, PROMISE),
        start_of(since, rules),
        start_of(until + _DAY, rules),
    )
    return Speeds(since=since, until=until, items=tuple(_by_matter(rows, calendar, rules))), rules


def _by_matter(
    rows: Iterable[ObligationRow], calendar: Calendar, rules: Rulebook
) -> Iterator[Speed]:
    limits: dict[tuple[int, Unit], list[ObligationRow]] = {}
    promises = {row.about: row for row in rows if row.kind == PROMISE}
    for row in rows:
        if row.kind == _DECISION:
            limits.setdefault((row.matter, row.unit), []).append(row)
    for (matter, unit), found in sorted(limits.items()):
        taken = [_taken(row, calendar, rules) for row in found]
        promised = [promises[row.about] for row in found if row.about in promises]
        allowed = [row.days + row.extra_days for row in found]
        yield Speed(
            matter=matter,
            unit=unit,
            cases=len(found),
            allowed=max(allowed),
            promised=max((it.days + it.extra_days for it in promised), default=None),
            mean=round(sum(taken) / len(taken), 1),
            longest=max(taken),
            saved=round(float(1 - Fraction(sum(taken), sum(allowed) or 1)), 3),
            within_promise=sum(it.outcome == "met" for it in promised),
            overdue=sum(row.outcome == "late" for row in found),
            clause=found[-1].clause,
            source=found[-1].source,
        )


def _taken(row: ObligationRow, calendar: Calendar, rules: Rulebook) -> int:
    """Days from the start of the term, which is not counted, to the day that met it."""
    if row.fulfilled_at is None:
        raise ValueError(row.key)
    last = day_of(row.fulfilled_at, rules)
    days = (row.started_on + _DAY * n for n in range(1, (last - row.started_on).days + 1))
    return sum(
        row.unit != "working_days" or calendar.is_working(day)
        for day in days
        if not any(_stands_still(pause, day) for pause in row.pauses)
    )


def _stands_still(pause: Pause, day: date) -> bool:
    return pause.after < day and (pause.until is None or day <= pause.until)
