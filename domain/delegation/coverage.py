"""Which instruments a county's matters call for: one agreement and one seal per pair (B-10).

A pair is a delegating department and a township (XG23-83); a matter on trial counts only where it
is tried out.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.kernel.facts import Pilot
from domain.kernel.instruments import CONCLUDED, Pair, pairs
from domain.kernel.parties import Cast
from domain.kernel.rulebook import Rulebook


def called_for(
    rules: Rulebook, pilots: Mapping[int, Pilot], at: datetime
) -> dict[tuple[str, str], tuple[int, ...]]:
    """(delegator, township) -> the matters that need their agreement at that moment."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for matter in rules.pack.matter:
        for organ in rules.pack.organ:
            if organ.level != "township" or not organ.seals:
                continue
            if not tried_out(matter.no, organ.id, pilots, at, rules):
                continue
            for pair in between(rules, matter.no, organ.id):
                found[pair] = (*found.get(pair, ()), matter.no)
    return found


def needs_agreement(rules: Rulebook, matter: int, instruments: frozenset[str] = CONCLUDED) -> bool:
    """Whether the matter's mode is exercised under what two organs concluded."""
    modes = rules.modes_of(matter)
    return any(need.instrument in instruments for mode in modes for need in mode.needs)


def between(
    rules: Rulebook, matter: int, receiver: str, instruments: frozenset[str] = CONCLUDED
) -> tuple[Pair, ...]:
    """Who must have concluded something before the matter is handled at this receiver."""
    cast = Cast(rules.matter(matter), receiver, {})
    found = (pairs(mode, cast, rules, instruments) for mode in rules.modes_of(matter))
    return tuple(dict.fromkeys(pair for each in found for pair in each))


def tried_out(
    matter: int, township: str, pilots: Mapping[int, Pilot], at: datetime, rules: Rulebook
) -> bool:
    """Whether a matter under a pilot may be handed to this township yet (XG23-46)."""
    if rules.territory(matter) is None:
        return True
    pilot = pilots.get(matter)
    return pilot is not None and pilot.includes(township, at)
