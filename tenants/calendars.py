"""Working-day calendars that come with the platform: the State Council's published holidays.

The dates are those of the `chinesecalendar` package. A county adopts them year by year as events;
nothing is computed from the package itself.
"""

from datetime import date

from chinese_calendar.constants import (  # type: ignore[import-untyped]  # ships no types
    holidays,
    workdays,
)

from domain.calendars.years import AdoptCalendarYear


def covered() -> tuple[int, ...]:
    """The years that have published dates, oldest first."""
    return tuple(sorted({day.year for day in holidays}))


def seed(year: int) -> AdoptCalendarYear:
    """The command that adopts a covered year. Raises `LookupError` for another."""
    if year not in covered():
        raise LookupError(f"no published holidays for {year}")
    return AdoptCalendarYear(
        year=year,
        holidays=_within(year, holidays),
        workdays=_within(year, workdays),
        source=f"国务院办公厅关于{year}年部分节假日安排的通知",
    )


def needed(effective_from: date) -> tuple[int, ...]:
    """The covered years that a pack of that day calls for: terms may have begun the year before."""
    return tuple(year for year in covered() if year >= effective_from.year - 1)


def _within(year: int, days: dict[date, object]) -> tuple[date, ...]:
    return tuple(sorted(day for day in days if day.year == year))
