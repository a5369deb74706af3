"""Reports at no fixed time: what came in of some periods, frozen as it is then (XG23-33)."""

import asyncio

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import Obligation
from domain.reports import overview
from domain.reports.closing import Closed, Owed, due
from domain.reports.collected import Collected, Expected, collect
from domain.reports.overview import Overview, SendOverview
from domain.reports.periodic import Reported
from domain.reports.periods import end_of
from infra.vault import Vault
from services.commands.common import Handlers, require_principal
from services.unit import Unit


async def send(command: SendOverview, unit: Unit, _: Vault) -> None:
    """By the principal of whoever the rules name; every stream that it sums up is read."""
    rules = await unit.rules()
    check_number(command.number, "报告编号")
    _terms, organ, _to = overview.terms_of(command.report, rules)
    await require_principal(unit, organ, rules)
    overview.check(command, rules)
    position = await unit.head()
    found = tuple([await _collected(command.of, period, unit, rules) for period in command.periods])
    stream = streams.overview(command.number)
    state = await unit.get(stream, Overview)
    events = overview.send(command, state.state, found, position, unit.by.person, unit.at, rules)
    unit.write(stream, events)


async def _collected(report: str, period: str, unit: Unit, rules: Rulebook) -> Collected:
    closed = (await unit.get(streams.report_period(report, period), Closed)).state
    if closed is None:
        end_of(period, rules)  # refuses what is no period
        raise rules.refuse(IllegalState, "reports.period_open", f"{period}的报告单位尚未确定")
    freed = closed.freed
    found = await asyncio.gather(
        *(_expected(report, period, owed, unit, freed=owed in freed) for owed in closed.owing)
    )
    return collect(report, period, found)


async def _expected(report: str, period: str, owed: Owed, unit: Unit, *, freed: bool) -> Expected:
    pair = owed.by, owed.to
    stated, owes = await asyncio.gather(
        unit.get(streams.report(report, *pair, period), Reported),
        unit.get(streams.obligation(due(report, period, pair)), Obligation),
    )
    known, term = stated.state, owes.state
    first = known.statements[0] if known else None
    return Expected(
        by=owed.by,
        to=owed.to,
        figures=known.last.figures if known else None,
        sent_at=first.at if first else None,
        nil=first is not None and first.figures.nil,
        restated=len(known.statements) - 1 if known else 0,
        due_on=term.due_on if term else None,
        late=term is not None and term.outcome == "late",
        waived=freed or (term is not None and term.waived),
    )


HANDLERS: Handlers = {SendOverview: send}
