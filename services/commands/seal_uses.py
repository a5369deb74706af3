"""The use of a seal on the documents of a case: applied for, consented to, stamped (XG23-56)."""

import asyncio
from datetime import datetime

from msgspec.structs import replace

from domain.cases.case import AFTERWARDS, Case, certified, making
from domain.kernel import streams
from domain.kernel.authority import Authority, By
from domain.kernel.event import Event
from domain.kernel.facts import Fact, Post, Seal
from domain.kernel.pack import SealRule
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import DECISION
from domain.kernel.words import document as word
from domain.seals import using
from domain.seals.use import (
    ApplyForUse,
    ConsentToUse,
    OfCase,
    RefuseUse,
    Stamp,
    Use,
    UseCommand,
    VoidUse,
)
from infra.vault import Vault
from services.commands.authorities import answered, question_of
from services.commands.cases import existing
from services.commands.common import Handlers
from services.commands.seals import consenting, require_consenting, require_keeper
from services.unit import Unit


async def apply_for_use(command: ApplyForUse, unit: Unit, _: Vault) -> None:
    case, rules, seal, uses = await _facts(
        command, tuple(document.kind for document in command.documents), unit
    )
    kinds = tuple(document.kind for document in command.documents)
    authority = await _authorities(unit, case, seal, "apply", kinds, rules)
    decided = using.decide_application(
        command,
        _states(uses),
        _of_case(case, rules, unit.at),
        authority,
        unit.at,
        rules,
        _known(seal),
    )
    _write(unit, case, decided)


async def consent(command: ConsentToUse, unit: Unit, _: Vault) -> None:
    case, rules, seal, uses = await _facts(command, command.documents, unit)
    authority = await _authorities(unit, case, seal, "consent", command.documents, rules)
    state = _known(seal)
    await _not_the_user(unit, state, rules)
    decided = using.decide_consent(command, _states(uses), authority, unit.at, rules, state)
    _write(unit, case, decided)


async def _not_the_user(unit: Unit, seal: Seal, rules: Rulebook) -> None:
    """An authorised consent is never that of somebody who uses the seal himself (B-08)."""
    rule = rules.seals[seal.rule]
    if rule.consent is None or unit.by.post == rule.consent.post or rule.consent.forbid is None:
        return
    user = await unit.get(streams.post(unit.by.organ, rule.consent.forbid), Post)
    if user.state is not None and user.state.held_by(unit.by.person, unit.at):
        raise rules.refuse(NotPermitted, "seal.consent_by_applicant", "用章人员不得受托签字同意")


async def refuse(command: RefuseUse, unit: Unit, _: Vault) -> None:
    """Also while the seal rests: what is asked for is answered."""
    case, rules, seal, uses = await _facts(command, command.documents, unit)
    await require_consenting(unit, _known(seal), rules)
    _write(unit, case, using.decide_refusal(command, _states(uses), unit.by, unit.at, rules))


async def stamp(command: Stamp, unit: Unit, _: Vault) -> None:
    case, rules, seal, uses = await _facts(command, (command.document,), unit)
    authority = await _authority(unit, case, seal, "stamp", command.document, rules)
    fact = uses[command.document]
    events = using.decide_stamp(
        command,
        fact.state,
        _of_case(case, rules, unit.at),
        fact.ref,
        authority,
        unit.at,
        rules,
        _known(seal),
    )
    unit.write(fact.stream, events)


async def void(command: VoidUse, unit: Unit, _: Vault) -> None:
    """By whoever keeps the seal, or the township's principal; also while the seal rests."""
    case, rules, seal, uses = await _facts(command, (command.document,), unit)
    state = _known(seal)
    await require_keeper(unit, state, (state.holder,), rules)
    fact = uses[command.document]
    of_case = _of_case(case, rules, unit.at)
    events = using.decide_void(command, fact.state, of_case, unit.by, unit.at, rules)
    unit.write(fact.stream, events)


async def _facts(
    command: UseCommand, kinds: tuple[str, ...], unit: Unit
) -> tuple[Case, Rulebook, Fact[Seal], dict[str, Fact[Use]]]:
    case = (await existing(unit, command.case)).then(unit.at)
    rules = await unit.rules_of(case.policy, case.mode)
    if len(set(kinds)) != len(kinds):
        raise Invalid("seal.document_twice", "同一文书列了两次")
    stamped = dict.fromkeys(kind for rule in rules.seals.values() for kind in rule.on)
    if len(kinds) > len(stamped):  # before each is looked up
        names = "、".join(map(word, stamped))
        raise rules.refuse(Invalid, "seal.document_kind", f"印章只用于{names}，请只列这些文书")
    seal, uses = await asyncio.gather(
        unit.get(streams.seal(command.owner, command.number), Seal),
        asyncio.gather(*(unit.get(streams.use(case.number, kind), Use) for kind in kinds)),
    )
    return case, rules, seal, dict(zip(kinds, uses, strict=True))


async def _authorities(
    unit: Unit, case: Case, seal: Fact[Seal], act: str, kinds: tuple[str, ...], rules: Rulebook
) -> dict[str, Authority]:
    """By kind of document: each is made by a step of its own."""
    if not kinds:  # refused with its own words, once whoever asks may ask
        await _authority(unit, case, seal, act, DECISION, rules)
    return {kind: await _authority(unit, case, seal, act, kind, rules) for kind in kinds}


async def _authority(
    unit: Unit, case: Case, seal: Fact[Seal], act: str, kind: str, rules: Rulebook
) -> Authority:
    """The authority to apply, consent or stamp: of the step that makes it, and of the seal."""
    rule = rules.seals.get(seal.state.rule) if seal.state else None
    post, delegable = None, False
    if rule is not None:
        consents = rule.consent.post if rule.consent else None
        post = {"apply": rule.user, "consent": consents, "stamp": rule.custodian}[act]
        delegable = act == "consent" and rule.consent is not None and rule.consent.delegable
    mode = rules.mode(case.mode)
    step = making(mode, kind) or next((s for s in mode.step if s.kind == "decide"), None)
    if step is None:
        raise IllegalState("seal.out_of_scope", "本件没有需要盖章的环节")
    power = step.kind not in AFTERWARDS
    asked = question_of(case, step, act, post, unit)
    about = ""
    if act == "consent" and seal.state is not None and rule is not None:
        about = _consented_to(seal.state, rule, unit.by, rules)
    question = replace(asked, delegable=delegable, power=power, about=about)
    return await answered(unit, question, rules, seal)


def _consented_to(seal: Seal, rule: SealRule, by: By, rules: Rulebook) -> str:
    """The organ whose stamp is consented to, where another's head consents to it.

    Its own head cannot: the owner answers for what is stamped on its behalf (RA22-03).
    """
    if rule.consent is None:
        raise rules.refuse(
            IllegalState, "seal.no_consent_asked", "此章用印不须签字同意，申请之后即可盖章"
        )
    if rule.owner_consents and by.organ == seal.holder:
        raise rules.refuse(
            NotPermitted,
            "seal.consent_by_principal",
            f"此项应由{rules.short(seal.owner)}“{rules.post(rule.consent.post)}”签字同意",
        )
    return seal.holder if by.organ == consenting(seal, rules) else ""


def _write(unit: Unit, case: Case, decided: dict[str, list[Event]]) -> None:
    for kind, events in decided.items():
        unit.write(streams.use(case.number, kind), events)


def _known(seal: Fact[Seal]) -> Seal:
    if seal.state is None:
        raise NotFound("seal.unknown", "没有这枚印章的记录，请核对部门和编号")
    return seal.state


def _of_case(case: Case, rules: Rulebook, at: datetime) -> OfCase:
    """At a moment: what is entered late stamps no document that was made only afterwards."""
    taken = [step for step in rules.mode(case.mode).step if step.id in case.steps]
    afterwards = {step.document_made for step in taken if case.steps[step.id].at > at}
    return OfCase(
        case.matter,
        {kind: number for kind, number in case.documents.items() if kind not in afterwards},
        certified=case.outcome is not None and certified(case, rules),
        concluded=case.concluded is not None and not (case.revoked or case.corrected),
        relied=frozenset(kind for step in taken for kind in step.stamped_before),
        declined=case.outcome == "declined",
    )


def _states(uses: dict[str, Fact[Use]]) -> dict[str, Use | None]:
    return {kind: fact.state for kind, fact in uses.items()}


HANDLERS: Handlers = {
    ApplyForUse: apply_for_use,
    ConsentToUse: consent,
    RefuseUse: refuse,
    Stamp: stamp,
    VoidUse: void,
}
