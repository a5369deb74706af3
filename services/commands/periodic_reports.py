"""Periodic reports: what they say, and who has them; a period is over without a worker."""

from msgspec import Struct

from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.reports import periodic
from domain.reports.figures import Difference, Figures
from domain.reports.periodic import (
    ReceiveReport,
    ReportCommand,
    Reported,
    RestateReport,
    SendReport,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_principal, require_seat
from services.commands.counting import compared, counted, scope_of
from services.commands.periods import ended
from services.commands.tally import Scope
from services.unit import Unit


class Draft(Struct, frozen=True, kw_only=True):
    """What a report would say now. Of one that was sent: in what it would differ."""

    figures: Figures
    sent: bool
    differences: tuple[Difference, ...] = ()
    policy: str


async def send(command: SendReport, unit: Unit, _: Vault) -> None:
    """By the principal of whoever reports; its figures are counted here and now (XG23-61).

    Where no worker came to the end of the period yet, whoever reports on it does so first.
    """
    await require_principal(unit, command.by, await unit.rules())
    scope, state, closing = await _scope(command, unit)
    found = await counted(unit, scope)
    events = periodic.send(command, state, found, unit.by.person, unit.at, scope.rules)
    if closing:
        unit.write(streams.report_period(command.report, command.period), closing)
    unit.write(_stream(command), events)


async def restate(command: RestateReport, unit: Unit, _: Vault) -> None:
    await require_principal(unit, command.by, await unit.rules())
    scope, state, _closing = await _scope(command, unit)
    known = periodic.sent(state, scope.rules)
    found, differences = await compared(unit, scope, known.last.figures)
    stream = _stream(command)
    by = unit.by.person, stream
    unit.write(
        stream, periodic.restate(command, known, found, differences, by, unit.at, scope.rules)
    )


async def receive(command: ReceiveReport, unit: Unit, _: Vault) -> None:
    """By anybody who sits at the organ that it is for."""
    rules = await unit.rules()
    if unit.by.organ != command.to:
        raise rules.refuse(
            NotPermitted, "reports.not_receiver", f"签收须由{rules.short(command.to)}的人员办理"
        )
    await require_seat(unit, rules)
    state = (await unit.get(_stream(command), Reported)).state
    known = periodic.sent(state, rules)
    by = unit.by.person, unit.by.post
    unit.write(_stream(command), periodic.receive(command, known, by, unit.at, rules))


async def draft(command: ReportCommand, unit: Unit) -> Draft:
    """What it would say now, whether it was sent or not."""
    scope, state, _closing = await _scope(command, unit)
    policy = scope.rules.version
    if state is None:
        return Draft(figures=await counted(unit, scope), sent=False, policy=policy)
    found, differences = await compared(unit, scope, state.last.figures)
    return Draft(figures=found, sent=True, differences=differences, policy=policy)


async def _scope(command: ReportCommand, unit: Unit) -> tuple[Scope, Reported | None, list[Event]]:
    """What the report is about, by the rules of the period, and what was stated so far.

    With what ends the period, where nothing has.
    """
    rules: Rulebook = await unit.rules()
    closed, closing = await ended(command.report, command.period, unit)
    owed = periodic.owed(command, closed, rules)
    if closed is None:
        raise LookupError(command.period)
    rules = await unit.rules_of(closed.event.policy)
    state = (await unit.get(_stream(command), Reported)).state
    return scope_of(closed.event, owed, rules), state, closing


def _stream(command: ReportCommand) -> str:
    return streams.report(command.report, command.by, command.to, command.period)


HANDLERS: Handlers = {
    SendReport: send,
    RestateReport: restate,
    ReceiveReport: receive,
}
