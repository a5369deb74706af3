"""The life of a seal: what its state allows, asked for by whoever may (XG23-54 to -60)."""

from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.facts import Agreement, Post, Seal
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, require_post
from domain.policy.conflict import require_seal_allowed
from domain.seals import commands as of_seal
from domain.seals import life, places
from domain.seals.commands import (
    ApproveEngraving,
    GrantSeal,
    HandOverSeal,
    NameCustodian,
    PutIntoUse,
    RecordAbsence,
    RecordEngraving,
    RecordRecovery,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SealCommand,
    StandingCommand,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_principal, require_seat
from services.commands.handled import handling
from services.unit import Unit

_INTO_USE = (ApproveEngraving, GrantSeal, PutIntoUse, ReinstateSeal)


async def change_seal(command: SealCommand, unit: Unit, _: Vault) -> None:
    """What the seal's state allows, asked for by whoever may."""
    rules = await unit.rules()
    stream = streams.seal(command.owner, command.number)
    seal = await unit.get(stream, Seal)
    if isinstance(command, ApproveEngraving):  # also for what is to be handled with it later
        rules = await handling(unit, rules.matters, rules)
    rules = rules.sealing(seal.state.rule if seal.state else getattr(command, "rule", ""))
    await _may_change(command, seal.state, unit, rules)
    if isinstance(command, _INTO_USE):
        rule = command.rule if isinstance(command, ApproveEngraving) else None
        name = rule or (seal.state.rule if seal.state else "")
        if name in rules.seals:
            require_seal_allowed(rules.seals[name], rules)
    if seal.state is not None:
        await _require_custodians(command, seal.state, unit, rules)
    holder = seal.state.holder if seal.state else ""
    agreement = await unit.get(streams.agreement(command.owner, holder), Agreement)
    unit.write(stream, [life.decide(command, seal.state, agreement, unit.by, unit.at, rules)])


async def _may_change(command: SealCommand, seal: Seal | None, unit: Unit, rules: Rulebook) -> None:
    """A seal's life is its owner's; custody and return are the township's (XG23-54, -57).

    A custodian may hand over or leave it for a time; and whoever keeps, holds or owns a seal
    reports at once what is wrong with it (XG23-60).
    """
    match command:
        case NameCustodian() | ReturnSeal():
            await require_principal(unit, life.known(seal, command, rules).holder, rules)
        case HandOverSeal() | RecordAbsence():
            state = life.known(seal, command, rules)
            await require_keeper(unit, state, (state.holder,), rules)
        case ReportAnomaly() | ReportLoss() | RecordRecovery():
            state = life.known(seal, command, rules)
            await require_keeper(unit, state, (state.holder, state.owner), rules)
        case RecordEngraving():
            state = life.known(seal, command, rules)
            rule = rules.seals[state.rule]
            able = places.engravers(rules, rule, state.owner, state.holder)
            engraver = unit.by.organ if unit.by.organ in able else next(iter(able), state.owner)
            await require_principal(unit, engraver, rules)
        case _ if isinstance(command, StandingCommand):
            await require_consenting(unit, life.known(seal, command, rules), rules)
        case _:
            await require_principal(unit, command.owner, rules)


async def require_keeper(unit: Unit, seal: Seal, organs: tuple[str, ...], rules: Rulebook) -> None:
    """The present custodian, or the principal of one of the organs."""
    by = unit.by
    principal = by.organ in organs and by.post == PRINCIPAL
    keeper = (by.organ, by.post) == (seal.holder, rules.seals[seal.rule].custodian)
    if not principal and not (keeper and seal.kept_by(by.person, unit.at)):
        names = "、".join(f"{rules.short(organ)}主要负责人" for organ in organs)
        raise rules.refuse(NotPermitted, "seal.custody", f"此项由印章保管人或者{names}办理")
    await require_seat(unit, rules)


async def require_consenting(unit: Unit, seal: Seal, rules: Rulebook) -> None:
    """Whoever consents to the use of the seal, in person."""
    consent = rules.seals[seal.rule].consent
    post = consent.post if consent else PRINCIPAL
    organ = consenting(seal, rules)
    if (unit.by.organ, unit.by.post) != (organ, post):
        raise rules.refuse(
            NotPermitted,
            "seal.consent_by_principal",
            f"此项应由{rules.short(organ)}“{rules.post(post)}”办理",
        )
    await require_seat(unit, rules)


def consenting(seal: Seal, rules: Rulebook) -> str:
    """The organ whose head consents: the holder, or the owner on whose behalf it stamps."""
    return seal.owner if rules.seals[seal.rule].owner_consents else seal.holder


async def _require_custodians(
    command: SealCommand, seal: Seal, unit: Unit, rules: Rulebook
) -> None:
    """Whoever is to keep the seal holds the custodian's post (XG23-57: a designated person)."""
    person = {
        NameCustodian: "person",
        HandOverSeal: "to",
        RecordAbsence: "deputy",
    }.get(type(command))
    if person is not None:
        post = rules.seals[seal.rule].custodian or ""
        keeper = By(getattr(command, person), seal.holder, post)
        held = await unit.get(streams.post(keeper.organ, keeper.post), Post)
        require_post(held, keeper, unit.at, rules)


HANDLERS: Handlers = {
    of_seal.ApproveEngraving: change_seal,
    of_seal.RecordEngraving: change_seal,
    of_seal.RegisterSeal: change_seal,
    of_seal.GrantSeal: change_seal,
    of_seal.PutIntoUse: change_seal,
    of_seal.SuspendSeal: change_seal,
    of_seal.ReportAnomaly: change_seal,
    of_seal.ReinstateSeal: change_seal,
    of_seal.ReportLoss: change_seal,
    of_seal.AnnounceLoss: change_seal,
    of_seal.RecordRecovery: change_seal,
    of_seal.VoidSeal: change_seal,
    of_seal.ReturnSeal: change_seal,
    of_seal.SealUp: change_seal,
    of_seal.DestroySeal: change_seal,
    of_seal.NameCustodian: change_seal,
    of_seal.HandOverSeal: change_seal,
    of_seal.RecordAbsence: change_seal,
    of_seal.GiveStandingConsent: change_seal,
    of_seal.WithdrawStandingConsent: change_seal,
}
