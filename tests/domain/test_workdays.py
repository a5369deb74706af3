"""When terms end: E5-4, E5-5, B-70, and what must hold for any calendar."""

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from domain.calendars.years import (
    AdoptCalendarYear,
    CorrectCalendarYear,
    YearAdopted,
    decide,
    evolve,
)
from domain.kernel.authority import OPERATOR, By
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import (
    Calendar,
    Due,
    Pause,
    Unit,
    Year,
    before,
    due,
    first_moment_late,
)
from tenants.calendars import covered, needed, seed
from tests.world import XINGGUO, at

NOW = at("2024-01-02")


def published(*years: int) -> Calendar:
    """The State Council's calendars of these years, adopted."""
    state: Calendar | None = None
    for year in years:
        state = evolve(state, decide(seed(year), state, OPERATOR, NOW))
    return state or Calendar()


@pytest.mark.parametrize(
    ("start", "days", "unit", "roll", "expected"),
    [
        # E5-5, B-70: 10-08 and 10-09 are worked after the National Day.
        ("2022-09-30", 3, "working_days", False, "2022-10-10"),
        ("2022-09-30", 5, "working_days", False, "2022-10-12"),
        # E5-4, B-02: one month is a Saturday inside the New Year holiday; both are shown.
        ("2023-11-30", 1, "months", False, "2023-12-30"),
        ("2023-11-30", 1, "months", True, "2024-01-02"),
        ("2023-11-30", 2, "months", False, "2024-01-30"),
        ("2023-11-30", 2, "months", True, "2024-01-30"),
        ("2024-01-31", 1, "months", False, "2024-02-29"),  # 民法典 202: clamped
        ("2023-12-31", 2, "months", False, "2024-02-29"),
        ("2023-11-30", 30, "days", False, "2023-12-30"),
        ("2023-12-29", 0, "working_days", False, "2023-12-29"),
        # Spring Festival 2024: 02-10 to 02-17 off, the Sundays 02-04 and 02-18 worked.
        ("2024-02-09", 1, "working_days", False, "2024-02-18"),
        ("2024-02-02", 1, "working_days", False, "2024-02-04"),
    ],
)
def test_a_term_ends(start: str, days: int, unit: Unit, roll: bool, expected: str) -> None:  # noqa: FBT001  a case
    found = due(date.fromisoformat(start), days, unit, published(2022, 2023, 2024), roll=roll)
    assert found == Due(date.fromisoformat(expected), provisional=False)


@pytest.mark.parametrize(
    ("start", "unit", "roll", "provisional"),
    [
        ("2023-12-26", "working_days", False, False),  # ends on 12-29
        ("2023-12-27", "working_days", False, True),  # ends in 2024
        ("2024-06-03", "working_days", False, True),
        ("2023-12-29", "days", False, False),  # counts days whatever the calendar says
        ("2023-12-29", "days", True, True),
    ],
)
def test_a_year_without_a_calendar_makes_a_date_provisional(
    start: str,
    unit: Unit,
    roll: bool,  # noqa: FBT001  a case
    provisional: bool,  # noqa: FBT001  a case
) -> None:
    found = due(date.fromisoformat(start), 3, unit, published(2023), roll=roll)
    assert found.provisional == provisional


def test_a_deadline_ends_with_its_day_in_the_county() -> None:
    moment = first_moment_late(date(2022, 10, 10), Rulebook(XINGGUO))
    assert moment == at("2022-10-11")
    assert moment.isoformat() == "2022-10-11T00:00:00+08:00"


def test_a_term_out_of_bounds_is_an_error() -> None:
    for days in (-1, 40_000):
        with pytest.raises(ValueError, match="a term is"):
            due(date(2024, 1, 1), days, "days", Calendar())


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar that can be adopted, for some of the years 2023 to 2026."""
    years = {}
    for year in draw(st.sets(st.integers(2023, 2026))):
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
        holidays = draw(st.sets(st.sampled_from(days), max_size=60))
        weekends = [day for day in days if day.weekday() > 4 and day not in holidays]
        years[year] = Year(
            frozenset(holidays), frozenset(draw(st.sets(st.sampled_from(weekends), max_size=20)))
        )
    return Calendar(years)


STARTS = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@settings(max_examples=60)
@given(calendars(), STARTS, st.integers(1, 60))
def test_a_term_of_working_days_holds_exactly_so_many(
    calendar: Calendar, start: date, days: int
) -> None:
    """The day of the event is not counted, the last day is worked, nothing else is in between."""
    found = due(start, days, "working_days", calendar)
    span = [start + timedelta(days=n) for n in range(1, (found.on - start).days + 1)]
    assert sum(map(calendar.is_working, span)) == days
    assert calendar.is_working(found.on)
    assert found.provisional == any(day.year not in calendar.years for day in span)


@settings(max_examples=60)
@given(calendars(), STARTS, st.integers(0, 36), st.sampled_from(["days", "months"]))
def test_rolling_goes_forward_to_the_next_working_day(
    calendar: Calendar, start: date, length: int, unit: Unit
) -> None:
    plain = due(start, length, unit, calendar).on
    rolled = due(start, length, unit, calendar, roll=True)
    assert rolled.on >= plain
    assert calendar.is_working(rolled.on)
    skipped = (plain + timedelta(days=n) for n in range((rolled.on - plain).days))
    assert not any(map(calendar.is_working, skipped))


# Pauses (行政许可法 45).

FIRST = date(2024, 3, 4)  # a Monday


@pytest.mark.parametrize(
    ("pauses", "expected", "paused"),
    [
        ((), "2024-03-11", False),
        ((Pause(date(2024, 3, 5), date(2024, 3, 8)),), "2024-03-14", False),
        ((Pause(date(2024, 3, 8), date(2024, 3, 10)),), "2024-03-11", False),  # a weekend
        ((Pause(FIRST, FIRST),), "2024-03-11", False),  # on and off on one day
        ((Pause(date(2024, 3, 11), date(2024, 4, 11)),), "2024-03-11", False),  # after its end
        ((Pause(date(2024, 3, 5)),), "2024-03-11", True),
        ((Pause(date(2024, 3, 11)),), "2024-03-11", False),  # it was over: too late to stop it
        ((Pause(FIRST, date(2024, 3, 5)), Pause(date(2024, 3, 7))), "2024-03-12", True),
    ],
)
def test_days_between_pause_and_resumption_do_not_count(
    pauses: tuple[Pause, ...],
    expected: str,
    paused: bool,  # noqa: FBT001  a case
) -> None:
    found = due(FIRST, 5, "working_days", published(2024), pauses=pauses)
    assert found == Due(date.fromisoformat(expected), provisional=False, paused=paused)


@settings(max_examples=60)
@given(
    calendars(),
    STARTS,
    st.integers(1, 40),
    st.sampled_from(["working_days", "days"]),
    st.lists(st.tuples(st.integers(-20, 80), st.integers(0, 40)), max_size=4),
)
def test_a_term_with_pauses_is_what_counting_day_by_day_gives(
    calendar: Calendar, start: date, length: int, unit: Unit, spans: list[tuple[int, int]]
) -> None:
    pauses = tuple(
        Pause(start + timedelta(days=after), start + timedelta(days=after + days))
        for after, days in spans
    )
    off = {
        pause.after + timedelta(days=n)
        for pause, (_, days) in zip(pauses, spans, strict=True)
        for n in range(1, days + 1)
    }
    ahead = (start + timedelta(days=n) for n in range(1, 1000))
    counted = [d for d in ahead if d not in off and (unit == "days" or calendar.is_working(d))]
    assert due(start, length, unit, calendar, pauses=pauses).on == counted[length - 1]


@pytest.mark.parametrize(
    ("end", "length", "unit", "expected"),
    [
        ("2024-12-31", 90, "days", "2024-10-02"),
        ("2024-12-31", 6, "months", "2024-06-30"),  # June has 30 days
        ("2024-03-31", 6, "months", "2023-09-30"),
        ("2024-08-31", 6, "months", "2024-02-29"),
    ],
)
def test_a_window_before_an_expiry(
    end: str, length: int, unit: Literal["days", "months"], expected: str
) -> None:
    assert before(date.fromisoformat(end), length, unit) == date.fromisoformat(expected)


# Adopting and correcting years.

ADOPT = seed(2024)
DAY = date(2024, 3, 6)  # a Wednesday


def altered(**fields: object) -> AdoptCalendarYear:
    return replace(ADOPT, **fields)


def corrected(**fields: object) -> CorrectCalendarYear:
    given = {**asdict(ADOPT), "holidays": (*ADOPT.holidays, DAY), "reason": "省政府调整", **fields}
    return CorrectCalendarYear(**given)


@pytest.mark.parametrize(
    ("command", "by", "code"),
    [
        (ADOPT, OPERATOR, "calendars.already_adopted"),
        (altered(holidays=()), OPERATOR, "calendars.already_adopted"),
        (seed(2025), By("x", "approval", "principal"), "calendars.not_operator"),
        (altered(source=" "), OPERATOR, "calendars.source"),
        (altered(year=2025), OPERATOR, "calendars.dates"),
        (altered(year=20240), OPERATOR, "calendars.dates"),
        (altered(workdays=(DAY,)), OPERATOR, "calendars.dates"),
        (altered(workdays=(date(2024, 2, 10),)), OPERATOR, "calendars.dates"),  # off and worked
        (
            altered(holidays=tuple(date(2024, 1, 1) + timedelta(days=n) for n in range(101))),
            OPERATOR,
            "calendars.dates",
        ),
        (corrected(reason=" "), OPERATOR, "calendars.reason"),
        (corrected(holidays=ADOPT.holidays), OPERATOR, "calendars.unchanged"),
        (corrected(year=2025, holidays=(), workdays=()), OPERATOR, "calendars.not_adopted"),
    ],
)
def test_refused(command: AdoptCalendarYear, by: By, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide(command, published(2024), by, NOW)
    assert refused.value.code == code
    assert refused.value.clause


def test_a_correction_replaces_the_year() -> None:
    state = published(2023, 2024)
    after = evolve(state, decide(corrected(), state, OPERATOR, NOW))
    assert after is not None
    assert state.is_working(DAY)
    assert not after.is_working(DAY)
    assert set(after.years) == {2023, 2024}


@pytest.mark.parametrize("year", covered())
def test_every_published_year_can_be_adopted(year: int) -> None:
    event = decide(seed(year), None, OPERATOR, NOW)
    assert isinstance(event, YearAdopted)
    assert event.holidays
    assert event.workdays


def test_a_county_needs_the_years_from_the_one_before_its_pack() -> None:
    assert needed(date(2023, 11, 30))[:3] == (2022, 2023, 2024)
