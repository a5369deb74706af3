from domain.calendars import years
from domain.calendars.years import AdoptCalendarYear, CorrectCalendarYear
from domain.kernel import streams
from domain.kernel.workdays import Calendar
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit


async def change_calendar(command: AdoptCalendarYear, unit: Unit, _: Vault) -> None:
    await unit.adopted()
    calendar = await unit.get(streams.CALENDAR, Calendar)
    unit.write(streams.CALENDAR, [years.decide(command, calendar.state, unit.by, unit.at)])


HANDLERS: Handlers = {AdoptCalendarYear: change_calendar, CorrectCalendarYear: change_calendar}
