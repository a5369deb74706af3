"""Whatever is due: opened by an event, then met, late or waived (DESIGN 6).

The outcome is the first of the three and never changes; what is fulfilled after its last day is
fulfilled, and late, whether or not anybody had marked it. A provisional date makes nobody late, nor
does one that the calendar has moved meanwhile. Opening, meeting and marking happen by rule and may
be repeated: a repeat appends nothing.
"""

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.facts import Fact
from domain.kernel.pack import Certainty
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import TERM_LIMIT, Calendar, Due, Unit, day_of, due, first_moment_late

Outcome = Literal["open", "met", "late", "waived"]
Lapse = Literal["", "deemed_accepted", "agreement_expired"]
"""What the passing of the date itself brings about."""

_ID_LENGTH = 300


class OpenObligation(Command, frozen=True, kw_only=True):
    """Something is due from now on; its last day follows from the calendar as adopted now.

    `about` is the stream it is about, `rules` the pack version it follows from, `started_at` when
    its clock started. `debtor` owes it, through the seat `post`; `creditor` is the organ it is owed
    to, empty where it is owed to an applicant. Empty `matter`: 0.
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


class WaiveObligation(Command, frozen=True, kw_only=True):
    """By the principal of the organ it is owed to; by nobody where the law itself sets it."""

    TYPE: ClassVar[str] = "obligations.waive"
    obligation: str
    reason: str


class ObligationEvent(Event, frozen=True, kw_only=True):
    obligation: str


class ObligationOpened(ObligationEvent, frozen=True, kw_only=True):
    """`calendar` is the version of the calendar that `due_on` was computed with."""

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


class DueRecomputed(ObligationEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "obligations.due_recomputed"
    old_due_on: date
    new_due_on: date
    old_provisional: bool
    new_provisional: bool
    calendar: str


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


EVENTS = (ObligationOpened, DueRecomputed, ObligationMet, ObligationLate, ObligationWaived)


class Obligation(Struct, frozen=True):
    opened: ObligationOpened
    due_on: date
    provisional: bool
    outcome: Outcome = "open"
    fulfilled: datetime | None = None


def open_(
    command: OpenObligation,
    state: Obligation | None,
    calendar: Fact[Calendar],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None:
        return []
    if not command.obligation or len(command.obligation) > _ID_LENGTH:
        raise Invalid("obligations.term", f"编号须为1至{_ID_LENGTH}个字符")
    if not 0 <= command.days <= TERM_LIMIT:
        raise Invalid("obligations.term", f"期限须在0至{TERM_LIMIT}之间")
    started_on = day_of(command.started_at, rules)
    ends = due(
        started_on, command.days, command.unit, calendar.state or Calendar(), roll=command.roll
    )
    return [
        ObligationOpened(
            occurred_at=at,
            obligation=command.obligation,
            kind=command.kind,
            about=command.about,
            matter=command.matter,
            debtor=command.debtor,
            creditor=command.creditor,
            post=command.post,
            started_at=command.started_at,
            started_on=started_on,
            days=command.days,
            unit=command.unit,
            roll=command.roll,
            sla=command.sla,
            certainty=command.certainty,
            clause=command.clause,
            source=command.source,
            lapse=command.lapse,
            rules=command.rules,
            due_on=ends.on,
            provisional=ends.provisional,
            calendar=calendar.ref,
        )
    ]


def meet(
    command: MeetObligation,
    state: Obligation,
    calendar: Fact[Calendar],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """What was done after the last day was late, also where nobody had marked it by then."""
    if state.fulfilled is not None or state.outcome == "waived":
        return []
    met = ObligationMet(
        occurred_at=at, obligation=command.obligation, evidence=command.evidence, at=command.at
    )
    ends = _ends(state, calendar)
    in_time = ends.provisional or command.at < first_moment_late(ends.on, rules)
    # The end of a term that time itself fulfils is no delay of anybody's.
    if state.outcome != "open" or in_time or state.opened.lapse == "agreement_expired":
        return [met]
    return [*_late(state, calendar, at), met]


def mark_late(
    state: Obligation, calendar: Fact[Calendar], at: datetime, rules: Rulebook
) -> list[Event]:
    if state.outcome != "open":
        return []
    ends = _ends(state, calendar)
    if ends.provisional:
        raise IllegalState(
            "obligations.provisional", f"期限{ends.on}为暂定：当年日历尚未采用，不作逾期认定"
        )
    # What is entered late, from paper, comes one act after the other: the acts that met a term in
    # time are not there yet when it is opened. The rest of that day is theirs.
    entered_on = day_of(state.opened.occurred_at, rules)
    if at < first_moment_late(max(ends.on, entered_on), rules):
        raise IllegalState("obligations.not_yet_late", f"期限{ends.on}尚未届满，或者当天才补录")
    return _late(state, calendar, at)


def _late(state: Obligation, calendar: Fact[Calendar], at: datetime) -> list[Event]:
    """Late by the calendar as adopted, be it that nobody has recomputed the date by it yet."""
    on = _ends(state, calendar).on
    late = ObligationLate(occurred_at=at, obligation=state.opened.obligation, due_on=on)
    return [*recompute(state, calendar, at), late]


def _ends(state: Obligation, calendar: Fact[Calendar]) -> Due:
    opened = state.opened
    return due(
        opened.started_on,
        opened.days,
        opened.unit,
        calendar.state or Calendar(),
        roll=opened.roll,
    )


def recompute(state: Obligation, calendar: Fact[Calendar], at: datetime) -> list[Event]:
    if state.outcome != "open":
        return []
    opened = state.opened
    before = Due(state.due_on, state.provisional)
    after = _ends(state, calendar)
    if after == before:
        return []
    return [
        DueRecomputed(
            occurred_at=at,
            obligation=opened.obligation,
            old_due_on=before.on,
            new_due_on=after.on,
            old_provisional=before.provisional,
            new_provisional=after.provisional,
            calendar=calendar.ref,
        )
    ]


def require_waivable(command: WaiveObligation, state: Obligation, rules: Rulebook) -> None:
    """Refuse to waive what law or time itself sets, what an applicant is owed, what is settled."""
    opened = state.opened
    if opened.certainty == "law":
        raise NotPermitted(
            "obligations.statutory",
            f"法定期限不得免除：{opened.clause or opened.source}",
            clause=opened.clause,
        )
    if opened.lapse:
        # Waived, it would never be put on record, and happen all the same.
        raise NotPermitted("obligations.by_time", "期限届满即发生的事项，无可免除")
    if not opened.creditor:
        raise NotPermitted("obligations.owed_to_applicant", "对申请人负有的义务，任何机关不得免除")
    if state.outcome != "open":
        raise IllegalState("obligations.has_outcome", "该义务已有结果（按期、逾期或者免除）")
    if not command.reason.strip():
        raise rules.refuse(Invalid, "obligations.reason", "免除义务须说明理由")


def waive(
    command: WaiveObligation, state: Obligation, by: tuple[str, str], at: datetime
) -> list[Event]:
    """`by` is person and organ. What already has an outcome keeps it."""
    if state.outcome != "open":
        return []
    person, organ = by
    return [
        ObligationWaived(
            occurred_at=at,
            obligation=command.obligation,
            by=person,
            organ=organ,
            reason=command.reason,
            clause=state.opened.clause,
        )
    ]


def evolve(state: Obligation | None, event: Event) -> Obligation | None:
    replace = msgspec.structs.replace
    if isinstance(event, ObligationOpened):
        return Obligation(event, event.due_on, event.provisional)
    if state is None:
        return None
    first = state.outcome == "open"
    match event:
        case DueRecomputed(new_due_on=due_on, new_provisional=provisional):
            return replace(state, due_on=due_on, provisional=provisional)
        case ObligationMet(at=at):
            return replace(state, fulfilled=at, outcome="met" if first else state.outcome)
        case ObligationLate():
            return replace(state, outcome="late")
        case ObligationWaived():
            return replace(state, outcome="waived")
    return state
