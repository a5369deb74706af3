"""A summary is due by the day that the rules in force name, whoever issued them (JX24-39, -40)."""

from collections.abc import Iterator

from msgspec import Struct

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.pack import SummaryTerms
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.obligations.obligation import (
    AdjustTerm,
    MeetObligation,
    Obligation,
    OpenObligation,
    WaiveObligation,
)
from domain.policy.adoption import Adopted, PackAdopted, Policy, UpperPackAdopted
from domain.reports.summary import SummarySent, sender

EVENTS: tuple[type[Event], ...] = (PackAdopted, UpperPackAdopted, SummarySent)
_SUMMARY = "summary"
_REPLACED = "报送要求已由新采用的政策包变更"


class Change(Struct, frozen=True):
    """What an adoption says of the day it takes effect on: the rules until then, the rules then.

    `replaced`: what of the earlier ones was still to come.
    """

    event: PackAdopted | UpperPackAdopted
    before: Adopted | None
    replaced: SummaryTerms | None
    rules: Adopted

    @property
    def terms(self) -> SummaryTerms | None:
        """What is demanded now; what was over before it was adopted here was never due here."""
        terms = self.rules.rules.pack.summary
        today = day_of(self.event.occurred_at, self.rules.rules)
        return terms if terms and terms.due_on >= today else None


def change(event: Event, before: Policy | None, after: Policy | None) -> Change | None:
    """By the rules right before and right after the event, whatever was adopted since."""
    if after is None or not isinstance(event, PackAdopted | UpperPackAdopted):
        return None
    day = max(day_of(event.occurred_at, after.own[0].rules), event.effective_from)
    old, new = before.on(day) if before else None, after.on(day)
    terms = old.rules.pack.summary if old else None
    # What was over by the day of the change is owed as it was.
    replaced = terms if terms and terms.due_on >= day else None
    return Change(event, old, replaced, new) if new else None


def commands(
    change: Change, known: Obligation | None, sent: SummarySent | None
) -> Iterator[Command]:
    """`known`: the obligation of the year as it began, which never changes; `sent`: its summary."""
    terms, replaced = change.terms, change.replaced
    year = terms.due_on.year if terms else None
    if replaced and replaced.due_on.year != year:
        yield WaiveObligation(obligation=due(replaced.due_on.year), reason=_REPLACED)
        replaced = None  # what is owed instead has no other day to move from, however often
    if terms is None:
        return
    yield _opened(change, terms)
    if known and replaced and replaced.due_on != terms.due_on:
        yield AdjustTerm(
            obligation=known.opened.obligation,
            started_at=known.opened.started_at,
            extra_days=(terms.due_on - known.opened.due_on).days,
            pauses=(),
            reason=_REPLACED,
        )
    if sent is not None:
        yield met(sent, f"{streams.summary(sent.year)}@1")


def due(year: int) -> str:
    return f"{_SUMMARY}:{year}"


def met(sent: SummarySent, ref: str) -> MeetObligation:
    return MeetObligation(obligation=due(sent.year), evidence=ref, at=sent.occurred_at)


def _opened(change: Change, terms: SummaryTerms) -> OpenObligation:
    rules, at = change.rules.rules, change.event.occurred_at
    return OpenObligation(
        obligation=due(terms.due_on.year),
        kind=_SUMMARY,
        about=streams.summary(terms.due_on.year),
        matter=0,
        debtor=sender(terms, rules),
        creditor="",
        post=PRINCIPAL,
        started_at=at,
        days=(terms.due_on - day_of(at, rules)).days,
        unit="days",
        roll=False,
        sla="",
        certainty="text",
        clause=terms.clause,
        source=terms.source,
        lapse="",
        rules=rules.version,
    )
