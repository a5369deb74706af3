"""Service points: where they are, who helps there, what each township lets them do."""

from datetime import datetime

from msgspec import Struct

from domain.kernel.facts.base import Period


class ServicePoint(Struct, frozen=True):
    """A point that a township opened for a village; `agents` are staff ids (JX24-23, -26)."""

    point: str
    township: str
    village: str
    kind: str
    name: str
    period: Period
    agents: dict[str, tuple[Period, ...]] = {}

    def open_at(self, at: datetime) -> bool:
        return self.period.holds_at(at)

    def helped_by(self, person: str, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.agents.get(person, ()))


class Offered(Struct, frozen=True):
    """A line of a township's list of convenience matters (便民服务事项清单, JX24-26).

    `matter`: the matter of the county's list that it is, if it is one: then it makes a case.
    """

    convenience: str
    matter: int | None = None


class Offer(Struct, frozen=True):
    """One edition of a township's list."""

    published: datetime
    lines: tuple[Offered, ...]


class Conveniences(Struct, frozen=True):
    """Every edition of a township's list, in order."""

    township: str
    editions: tuple[Offer, ...]

    def at(self, at: datetime) -> tuple[Offered, ...]:
        """The edition that was public at a moment."""
        public = [edition.lines for edition in self.editions if edition.published <= at]
        return public[-1] if public else ()


class AtPoint(Struct, frozen=True):
    """That something came through a service point, and as what on its township's list."""

    point: str
    convenience: str
