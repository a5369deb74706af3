"""Where a story's chapters get their people, their dates and their acts from."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.rulebook import Rulebook
from domain.seals.places import of_holder
from services.demo.act import Act, Deed
from services.demo.acts import County
from services.demo.dossier import Dossier, seat

_PACE = timedelta(minutes=1)  # between two acts


class Stage:
    """One county with the organs that a story is about.

    `towns` hold powers handed down or seals, `outlet` is a place of handling without power.
    """

    def __init__(self, county: County, towns: tuple[str, ...], outlet: str = "") -> None:
        self.county = county
        self.towns = towns
        self.outlet = outlet

    @property
    def rules(self) -> Rulebook:
        return self.county.rules

    @property
    def delegators(self) -> tuple[str, ...]:
        """Who hands matters down by agreement, whoever has most of them first."""
        matters = [m.no for m in self.rules.pack.matter if self.county.handed_down(m.no)]
        owners = [self.rules.matter(no).delegator or "" for no in matters]
        return tuple(sorted(set(owners), key=lambda owner: (-owners.count(owner), owner)))

    def called(self, organ: str) -> str:
        """As people there call it, without the county's name."""
        return self.rules.organ(organ).short

    def by(self, organ: str, post: str, person: str | None = None) -> By:
        return seat(organ, post, person)

    def seals_of(self, town: str) -> list[dict[str, Any]]:
        """All that an organ keeps, those of whoever hands down most first."""
        kept = dict(of_holder(self.rules, town))
        first = [owner for owner in self.delegators if owner in kept]
        return [{"owner": it, "number": kept[it]} for it in dict.fromkeys((*first, *kept))]

    def seal(self, owner: str, town: str) -> dict[str, Any]:
        """Which seal a command is about: its owner's, the one that the organ keeps."""
        return {"owner": owner, "number": dict(of_holder(self.rules, town))[owner]}

    def pair(self, owner: str, town: str) -> dict[str, Any]:
        """Which agreement a command is about."""
        return {"delegator": owner, "delegatee": town}

    def moment(self, text: str) -> datetime:
        """On the county's clock."""
        return datetime.fromisoformat(text).replace(tzinfo=self.rules.zone)

    def dossier(
        self, number: str, matter: int, receiver: str, keeper: str | None = None
    ) -> Dossier:
        return Dossier(self.rules, number, matter, receiver, keeper)

    def at(self, moment: str, says: str, *deeds: Deed) -> Iterator[Act]:
        """An episode that begins then; `in_order` keeps its acts together, a little apart."""
        start = self.moment(moment)
        for n, (by, command) in enumerate(deeds):
            yield Act(self.county.tenant, f"{moment} {says} {n}", says, by, command, start)

    def refused(self, moment: str, says: str, code: str, deed: Deed) -> Iterator[Act]:
        """An act that must be refused, with that code."""
        by, command = deed
        key = f"{moment} {says} !"
        yield Act(self.county.tenant, key, says, by, command, self.moment(moment), code)

    def dated(self, moment: str, says: str, acts: Iterable[Act]) -> Iterator[Act]:
        """Acts that the county makes, as an episode."""
        return self.at(moment, says, *((act.by, act.command) for act in acts))


def in_order(acts: Iterable[Act]) -> Iterator[Act]:
    """By time, each episode's acts in a row; an act waits until the one before is over."""
    free = datetime.min.replace(tzinfo=UTC)
    for act in sorted(acts, key=lambda act: act.moment):
        at = max(act.moment, free)
        free = at + _PACE
        yield replace(act, at=at)
