"""Escalation: who is told when something stays undone after its last day, by the county's policy.

Told once a step, by an event on the obligation. The outcome is not touched by it, and whoever was
told has nothing to do but to see that it gets done.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import Certainty, Escalation
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of, due

_DAY = timedelta(days=1)


class EscalateObligation(Command, frozen=True, kw_only=True):
    """It is so late that somebody is to be told: `step` of the rules in force."""

    TYPE: ClassVar[str] = "obligations.escalate"
    AUTOMATED: ClassVar[bool] = True
    obligation: str
    step: str


class ObligationEvent(Event, frozen=True, kw_only=True):
    obligation: str


class ObligationEscalated(ObligationEvent, frozen=True, kw_only=True):
    """Whoever holds the post at these organs was told that it is late since `due_on`."""

    TYPE: ClassVar[str] = "obligations.escalated"
    step: str
    organs: tuple[str, ...]
    post: str
    due_on: date
    clause: str
    source: str
    certainty: Certainty


class Owed(Struct, frozen=True):
    """What a step looks at in an obligation."""

    kind: str
    debtor: str
    creditor: str
    due_on: date


def step_of(identity: str, rules: Rulebook) -> Escalation | None:
    return next((step for step in rules.pack.escalation if step.id == identity), None)


def last_due(step: Escalation, today: date, calendar: Calendar) -> date:
    """What was due by that day is so late today that the step is taken."""
    day = today - _DAY
    while due(day, step.after, step.unit, calendar).on >= today:
        day -= _DAY
    return day


def escalate(
    identity: str, step: Escalation, owed: Owed, at: datetime, calendar: Calendar, rules: Rulebook
) -> list[Event]:
    """Nothing where it is not late enough, or where the step names nobody."""
    late = owed.due_on <= last_due(step, day_of(at, rules), calendar)
    organs = told(step, owed, rules)
    if not (late and organs and owed.kind in (step.kind or (owed.kind,))):
        return []
    return [
        ObligationEscalated(
            occurred_at=at,
            obligation=identity,
            step=step.id,
            organs=organs,
            post=step.post,
            due_on=owed.due_on,
            clause=step.clause,
            source=step.source,
            certainty=step.certainty,
        )
    ]


def told(step: Escalation, owed: Owed, rules: Rulebook) -> tuple[str, ...]:
    """The organs that a step names, each once; nobody where there is none such."""
    debtor = rules.organs.get(owed.debtor)
    parties = {
        "debtor": owed.debtor,
        "creditor": owed.creditor,
        "above": (debtor.parent if debtor else None) or "",
    }
    named = [
        organ.id
        for organ in rules.pack.organ
        if not {organ.id, organ.kind, *organ.roles}.isdisjoint(step.organ)
    ]
    return tuple(dict.fromkeys(filter(None, (*(parties[it] for it in step.to), *named))))
