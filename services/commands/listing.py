"""Before a matter is listed or moved: what is put together for it, and what the demands look at.

`listing_facts` looks up what `domain.matters.listing.require_listable` asks about.
"""

import asyncio
from collections import Counter
from datetime import date, timedelta

from msgspec.structs import replace

from domain.cases.events import CaseDecided, CaseReceived
from domain.kernel import streams
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.kernel.workdays import day_of, start_of
from domain.matters import catalogues, grounds
from domain.matters.asked import Asked
from domain.matters.catalogues import AdoptCatalogueVersion, Dropped, Versions
from domain.matters.declared import Declared
from domain.matters.demands import answer
from domain.matters.grounds import EvaluateCapacity, GroundsCommand, RecordStudy, Volume
from domain.matters.less import Increase, demanded
from domain.matters.listing import ListingFacts, catalogues_of, require_listable
from domain.matters.lists import ListVersion
from domain.policy.adoption import AdoptPack, Policy
from domain.policy.composition import composed
from infra.vault import Vault
from services.commands.common import Handlers, require_administration, require_principal
from services.commands.handled import about, mode_from, mode_now
from services.unit import Unit

_VOLUME_DAYS = 365
"""A study counts the year before it: what is frequent shows over the seasons."""


async def listing_facts(
    unit: Unit,
    row: tuple[int, str],
    day: date,
    rules: Rulebook,
    *,
    published_in: str = "",
    increase: Increase | None = None,
) -> ListingFacts:
    """What the log has on a matter that is to be handled under a mode from a day on."""
    no, mode = row
    declared, now, adopted = await asyncio.gather(
        unit.get(streams.matter(no), Declared),
        mode_from(unit, no, day, rules),
        versions(unit, catalogues_of(mode, rules)),
    )
    return ListingFacts(
        declared=declared.state,
        catalogues=adopted,
        published_in=published_in,
        current=now,
        increase=increase,
    )


async def require_list(command: AdoptPack, policy: Policy | None, unit: Unit) -> None:
    """Refuse a later list that brings in, moves or makes more of what it may not (JX24-27, -43).

    Asked where an upper level's rules will lie beside it: of every matter that is new in it or
    handled otherwise than it would be on that day, and of the rest whether there is only less.
    """
    if policy is None or not policy.own:
        return
    day = max(command.pack.effective_from, day_of(unit.at, policy.own[0].rules))
    now, above = policy.on(day), [it.pack for it in policy.above_on(day)]
    if now is None or not above:
        return
    before, after = now.rules, Rulebook(composed(command.pack, above))
    increase = Increase(command.law_changed, command.approved_in)
    public = (await unit.get(streams.list_version(command.pack.version), ListVersion)).state
    published = [step.published_in for step in public.steps if step.published_in] if public else []
    for matter in after.pack.matter:
        mode = await mode_from(unit, matter.no, day, after)
        if matter.status != "current" or mode is None:
            continue
        facts = await listing_facts(
            unit,
            (matter.no, mode),
            day,
            before,
            published_in=next(iter(published), ""),
            increase=increase,
        )
        facts = replace(facts, before=before)
        _require_row((matter.no, mode), facts, day, after)


def _require_row(row: tuple[int, str], facts: ListingFacts, day: date, after: Rulebook) -> None:
    (no, mode), demand = row, demanded(after)
    if facts.current != mode:
        require_listable(after.matter(no), mode, facts, start_of(day, after), after)
    elif demand is not None:
        asked = Asked(demand, after.matter(no), mode, facts, day, after)
        found = answer(asked)
        if isinstance(found, Refusal):
            raise found


async def versions(unit: Unit, names: tuple[str, ...]) -> dict[str, Versions]:
    """What was taken over of each catalogue; without those of which nothing was."""
    facts = await asyncio.gather(*(unit.get(streams.catalogue(name), Versions) for name in names))
    return {name: fact.state for name, fact in zip(names, facts, strict=True) if fact.state}


async def dropped(unit: Unit, rules: Rulebook) -> tuple[Dropped, ...]:
    """The matters that are handled as listed ones and are in no valid version any more (B-24)."""
    known = tuple(catalogues.known(rules))
    if not known:
        return ()
    adopted = await versions(unit, known)
    modes = {no: await mode_now(unit, no, rules) for no in rules.matters}
    now = {no: mode for no, mode in modes.items() if mode is not None}
    return tuple(catalogues.dropped(now, adopted, unit.at, rules))


async def prepare(command: GroundsCommand, unit: Unit, _: Vault) -> None:
    """By the matter's department, or by who keeps the list: it may be no row of it yet (B-73)."""
    rules = await about(unit, [command.matter], await unit.rules())
    await require_principal(unit, steward(unit, command.matter, rules), rules)
    stream = streams.matter(command.matter)
    await unit.get(stream, Declared)
    volume = await _volume(unit, command.matter, rules) if _is_study(command) else None
    unit.write(stream, grounds.decide(command, volume, unit.at, rules))


def steward(unit: Unit, no: int, rules: Rulebook) -> str:
    """Whoever acts, if it is who keeps the list; else the department whose matter it is."""
    if unit.by.organ in administration(rules):
        return unit.by.organ
    matter = rules.matter(no)
    return matter.department or ""


async def adopt_version(command: AdoptCatalogueVersion, unit: Unit, _: Vault) -> None:
    """By the county's service administration, which keeps the list (B-24, B-73).

    It states what another level published, so no operator of the platform does it.
    """
    rules = await unit.rules()
    await require_administration(unit, rules)
    stream = streams.catalogue(command.catalogue)
    state = await unit.get(stream, Versions)
    unit.write(stream, catalogues.decide(command, state.state, unit.at, rules))


def _is_study(command: GroundsCommand) -> bool:
    return isinstance(command, RecordStudy)


async def _volume(unit: Unit, no: int, rules: Rulebook) -> Volume:
    """Counted from the log itself, so that nobody waits for a view, or trusts one (JX24-36)."""
    since = unit.at - timedelta(days=_VOLUME_DAYS)
    organs: Counter[str] = Counter()
    received: set[str] = set()
    granted = 0
    after, position = await unit.known_at(since), await unit.head()
    async for item in unit.history(CaseReceived, CaseDecided, after=after, until=position):
        match item.event:
            case CaseReceived(matter=matter, occurred_at=at) as event:
                if matter == no and since <= at <= unit.at:
                    received.add(event.case)
                    organs[event.receiver] += 1
            case CaseDecided(final=True, outcome="granted") as event:
                granted += event.case in received
    return Volume(
        since=day_of(since, rules),
        until=day_of(unit.at, rules),
        received=len(received),
        granted=granted,
        organs=dict(sorted(organs.items())),
        position=position,
    )


HANDLERS: Handlers = {
    RecordStudy: prepare,
    EvaluateCapacity: prepare,
    AdoptCatalogueVersion: adopt_version,
}
