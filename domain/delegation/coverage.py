"""Which instruments a county's matters call for: one agreement and one seal per pair (B-10).

A pair is a delegating department and a township (XG23-83); a matter on trial counts only where it
is tried out.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.delegation.agreement import needs_agreement, tried_out
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
