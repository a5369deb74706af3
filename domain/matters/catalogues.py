"""Lists of an upper level that matters must be in, by the versions that the county took over.

A version is adopted by event with the day it takes effect and the paper that shows it (B-24). It
holds the entries that concern the county: what is not in it is not in the catalogue for this
county. What was listed under an earlier version is looked at again, and stays until somebody acts.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import Catalogue, Matter
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of


class Entry(Struct, frozen=True):
    """One entry as printed; `matters`: the county's rows that it speaks of by another name."""

    name: str
    number: str = ""
    matters: tuple[int, ...] = ()

    def covers(self, matter: Matter) -> bool:
        """By number, else by the very name of the row or of its main item."""
        return matter.no in self.matters or self.name in (matter.name, matter.main, matter.sub)


class AdoptCatalogueVersion(Command, frozen=True, kw_only=True):
    """Take over a version of an upper level's catalogue; `document_number` of what shows it."""

    TYPE: ClassVar[str] = "matters.adopt_catalogue_version"
    catalogue: str
    version: str
    effective_from: date
    entries: tuple[Entry, ...]
    document_number: str


class CatalogueVersionAdopted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.catalogue_version_adopted"
    catalogue: str
    version: str
    effective_from: date
    entries: tuple[Entry, ...]
    document_number: str


EVENTS = (CatalogueVersionAdopted,)


class Version(Struct, frozen=True):
    version: str
    effective_from: date
    entries: tuple[Entry, ...]
    document_number: str
    adopted: datetime

    def covers(self, matter: Matter) -> bool:
        return any(entry.covers(matter) for entry in self.entries)


class Versions(Struct, frozen=True):
    """All that the county took over of one catalogue, in order of adoption."""

    catalogue: str
    versions: tuple[Version, ...] = ()

    def on(self, day: date) -> Version | None:
        """What is valid on a day: the latest to take effect, the later adopted on a tie."""
        found = None
        for version in self.versions:
            if version.effective_from <= day and (
                found is None or version.effective_from >= found.effective_from
            ):
                found = version
        return found


class Dropped(Struct, frozen=True):
    """A matter that is handled under a mode for listed matters alone, and is listed no more.

    `version`: the one that was looked at; None: none is valid yet. `since`: the version before,
    which still had it; None: no version ever had it.
    """

    matter: int
    mode: str
    catalogue: str
    version: str | None
    since: str | None
    clause: str


def known(rules: Rulebook) -> Mapping[str, Catalogue]:
    """The catalogues of the upper level whose rules are in force, if any are."""
    upper = rules.pack.upper
    return {catalogue.id: catalogue for catalogue in upper.catalogue} if upper else {}


def decide(
    command: AdoptCatalogueVersion, state: Versions | None, at: datetime, rules: Rulebook
) -> list[Event]:
    catalogues = known(rules)
    if command.catalogue not in catalogues:
        names = "、".join(f"{c.id}（{c.name}）" for c in catalogues.values()) or "（无）"
        raise rules.refuse(
            NotFound,
            "matters.no_such_catalogue",
            f"上级政策没有目录“{command.catalogue}”；有：{names}",
        )
    if not (command.version.strip() and command.document_number.strip()):
        raise rules.refuse(
            Invalid, "matters.catalogue_evidence", "采用目录须写明版本和公布目录的文件"
        )
    entries = [(entry.number, entry.name) for entry in command.entries]
    if not all(name.strip() for _, name in entries) or len(set(entries)) < len(entries):
        raise rules.refuse(Invalid, "matters.catalogue_entries", "目录的条目须有名称，不得重复")
    for no in sorted({no for entry in command.entries for no in entry.matters}):
        rules.matter(no)
    earlier = state.versions if state else ()
    if any(version.version == command.version for version in earlier):
        raise rules.refuse(
            IllegalState,
            "matters.catalogue_adopted",
            f"“{catalogues[command.catalogue].name}”{command.version}已经采用",
        )
    return [
        CatalogueVersionAdopted(
            occurred_at=at,
            catalogue=command.catalogue,
            version=command.version,
            effective_from=command.effective_from,
            entries=command.entries,
            document_number=command.document_number,
        )
    ]


def evolve(state: Versions | None, event: Event) -> Versions | None:
    match event:
        case CatalogueVersionAdopted():
            earlier = state.versions if state else ()
            adopted = Version(
                event.version,
                event.effective_from,
                event.entries,
                event.document_number,
                event.occurred_at,
            )
            return Versions(event.catalogue, (*earlier, adopted))
    return state


def dropped(
    modes: Mapping[int, str], adopted: Mapping[str, Versions], at: datetime, rules: Rulebook
) -> Iterator[Dropped]:
    """Look again at every matter whose mode is for listed matters (B-24); `modes`: now, by number.

    Nothing becomes of it by itself: what was handed down stays until somebody acts.
    """
    day = day_of(at, rules)
    demands = rules.pack.upper.demand if rules.pack.upper else ()
    for demand in (demand for demand in demands if demand.kind == "in_catalogue" and demand.modes):
        named = {name: adopted.get(name, Versions(name)) for name in demand.catalogue}
        valid = [version for found in named.values() if (version := found.on(day)) is not None]
        for no, mode in sorted(modes.items()):
            matter = rules.matter(no)
            if mode not in demand.modes or any(version.covers(matter) for version in valid):
                continue
            had = [
                (name, version.version)
                for name, found in named.items()
                for version in found.versions
                if version.covers(matter) and version.effective_from <= day
            ]
            name, since = had[-1] if had else (demand.catalogue[0], None)
            now = named[name].on(day)
            yield Dropped(no, mode, name, now.version if now else None, since, demand.clause)
