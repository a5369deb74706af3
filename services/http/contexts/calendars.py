"""Calendars of working days: adopting a year, correcting it, and what is adopted."""

from datetime import date

from msgspec import Struct

from domain.calendars.years import AdoptCalendarYear, CorrectCalendarYear
from domain.kernel import streams
from domain.kernel.workdays import Calendar
from projections import obligations
from projections.obligations import Obligations
from services.http.act import Act, act_route
from services.http.auth import COUNTY, OPERATORS
from services.http.route import Answer, Call, Reading, Route

TAG = "工作日历"
_EXAMPLE = {
    "year": 2024,
    "holidays": ["2024-10-01", "2024-10-02"],
    "workdays": ["2024-10-12"],
    "source": "国务院办公厅关于2024年部分节假日安排的通知",
}


def _stream(_: AdoptCalendarYear) -> str:
    return streams.CALENDAR


ACTS = (
    Act(
        command=AdoptCalendarYear,
        path="/calendar/years",
        stream=_stream,
        tag=TAG,
        summary="采用一年的日历。Adopt a year's holidays and make-up working days.",
        example=_EXAMPLE,
        access=OPERATORS,
    ),
    Act(
        command=CorrectCalendarYear,
        path="/calendar/corrections",
        stream=_stream,
        tag=TAG,
        summary="更正一年的日历。Correct an adopted year, with the reason.",
        example={**_EXAMPLE, "reason": "漏录调休"},
        access=OPERATORS,
    ),
)


class AdoptedYear(Struct, frozen=True):
    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


class Years(Struct, frozen=True):
    """The adopted years, and how many open obligations have a date that is not certain yet."""

    items: tuple[AdoptedYear, ...]
    provisional_obligations: int


async def _years(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    await unit.adopted()
    fact = await unit.get(streams.CALENDAR, Calendar)
    years = fact.state.years if fact.state else {}
    items = tuple(
        AdoptedYear(year, tuple(sorted(found.holidays)), tuple(sorted(found.workdays)))
        for year, found in sorted(years.items())
    )
    waiting = await obligations.provisional(call.platform.pool, call.tenant)
    return Answer(content=Years(items, waiting), version=fact.version)


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/calendar",
        operation="calendars.years",
        tag=TAG,
        summary="已采用的日历。The adopted years.",
        access=COUNTY,
        handle=_years,
        query=Reading,
        answer=Years,
        versioned=True,
        view=Obligations.name,
    ),
)
