"""How matters are handled on a day: as the list in force prints them, or by event since (B-23)."""

import asyncio
from collections.abc import Collection
from datetime import date

from domain.kernel import streams
from domain.kernel.facts import Period
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of, start_of
from domain.matters.declared import Declared
from domain.matters.settled import settled_at
from services.unit import Unit


async def rules_from(unit: Unit, day: date) -> Rulebook:
    """The rules of the day from which on something is to hold; today's where that day is over."""
    policy, today = await unit.adopted(), await unit.rules()
    found = policy.on(max(day, day_of(unit.at, today)))
    return found.rules if found else today


async def mode_from(unit: Unit, matter: int, day: date, rules: Rulebook) -> str | None:
    """The mode of what will be received on a day under these rules, as settled so far.

    None: the matter is not listed.
    """
    if matter not in rules.matters:
        return None
    state = (await unit.get(streams.matter(matter), Declared)).state
    at, lists = max(start_of(day, rules), unit.at), (await unit.adopted()).lists
    then = settled_at(state.settled if state else (), matter, at, rules, lists)
    return then.mode if then else rules.mode_on(matter, day).id


async def lasting_mode(unit: Unit, matter: int, since: date) -> str | None:
    """The mode from a day on, by the rules of each; None: a change of it is still to come."""
    declared = (await unit.get(streams.matter(matter), Declared)).state
    rules = await unit.rules()
    changes = (day_of(each.at, rules) for each in declared.settled) if declared else ()
    days = {since, *(day for day in changes if day > since)}
    modes = {await mode_from(unit, matter, day, await rules_from(unit, day)) for day in days}
    return modes.pop() if len(modes) == 1 else None


async def modes_within(
    unit: Unit, matter: int, within: Period, by: Rulebook | None = None
) -> tuple[str, ...]:
    """Every mode that a matter has in a time: as its list prints, and as it was settled by event.

    `by`: under these rules only; None: under those of each day, as decided and adopted so far.
    """
    declared = (await unit.get(streams.matter(matter), Declared)).state
    settled, lists = declared.settled if declared else (), (await unit.adopted()).lists
    today = by or await unit.rules()
    turns = {each.at for each in settled} | {start_of(day, today) for day, _ in lists}
    found: dict[str, None] = {}
    for at in (within.start, *sorted(filter(within.holds_at, turns))):
        rules = by or await rules_from(unit, day_of(at, today))
        if matter in rules.matters:
            held = settled_at(settled, matter, at, rules, lists)
            modes = [held.mode] if held else [mode.id for mode in rules.modes_of(matter)]
            found |= dict.fromkeys(modes)
    return tuple(found)


async def mode_now(unit: Unit, no: int, rules: Rulebook) -> str | None:
    """The mode of a case that comes in today; None: the matter is not listed."""
    return await mode_from(unit, no, day_of(unit.at, rules), rules)


async def about(
    unit: Unit, matters: Collection[int], rules: Rulebook, since: date | None = None
) -> Rulebook:
    """The book for what is of matters: with the words, and the terms, of how they are handled."""
    return (await handling(unit, matters, rules, since)).about(matters)


async def about_concluded(unit: Unit, matters: Collection[int], rules: Rulebook) -> Rulebook:
    """The book for what two organs concluded: of how its matters are handled now, or were before.

    A matter that was moved since does not take the terms along that it was concluded under.
    """
    ahead = await handling(unit, matters, rules)
    listed = [no for no in matters if no in rules.matters]
    return ahead.within(
        *(mode.id for book in (rules, ahead) for no in listed for mode in book.modes_of(no))
    )


async def handling(
    unit: Unit, matters: Collection[int], rules: Rulebook, since: date | None = None
) -> Rulebook:
    """The book in which the matters have the modes of a day and later, also by event (B-23)."""
    day = max(since or date.min, day_of(unit.at, rules))
    listed = [no for no in matters if no in rules.matters]
    await asyncio.gather(*(unit.get(streams.matter(no), Declared) for no in listed))
    ahead = Period(max(start_of(day, rules), unit.at))
    modes = {no: await modes_within(unit, no, ahead) for no in listed}
    known = {no: tuple(mode for mode in each if mode in rules.modes) for no, each in modes.items()}
    return rules.handling(known)


async def as_handled(unit: Unit, rules: Rulebook) -> Rulebook:
    """The book in which every matter has the mode that cases come in under now."""
    await asyncio.gather(*(unit.get(streams.matter(no), Declared) for no in rules.matters))
    now = {no: await mode_now(unit, no, rules) for no in rules.matters}
    changed = {
        no: (mode,)
        for no, mode in now.items()
        if mode is not None and mode not in {it.id for it in rules.modes_of(no)}
    }
    return rules.handling(changed) if changed else rules
