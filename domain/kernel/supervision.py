"""Who supervises: whoever handed the power down, and whoever the mode's duties name (XG23-18, -62).

Contexts that put on record what was not in order ask here, so that a county's matrix says it once.
"""

from collections.abc import Iterable

from domain.kernel.instruments import withdrawable
from domain.kernel.pack import Matter, Mode
from domain.kernel.parties import Cast, bind, performers
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration

_WINDOWS = ("township", "village")
"""Levels at which any body may be where an applicant comes; above them, whom the matter names."""


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
    """Who supervises an organ where it takes part in these matters; the administration does in all.

    Applicants may come to a body below the organ, such as its service centre. Nobody supervises
    himself, nor whom he stands under. (XG23-76, ZZ22-35, XG22-29, RA22-32, B-73)
    """
    own = rules.below(organ)
    receivers = {receiver: _line(rules, receiver) for receiver in own}
    found = [
        supervisor
        for matter, mode in matters
        for receiver, line in receivers.items()
        if _takes_part(rules, organ, mode, Cast(matter, receiver, {}), line)
        for supervisor in supervisors(rules, mode, Cast(matter, receiver, {}))
        if supervisor not in own
    ]
    everybody = dict.fromkeys([*found, *administration(rules)])
    return tuple(one for one in everybody if one != organ)


def _takes_part(rules: Rulebook, organ: str, mode: Mode, cast: Cast, line: tuple[str, ...]) -> bool:
    """Whether the organ takes a step where the applicant came, or a body of it is come to.

    A party that is wherever the applicant came is anybody at all, and does not tell by itself.
    """
    receiver, matter = rules.organ(cast.receiver), cast.matter
    listed = receiver.id in (matter.delegator, matter.county_organ, matter.city_organ)
    if not (listed or receiver.level in _WINDOWS or receiver.kind == "service_centre"):
        return False
    acting = {one for step in mode.step for one in performers(rules, step, cast)}
    return organ in acting or (organ == receiver.id and not acting.isdisjoint(line))


def _line(rules: Rulebook, organ: str) -> tuple[str, ...]:
    """The organ, and all that it stands under."""
    above = [organ]
    while (parent := rules.organ(above[-1]).parent) is not None:
        above.append(parent)
    return tuple(above)
