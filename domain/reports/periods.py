"""The periods that are reported on: months, quarters and years of the county (XG23-61, B-07).

A period is written `2024-03`, `2024-Q1` or `2024`; of one kind, they sort by their names.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from domain.kernel.pack import Report
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of, start_of

Every = Literal["month", "quarter", "year"]
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN: dict[Every, re.Pattern[str]] = {
    "month": re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"([0-9]{4})-Q([1-4])"),
    "year": re.compile(r"([0-9]{4})"),
}
_LIMIT = 1_200
WRITTEN = "^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$"
"""Every period there is, as a pattern."""


def periodic(report: Report) -> Every | None:
    """How often it is owed; None: whenever there is something to report."""
    return None if report.every == "irregular" else report.every


def terms_of(report: str, rules: Rulebook) -> tuple[Report, Every]:
    """The periodic report that the rules name so."""
    found = next((terms for terms in rules.pack.report if terms.id == report), None)
    if found is None or found.every == "irregular":
        raise rules.refuse(Invalid, "reports.no_report", f"没有规定定期报送“{report}”")
    return found, found.every


def period_of(every: Every, moment: datetime, rules: Rulebook) -> str:
    """The period that a moment lies in, in the county."""
    return _name(every, day_of(moment, rules))


def written(period: str) -> Every | None:
    """What it is written as; None: it is no period."""
    return next((every for every in _WRITTEN if _first_day(every, period)), None)


def end_of(period: str, rules: Rulebook) -> datetime:
    """The first moment after it, whatever reports there are on it: it is written as what it is."""
    return bounds(written(period) or "month", period, rules)[1]


def bounds(every: Every, period: str, rules: Rulebook) -> tuple[datetime, datetime]:
    """Its first moment, and the first one after it."""
    first = _first_day(every, period)
    if first is None:
        raise rules.refuse(Invalid, "reports.no_period", f"“{period}”不是报告所属的期间")
    return start_of(first, rules), start_of(_months_on(first, _MONTHS[every]), rules)


def over(every: Every, first: str, moment: datetime, rules: Rulebook) -> Iterator[str]:
    """The periods from one on that are over at a moment, in order."""
    day, last = _first_day(every, first), period_of(every, moment, rules)
    for _ in range(_LIMIT):
        if day is None or _name(every, day) >= last:
            return
        yield _name(every, day)
        day = _months_on(day, _MONTHS[every])


def _name(every: Every, day: date) -> str:
    match every:
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day:%Y}"


def _first_day(every: Every, period: str) -> date | None:
    found = _WRITTEN[every].fullmatch(period)
    if found is None or int(found[1]) < 1:
        return None
    number = int(found[2]) if every != "year" else 1
    return date(int(found[1]), (number - 1) * _MONTHS[every] + 1, 1)


def _months_on(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
