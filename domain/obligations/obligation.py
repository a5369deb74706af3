"""Whatever is due: opened by an event, then met, late or waived (DESIGN 6).

The outcome is the first of the three and never changes, unless it was never due; what is fulfilled
after its last day is fulfilled, and late, whether or not anybody had marked it. A provisional date
makes nobody late, nor does one that the calendar has moved meanwhile, nor a term whose clock stands
still. `deciding` says what a command leads to.
"""

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import Certainty
from domain.kernel.workdays import Pause, Unit
from domain.obligations.escalation import ObligationEscalated, ObligationEvent

Outcome = Literal["open", "met", "late", "waived", "historic"]
"""Historic: its day was over when the rules that call for it came to be: no alarm (B-02)."""
Lapse = Literal["", "deemed_accepted", "deemed_renewed", "agreement_expired", "permit_expired"]
"""What the passing of the date itself brings about."""
ENDS_BY_TIME: frozenset[Lapse] = frozenset({"agreement_expired", "permit_expired"})
"""Time itself is what was waited for: its passing is no delay of anybody's."""
PROMISE = "promise"
"""The kind of what is due by the county's own word (承诺时限), beside the term that law sets."""


class OpenObligation(Command, frozen=True, kw_only=True):
    """Something is due from now on; its last day follows from the calendar as adopted now.

    `about` is the stream it is about, `rules` the pack version it follows from, `started_at` when
    its clock started. `debtor` owes it, through the seat `post`; `creditor` is the organ it is owed
    to, empty where it is owed to an applicant. Empty `matter`: 0. What was due by `historic_until`
    is on record and never late (B-02); `standing`: it goes on for ever, so it never is either.
    """

    TYPE: ClassVar[str] = "obligations.open"
    AUTOMATED: ClassVar[bool] = True
    obligation: str
    kind: str
    about: str
    matter: int
    debtor: str
    creditor: str
    post: str
    started_at: datetime
    days: int
    unit: Unit
    roll: bool
    sla: str
    certainty: Certainty
    clause: str
    source: str
    lapse: Lapse
    rules: str
    historic_until: date | None = None
    standing: bool = False


class MeetObligation(Command, frozen=True, kw_only=True):
    """`evidence` is the event that fulfilled it (`stream@version`), `at` when that happened."""

    TYPE: ClassVar[str] = "obligations.meet"
    AUTOMATED: ClassVar[bool] = True
    obligation: str
    evidence: str
    at: datetime


class MarkLate(Command, frozen=True, kw_only=True):
    """Its last day has passed."""

    TYPE: ClassVar[str] = "obligations.mark_late"
    AUTOMATED: ClassVar[bool] = True
    obligation: str


class RecomputeDue(Command, frozen=True, kw_only=True):
    """The calendar it was computed with was corrected, or a missing year adopted."""

    TYPE: ClassVar[str] = "obligations.recompute_due"
    AUTOMATED: ClassVar[bool] = True
    obligation: str


class AdjustTerm(Command, frozen=True, kw_only=True):
    """Its clock started at another moment, stood still, or was given more days, all in all.

    `started_at`, `extra_days` (in the term's own unit) and `pauses` say how it is, not what
    changed: said twice, nothing changes. A pause is when it began and when it ended, if it did.
    """

    TYPE: ClassVar[str] = "obligations.adjust_term"
    AUTOMATED: ClassVar[bool] = True
    obligation: str
    started_at: datetime
    extra_days: int
    pauses: tuple[tuple[datetime, datetime | None], ...]
    reason: str


class WaiveObligation(Command, frozen=True, kw_only=True):
    """By the principal of the organ it is owed to; by nobody where the law itself sets it."""

    TYPE: ClassVar[str] = "obligations.waive"
    obligation: str
    reason: str


class AnnulObligation(Command, frozen=True, kw_only=True):
    """It was never due: what it followed from was not so (paper from before, entered after)."""

    TYPE: ClassVar[str] = "obligations.annul"
    AUTOMATED: ClassVar[bool] = True
    obligation: str
    reason: str


class ObligationOpened(ObligationEvent, frozen=True, kw_only=True):
    """`calendar` is the version of the calendar that `due_on` was computed with.

    `other_due_on`: the last day if days off were read the other way, moved to the next working day
    or not, as the rules do not; None: it is the same (B-02).
    """

    TYPE: ClassVar[str] = "obligations.opened"
    kind: str
    about: str
    matter: int
    debtor: str
    creditor: str
    post: str
    started_at: datetime
    started_on: date
    days: int
    unit: Unit
    roll: bool
    sla: str
    certainty: Certainty
    clause: str
    source: str
    lapse: Lapse
    rules: str
    due_on: date
    provisional: bool
    calendar: str
    other_due_on: date | None = None
    historic: bool = False
    standing: bool = False


class DueRecomputed(ObligationEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "obligations.due_recomputed"
    old_due_on: date
    new_due_on: date
    old_provisional: bool
    new_provisional: bool
    paused: bool = False
    calendar: str
    other_due_on: date | None = None


class TermAdjusted(ObligationEvent, frozen=True, kw_only=True):
    """The term as it is now, with its old and its new last day (行政许可法 42, 45).

    `paused`: it stands still, and nobody is late with it until it goes on.
    """

    TYPE: ClassVar[str] = "obligations.term_adjusted"
    started_at: datetime
    started_on: date
    extra_days: int
    pauses: tuple[Pause, ...]
    reason: str
    old_due_on: date
    new_due_on: date
    provisional: bool
    paused: bool
    calendar: str
    other_due_on: date | None = None


class ObligationMet(ObligationEvent, frozen=True, kw_only=True):
    """`at` is when the act happened that the evidence records."""

    TYPE: ClassVar[str] = "obligations.met"
    evidence: str
    at: datetime


class ObligationLate(ObligationEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "obligations.marked_late"
    due_on: date


class ObligationWaived(ObligationEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "obligations.waived"
    by: str
    organ: str
    reason: str
    clause: str
    never_due: bool = False  # nobody was late with it, whatever was marked


EVENTS = (
    ObligationOpened,
    DueRecomputed,
    TermAdjusted,
    ObligationMet,
    ObligationLate,
    ObligationWaived,
    ObligationEscalated,
)


class Obligation(Struct, frozen=True):
    """`started_at`, `extra_days` and `pauses` are the term as it was adjusted last."""

    opened: ObligationOpened
    due_on: date
    provisional: bool
    started_at: datetime
    started_on: date
    extra_days: int = 0
    pauses: tuple[Pause, ...] = ()
    paused: bool = False
    outcome: Outcome = "open"
    fulfilled: datetime | None = None
    waived: bool = False  # nobody waits for it any more, be it that it was late before
    other_due_on: date | None = None
    escalated: tuple[str, ...] = ()  # steps


def evolve(state: Obligation | None, event: Event) -> Obligation | None:
    replace = msgspec.structs.replace
    if isinstance(event, ObligationOpened):
        return Obligation(
            event,
            event.due_on,
            event.provisional,
            event.started_at,
            event.started_on,
            outcome="historic" if event.historic else "open",
            other_due_on=event.other_due_on,
        )
    if state is None:
        return None
    first = state.outcome == "open"
    match event:
        case DueRecomputed(new_due_on=due_on, new_provisional=provisional, paused=paused):
            return replace(
                state,
                due_on=due_on,
                provisional=provisional,
                paused=paused,
                other_due_on=event.other_due_on,
            )
        case TermAdjusted():
            return replace(
                state,
                due_on=event.new_due_on,
                provisional=event.provisional,
                started_at=event.started_at,
                started_on=event.started_on,
                extra_days=event.extra_days,
                pauses=event.pauses,
                paused=event.paused,
                other_due_on=event.other_due_on,
            )
        case ObligationEscalated(step=step):
            state = replace(state, escalated=(*state.escalated, step))
        case ObligationMet(at=at):
            return replace(state, fulfilled=at, outcome="met" if first else state.outcome)
        case ObligationLate():
            state = replace(state, outcome="late")
        case ObligationWaived(never_due=never):
            outcome: Outcome = "waived" if first or never else state.outcome
            return replace(state, outcome=outcome, waived=True)
    return state
