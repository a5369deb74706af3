"""Which instruments a county's matters call for: one agreement and one seal per pair (B-10).

A pair is a delegating department and a township (XG23-83); a matter on trial counts only where it
is tried out.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.kernel.facts import Pilot
from domain.kernel.rulebook import Rulebook


def called_for(
    rules: Rulebook, pilots: Mapping[int, Pilot], at: datetime
) -> dict[tuple[str, str], tuple[int, ...]]:
    """(delegator, township) -> the matters that need their agreement at that moment."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for matter in rules.pack.matter:
        if not needs_agreement(rules, matter.no):
            continue
        for organ in rules.pack.organ:
            if organ.seal_no is None or matter.delegator is None:
                continue
            if not tried_out(matter.no, organ.id, pilots, at, rules):
                continue
            pair = (matter.delegator, organ.id)
            found[pair] = (*found.get(pair, ()), matter.no)
    return found


def needs_agreement(rules: Rulebook, matter: int) -> bool:
    """Whether the matter's mode is exercised under a delegation agreement."""
    mode = rules.mode(rules.matter(matter).mode)
    return any(need.instrument == "agreement" for need in mode.needs)


def tried_out(
    matter: int, township: str, pilots: Mapping[int, Pilot], at: datetime, rules: Rulebook
) -> bool:
    """Whether a matter under a pilot may be handed to this township yet (XG23-46)."""
    if rules.territory(matter) is None:
        return True
    pilot = pilots.get(matter)
    return pilot is not None and pilot.includes(township, at)
