"""What is read for what the end of a period makes due, and what follows (`periodic_reports`)."""

from domain.kernel import streams
from domain.kernel.event import Command, Recorded
from domain.kernel.rulebook import Rulebook
from domain.reports.closing import Closed, Owed, PeriodEvent
from domain.reports.periodic import Reported
from domain.reports.periods import terms_of
from services.commands.counting import idle
from services.processes import periodic_reports
from services.unit import Unit


async def following(recorded: Recorded, unit: Unit) -> list[Command]:
    event, sent, nil = recorded.event, {}, list[Owed]()
    rules = await unit.rules_of(recorded.policy)
    if isinstance(event, PeriodEvent):
        for owed in event.owed:
            stream = streams.report(event.report, owed.by, owed.to, event.period)
            known = (await unit.as_of(stream, 1, Reported)).state
            if known is not None:
                sent[owed.by, owed.to] = known.last.at
        nil = await _nothing_to_report(event, recorded, unit, rules)
    return list(periodic_reports.commands(event, recorded.ref, sent, nil, rules))


async def _nothing_to_report(
    event: PeriodEvent, recorded: Recorded, unit: Unit, rules: Rulebook
) -> list[Owed]:
    """Of those who owe it, where the rules ask for no report that nothing happened."""
    terms, _ = terms_of(event.report, rules)
    closed = (await unit.as_of(recorded.stream, 1, Closed)).state
    if terms.nil or closed is None:
        return []
    return await idle(unit, closed.event, event.owed, rules, recorded.position)
