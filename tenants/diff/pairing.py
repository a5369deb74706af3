"""Which entry of one pack is which of the other: by number or id, else by what it is about."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

Key = Callable[[Struct], Hashable]

# Entries without an id: what tells them apart, the most exact first.
_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "NameRule": (("kind", "pattern"), ("kind",)),
    "Relation": (("name", "domain", "of", "organ"), ("name", "domain", "of")),
    "LedgerColumn": (("field",),),
    "Need": (("instrument", "between"), ("instrument",)),
    "Duty": (("duty", "bearer", "when", "basis", "clause"), ("duty", "bearer", "when"),
             ("duty", "when")),
    "Offer": (("at", "subtype"), ("subtype",)),
    "Limit": (("of", "after"), ("of",)),
    "Charge": (("name",),),
}  # fmt: skip
_NATURAL = ("id", "no", "name")


class Pairs(NamedTuple):
    changed: tuple[tuple[Struct, Struct], ...]
    removed: tuple[Struct, ...]
    added: tuple[Struct, ...]


def pair(old: Sequence[Struct], new: Sequence[Struct], *, by_name: bool = False) -> Pairs:
    """What is equal is left out. `by_name`: ids are of different counties and say nothing."""
    olds = [item for item in old if item not in new]
    news = [item for item in new if item not in old]
    changed: list[tuple[Struct, Struct]] = []
    for key in _keys([*olds, *news], by_name=by_name):
        for before in tuple(olds):
            after = next((item for item in news if key(item) == key(before)), None)
            if after is not None:
                changed.append((before, after))
                olds.remove(before)
                news.remove(after)
    return Pairs(tuple(changed), tuple(olds), tuple(news))


def _keys(items: Sequence[Struct], *, by_name: bool) -> Iterator[Key]:
    if not items:
        return
    kind = type(items[0])
    fields = kind.__struct_fields__
    if kind.__name__ in _KEYS:
        for names in _KEYS[kind.__name__]:
            yield attrgetter(*names)
        return
    natural = [name for name in _NATURAL if name in fields]
    if by_name and "name" in fields:
        natural = ["name"]
    if natural:
        yield attrgetter(natural[0])
    else:
        yield lambda _: 0  # of a kind that nothing tells apart: in their order
