"""Calendars of working days: each year's holidays and make-up working days, adopted as events.

What is due is computed with them, so a year is adopted once and corrected with a reason; every
result names the version (`calendar@n`) it was computed with (B-70).
"""

from datetime import date, datetime
from typing import ClassVar

from domain.kernel.authority import PLATFORM, By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.workdays import HOLIDAYS_LIMIT, Calendar, Year

_SATURDAY = 5
_FIRST, _LAST = 1990, 2200


class AdoptCalendarYear(Command, frozen=True, kw_only=True):
    """Adopt one year. `holidays` are days off, `workdays` weekend days that are worked instead.

    `source` is the document that published them.
    """

    TYPE: ClassVar[str] = "calendars.adopt_year"
    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    source: str


class CorrectCalendarYear(AdoptCalendarYear, frozen=True, kw_only=True):
    """The adopted year was wrong or was changed: its whole content anew, with the reason."""

    TYPE: ClassVar[str] = "calendars.correct_year"
    reason: str


class YearAdopted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "calendars.year_adopted"
    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    source: str


class YearCorrected(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "calendars.year_corrected"
    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    source: str
    reason: str


EVENTS = (YearAdopted, YearCorrected)


def decide(
    command: AdoptCalendarYear, state: Calendar | None, by: By, at: datetime
) -> YearAdopted | YearCorrected:
    if by.organ != PLATFORM:
        raise NotPermitted("calendars.not_operator", "采用日历由平台操作员经授权办理")
    _check(command)
    year = Year(frozenset(command.holidays), frozenset(command.workdays))
    known = state.years.get(command.year) if state else None
    holidays, workdays = tuple(sorted(year.holidays)), tuple(sorted(year.workdays))
    if isinstance(command, CorrectCalendarYear):
        if known is None:
            raise IllegalState("calendars.not_adopted", f"{command.year}年日历尚未采用，无可更正")
        if known == year:
            raise IllegalState("calendars.unchanged", f"更正内容与已采用的{command.year}年日历相同")
        return YearCorrected(
            occurred_at=at,
            year=command.year,
            holidays=holidays,
            workdays=workdays,
            source=command.source,
            reason=command.reason,
        )
    if known is not None:
        same = known == year
        raise IllegalState(
            "calendars.already_adopted",
            f"{command.year}年日历已经采用" + ("" if same else "；内容不同的，请说明理由更正"),
        )
    return YearAdopted(
        occurred_at=at,
        year=command.year,
        holidays=holidays,
        workdays=workdays,
        source=command.source,
    )


def _check(command: AdoptCalendarYear) -> None:
    year = command.year
    if not _FIRST <= year <= _LAST:
        raise Invalid("calendars.dates", f"没有{year}年的日历：须在{_FIRST}至{_LAST}年之间")
    if not command.source.strip():
        raise Invalid("calendars.source", "须写明公布放假安排的文件")
    if isinstance(command, CorrectCalendarYear) and not command.reason.strip():
        raise Invalid("calendars.reason", "更正日历须说明理由")
    holidays, workdays = set(command.holidays), set(command.workdays)
    if len(holidays) > HOLIDAYS_LIMIT:
        raise Invalid("calendars.dates", f"一年的放假日不超过{HOLIDAYS_LIMIT}天")
    wrong = (
        (f"不在{year}年之内", {day for day in holidays | workdays if day.year != year}),
        ("既放假又上班", holidays & workdays),
        ("不是周末，无须调休", {day for day in workdays if day.weekday() < _SATURDAY}),
    )
    for why, days in wrong:
        if days:
            listed = "、".join(map(str, sorted(days)))
            raise Invalid("calendars.dates", f"{listed}{why}", detail={"dates": listed})


def evolve(state: Calendar | None, event: Event) -> Calendar | None:
    if not isinstance(event, YearAdopted | YearCorrected):
        return state
    years = state.years if state else {}
    year = Year(frozenset(event.holidays), frozenset(event.workdays))
    return Calendar({**years, event.year: year})
