"""How far townships are prepared, from the same facts and words that authority looks at (XG23-69).

It changes nothing: whoever asks sees what is there and what is missing, for which matters.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from domain.authority.ready import PER_MATTER, Asked, Prepared, met
from domain.kernel import streams
from domain.kernel.authority import Link
from domain.kernel.facts import Access, Fact, Item, Seal, Supplied, Trained
from domain.kernel.instruments import seal_numbers
from domain.kernel.pack import Condition, Matter, Organ
from domain.kernel.parties import Cast, bind, performers
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from services.commands.handled import as_handled
from services.unit import Unit


class Standing(Struct, frozen=True):
    """One condition: `lacking` are the matters that it is not met for; of others it is met or not.

    `says`: what meets it, as acts cite it.
    """

    condition: str
    name: str
    blocks: bool
    clause: str
    met: bool
    lacking: tuple[int, ...]
    says: tuple[str, ...]


class Readiness(Struct, frozen=True):
    """Of one township, as known now: every condition of the rules in force."""

    organ: str
    ready: bool
    conditions: tuple[Standing, ...]


async def prepared(
    unit: Unit,
    organ: str,
    conditions: Iterable[Condition],
    casts: Iterable[Cast],
    rules: Rulebook,
) -> Prepared:
    """What the log has of what conditions ask for; seals of whoever owns them in these cases."""
    wanted = tuple(conditions)
    systems = sorted({it.of for it in wanted if it.kind == "system"})
    items = sorted({it.id for it in wanted if it.kind == "item"})
    of_rule = {it.of for it in wanted if it.kind == "seal"}
    named = sorted(_seals(organ, of_rule, casts, rules))
    trained, supplied, access, confirmed, seals = await asyncio.gather(
        unit.get(streams.trained(organ), Trained),
        unit.get(streams.supplied(organ), Supplied),
        asyncio.gather(*(unit.get(streams.access(organ, it), Access) for it in systems)),
        asyncio.gather(*(unit.get(streams.ready_item(organ, it), Item) for it in items)),
        asyncio.gather(*(unit.get(streams.seal(owner, no), Seal) for _, owner, no in named)),
    )
    by_rule: dict[str, tuple[Fact[Seal], ...]] = {}
    for (rule, *_), fact in zip(named, seals, strict=True):
        by_rule[rule] = (*by_rule.get(rule, ()), fact)
    return Prepared(
        organ=organ,
        trained=trained,
        supplied=supplied,
        access=dict(zip(systems, access, strict=True)),
        items=dict(zip(items, confirmed, strict=True)),
        seals=by_rule,
    )


def _seals(
    organ: str, of_rule: Iterable[str], casts: Iterable[Cast], rules: Rulebook
) -> set[tuple[str, str, int]]:
    return {
        (rule, owner, number)
        for cast in casts
        for rule in of_rule
        for owner in bind(rules, rules.seals[rule].owner, cast)
        for number in seal_numbers(rules.seals[rule], rules.organ(organ))
    }


async def readiness(unit: Unit, rules: Rulebook, organ: str | None = None) -> list[Readiness]:
    """Of each body at the level of townships that may use seals, or of one."""
    rules = await as_handled(unit, rules)
    organs = [rules.organ(organ)] if organ else [it for it in rules.pack.organ if _concerned(it)]
    return [await _readiness(unit, it, rules) for it in organs] if rules.pack.readiness else []


def _concerned(organ: Organ) -> bool:
    return organ.level == "township" and organ.seals


async def _readiness(unit: Unit, organ: Organ, rules: Rulebook) -> Readiness:
    matters = {
        condition.id: tuple(_handled(condition, organ.id, unit.at, rules))
        for condition in rules.pack.readiness
    }
    casts = [Cast(matter, organ.id, {}) for of in matters.values() for matter in of]
    have = await prepared(unit, organ.id, rules.pack.readiness, casts, rules)
    found = tuple(
        _standing(condition, matters[condition.id], have, unit.at, rules)
        for condition in rules.pack.readiness
        if matters[condition.id]
    )
    return Readiness(organ.id, all(it.met for it in found), found)


def _handled(condition: Condition, organ: str, at: datetime, rules: Rulebook) -> Iterable[Matter]:
    """The matters in which the organ takes a step that the condition is asked for."""
    for matter in rules.pack.matter:
        mode = rules.mode_on(matter.no, day_of(at, rules))
        cast = Cast(matter, organ, {})
        if mode.id in (condition.mode or (mode.id,)) and any(
            organ in performers(rules, step, cast)
            for step in mode.step
            if step.kind in (condition.step or (step.kind,))
        ):
            yield matter


def _standing(
    condition: Condition,
    matters: tuple[Matter, ...],
    have: Prepared,
    at: datetime,
    rules: Rulebook,
) -> Standing:
    asked = matters if condition.kind in PER_MATTER else matters[:1]
    answers: list[tuple[int, Link | None]] = [
        (matter.no, met(condition, have, Asked(Cast(matter, have.organ, {}), at), rules))
        for matter in asked
    ]
    lacking = tuple(no for no, link in answers if link is None)
    says = tuple(dict.fromkeys(link.says for _, link in answers if link is not None))
    return Standing(
        condition=condition.id,
        name=condition.name,
        blocks=condition.blocks,
        clause=condition.clause,
        met=not lacking,
        lacking=lacking if condition.kind in PER_MATTER else (),
        says=says,
    )
