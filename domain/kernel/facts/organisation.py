"""Who holds which post, and what staff are authorised for."""

from datetime import datetime

from msgspec import Struct

from domain.kernel.facts.base import Period


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
