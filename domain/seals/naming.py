"""Where a county permits several names for its seals, whether all of them bear the same (B-62).

Each is in order by itself, so nothing is refused: the difference is only pointed out.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from domain.kernel.rulebook import Rulebook
from domain.seals.engraving import seal_names


class Named(Struct, frozen=True):
    """A seal by what its name is made of."""

    owner: str
    holder: str
    number: int
    name: str


def patterns_in_use(seals: Iterable[Named], rules: Rulebook) -> Mapping[str, int]:
    """How many seals bear each of the permitted names; only where more than one name is borne.

    The names are the pack's patterns. A seal under a name of former rules is none of them.
    """
    counted: dict[str, dict[str, int]] = {}
    for seal in seals:
        if not {seal.owner, seal.holder} <= rules.organs.keys():
            continue
        for rule in rules.seals.values():
            names = seal_names(rules, rule, seal.owner, seal.holder, seal.number)
            for pattern, name in zip(rule.names, names, strict=True):
                if name == seal.name:
                    borne = counted.setdefault(rule.id, {})
                    borne[pattern] = borne.get(pattern, 0) + 1
    found = (borne for borne in counted.values() if len(borne) > 1)
    return {pattern: number for borne in found for pattern, number in borne.items()}
