"""What an organ has to exercise power with, beside papers and seals."""

from datetime import datetime

from msgspec import Struct, field

from domain.kernel.facts.base import Period


class Training(Struct, frozen=True):
    """One that people of the organ attended; `matters` none: it was about no matter by itself."""

    number: str
    form: str
    trainers: tuple[str, ...]
    matters: tuple[int, ...]
    persons: tuple[str, ...]
    at: datetime


class Trained(Struct, frozen=True):
    """All that an organ attended, in the order in which it was put on record."""

    organ: str
    trainings: tuple[Training, ...] = ()

    def on(self, matter: int, at: datetime) -> tuple[Training, ...]:
        """Those up to a moment that were about the matter."""
        return tuple(it for it in self.trainings if matter in it.matters and it.at <= at)


class Access(Struct, frozen=True):
    """Who of an organ may log on to a system, and when; by whom each was granted that last."""

    organ: str
    system: str
    holders: dict[str, tuple[Period, ...]] = field(default_factory=dict)
    grantors: dict[str, str] = field(default_factory=dict)

    def held_by(self, person: str, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.holders.get(person, ()))

    def latest(self, person: str) -> datetime | None:
        """When the right of a person was last granted or ended."""
        periods = self.holders.get(person)
        return (periods[-1].end or periods[-1].start) if periods else None

    def held_at(self, at: datetime) -> tuple[str, ...]:
        return tuple(person for person in self.holders if self.held_by(person, at))


class Supply(Struct, frozen=True):
    """A line of materials that was acknowledged, until it was given back."""

    kind: str
    handover: str
    line: int
    period: Period


class Supplied(Struct, frozen=True):
    organ: str
    supplies: tuple[Supply, ...] = ()

    def held(self, kind: str, at: datetime) -> tuple[str, ...]:
        """The hand-overs that a kind of material is in hand from at a moment."""
        return tuple(
            it.handover for it in self.supplies if it.kind == kind and it.period.holds_at(at)
        )


class Item(Struct, frozen=True):
    """What an organ itself sees to; `document_number` is that of the last confirmation."""

    document_number: str
    periods: tuple[Period, ...] = ()

    def stands(self, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.periods)
