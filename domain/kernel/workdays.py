"""When a term ends: working days, days and months by the calendars that a county adopted.

The day of the event is not counted (民法典 201, B-70), months end on the same day of the month or
on its last (民法典 202). Weekday arithmetic alone is never enough (B-70: make-up working days), so
a working day in a year whose calendar is not adopted makes the result provisional.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from msgspec import Struct, field

from domain.kernel.rulebook import Rulebook

Unit = Literal["working_days", "days", "months"]

TERM_LIMIT = 36_600  # units: a hundred years of days
HOLIDAYS_LIMIT = 100  # days off in one year's calendar; leaves 160 working days at least
_FRIDAY = 4
_DAY = timedelta(days=1)


class Year(Struct, frozen=True):
    """What one year's calendar changes: days off, and weekend days that are worked (调休)."""

    holidays: frozenset[date]
    workdays: frozenset[date]


class Calendar(Struct, frozen=True):
    """The adopted years of a county."""

    years: Mapping[int, Year] = field(default_factory=dict)

    def knows(self, day: date) -> bool:
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """By the adopted calendar; in a year without one, by the day of the week."""
        year = self.years.get(day.year)
        if year is not None:
            if day in year.workdays:
                return True
            if day in year.holidays:
                return False
        return day.weekday() <= _FRIDAY


class Pause(Struct, frozen=True):
    """Days that do not count: those after `after`, up to and with `until`; None: until further.

    For a hearing, an inspection, an expert review (行政许可法 45).
    """

    after: date
    until: date | None = None


class Due(Struct, frozen=True):
    """The last day of a term; provisional: a year that it rests on has no calendar yet.

    `paused`: the clock stands still since a day before `on`, which is the last day if it went on
    at once; until it does, the term has none.
    """

    on: date
    provisional: bool
    paused: bool = False


def due(
    start: date,
    days: int,
    unit: Unit,
    calendar: Calendar,
    *,
    roll: bool = False,
    pauses: Sequence[Pause] = (),
) -> Due:
    """The last day of a term of `days` units that an event on `start` begins.

    `roll`: where a term of days or months would end on a day off, it ends on the next working day
    (民法典 203). A term of months that pauses is counted in its days. Raises `ValueError` for a
    term below 0 or above the limit.
    """
    if not 0 <= days <= TERM_LIMIT:
        raise ValueError(f"a term is 0 to {TERM_LIMIT} {unit}, not {days}")
    match unit:
        case "working_days":
            found = _counted(start, days, calendar, pauses)
        case "days":
            found = _counted(start, days, None, pauses)
        case "months":
            found = _counted(start, (_months_after(start, days) - start).days, None, pauses)
    if roll and unit != "working_days":
        found = _rolled(found.on, calendar, pauses)
    still = any(pause.until is None and pause.after < found.on for pause in pauses)
    return Due(found.on, found.provisional, still)


def _rolled(last: date, calendar: Calendar, pauses: Sequence[Pause]) -> Due:
    if calendar.is_working(last):
        return Due(last, provisional=not calendar.knows(last))
    rolled = _counted(last, 1, calendar, pauses)
    return Due(rolled.on, provisional=rolled.provisional or not calendar.knows(last))


def _counted(start: date, days: int, calendar: Calendar | None, pauses: Sequence[Pause]) -> Due:
    """The day with which `days` days are counted: working ones by a calendar, else all of them."""
    over = [(pause.after, pause.until) for pause in pauses if pause.until is not None]
    standing = sum(max((until - after).days, 0) for after, until in over)
    day, left, provisional = start, days, False
    # A year holds more than 160 working days, so the term ends well within this bound.
    for _ in range(3 * days + HOLIDAYS_LIMIT * 4 + standing):
        if left == 0:
            return Due(day, provisional)
        day += _DAY
        if any(after < day <= until for after, until in over):
            continue
        if calendar is None:
            left -= 1
            continue
        provisional = provisional or not calendar.knows(day)
        left -= calendar.is_working(day)
    raise ValueError(f"{days} working days from {start} do not end: the calendar has none")


def before(end: date, length: int, unit: Literal["days", "months"]) -> date:
    """The last day on which something is done `length` units before `end` (行政许可法 50)."""
    return end - timedelta(days=length) if unit == "days" else _months_after(end, -length)


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    last = date(year + month // 12, month % 12 + 1, 1) - _DAY
    return last.replace(day=min(start.day, last.day))


def day_of(moment: datetime, rules: Rulebook) -> date:
    """The county's calendar day on which something happened."""
    return moment.astimezone(rules.zone).date()


def start_of(day: date, rules: Rulebook) -> datetime:
    """Midnight at the beginning of a day in the county."""
    return datetime.combine(day, time(), rules.zone)


def first_moment_late(last: date, rules: Rulebook) -> datetime:
    """A term ends with its last day: midnight after it, in the county."""
    return start_of(last + _DAY, rules)
