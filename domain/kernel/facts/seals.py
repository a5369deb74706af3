"""A seal: how it stands, who keeps it, what is consented to."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from domain.kernel.facts.base import Period

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
