"""What two organs concluded: terms, schedules, announcements."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.facts.base import Period


class Announced(Struct, frozen=True):
    """When delegatee and content were made public, and at which version of the stream."""

    at: datetime
    version: int


class Scheduled(Struct, frozen=True):
    """A matter in an agreement's schedule, from when until when (B-10).

    `version` is the event that put it there: a countersignature or an amendment's. What is added
    later is announced by itself (B-11). `removed_by` is the amendment that ends it before the term
    does (0: none), `closed` that this end is on record.
    """

    matter: int
    period: Period
    version: int
    announced: Announced | None = None
    removed_by: int = 0
    closed: bool = False


class Procedure(Struct, frozen=True):
    """How the two handle a matter between them is fixed by a document since then (XG22-08)."""

    matter: int
    at: datetime
    version: int
    document_number: str


class Shortfall(Struct, frozen=True):
    """Who took matters on reported that it falls short of it (XG22-20)."""

    matters: tuple[int, ...]
    at: datetime
    version: int
    circumstances: str = ""
    document_number: str = ""


class Answered(Struct, frozen=True):
    """Who gave a matter's authority leaves it where it is, after what was reported of it."""

    matter: int
    at: datetime
    version: int


class Withdrawn(Struct, frozen=True):
    """A matter's authority was taken back, under these modes, for what is received from `start`."""

    matter: int
    modes: tuple[str, ...]
    start: datetime
    version: int


class Amendment(Struct, frozen=True):
    """A change of the schedule that the department has signed and the township has not.

    `term` is the version at which the amended term was signed.
    """

    term: int
    add: tuple[int, ...]
    remove: tuple[int, ...]
    valid_from: datetime


class Term(Struct, frozen=True):
    """One agreement that the two concluded.

    `signed` and `countersigned` are the versions of the stream at which the department and the
    township signed (0: not yet, so it is not in force). `closed`: its end, by termination or by the
    passing of its last day, is on record.
    """

    signed: int
    contents: dict[str, str]
    schedule: tuple[Scheduled, ...]
    period: Period
    countersigned: int = 0
    suspensions: tuple[Period, ...] = ()
    terminated: bool = False
    closed: bool = False

    def scheduled(self, matter: int, at: datetime) -> Scheduled | None:
        """The entry of a matter that held at a moment within the term."""
        found = (s for s in self.schedule if s.matter == matter and s.period.holds_at(at))
        return next(found, None) if self.period.holds_at(at) else None

    def suspended_at(self, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.suspensions)


class Agreement(Struct, frozen=True):
    """Everything that one department and one township ever concluded (B-10), in order.

    Terms never overlap, so a late entry finds the one that held when the act happened. `version`
    counts the stream's events.
    """

    delegator: str
    delegatee: str
    version: int
    terms: tuple[Term, ...]
    proposed: Amendment | None = None
    procedures: tuple[Procedure, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    withdrawals: tuple[Withdrawn, ...] = ()
    answers: tuple[Answered, ...] = ()

    @property
    def latest(self) -> Term | None:
        """None: the two have concluded nothing yet, and only fixed how they are going to work."""
        return self.terms[-1] if self.terms else None

    @property
    def matters(self) -> tuple[int, ...]:
        """What they concluded last was about."""
        return tuple(it.matter for it in self.latest.schedule) if self.latest else ()

    def procedure(self, matter: int, at: datetime) -> Procedure | None:
        """The one that was fixed last for a matter, at a moment."""
        found = [p for p in self.procedures if p.matter == matter and p.at <= at]
        return found[-1] if found else None

    @property
    def waiting(self) -> tuple[Shortfall, ...]:
        """The reports that nobody has decided on yet, each with the matters that are left."""
        decided = [(it.matter, it.version) for it in self.withdrawals]
        decided += [(it.matter, it.version) for it in self.answers]

        def left(report: Shortfall) -> tuple[int, ...]:
            done = {matter for matter, version in decided if version > report.version}
            return tuple(no for no in report.matters if no not in done)

        found = ((report, left(report)) for report in self.shortfalls)
        return tuple(replace(report, matters=matters) for report, matters in found if matters)

    def withdrawn(self, matter: int, mode: str, at: datetime) -> Withdrawn | None:
        """The withdrawal that keeps out what is received at a moment, agreement or not."""
        found = (w for w in self.withdrawals if w.matter == matter and mode in w.modes)
        return next((w for w in found if w.start <= at), None)

    def term_at(self, at: datetime) -> Term | None:
        """The countersigned term that ran at a moment, suspended or not."""
        found = (term for term in self.terms if term.countersigned and term.period.holds_at(at))
        return next(found, None)

    def suspended_at(self, at: datetime) -> bool:
        term = self.term_at(at)
        return term is not None and term.suspended_at(at)

    def in_force(self, at: datetime) -> bool:
        term = self.term_at(at)
        return term is not None and not term.suspended_at(at)

    def scheduled(self, matter: int, at: datetime) -> Scheduled | None:
        term = self.term_at(at)
        return None if term is None else term.scheduled(matter, at)

    def covers(self, matter: int, at: datetime) -> bool:
        """Whether the matter was in the schedule at a moment, suspended or not."""
        return self.scheduled(matter, at) is not None

    def announced_for(self, matter: int, at: datetime) -> bool:
        entry = self.scheduled(matter, at)
        return entry is not None and entry.announced is not None and entry.announced.at <= at
