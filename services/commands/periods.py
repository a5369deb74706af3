"""The end of a period of reports: called for by its own rules, found out once, amended afterwards.

A worker comes to it, or whoever reports before one did: nobody waits for a worker (XG23-61, B-07).
"""

import asyncio
from datetime import timedelta

from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Period, Pilot
from domain.kernel.rulebook import Rulebook
from domain.policy.adoption import Adopted, Policy
from domain.reports import closing
from domain.reports.closing import AmendPeriod, Closed, ClosePeriod, Known
from domain.reports.periods import Every, bounds, end_of, terms_of
from infra.vault import Vault
from services.commands.common import Handlers, require_automation
from services.commands.handled import modes_within
from services.unit import Unit

_INSTANT = timedelta(microseconds=1)


def called_for(
    policy: Policy, report: str, every: Every, period: str, rules: Rulebook
) -> Adopted | None:
    """The rules of a period's last day, where there is a report on it by them.

    And was by what the county had adopted by then: what was over before it was on the platform was
    never due on it, nor is what a later version asks for in hindsight (B-02).
    """
    last = bounds(every, period, rules)[1] - _INSTANT
    then, now = policy.known_then(last), policy.in_force(last)
    asked = all(
        version and any((it.id, it.every) == (report, every) for it in version.rules.pack.report)
        for version in (then, now)
    )
    return now if asked else None


async def close(command: ClosePeriod, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    stream = streams.report_period(command.report, command.period)
    if (await unit.get(stream, Closed)).state is None:
        unit.write(stream, await _closing(command, unit))


async def ended(report: str, period: str, unit: Unit) -> tuple[Closed | None, list[Event]]:
    """A period that is over, as it was closed, or as it is closed now: with the event for that.

    None: it is not over, or there is no report on it.
    """
    state = (await unit.get(streams.report_period(report, period), Closed)).state
    if state is not None or unit.at < end_of(period, await unit.rules()):
        return state, []
    events = await _closing(ClosePeriod(report=report, period=period), unit)
    return (closing.evolve(None, events[0]) if events else None), events


async def amend(command: AmendPeriod, unit: Unit, _: Vault) -> None:
    """Whoever was added owes it by the rules that it was closed by."""
    require_automation(unit)
    stream = streams.report_period(command.report, command.period)
    state = (await unit.get(stream, Closed)).state
    if state is None:
        return  # it will be closed with all that is known by then
    rules = await unit.rules_of(state.event.policy)
    known, rules = await _known(command, Period(state.event.start, state.event.end), unit, rules)
    unit.write(stream, closing.amend(command, state, known, unit.at, rules))


async def _closing(command: ClosePeriod, unit: Unit) -> list[Event]:
    """By the rules of the period's last day, whenever anybody comes to it."""
    now = await unit.rules()
    last = end_of(command.period, now) - _INSTANT
    rules = await unit.rules(min(last, unit.at))
    _, every = terms_of(command.report, rules)
    if called_for(await unit.adopted(), command.report, every, command.period, rules) is None:
        return []
    within = Period(*bounds(every, command.period, rules))
    known, rules = await _known(command, within, unit, rules)
    return closing.close(command, None, known, unit.at, rules)


async def _known(
    command: ClosePeriod | AmendPeriod, within: Period, unit: Unit, rules: Rulebook
) -> tuple[Known, Rulebook]:
    """What bears on it, and the rules with every mode that a matter was in.

    A matter that was moved by event is reported on for as long as it was in a mode that is (B-23).
    Every agreement that there may be is read: one that is concluded at the same time is a conflict.
    """
    terms, _ = terms_of(command.report, rules)
    modes = {no: await modes_within(unit, no, within, by=rules) for no in rules.matters}
    rules = rules.handling(modes)
    pairs = closing.parties(terms, rules)
    tried = [no for no in rules.matters if rules.territory(no) is not None]
    agreements, pilots = await asyncio.gather(
        asyncio.gather(*(unit.get(streams.agreement(*pair), Agreement) for pair in pairs)),
        asyncio.gather(*(unit.get(streams.pilot(no), Pilot) for no in tried)),
    )
    known = {fact.state.matter: fact.state for fact in pilots if fact.state}
    return Known(dict(zip(pairs, agreements, strict=True)), known), rules


HANDLERS: Handlers = {ClosePeriod: close, AmendPeriod: amend}
