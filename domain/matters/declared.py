"""What a delegating department declares about its matter: it is complex; its delegation is lawful.

"Complex" is undefined in the document, so it is declared with a reason, and only while the month
for ordinary matters still runs (XG23-31, B-04). A legality review is set beside the finding of the
pack and never replaces it (B-12).
"""

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of, due
from domain.matters.grounds import Capacity, CapacityEvaluated, Study, StudyRecorded, require_mode
from domain.matters.settled import ModeChanged, ModeSettled, Settled

Legality = Literal["lawful", "unlawful", "unclear"]


class DeclareComplex(Command, frozen=True, kw_only=True):
    """The matter takes longer to train for and to hand down, with the reason (XG23-31)."""

    TYPE: ClassVar[str] = "matters.declare_complex"
    matter: int
    reason: str


class RecordLegalityReview(Command, frozen=True, kw_only=True):
    """What a legality review of the matter's delegation came to, with its document (B-12).

    `mode`: what was reviewed is its handling under this mode (JX24-28); None: as it is listed.
    """

    TYPE: ClassVar[str] = "matters.record_legality_review"
    matter: int
    legality: Legality
    document_number: str
    opinion: str
    mode: str | None = None


class ComplexityDeclared(Event, frozen=True, kw_only=True):
    """`due_on` is the day by which staff are trained and seals granted from now on."""

    TYPE: ClassVar[str] = "matters.complexity_declared"
    matter: int
    reason: str
    due_on: date


class LegalityReviewed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.legality_reviewed"
    matter: int
    legality: Legality
    document_number: str
    opinion: str
    mode: str | None = None


EVENTS = (ComplexityDeclared, LegalityReviewed)

DeclaredCommand = DeclareComplex | RecordLegalityReview


class Reviewed(Struct, frozen=True):
    at: datetime
    mode: str | None
    legality: Legality
    document_number: str


class Declared(Struct, frozen=True):
    matter: int
    complex: bool = False
    reviewed: tuple[Reviewed, ...] = ()
    settled: tuple[Settled, ...] = ()
    studies: tuple[Study, ...] = ()
    capacities: tuple[Capacity, ...] = ()


def latest_review(state: Declared | None, mode: str, listed: str) -> Reviewed | None:
    """Of this mode; one that names none speaks of the mode that is `listed`."""
    reviewed = state.reviewed if state else ()
    return next((it for it in reversed(reviewed) if (it.mode or listed) == mode), None)


class GrantClock(Struct, frozen=True):
    """Until when power is handed down (E5-4).

    `on` counts days alone, `rolled_on` moves a last day that is a day off to the next working day
    (民法典 203); the document says neither, so both are shown. `provisional`: the calendar of that
    year is not adopted.
    """

    on: date
    rolled_on: date
    provisional: bool
    clause: str


def grant_clock(calendar: Calendar, rules: Rulebook, *, complex_: bool) -> GrantClock | None:
    """One or two months from publication, by the pack (XG23-30, -31, B-02); None: no such limit."""
    terms = rules.pack.grant
    if terms is None:
        return None
    published = next(d.issued_on for d in rules.pack.document if d.id == terms.document)
    if published is None:
        return None
    sla = rules.slas[terms.complex if complex_ else terms.within]
    plain = due(published, sla.days, sla.unit, calendar)
    rolled = due(published, sla.days, sla.unit, calendar, roll=sla.unit != "working_days")
    return GrantClock(plain.on, rolled.on, plain.provisional or rolled.provisional, terms.clause)


def decide(
    command: DeclaredCommand, state: Declared | None, at: datetime, rules: Rulebook
) -> list[Event]:
    if isinstance(command, RecordLegalityReview):
        if not (command.document_number.strip() and command.opinion.strip()):
            raise rules.refuse(
                Invalid, "matters.review_incomplete", "合法性审查须写明文书编号和审查意见"
            )
        return [
            LegalityReviewed(
                occurred_at=at,
                matter=command.matter,
                legality=command.legality,
                document_number=command.document_number,
                opinion=command.opinion,
                mode=command.mode and require_mode(command.mode, rules),
            )
        ]
    if not command.reason.strip():
        raise rules.refuse(Invalid, "matters.reason", "认定为较复杂事项，须写明理由")
    if state is not None and state.complex:
        raise rules.refuse(IllegalState, "matters.already_complex", "已认定为较复杂事项")
    ordinary = grant_clock(Calendar(), rules, complex_=False)
    longer = grant_clock(Calendar(), rules, complex_=True)
    if ordinary is None or longer is None or day_of(at, rules) > ordinary.on:
        until = "" if ordinary is None else f"（至{ordinary.on}止）"
        raise rules.refuse(
            IllegalState,
            "matters.complex_too_late",
            f"较复杂事项须在一般期限之内认定{until}，期限过后不再认定",
        )
    return [
        ComplexityDeclared(
            occurred_at=at, matter=command.matter, reason=command.reason, due_on=longer.on
        )
    ]


def evolve(state: Declared | None, event: Event) -> Declared | None:
    match event:
        case ComplexityDeclared(matter=no):
            return msgspec.structs.replace(state or Declared(no), complex=True)
        case ModeSettled(matter=no, mode=mode, grants=grants, occurred_at=at):
            state = state or Declared(no)
            found = (*state.settled, Settled(at, mode, grants))
            return msgspec.structs.replace(state, settled=found)
        case ModeChanged(matter=no, mode=mode, at=at, instead_of=printed):
            state = state or Declared(no)
            moves = event.in_flight if event.moves else None
            found = (*state.settled, Settled(at, mode, (), printed, moves))
            return msgspec.structs.replace(state, settled=found)
        case LegalityReviewed(matter=no):
            state = state or Declared(no)
            review = Reviewed(event.occurred_at, event.mode, event.legality, event.document_number)
            return msgspec.structs.replace(state, reviewed=(*state.reviewed, review))
        case StudyRecorded(matter=no):
            state = state or Declared(no)
            study = Study(
                event.occurred_at, event.mode, event.document_number, event.volume, event.unsuited
            )
            return msgspec.structs.replace(state, studies=(*state.studies, study))
        case CapacityEvaluated(matter=no):
            state = state or Declared(no)
            able = Capacity(event.occurred_at, event.mode, event.able, event.document_number)
            return msgspec.structs.replace(state, capacities=(*state.capacities, able))
    return state
