"""Periodic reports: who owes them once a period is over, what they say, and who has them."""

import asyncio
from datetime import timedelta

from msgspec import Struct

from domain.kernel import streams
from domain.kernel.facts import Agreement, Period, Pilot
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.matters.declared import Declared
from domain.matters.settled import settled_at
from domain.reports import closing, periodic
from domain.reports.closing import Closed, ClosePeriod
from domain.reports.figures import Difference, Figures
from domain.reports.periodic import (
    ReceiveReport,
    ReportCommand,
    Reported,
    RestateReport,
    SendReport,
)
from domain.reports.periods import bounds, end_of, terms_of
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_principal, require_seat
from services.commands.counting import Scope, compared, counted, scope_of
from services.unit import Unit

_INSTANT = timedelta(microseconds=1)


class Draft(Struct, frozen=True, kw_only=True):
    """What a report would say now. Of one that was sent: in what it would differ."""

    figures: Figures
    sent: bool
    differences: tuple[Difference, ...] = ()
    policy: str


async def close(command: ClosePeriod, unit: Unit, _: Vault) -> None:
    """By the rules of the period's last day, whenever a worker comes to it.

    A matter that was moved by event is reported on for as long as it was in a mode that is (B-23).
    Every agreement that there may be is read: one that is concluded at the same time is a conflict.
    """
    require_automation(unit)
    now = await unit.rules()
    last = end_of(command.period, now) - _INSTANT
    rules = await unit.rules(min(last, unit.at))
    terms, every = terms_of(command.report, rules)
    within = Period(*bounds(every, command.period, rules))
    rules = rules.handling({no: await _handled(unit, no, within, rules) for no in rules.matters})
    stream = streams.report_period(command.report, command.period)
    state = await unit.get(stream, Closed)
    pairs = closing.parties(terms, rules)
    tried = [no for no in rules.matters if rules.territory(no) is not None]
    agreements, pilots = await asyncio.gather(
        asyncio.gather(*(unit.get(streams.agreement(*pair), Agreement) for pair in pairs)),
        asyncio.gather(*(unit.get(streams.pilot(no), Pilot) for no in tried)),
    )
    known = {fact.state.matter: fact.state for fact in pilots if fact.state}
    concluded = dict(zip(pairs, agreements, strict=True))
    unit.write(stream, closing.close(command, state.state, concluded, known, unit.at, rules))


async def _handled(unit: Unit, matter: int, within: Period, rules: Rulebook) -> tuple[str, ...]:
    """Every mode that it had then: as its list prints, and as it was settled by event."""
    declared = (await unit.get(streams.matter(matter), Declared)).state
    lists = (await unit.adopted()).lists
    settled = declared.settled if declared else ()
    printed = tuple(mode.id for mode in rules.modes_of(matter))
    found: dict[str, None] = {}
    turns = (each.at for each in settled if within.holds_at(each.at))
    for at in (within.start, *turns):
        held = settled_at(settled, matter, at, rules, lists)
        found |= dict.fromkeys(printed if held is None else (held.mode,))
    return tuple(found)


async def send(command: SendReport, unit: Unit, _: Vault) -> None:
    """By the principal of whoever reports; its figures are counted here and now (XG23-61)."""
    await require_principal(unit, command.by, await unit.rules())
    scope, state = await _scope(command, unit)
    found = await counted(unit, scope)
    events = periodic.send(command, state, found, unit.by.person, unit.at, scope.rules)
    unit.write(_stream(command), events)


async def restate(command: RestateReport, unit: Unit, _: Vault) -> None:
    await require_principal(unit, command.by, await unit.rules())
    scope, state = await _scope(command, unit)
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
    scope, state = await _scope(command, unit)
    policy = scope.rules.version
    if state is None:
        return Draft(figures=await counted(unit, scope), sent=False, policy=policy)
    found, differences = await compared(unit, scope, state.last.figures)
    return Draft(figures=found, sent=True, differences=differences, policy=policy)


async def _scope(command: ReportCommand, unit: Unit) -> tuple[Scope, Reported | None]:
    """What the report is about, by the rules of the period, and what was stated so far."""
    rules: Rulebook = await unit.rules()
    closed = await unit.get(streams.report_period(command.report, command.period), Closed)
    owed = periodic.owed(command, closed.state, rules)
    if closed.state is None:
        raise LookupError(closed.stream)
    rules = await unit.rules_of(closed.state.event.policy)
    state = (await unit.get(_stream(command), Reported)).state
    return scope_of(closed.state.event, owed, rules), state


def _stream(command: ReportCommand) -> str:
    return streams.report(command.report, command.by, command.to, command.period)


HANDLERS: Handlers = {
    ClosePeriod: close,
    SendReport: send,
    RestateReport: restate,
    ReceiveReport: receive,
}
