"""Who would answer for a case under the rehearsed rules, beside who answers for it."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from domain.cases.routing import Route
from domain.kernel.pack import Mode
from domain.kernel.parties import Cast, performers
from domain.kernel.rulebook import Rulebook
from domain.liability.attribution import CaseFacts, Line, attribute, changed
from services.rehearsal.states import step_like


class Changed(NamedTuple):
    """Lines that would go and come, without the events they rest on."""

    went: tuple[Line, ...]
    came: tuple[Line, ...]


def liability(
    lines: tuple[Line, ...], facts: CaseFacts, was: Rulebook, rules: Rulebook, route: Route | None
) -> Changed:
    """`lines` are those that the case has, `was` the rules they follow from.

    `route`: where the case would be; None: where it is. Its findings stay: they are facts.
    """
    mode = rules.modes.get(facts.mode if route is None else route.mode)
    if mode is None or facts.matter not in rules.matters:
        return Changed((), ())
    granted = facts.granted if route is None else route.granted
    actors = _actors(facts, was.modes.get(facts.mode), mode, granted, rules)
    would = replace(facts, mode=mode.id, granted=granted, actors=actors)
    went, came = changed(lines, attribute(would, rules))
    return Changed(*(tuple(replace(line, rests_on=()) for line in side) for side in (went, came)))


def _actors(
    facts: CaseFacts,
    was: Mode | None,
    mode: Mode,
    granted: tuple[str, ...] | None,
    rules: Rulebook,
) -> Mapping[str, str]:
    """Who took the steps; where the rules name others for one, the first of those."""
    kinds = {step.id: step.kind for step in was.step} if was else {}
    steps = {step.id: step for step in mode.step}
    actors: dict[str, str] = {}
    for name, organ in facts.actors.items():
        like = step_like(name, kinds.get(name), mode)
        cast = Cast(rules.matters[facts.matter], facts.receiver, actors, granted)
        able = performers(rules, steps[like], cast) if like in steps else ()
        actors[like] = organ if organ in able or not able else able[0]
    return actors
