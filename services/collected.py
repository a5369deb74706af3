"""What came in of a period's reports, and what they say all together (XG23-33, -61, B-07).

The tables of a circular (通报): every township with its reports, its cases and its use of seals, by
what was stated last. Whoever still owes a report has none of its figures in here, which shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

import asyncpg
from msgspec import Struct, field

from domain.kernel import streams
from projections.obligations import ObligationRow, due_about
from projections.periodic_reports import PeriodicReportRow, of_period

Return = Literal["in_time", "late", "missing", "awaited", "waived"]
RETURN_LABELS: dict[Return, str] = {
    "in_time": "按期报送",
    "late": "逾期报送",
    "missing": "逾期未报",
    "awaited": "尚未到期",
    "waived": "免予报送",
}


class Came(Struct, frozen=True):
    """How many of each."""

    in_time: int
    late: int
    missing: int
    awaited: int
    waived: int


class Returned(Struct, frozen=True, kw_only=True):
    """One report that was expected; `due_on` None: the rules set no term."""

    by: str
    to: str
    came: Return
    due_on: date | None
    sent_at: datetime | None
    nil: bool
    restated: int
    key: str


class OfOrgan(Struct, frozen=True, kw_only=True):
    """One line of the table: `cases` and `seals` by the names of their figures, summed."""

    by: str
    expected: int
    came: Came
    nil: int
    cases: Mapping[str, int]
    seals: Mapping[str, int]


class Collected(Struct, frozen=True, kw_only=True):
    report: str
    period: str
    expected: int
    came: Came
    nil: int
    organs: tuple[OfOrgan, ...]
    cases: Mapping[str, int] = field(default_factory=dict)
    seals: Mapping[str, int] = field(default_factory=dict)
    reports: tuple[Returned, ...]


async def collected(pool: asyncpg.Pool, tenant: str, report: str, period: str) -> Collected:
    """As far as the views are."""
    rows = await of_period(pool, tenant, report, period)
    about = {streams.report(report, row.by, row.to, period): row for row in rows}
    due = {row.about: row for row in await due_about(pool, tenant, about, done=True)}
    came = {row.key: _came(row, due.get(stream)) for stream, row in about.items()}
    organs = tuple(
        _line(by, [row for row in rows if row.by == by], came)
        for by in sorted({row.by for row in rows})
    )
    return Collected(
        report=report,
        period=period,
        expected=len(rows),
        came=_counted(came.values()),
        nil=sum(row.nil for row in rows),
        organs=organs,
        cases=_sum(organ.cases for organ in organs),
        seals=_sum(organ.seals for organ in organs),
        reports=tuple(
            Returned(
                by=row.by,
                to=row.to,
                came=came[row.key],
                due_on=due[stream].due_on if stream in due else None,
                sent_at=row.sent_at,
                nil=row.nil,
                restated=len(row.restatements),
                key=row.key,
            )
            for stream, row in about.items()
        ),
    )


def _came(row: PeriodicReportRow, due: ObligationRow | None) -> Return:
    late = due is not None and due.outcome == "late"
    if row.sent_at is not None:
        return "late" if late else "in_time"
    if due is not None and due.waived_by is not None:
        return "waived"
    return "missing" if late else "awaited"


def _line(by: str, rows: list[PeriodicReportRow], came: Mapping[str, Return]) -> OfOrgan:
    stated = [row.current for row in rows if row.current is not None]
    cases: Counter[str] = Counter()
    seals: Counter[str] = Counter()
    for figures in stated:
        for figure, number in figures.counts().items():
            (seals if figure.document else cases)[figure.name] += number
    return OfOrgan(
        by=by,
        expected=len(rows),
        came=_counted(came[row.key] for row in rows),
        nil=sum(row.nil for row in rows),
        cases=dict(cases),
        seals=dict(seals),
    )


def _counted(came: Iterable[Return]) -> Came:
    found = Counter(came)
    return Came(*(found[name] for name in RETURN_LABELS))


def _sum(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)
