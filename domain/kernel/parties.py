"""Parties: who a name in a handling mode means in one case (DESIGN 4).

A closed list of binders; names and use are the pack's. `actor(step)` is whoever took that step.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from domain.kernel.pack import Matter
from domain.kernel.rulebook import Rulebook

_CALL = re.compile(r"^(?P<name>parent|actor|role|relation\.\w+)\((?P<args>.*)\)$")


class Cast(Struct, frozen=True):
    """What binders look at: the matter, where the applicant came, who took which step."""

    matter: Matter
    receiver: str
    actors: Mapping[str, str]


def bind(rules: Rulebook, party: str, cast: Cast) -> tuple[str, ...]:
    """Organ ids that the party stands for; empty where nobody does (yet)."""
    return _evaluate(rules, rules.pack.party[party], cast)


def _evaluate(rules: Rulebook, binder: str, cast: Cast) -> tuple[str, ...]:
    call = _CALL.match(binder)
    if call is None:
        return _attribute(binder, cast)
    arguments = call["args"].strip()
    match call["name"]:
        case "actor":
            return tuple(filter(None, (cast.actors.get(arguments),)))
        case "role":
            return tuple(o.id for o in rules.pack.organ if arguments in o.roles)
        case "parent":
            children = _evaluate(rules, arguments, cast)
            return tuple(filter(None, (rules.organ(child).parent for child in children)))
    raise NotImplementedError(f"binder {binder}")  # relation.…: the first county with one adds it


def _attribute(binder: str, cast: Cast) -> tuple[str, ...]:
    matter = cast.matter
    match binder:
        case "matter.delegator":
            return tuple(filter(None, (matter.delegator,)))
        case "matter.supervisors":
            return matter.supervisors
        case "matter.county_organ":
            return tuple(filter(None, (matter.county_organ,)))
        case "matter.city_organ":
            return tuple(filter(None, (matter.city_organ,)))
        case "matter.city_supervisors":
            return matter.city_supervisors
        case "case.receiver" | "instrument.delegatee":
            # The township that signed is the one where the applicant came: an agreement covers
            # the signatory's own territory only (XG23-83).
            return (cast.receiver,)
    raise ValueError(f"unknown binder {binder}")
