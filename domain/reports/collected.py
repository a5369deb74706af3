"""What came in of a period's reports, and what they say all together (XG23-33, -61, B-07).

The tables of a circular (通报): every organ with its reports, its cases and its use of seals, by
what was stated last. Whoever still owes a report has none of its figures in here, which shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from domain.reports.figures import Figures

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


class Expected(Struct, frozen=True, kw_only=True):
    """One report that was expected, and what it states by now; `late`, `waived`: its obligation.

    Waived is also one that turned out not to be owed. `due_on` None: the rules set no term.
    """

    by: str
    to: str
    figures: Figures | None
    sent_at: datetime | None
    nil: bool
    restated: int
    due_on: date | None
    late: bool
    waived: bool

    @property
    def came(self) -> Return:
        if self.sent_at is not None:
            return "late" if self.late else "in_time"
        if self.waived:
            return "waived"
        return "missing" if self.late else "awaited"


class Returned(Struct, frozen=True, kw_only=True):
    by: str
    to: str
    came: Return
    due_on: date | None
    sent_at: datetime | None
    nil: bool
    restated: int


class OfOrgan(Struct, frozen=True, kw_only=True):
    """One line of the table: `cases` and `seals` by the names of their figures, summed."""

    organ: str
    expected: int
    came: Came
    nil: int
    cases: Mapping[str, int]
    seals: Mapping[str, int]


class Collected(Struct, frozen=True, kw_only=True):
    """`organs` are those that report, `receivers` those that they report to."""

    report: str
    period: str
    expected: int
    came: Came
    nil: int
    cases: Mapping[str, int]
    seals: Mapping[str, int]
    organs: tuple[OfOrgan, ...]
    receivers: tuple[OfOrgan, ...]
    reports: tuple[Returned, ...]


def collect(report: str, period: str, found: Sequence[Expected]) -> Collected:
    whole = _line("", found)
    return Collected(
        report=report,
        period=period,
        expected=whole.expected,
        came=whole.came,
        nil=whole.nil,
        cases=whole.cases,
        seals=whole.seals,
        organs=tuple(
            _line(by, [it for it in found if it.by == by]) for by in sorted({it.by for it in found})
        ),
        receivers=tuple(
            _line(to, [it for it in found if it.to == to]) for to in sorted({it.to for it in found})
        ),
        reports=tuple(
            Returned(
                by=it.by,
                to=it.to,
                came=it.came,
                due_on=it.due_on,
                sent_at=it.sent_at,
                nil=it.nil,
                restated=it.restated,
            )
            for it in found
        ),
    )


def _line(organ: str, found: Sequence[Expected]) -> OfOrgan:
    cases: Counter[str] = Counter()
    seals: Counter[str] = Counter()
    for it in found:
        for figure, number in it.figures.counts().items() if it.figures else ():
            (seals if figure.document else cases)[figure.name] += number
    return OfOrgan(
        organ=organ,
        expected=len(found),
        came=_came(it.came for it in found),
        nil=sum(it.nil for it in found),
        cases=dict(cases),
        seals=dict(seals),
    )


def _came(came: Iterable[Return]) -> Came:
    counted = Counter(came)
    return Came(*(counted[name] for name in RETURN_LABELS))
