"""A county inspects itself against a notice from above (JX24-35, B-20)."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from domain.kernel import streams
from domain.kernel.facts import Agreement, Seal
from domain.kernel.instruments import pairs, seal_numbers
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.matters.settled import ChangeMode, words
from domain.policy import inspecting
from domain.policy.adoption import Policy
from domain.policy.conflict import Finding, prohibits_seals
from domain.policy.self_inspection import (
    CloseSelfInspection,
    DecideOutcome,
    OpenSelfInspection,
    SelfInspection,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_administration
from services.commands.handled import lasting_mode, mode_now, rules_from
from services.commands.matters import mode_changed
from services.unit import Unit


async def open_(command: OpenSelfInspection, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_administration(unit, rules)
    stream = streams.self_inspection(command.upper)
    state = (await unit.get(stream, SelfInspection)).state
    organ = unit.by.organ
    unit.write(stream, inspecting.open_(command, state, organ, unit.at, rules))


async def decide(command: DecideOutcome, unit: Unit, _: Vault) -> None:
    """The outcome, and with it the matter's mode from that day on."""
    rules = await unit.rules()
    await require_administration(unit, rules)
    policy = await unit.adopted()
    stream = streams.self_inspection(command.upper)
    state = await unit.get(stream, SelfInspection)
    then = await rules_from(unit, command.effective_from)
    event = inspecting.decide_outcome(command, state.state, policy, unit.at, then)
    unit.write(stream, [event])
    before = state.state.outcomes.get(command.matter) if state.state else None
    mode = event.mode
    if mode is None and before is not None and before.mode is not None:
        mode = then.matter(command.matter).mode  # kept after all
    day = command.effective_from
    if mode is None or mode == await lasting_mode(unit, command.matter, day):
        return
    change = ChangeMode(
        matter=command.matter,
        mode=mode,
        effective_from=day,
        reason=command.reason,
        document_number=command.document_number,
        published_in=command.published_in,
    )
    moves = inspecting.remedy_of(command.remedy, then).kind == "mode"
    because = f"{stream}@{state.version + 1}"
    changed = await mode_changed(unit, change, then, because, lists=moves)
    unit.write(streams.matter(command.matter), [changed])


async def close(command: CloseSelfInspection, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_administration(unit, rules)
    stream = streams.self_inspection(command.upper)
    state = (await unit.get(stream, SelfInspection)).state
    remaining = tuple(await outstanding(unit, state, rules)) if state else ()
    organ = unit.by.organ
    unit.write(stream, inspecting.close(command, state, remaining, organ, unit.at, rules))


async def outstanding(unit: Unit, state: SelfInspection, rules: Rulebook) -> list[str]:
    """What was decided and is not carried out: a day to come, a mode, an agreement, a seal."""
    found = [
        f"{rules.item(no)}自{outcome.effective_from}起执行"
        for no, outcome in state.outcomes.items()
        if outcome.effective_from > day_of(unit.at, rules)
    ]
    if state.closed is None:
        found += [line async for line in _unchanged(unit, state, rules)]
    policy = await unit.adopted()
    moved = [finding for finding in state.found if _moved(state, finding.matter)]
    agreements = {pair for finding in moved for pair in _agreements(finding, policy)}
    for pair in sorted(agreements):
        agreement = (await unit.get(streams.agreement(*pair), Agreement)).state
        held = {
            finding.matter
            for finding in moved
            if agreement is not None
            and agreement.scheduled(finding.matter, unit.at) is not None
            and pair in set(_agreements(finding, policy))
        }
        if held:
            both = "—".join(map(rules.short, pair))
            found.append(f"{both}的{rules.agreement_name}仍含{rules.items(held)}")
    seals = sorted(_seals(state, policy, rules))
    facts = await asyncio.gather(*(unit.get(streams.seal(*seal), Seal) for seal in seals))
    return found + [
        f"“{fact.state.name}”仍在使用"
        for fact in facts
        if fact.state is not None and fact.state.status_at(unit.at) == "in_use"
    ]


async def _unchanged(unit: Unit, state: SelfInspection, rules: Rulebook) -> AsyncIterator[str]:
    """What is to be handled otherwise by now and is not: a list, or an act, went before it."""
    for no, outcome in state.outcomes.items():
        if outcome.mode is None or outcome.effective_from > day_of(unit.at, rules):
            continue
        mode = await mode_now(unit, no, rules)
        if mode not in (None, outcome.mode):
            wanted, now = words(outcome.mode, (), rules), words(mode, (), rules)
            yield f"{rules.item(no)}应按“{wanted}”办理，现为“{now}”"


def _moved(state: SelfInspection, no: int) -> bool:
    return no in state.outcomes and state.outcomes[no].mode is not None


def _agreements(finding: Finding, policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.version(finding.rules).rules
    for cast in _casts(finding, rules):
        yield from pairs(rules.mode(finding.mode), cast, rules)


def _seals(state: SelfInspection, policy: Policy, rules: Rulebook) -> set[tuple[str, int]]:
    """Those that must be out of use: no matter of their owner's keeps its seal.

    A list that moves the matters leaves the seals where they are: as long as the notice prohibits
    them, those of what was ever found count (JX24-33).
    """
    staying: set[tuple[str, int]] = set()
    leaving: set[tuple[str, int]] = set()
    for finding in state.ever if prohibits_seals(rules) else state.found:
        outcome = state.outcomes.get(finding.matter)
        kept = outcome is not None and outcome.seal_stays
        (staying if kept else leaving).update(seals_of(finding, policy))
    return leaving - staying


def seals_of(finding: Finding, policy: Policy) -> Iterator[tuple[str, int]]:
    """Owner and number of every seal that the finding's matter may be handled with."""
    rules = policy.version(finding.rules).rules  # a later version may have dropped all it names
    for cast in _casts(finding, rules):
        for rule in (rules.seals[name] for name in finding.seals):
            for holder in bind(rules, rule.holder, cast):
                for number in seal_numbers(rule, rules.organ(holder)):
                    for owner in bind(rules, rule.owner, cast):
                        yield owner, number


def _casts(finding: Finding, rules: Rulebook) -> Iterator[Cast]:
    matter = rules.matter(finding.matter)
    for organ in rules.pack.organ:
        if organ.level == "township" and organ.seals:
            yield Cast(matter, organ.id, {})


async def existing(unit: Unit, upper: str) -> SelfInspection:
    policy = await unit.adopted()  # first: an unknown county is in no conflict either
    state = (await unit.get(streams.self_inspection(upper), SelfInspection)).state
    if state is not None:
        return state
    if all(notice.pack.id != upper for notice in policy.above):
        raise NotFound("policy.not_adopted", f"没有采用过编号为“{upper}”的上级政策")
    raise NotFound("policy.no_conflict", f"没有与“{upper}”的政策冲突")


HANDLERS: Handlers = {
    OpenSelfInspection: open_,
    DecideOutcome: decide,
    CloseSelfInspection: close,
}
