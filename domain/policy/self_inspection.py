"""A county inspects itself against a notice from above: what becomes of a matter (JX24-35, B-20).

One inspection per notice, on the stream of its name. It opens on the findings that the adoption
flagged, decides each matter by one of the notice's remedies with reason and document, and closes
when every decision is carried out. Nothing of what was done before is touched (B-22).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Command, Event
from domain.policy.conflict import ConflictFlagged, Finding


class OpenSelfInspection(Command, frozen=True, kw_only=True):
    """Begin it, by a document; `due_on` is the county's own day for its end."""

    TYPE: ClassVar[str] = "policy.open_self_inspection"
    upper: str
    document_number: str
    due_on: date


class DecideOutcome(Command, frozen=True, kw_only=True):
    """Decide what becomes of one matter, from a day on.

    `remedy`: one of the notice's. `basis`: the law it rests on, where it is kept. `seal_stays`:
    whether the seal it was handled with stays in use, which only a matter that is kept can ask for.
    `published_in`: where the changed list is public, for a matter that moves (JX24-31).
    """

    TYPE: ClassVar[str] = "policy.decide_outcome"
    upper: str
    matter: int
    remedy: str
    effective_from: date
    reason: str
    document_number: str
    basis: str = ""
    seal_stays: bool = False
    published_in: str = ""


class CloseSelfInspection(Command, frozen=True, kw_only=True):
    """End it, once every matter has an outcome that is carried out; the report has a number."""

    TYPE: ClassVar[str] = "policy.close_self_inspection"
    upper: str
    document_number: str


class SelfInspectionOpened(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.self_inspection_opened"
    upper: str
    organ: str
    document_number: str
    due_on: date


class OutcomeDecided(Event, frozen=True, kw_only=True):
    """`mode`: under which the matter goes on; None: it stays as it is."""

    TYPE: ClassVar[str] = "policy.outcome_decided"
    upper: str
    matter: int
    remedy: str
    mode: str | None
    effective_from: date
    reason: str
    document_number: str
    basis: str
    seal_stays: bool
    clause: str


class SelfInspectionClosed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.self_inspection_closed"
    upper: str
    organ: str
    document_number: str


EVENTS = (ConflictFlagged, SelfInspectionOpened, OutcomeDecided, SelfInspectionClosed)


class Outcome(Struct, frozen=True):
    remedy: str
    mode: str | None
    effective_from: date
    reason: str
    document_number: str
    basis: str
    seal_stays: bool
    clause: str
    at: datetime
    version: int


class SelfInspection(Struct, frozen=True):
    """`found`, as flagged last; `ever`: whatever was flagged; `outcomes` by matter.

    `past`: what was decided of matters that a later version of the rules is not found out in.
    """

    upper: str
    found: tuple[Finding, ...]
    flagged: datetime
    opened: datetime | None = None
    due_on: date | None = None
    outcomes: Mapping[int, Outcome] = {}
    closed: datetime | None = None
    rounds: int = 0  # how often it was opened
    ever: tuple[Finding, ...] = ()
    past: Mapping[int, Outcome] = {}
    version: int = 0

    @property
    def findings(self) -> Mapping[int, Finding]:
        """By matter: what is in force goes before what is to come."""
        return {each.matter: each for each in reversed(self.found)}

    def outcome_of(self, matter: int) -> Outcome | None:
        """As decided last, though it be found no more."""
        return (self.outcomes if matter in self.findings else self.past).get(matter)

    @property
    def undecided(self) -> tuple[int, ...]:
        return tuple(no for no in self.findings if no not in self.outcomes)

    @property
    def status(self) -> str:
        if self.closed is not None:
            return "closed"
        return "flagged" if self.opened is None else "open"


STATUSES = {"flagged": "待自查", "open": "自查中", "closed": "已办结"}


def evolve(state: SelfInspection | None, event: Event) -> SelfInspection | None:
    if isinstance(event, ConflictFlagged):
        found = tuple(
            each if each.rules else replace(each, rules=event.rules) for each in event.findings
        )
        if state is None:
            return SelfInspection(event.upper, found, event.occurred_at, ever=found, version=1)
        matters = {each.matter for each in found}
        # A later version of the rules: what is not in it needs no outcome, what is new does.
        kept = {no: it for no, it in state.outcomes.items() if no in matters}
        again = bool(matters - kept.keys())
        return replace(
            state,
            found=found,
            flagged=event.occurred_at,
            outcomes=kept,
            ever=tuple(dict.fromkeys((*state.ever, *found))),
            past={**state.past, **state.outcomes},
            opened=None if again and state.closed else state.opened,
            closed=None if again else state.closed,
            version=state.version + 1,
        )
    if state is None:
        return None
    state = replace(state, version=state.version + 1)
    match event:
        case SelfInspectionOpened(due_on=due_on, occurred_at=at):
            return replace(state, opened=at, due_on=due_on, rounds=state.rounds + 1)
        case OutcomeDecided():
            outcome = Outcome(
                event.remedy,
                event.mode,
                event.effective_from,
                event.reason,
                event.document_number,
                event.basis,
                event.seal_stays,
                event.clause,
                event.occurred_at,
                state.version,
            )
            return replace(state, outcomes={**state.outcomes, event.matter: outcome})
        case SelfInspectionClosed(occurred_at=at):
            return replace(state, closed=at)
    return state
