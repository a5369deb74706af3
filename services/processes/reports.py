"""A summary is due by the day that the rules in force name, whoever issued them (JX24-39, -40)."""

from collections.abc import Iterator

from domain.kernel import streams
from domain.kernel.event import Command, Event, Recorded
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.obligations.obligation import MeetObligation, OpenObligation
from domain.policy.adoption import PackAdopted, Policy, UpperPackAdopted
from domain.reports.summary import SummarySent, sender

EVENTS: tuple[type[Event], ...] = (PackAdopted, UpperPackAdopted, SummarySent)
_SUMMARY = "summary"


def commands(recorded: Recorded, policy: Policy) -> Iterator[Command]:
    match recorded.event:
        case SummarySent(year=year, occurred_at=at):
            due = f"{_SUMMARY}:{year}"
            yield MeetObligation(obligation=due, evidence=recorded.ref, at=at)
        case PackAdopted() | UpperPackAdopted() as event:
            yield from _due(event, policy)


def _due(event: PackAdopted | UpperPackAdopted, policy: Policy) -> Iterator[Command]:
    """What was over before the rules were adopted here was never due here."""
    today = day_of(event.occurred_at, policy.own[0].rules)
    found = policy.on(max(today, event.effective_from))
    terms = found.rules.pack.summary if found else None
    if found is None or terms is None or terms.due_on < today:
        return
    yield OpenObligation(
        obligation=f"{_SUMMARY}:{terms.due_on.year}",
        kind=_SUMMARY,
        about=streams.summary(terms.due_on.year),
        matter=0,
        debtor=sender(terms, found.rules),
        creditor="",
        post=PRINCIPAL,
        started_at=event.occurred_at,
        days=(terms.due_on - today).days,
        unit="days",
        roll=False,
        sla="",
        certainty="text",
        clause=terms.clause,
        source=terms.source,
        lapse="",
        rules=found.rules.version,
    )
