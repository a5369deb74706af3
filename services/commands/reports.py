"""What a county reports upwards: the year's summary, and important situations at once."""

import asyncio
from datetime import timedelta

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.facts import Agreement, Pilot
from domain.kernel.refusal import NotFound
from domain.reports import closing, situation, summary
from domain.reports.closing import Closed, ClosePeriod
from domain.reports.periods import bounds, terms_of
from domain.reports.situation import RecordReply, ReportSituation, Situation
from domain.reports.summary import SendSummary, Summary
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_principal
from services.commands.figures import figures
from services.unit import Unit

_INSTANT = timedelta(microseconds=1)


async def send(command: SendSummary, unit: Unit, _: Vault) -> None:
    """The figures since the summary before are counted here and now, by nobody's hand (JX24-39)."""
    rules = await unit.rules()
    terms = summary.terms_of(command.year, rules)
    await require_principal(unit, summary.sender(terms, rules), rules)
    stream = streams.summary(command.year)
    state = await unit.get(stream, Summary)
    found = await figures(unit, command.year, rules)
    events = summary.send(command, state.state, found, unit.by.person, unit.at, rules)
    unit.write(stream, events)


async def report(command: ReportSituation, unit: Unit, _: Vault) -> None:
    """By the principal of whoever reports (JX24-41)."""
    rules = await unit.rules()
    check_number(command.number, "报告编号")
    await require_principal(unit, command.organ, rules)
    stream = streams.situation(command.number)
    state = await unit.get(stream, Situation)
    events = situation.report(command, state.state, unit.by.person, unit.at, rules)
    unit.write(stream, events)


async def record_reply(command: RecordReply, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    stream = streams.situation(command.number)
    state = (await unit.get(stream, Situation)).state
    if state is None:
        raise rules.refuse(NotFound, "reports.unknown", f"没有编号为{command.number}的报告")
    await require_principal(unit, state.organ, rules)
    unit.write(stream, situation.reply(command, state, unit.by.person, unit.at, rules))


async def close(command: ClosePeriod, unit: Unit, _: Vault) -> None:
    """By the rules of the period's last day, whenever a worker comes to it.

    Every agreement that there may be is read: one that is concluded at the same time is a conflict.
    """
    require_automation(unit)
    now = await unit.rules()
    end = bounds(terms_of(command.report, now)[1], command.period, now)[1]
    rules = await unit.rules(min(end - _INSTANT, unit.at))
    terms = terms_of(command.report, rules)[0]
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


HANDLERS: Handlers = {
    SendSummary: send,
    ReportSituation: report,
    RecordReply: record_reply,
    ClosePeriod: close,
}
