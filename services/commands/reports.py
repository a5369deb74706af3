"""What a county reports upwards: the year's summary, and important situations at once."""

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.refusal import NotFound
from domain.reports import situation, summary
from domain.reports.situation import RecordReply, ReportSituation, Situation
from domain.reports.summary import SendSummary, Summary
from infra.vault import Vault
from services.commands.common import Handlers, require_principal
from services.commands.figures import figures
from services.unit import Unit


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


HANDLERS: Handlers = {
    SendSummary: send,
    ReportSituation: report,
    RecordReply: record_reply,
}
