"""Who supervises: whoever handed the power down, and whoever the mode's duties name (XG23-18, -62).

Contexts that put on record what was not in order ask here, so that a county's matrix says it once.
"""

from collections.abc import Iterable

from domain.kernel.instruments import withdrawable
from domain.kernel.pack import Matter, Mode
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration


def supervisors(rules: Rulebook, mode: Mode, cast: Cast) -> tuple[str, ...]:
    """Whoever handed it down, and whoever has a duty to supervise under the mode (XG23-22, -62).

    Whoever may take authority back supervises how it is exercised (XG22-20; 行政许可法 24).
    """
    pair = withdrawable(mode, cast, rules)
    gave = [cast.matter.delegator, pair[0] if pair else None]
    found = [
        organ
        for duty in mode.duty
        if duty.duty == "supervision"
        for organ in bind(rules, duty.bearer, cast)
    ]
    return tuple(dict.fromkeys([*filter(None, gave), *found]))


def supervisors_of(
    rules: Rulebook, organ: str, matters: Iterable[tuple[Matter, Mode]]
) -> tuple[str, ...]:
    """Who supervises an organ in any of these matters; the service administration does in all.

    Applicants may come to a body below the organ, such as its service centre. Nobody supervises
    himself. (XG23-76, ZZ22-35, XG22-29, RA22-32, B-73)
    """
    receivers = rules.below(organ)
    found = [
        supervisor
        for matter, mode in matters
        for receiver in receivers
        for supervisor in supervisors(rules, mode, Cast(matter, receiver, {}))
    ]
    everybody = dict.fromkeys([*found, *administration(rules)])
    return tuple(one for one in everybody if one != organ)
