import asyncio

from domain.authority.answer import Question
from domain.cases.case import Case, certified
from domain.kernel import streams
from domain.kernel.authority import Authority, By
from domain.kernel.facts import Agreement, Fact, Post, Seal
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import require_post
from domain.seals import life, use
from domain.seals.life import (
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RegisterSeal,
    ReinstateSeal,
    SealCommand,
    SuspendSeal,
)
from domain.seals.use import ApplyForUse, ConsentToUse, OfCase, Stamp, Use, UseCommand
from infra.vault import Vault
from services.commands.cases import answered, existing
from services.commands.common import Handlers, require_principal
from services.unit import Unit


async def change_seal(command: SealCommand, unit: Unit, _: Vault) -> None:
    """The owner's principal acts, but for custody, which is the township's (XG23-57)."""
    rules = await unit.rules()
    stream = streams.seal(command.owner, command.number)
    seal = await unit.get(stream, Seal)
    holder = seal.state.holder if seal.state else ""
    townships = isinstance(command, NameCustodian)
    if townships and not holder:
        raise NotFound("seal.unknown", "没有这枚印章的刻制记录")
    await require_principal(unit, holder if townships else command.owner, rules)
    if isinstance(command, NameCustodian) and seal.state is not None:
        rule = rules.seals[seal.state.rule]
        keeper = By(command.person, holder, rule.custodian or "")
        require_post(
            await unit.get(streams.post(keeper.organ, keeper.post), Post), keeper, unit.at, rules
        )
    agreement = await unit.get(streams.agreement(command.owner, holder), Agreement)
    unit.write(stream, life.decide(command, seal.state, agreement, unit.at, rules))


async def apply_for_use(command: ApplyForUse, unit: Unit, _: Vault) -> None:
    case, rules, seal, uses = await _facts(
        command, tuple(document.kind for document in command.documents), unit
    )
    authority = await _authority(unit, case, seal, "apply", rules)
    decided = use.decide_application(
        command, _states(uses), _of_case(case, rules), authority, unit.at, rules, _known(seal)
    )
    for kind, events in decided.items():
        unit.write(streams.use(case.number, kind), events)


async def consent(command: ConsentToUse, unit: Unit, _: Vault) -> None:
    case, rules, seal, uses = await _facts(command, command.documents, unit)
    authority = await _authority(unit, case, seal, "consent", rules)
    decided = use.decide_consent(command, _states(uses), authority, unit.at, rules, _known(seal))
    for kind, events in decided.items():
        unit.write(streams.use(case.number, kind), events)


async def stamp(command: Stamp, unit: Unit, _: Vault) -> None:
    case, rules, seal, uses = await _facts(command, (command.document,), unit)
    authority = await _authority(unit, case, seal, "stamp", rules)
    fact = uses[command.document]
    events = use.decide_stamp(
        command,
        fact.state,
        _of_case(case, rules),
        fact.ref,
        authority,
        unit.at,
        rules,
        _known(seal),
    )
    unit.write(fact.stream, events)


async def _facts(
    command: UseCommand, kinds: tuple[str, ...], unit: Unit
) -> tuple[Case, Rulebook, Fact[Seal], dict[str, Fact[Use]]]:
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy)
    if len(set(kinds)) != len(kinds):
        raise Invalid("seal.document_twice", "同一文书列了两次")
    seal, uses = await asyncio.gather(
        unit.get(streams.seal(command.owner, command.number), Seal),
        asyncio.gather(*(unit.get(streams.use(case.number, kind), Use) for kind in kinds)),
    )
    return case, rules, seal, dict(zip(kinds, uses, strict=True))


async def _authority(
    unit: Unit, case: Case, seal: Fact[Seal], act: str, rules: Rulebook
) -> Authority:
    """The authority to apply, consent or stamp: that of the deciding step, and of the seal."""
    rule = rules.seals.get(seal.state.rule) if seal.state else None
    post = None
    if rule is not None:
        consents = rule.consent.post if rule.consent else None
        post = {"apply": rule.user, "consent": consents, "stamp": rule.custodian}[act]
    step = next((s for s in rules.mode(case.mode).step if s.kind == "decide"), None)
    if step is None:
        raise IllegalState("seal.out_of_scope", "本件没有需要盖章的环节")
    question = Question(
        by=unit.by,
        matter=case.matter,
        mode=case.mode,
        step=step.id,
        receiver=case.receiver,
        actors=case.actors,
        routed=case.routed,
        act=act,
        post=post,
        at=unit.at,
    )
    return await answered(unit, question, rules, seal)


def _known(seal: Fact[Seal]) -> Seal:
    if seal.state is None:
        raise NotFound("seal.unknown", "没有这枚印章的刻制记录")
    return seal.state


def _of_case(case: Case, rules: Rulebook) -> OfCase:
    decided = case.outcome is not None
    return OfCase(
        case.matter,
        case.documents,
        certified=decided and certified(case, rules),
        concluded=case.concluded is not None,
    )


def _states(uses: dict[str, Fact[Use]]) -> dict[str, Use | None]:
    return {kind: fact.state for kind, fact in uses.items()}


HANDLERS: Handlers = {
    RecordEngraving: change_seal,
    RegisterSeal: change_seal,
    GrantSeal: change_seal,
    NameCustodian: change_seal,
    PutIntoUse: change_seal,
    SuspendSeal: change_seal,
    ReinstateSeal: change_seal,
    ApplyForUse: apply_for_use,
    ConsentToUse: consent,
    Stamp: stamp,
}
