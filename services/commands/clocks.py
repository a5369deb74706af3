"""The clock of a case's decision, and the permit that the law renews where nobody decides."""

from domain.cases import lapse, steps, terms
from domain.cases.case import Case
from domain.cases.clocks import ExtendClock, PauseClock, ResumeClock
from domain.cases.renewal import DeemRenewed
from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.pack import Step
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import Calendar
from infra.vault import Vault
from services.commands.authorities import taken_within
from services.commands.cases import existing
from services.commands.common import Handlers, require_automation
from services.commands.obligations import existing as existing_obligation
from services.unit import Unit

_EXTENSION = "extend"  # the head's own act, whoever decides (行政许可法 42)


async def stop(command: PauseClock, unit: Unit, _: Vault) -> None:
    case, step, rules = await _clock(command, unit)
    taken = await taken_within(unit, case, step, rules)
    unit.write(streams.case(case.number), terms.pause(command, case, step, taken, rules))


async def resume(command: ResumeClock, unit: Unit, _: Vault) -> None:
    case, step, rules = await _clock(command, unit)
    taken = await taken_within(unit, case, step, rules)
    unit.write(streams.case(case.number), terms.resume(case, step, taken, rules))


async def extend(command: ExtendClock, unit: Unit, _: Vault) -> None:
    """The calendar is read: whether the term is over yet hangs on it."""
    case, step, rules = await _clock(command, unit)
    taken = await taken_within(unit, case, step, rules, act=_EXTENSION, post=PRINCIPAL)
    calendar = (await unit.get(streams.CALENDAR, Calendar)).state or Calendar()
    unit.write(streams.case(case.number), terms.extend(command, case, step, taken, calendar, rules))


async def _clock(
    command: PauseClock | ResumeClock | ExtendClock, unit: Unit
) -> tuple[Case, Step, Rulebook]:
    case = (await existing(unit, command.case)).then(unit.at)
    rules = await unit.rules_of(case.policy, case.mode)
    return case, steps.step_for(command, case, rules), rules


async def deem_renewed(command: DeemRenewed, unit: Unit, _: Vault) -> None:
    """What the law attaches to an expiry before which nobody decided (行政许可法 50)."""
    require_automation(unit)
    obligation, rules = await existing_obligation(unit, command.obligation)
    opened = obligation.opened
    if obligation.outcome != "late" or opened.lapse != "deemed_renewed":
        raise IllegalState("cases.not_expired", "原证有效期尚未届满，或者不适用视为准予延续")
    case = await existing(unit, opened.about.removeprefix(streams.case("")))
    events: list[Event] = [*lapse.deem_renewed(case, opened.debtor, unit.at, rules)]
    unit.write(streams.case(case.number), events)


HANDLERS: Handlers = {
    PauseClock: stop,
    ResumeClock: resume,
    ExtendClock: extend,
    DeemRenewed: deem_renewed,
}
