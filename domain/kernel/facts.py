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
    "engraved",
    "registered",
    "granted",
    "in_use",
    "suspended",
    "returned",
    "sealed_up",
    "destroyed",
    "lost",
]


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


class Agreement(Struct, frozen=True):
    """One delegation agreement of one department with one township (B-10).

    `version` counts the stream's events, `countersigned` is the one that put it into force (0: not
    yet: the department has signed, the township has not). `closed`: its end, by termination or by
    the end of its term, is on record.
    """

    delegator: str
    delegatee: str
    contents: dict[str, str]
    matters: tuple[int, ...]
    term: Period
    version: int
    countersigned: int
    announced: dict[int, Announced]  # by matter
    closed: bool = False

    def in_force(self, at: datetime) -> bool:
        return self.countersigned > 0 and self.term.holds_at(at)

    def announced_for(self, matter: int, at: datetime) -> bool:
        announced = self.announced.get(matter)
        return announced is not None and announced.at <= at


class Seal(Struct, frozen=True):
    """One physical seal: identity is (owner, number), XG23-83."""

    rule: str
    owner: str
    holder: str
    number: int
    name: str
    history: tuple[tuple[datetime, SealStatus], ...]
    imprint: str | None = None  # SHA-256 of the registered specimen
    custodians: tuple[tuple[str, Period], ...] = ()

    def status_at(self, at: datetime) -> SealStatus | None:
        found: SealStatus | None = None
        for since, status in self.history:
            if since <= at:
                found = status
        return found

    def was_put_into_use(self, at: datetime) -> bool:
        return any(status == "in_use" and since <= at for since, status in self.history)

    @property
    def status(self) -> SealStatus:
        return self.history[-1][1]

    def kept_by(self, person: str, at: datetime) -> bool:
        return any(name == person and period.holds_at(at) for name, period in self.custodians)


class Pilot(Struct, frozen=True):
    """Where a matter is tried out, until an explicit decision rolls it out (B-01)."""

    matter: int
    organs: tuple[str, ...]
    started: datetime
    rolled_out: datetime | None = None

    def includes(self, organ: str, at: datetime) -> bool:
        if self.rolled_out is not None and self.rolled_out <= at:
            return True
        return organ in self.organs and self.started <= at
