"""Whatever is due: opened by an event, then met, late or waived (DESIGN 6).

The outcome is the first of the three and never changes; what is fulfilled after it was late is
fulfilled, and stays late. A provisional date makes nobody late. Opening, meeting and marking happen
by rule and may be repeated: a repeat appends nothing.
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


def meet(command: MeetObligation, state: Obligation, at: datetime) -> list[Event]:
    if state.fulfilled is not None or state.outcome == "waived":
        return []
    return [
        ObligationMet(
            occurred_at=at,
            obligation=command.obligation,
            evidence=command.evidence,
            at=command.at,
        )
    ]


def mark_late(state: Obligation, at: datetime, rules: Rulebook) -> list[Event]:
    if state.outcome != "open":
        return []
    if state.provisional:
        raise IllegalState(
            "obligations.provisional", f"期限{state.due_on}为暂定：当年日历尚未采用，不作逾期认定"
        )
    if at < first_moment_late(state.due_on, rules):
        raise IllegalState("obligations.not_yet_late", f"期限{state.due_on}尚未届满")
    return [ObligationLate(occurred_at=at, obligation=state.opened.obligation, due_on=state.due_on)]


def recompute(state: Obligation, calendar: Fact[Calendar], at: datetime) -> list[Event]:
    if state.outcome != "open":
        return []
    opened = state.opened
    before = Due(state.due_on, state.provisional)
    after = due(
        opened.started_on,
        opened.days,
        opened.unit,
        calendar.state or Calendar(),
        roll=opened.roll,
    )
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
    """Refuse to waive what the law sets, what is owed to an applicant, what has an outcome."""
    opened = state.opened
    if opened.certainty == "law":
        raise NotPermitted(
            "obligations.statutory",
            f"法定期限不得免除：{opened.clause or opened.source}",
            clause=opened.clause,
        )
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
