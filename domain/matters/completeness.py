"""How much of each printed list is known: a document may say how many matters, not which (B-30)."""

from collections import Counter

from msgspec import Struct

from domain.kernel.rulebook import Rulebook


class Completeness(Struct, frozen=True):
    """One printed list: the rows that its document declares, and those that are in the rules."""

    list: str
    name: str
    title: str
    declared: int
    listed: int
    clause: str
    source: str


def completeness(rules: Rulebook) -> tuple[Completeness, ...]:
    """Of every list, in the pack's order."""
    printed = ((matter.no, rules.list_of(matter.no)) for matter in rules.pack.matter)
    listed = Counter(found.id for _, found in printed if found is not None)
    return tuple(
        Completeness(it.id, it.name, it.title, it.count, listed[it.id], it.clause, it.source)
        for it in rules.pack.list
    )
