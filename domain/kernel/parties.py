"""Parties: who a name in a handling mode means in one case (DESIGN 4).

A closed list of binders; names and use are the pack's. `actor(step)` is whoever took that step,
`level(…)` the organ that the way up from one comes to at that level, and the highest there: a town
for its service centre as for its villages. `received_at(…)` is somebody only where the applicant
came to a body of that level (JX24-05). `relation.…` is a line of the pack's own table, by the
matter's domain.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from domain.kernel.pack import Matter, Step
from domain.kernel.rulebook import Rulebook

_CALL = re.compile(r"^(?P<name>parent|actor|role|level|received_at|relation\.\w+)\((?P<args>.*)\)$")


class Cast(Struct, frozen=True):
    """What binders look at: the matter, where the applicant came, who took which step.

    `granted`: the steps that are granted in this case; None: those that the matter's row grants.
    """

    matter: Matter
    receiver: str
    actors: Mapping[str, str]
    granted: tuple[str, ...] | None = None

    def grants(self, step: Step) -> bool:
        """Whether the step is its regular performers' to take (ZZ22-40)."""
        granted = self.matter.grants if self.granted is None else self.granted
        return not step.grant or step.id in granted


def bind(rules: Rulebook, party: str, cast: Cast) -> tuple[str, ...]:
    """Organ ids that the party stands for; empty where nobody does (yet)."""
    return _evaluate(rules, rules.pack.party[party], cast)


def bind_all(rules: Rulebook, parties: tuple[str, ...], cast: Cast) -> tuple[str, ...]:
    """Those of several parties, in the pack's order, each organ once."""
    return tuple(dict.fromkeys(organ for party in parties for organ in bind(rules, party, cast)))


def performers(rules: Rulebook, step: Step, cast: Cast) -> tuple[str, ...]:
    """The organs that may take the step, the regular one first.

    A step that the matter does not grant falls to whoever the pack names else; to nobody: there is
    none such in the case (ZZ22-40, B-43).
    """
    return bind_all(rules, step.by if cast.grants(step) else step.else_, cast)


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
    first, _, inner = (part.strip() for part in arguments.partition(","))
    organs = _evaluate(rules, inner, cast)
    if call["name"] == "level":
        return tuple(found for organ in organs for found in _at_level(rules, organ, first))
    if call["name"] == "received_at":
        return organs if rules.organ(cast.receiver).level == first else ()
    relation = call["name"].removeprefix("relation.")
    return tuple(found for organ in organs for found in _related(rules, relation, organ, cast))


def _at_level(rules: Rulebook, organ: str, level: str) -> Iterator[str]:
    """The highest at that level on the way up; the validator proved that parents go round nowhere.

    A service centre stands at the level of its town and is a body of it (ZZ22-07).
    """
    at: str | None = organ
    above: list[str] = []
    while at is not None:
        found = rules.organ(at)
        if found.level == level:
            above.append(at)
        elif above:
            break
        at = found.parent
    yield from above[-1:]


def _related(rules: Rulebook, relation: str, organ: str, cast: Cast) -> Iterator[str]:
    """The lines of the table for this organ and the matter's domain, the most exact first."""
    lines = [
        line
        for line in rules.pack.relation
        if line.name == relation
        and line.of in (None, organ)
        and line.domain in (None, cast.matter.domain)
    ]
    exact = max(((line.of is not None, line.domain is not None) for line in lines), default=None)
    for line in lines:
        if (line.of is not None, line.domain is not None) == exact:
            yield line.organ


def _attribute(binder: str, cast: Cast) -> tuple[str, ...]:
    matter = cast.matter
    match binder:
        case "matter.delegator":
            return tuple(filter(None, (matter.delegator,)))
        case "matter.supervisors":
            return matter.supervisors
        case "matter.county_organ":
            return tuple(filter(None, (matter.county_organ,)))
        case "matter.department":
            return tuple(filter(None, (matter.department,)))
        case "matter.city_organ":
            return tuple(filter(None, (matter.city_organ,)))
        case "matter.city_supervisors":
            return matter.city_supervisors
        case "case.receiver" | "instrument.delegatee":
            # The township that signed is the one where the applicant came: an agreement covers
            # the signatory's own territory only (XG23-83).
            return (cast.receiver,)
    raise ValueError(f"unknown binder {binder}")
