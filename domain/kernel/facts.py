"""What the contexts tell each other: neutral facts, folded from events, never events themselves.

Each fact answers as valid at a moment ("was the seal in use then?"), as known now; folding fewer
events gives what was known earlier (DESIGN 3). All moments are aware datetimes; intervals include
their start and exclude their end; an open end is None.
"""

from datetime import datetime
from typing import Generic, Literal, TypeVar

from msgspec import Struct

State = TypeVar("State")

SealStatus = Literal[
    "approved",
    "engraved",
    "registered",
    "granted",
    "in_use",
    "suspended",
    "returned",
    "sealed_up",
    "destroyed",
    "lost",
    "void",
]


SealForm = Literal["physical", "electronic"]


class Fact(Struct, Generic[State], frozen=True):
    """A state with the stream version it was folded from; version 0 and None: no such thing.

    `latest` is when the last event of the stream happened.
    """

    stream: str
    version: int
    state: State | None
    latest: datetime | None = None

    @property
    def ref(self) -> str:
        """How an event cites what a decision relied on."""
        return f"{self.stream}@{self.version}"


class Period(Struct, frozen=True):
    start: datetime
    end: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


class Post(Struct, frozen=True):
    """A post of an organ and who held it when; several people may hold one post (clerks)."""

    organ: str
    post: str
    holders: dict[str, tuple[Period, ...]]

    def held_by(self, person: str, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.holders.get(person, ()))


class Grant(Struct, frozen=True):
    """What a member of staff may do for an organ: steps by kind, matters by number."""

    organ: str
    steps: tuple[str, ...]
    matters: tuple[int, ...]
    period: Period


class Staff(Struct, frozen=True):
    person: str
    grants: tuple[Grant, ...]

    def may(self, organ: str, step: str, matter: int, at: datetime) -> bool:
        return any(
            grant.organ == organ
            and step in grant.steps
            and matter in grant.matters
            and grant.period.holds_at(at)
            for grant in self.grants
        )


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

    @property
    def latest(self) -> Term:
        return self.terms[-1]

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


class StandingConsent(Struct, frozen=True):
    """A consent to all documents of a kind for a time; `version` is the event that gave it."""

    kind: str
    by: str
    period: Period
    version: int


class Seal(Struct, frozen=True):
    """One seal: identity is (owner, number), XG23-83. A destroyed or void one may be replaced.

    `history` is in order of time. `losses` run from when the seal was lost, which is told later,
    until it was found or declared void; within them it was lost, whatever the history says.
    `custodians`: who kept it when; one who is absent leaves it to a deputy and gets it back by
    itself (XG23-57). `version` counts the stream's events.
    """

    rule: str
    owner: str
    holder: str
    number: int
    name: str
    history: tuple[tuple[datetime, SealStatus], ...]
    imprint: str | None = None  # SHA-256 of the registered specimen
    custodians: tuple[tuple[str, Period], ...] = ()
    losses: tuple[Period, ...] = ()
    loss_announced: datetime | None = None
    standing: tuple[StandingConsent, ...] = ()
    version: int = 1
    form: SealForm = "physical"

    def status_at(self, at: datetime) -> SealStatus | None:
        """As valid at a moment, as known from the events folded so far."""
        if self.lost_at(at):
            return "lost"
        found: SealStatus | None = None
        for since, status in self.history:
            if since <= at:
                found = status
        return found

    def lost_at(self, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.losses)

    def was_put_into_use(self, at: datetime) -> bool:
        return any(status == "in_use" and since <= at for since, status in self.history)

    @property
    def status(self) -> SealStatus:
        return self.history[-1][1]

    def kept_by(self, person: str, at: datetime) -> bool:
        return self.custodian_at(at) == person

    def custodian_at(self, at: datetime) -> str | None:
        """Who keeps it at a moment: the custodian or, while he is absent, his deputy."""
        found = (person for person, period in self.custodians if period.holds_at(at))
        return next(found, None)

    def consented_for(self, kind: str, at: datetime) -> StandingConsent | None:
        """The standing consent that covers a kind of document at a moment."""
        found = (s for s in self.standing if s.kind == kind and s.period.holds_at(at))
        return next(found, None)


class Pilot(Struct, frozen=True):
    """Where a matter is tried out, until an explicit decision rolls it out (B-01)."""

    matter: int
    organs: tuple[str, ...]
    started: datetime
    rolled_out: datetime | None = None
    ended: datetime | None = None  # without roll-out: from then on the matter is nobody's

    def includes(self, organ: str, at: datetime) -> bool:
        if self.ended is not None and self.ended <= at:
            return False
        if self.rolled_out is not None and self.rolled_out <= at:
            return True
        return organ in self.organs and self.started <= at


class Paper(Struct, frozen=True):
    """A numbered paper on a trial: whose, what it says in short, of when."""

    organ: str
    number: str
    text: str
    at: datetime


class Trial(Struct, frozen=True):
    """Where a whole programme is tried out, until a decision opens it to all (RA22-29, -30).

    `organs` are the townships, `bodies` their service bodies, which count with them. Each township
    sums up (`summaries`), the lead evaluates, the implementing opinion rolls it out.
    """

    programme: str
    organs: tuple[str, ...]
    started: datetime
    rolled_out: datetime | None = None
    ended: datetime | None = None  # without roll-out: from then on nobody is in it
    bodies: tuple[str, ...] = ()
    summaries: tuple[Paper, ...] = ()
    evaluation: Paper | None = None
    opinion: Paper | None = None  # 实施意见

    def includes(self, organ: str, at: datetime) -> bool:
        if self.ended is not None and self.ended <= at:
            return False
        if self.rolled_out is not None and self.rolled_out <= at:
            return True
        return organ in (*self.organs, *self.bodies) and self.started <= at


class OnlineState(Struct, frozen=True):
    """上网运行, 网上可办: what was declared of a matter, since when."""

    since: datetime
    runs_online: bool
    online_able: bool

    def same_as(self, other: "OnlineState") -> bool:
        """Whatever the moment."""
        mine, theirs = (self.runs_online, self.online_able), (other.runs_online, other.online_able)
        return mine == theirs


class Online(Struct, frozen=True):
    """Whether a matter runs online and can be done online, in order of time (ZZ22-26, B-49)."""

    matter: int
    states: tuple[OnlineState, ...]

    def at(self, at: datetime) -> OnlineState | None:
        """As valid at a moment; None: nothing was declared yet."""
        found = [state for state in self.states if state.since <= at]
        return found[-1] if found else None


class Notice(Struct, frozen=True):
    """What a township made public about handling a matter at its own place (XG23-66)."""

    text: str
    published_in: str
    published: datetime


class Promise(Struct, frozen=True):
    """What a revision of a guide promised, in working days; None: it promised nothing."""

    published: datetime
    days: int | None


class Guide(Struct, frozen=True):
    """The service guide of a matter as published last (XG23-10, 行政许可法 30).

    `contents` has a text for each of the pack's items; `materials` is the whole list of what an
    applicant must hand in, and nothing else may be asked for (行政许可法 31). `promised_days`: 承诺
    时限, working days from acceptance to the decision; `earlier`: what the revisions before
    promised, the oldest first.
    """

    matter: int
    contents: dict[str, str]
    materials: tuple[str, ...]
    published_in: str
    published: datetime
    revision: int  # 1: the first
    local: dict[str, Notice] = {}  # by organ
    promised_days: int | None = None
    earlier: tuple[Promise, ...] = ()

    @property
    def promises(self) -> tuple[Promise, ...]:
        return (*self.earlier, Promise(self.published, self.promised_days))

    def promised_at(self, at: datetime) -> int | None:
        """What the revision that was public then promised (a receipt may be entered late)."""
        public = [promise.days for promise in self.promises if promise.published <= at]
        return public[-1] if public else None
