from domain.kernel import streams
from domain.kernel.facts import Guide, Online, Pilot
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import start_of
from domain.matters import declared, guide, lists, online, pilot, settled
from domain.matters.declared import DeclareComplex, Declared, DeclaredCommand, RecordLegalityReview
from domain.matters.guide import GuideCommand, PublishGuide, SupplementGuide
from domain.matters.less import Increase
from domain.matters.listing import require_listable
from domain.matters.lists import ListVersion, TakeListStep
from domain.matters.online import DeclareOnline
from domain.matters.pilot import DecideRollout, EndPilot, PilotCommand, StartPilot
from domain.matters.settled import ChangeMode, ModeChanged, SettleMode
from infra.vault import Vault
from services.commands.common import Handlers, require_administration, require_principal
from services.commands.handled import about, lasting_mode, rules_from
from services.commands.listing import listing_facts, steward
from services.unit import Unit


async def change_pilot(command: PilotCommand, unit: Unit, _: Vault) -> None:
    """The delegating department's principal decides where its matter is tried out (XG23-46)."""
    rules = await about(unit, [command.matter], await unit.rules())
    await require_principal(unit, rules.matter(command.matter).delegator or "", rules)
    stream = streams.pilot(command.matter)
    state = await unit.get(stream, Pilot)
    unit.write(stream, pilot.decide(command, state.state, unit.at, rules))


async def publish_guide(command: GuideCommand, unit: Unit, _: Vault) -> None:
    """The department's guide to its matter, or what a township adds for its own place (XG23-66).

    Where nobody delegates a matter, it is the guide of its county department (ZZ22-32).
    """
    rules = await about(unit, [command.matter], await unit.rules())
    matter = rules.matter(command.matter)
    department = matter.delegator or matter.county_organ or ""
    organ = command.organ if isinstance(command, SupplementGuide) else department
    await require_principal(unit, organ, rules)
    stream = streams.guide(command.matter)
    state = await unit.get(stream, Guide)
    unit.write(stream, guide.decide(command, state.state, unit.at, rules))


async def declare(command: DeclaredCommand, unit: Unit, _: Vault) -> None:
    """By the delegating department; a review also by who keeps the list, before it is on it."""
    rules = await about(unit, [command.matter], await unit.rules())
    if isinstance(command, RecordLegalityReview):
        organ = steward(unit, command.matter, rules)
    else:
        organ = rules.matter(command.matter).delegator or ""
    await require_principal(unit, organ, rules)
    stream = streams.matter(command.matter)
    state = await unit.get(stream, Declared)
    unit.write(stream, declared.decide(command, state.state, unit.at, rules))


async def settle(command: SettleMode, unit: Unit, _: Vault) -> None:
    """By the county's service administration, which keeps the list (B-41, B-73)."""
    rules = await about(unit, [command.matter], await unit.rules())
    await require_administration(unit, rules)
    stream = streams.matter(command.matter)
    await unit.get(stream, Declared)
    unit.write(stream, settled.decide(command, unit.at, rules))


async def change_mode(command: ChangeMode, unit: Unit, _: Vault) -> None:
    """By the county's service administration, which keeps the list (B-23, B-73)."""
    rules = await unit.rules()
    await require_administration(unit, rules)
    then = await rules_from(unit, command.effective_from)
    settled.require_printed(command.matter, then)
    unit.write(streams.matter(command.matter), [await mode_changed(unit, command, then)])


async def mode_changed(
    unit: Unit, command: ChangeMode, rules: Rulebook, because: str = "", *, lists: bool = True
) -> ModeChanged:
    """The change, under the rules of its day; `lists`: it must meet what is demanded of a list."""
    rules.matter(command.matter)
    current = await lasting_mode(unit, command.matter, command.effective_from)
    settled.require_change(command, current, unit.at, rules)
    met = await _met_demands(unit, command, rules) if lists else {}
    return settled.changed(command, met, unit.at, rules, because)


async def _met_demands(unit: Unit, command: ChangeMode, rules: Rulebook) -> dict[str, str]:
    """What met each demand of an upper level on the mode; the first that is not met is refused."""
    more = None
    if command.law_changed.strip() and command.approved_in.strip():
        more = Increase(command.law_changed, command.approved_in)
    facts = await listing_facts(
        unit,
        (command.matter, command.mode),
        command.effective_from,
        rules,
        published_in=command.published_in,
        increase=more,
    )
    matter = rules.matter(command.matter)
    day = start_of(command.effective_from, rules)
    met = require_listable(matter, command.mode, facts, day, rules)
    return {each.demand: each.by for each in met}


async def take_list_step(command: TakeListStep, unit: Unit, _: Vault) -> None:
    """Each step by the organ that the county's rules name for it."""
    rules = await unit.rules()
    await require_principal(unit, lists.step_of(command, rules).by, rules)
    stream = streams.list_version(command.version)
    state = await unit.get(stream, ListVersion)
    unit.write(stream, lists.decide(command, state.state, unit.at, rules))


async def declare_online(command: DeclareOnline, unit: Unit, _: Vault) -> None:
    """By the principal of whoever keeps the list (B-73); of one of several, where they are."""
    rules = await about(unit, [command.matter], await unit.rules())
    entitled = online.stewards(command.matter, rules)
    organ = next((it for it in entitled if it == unit.by.organ), next(iter(entitled), ""))
    await require_principal(unit, organ, rules)
    stream = streams.online(command.matter)
    state = await unit.get(stream, Online)
    unit.write(stream, online.decide(command, state.state, organ, unit.at, rules))


HANDLERS: Handlers = {
    StartPilot: change_pilot,
    DecideRollout: change_pilot,
    EndPilot: change_pilot,
    PublishGuide: publish_guide,
    SupplementGuide: publish_guide,
    DeclareComplex: declare,
    RecordLegalityReview: declare,
    TakeListStep: take_list_step,
    DeclareOnline: declare_online,
    SettleMode: settle,
    ChangeMode: change_mode,
}
