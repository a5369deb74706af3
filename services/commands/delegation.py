from collections.abc import Collection
from typing import NoReturn

from domain.delegation import agreement, amendment, confirmation, procedure, standing, withdrawal
from domain.delegation.agreement import (
    AgreementCommand,
    AnnounceDelegation,
    CountersignAgreement,
    ExpireAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.delegation.amendment import AmendAgreement, AmendmentCommand, CountersignAmendment
from domain.delegation.confirmation import ConfirmAcceptance
from domain.delegation.pair import PairCommand
from domain.delegation.procedure import FixProcedure
from domain.delegation.standing import (
    GiveExpiryNotice,
    Redelegate,
    ResumeAgreement,
    StandingCommand,
    SuspendAgreement,
)
from domain.delegation.withdrawal import ReportShortfall, WithdrawAuthority
from domain.kernel import streams
from domain.kernel.facts import Agreement, Fact, Pilot
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.policy.conflict import require_basis
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_principal
from services.unit import Unit


async def change_agreement(command: AgreementCommand, unit: Unit, _: Vault) -> None:
    """The township's principal countersigns; the rest is the department's principal's."""
    rules = await unit.rules()
    countersigns = isinstance(command, CountersignAgreement)
    side = command.delegatee if countersigns else command.delegator
    await require_principal(unit, side, rules)
    matters = command.matters if isinstance(command, SignAgreement) else ()
    require_basis(matters, rules)
    pilots = await _pilots(unit, matters, rules)
    state = await _existing(unit, command)
    decided = agreement.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(state.stream, decided)


async def confirm(command: ConfirmAcceptance, unit: Unit, _: Vault) -> None:
    """The organ that takes the matters on confirms it itself."""
    rules = await unit.rules()
    await require_principal(unit, command.delegatee, rules)
    pilots = await _pilots(unit, command.matters, rules)
    state = await _existing(unit, command)
    decided = confirmation.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(state.stream, decided)


async def change_schedule(command: AmendmentCommand, unit: Unit, _: Vault) -> None:
    """An amendment is signed as the agreement was: the department first, then the township."""
    rules = await unit.rules()
    amends = isinstance(command, AmendAgreement)
    await require_principal(unit, command.delegator if amends else command.delegatee, rules)
    added = command.add if isinstance(command, AmendAgreement) else ()
    require_basis(added, rules)
    pilots = await _pilots(unit, added, rules)
    state = await _existing(unit, command)
    decided = amendment.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(state.stream, decided)


async def change_standing(command: StandingCommand, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_principal(unit, command.delegator, rules)
    state = await _existing(unit, command)
    unit.write(state.stream, standing.decide(command, state.state, unit.at, rules))


async def fix_procedure(command: FixProcedure, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_principal(unit, command.delegator, rules)
    state = await _existing(unit, command)
    unit.write(state.stream, procedure.decide(command, unit.by.person, unit.at, rules))


async def report_shortfall(command: ReportShortfall, unit: Unit, _: Vault) -> None:
    """The organ that took it on reports of itself, or who leads the service there (XG22-29)."""
    rules = await unit.rules()
    leads = unit.by.organ in administration(rules)
    await require_principal(unit, unit.by.organ if leads else command.delegatee, rules)
    state = await _existing(unit, command)
    by = (unit.by.organ, unit.by.person)
    unit.write(state.stream, withdrawal.report(command, by, unit.at, rules))


async def withdraw(command: WithdrawAuthority, unit: Unit, _: Vault) -> None:
    """Only who gave the authority takes it back: who took it on has no say (XG22-20)."""
    rules = await unit.rules()
    await require_principal(unit, command.delegator, rules)
    state = await _existing(unit, command)
    decided = withdrawal.withdraw(command, state.state, unit.by.person, unit.at, rules)
    unit.write(state.stream, decided)


async def redelegate(command: Redelegate, unit: Unit, _: Vault) -> NoReturn:
    """Always refused; the executor remembers the attempt (B-19)."""
    rules = await unit.rules()
    rules.organ(command.delegator)
    rules.organ(command.delegatee)
    raise standing.redelegation(command, rules)


async def expire(command: ExpireAgreement, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    rules = await unit.rules()
    state = await _existing(unit, command)
    unit.write(state.stream, agreement.expire(command, state.state, unit.at, rules))


async def _existing(unit: Unit, command: PairCommand) -> Fact[Agreement]:
    return await unit.get(streams.agreement(command.delegator, command.delegatee), Agreement)


async def _pilots(unit: Unit, matters: Collection[int], rules: Rulebook) -> dict[int, Pilot]:
    facts = {
        no: await unit.get(streams.pilot(no), Pilot)
        for no in matters
        if rules.territory(no) is not None
    }
    return {no: fact.state for no, fact in facts.items() if fact.state is not None}


HANDLERS: Handlers = {
    SignAgreement: change_agreement,
    ConfirmAcceptance: confirm,
    CountersignAgreement: change_agreement,
    AnnounceDelegation: change_agreement,
    TerminateAgreement: change_agreement,
    ExpireAgreement: expire,
    AmendAgreement: change_schedule,
    CountersignAmendment: change_schedule,
    SuspendAgreement: change_standing,
    ResumeAgreement: change_standing,
    GiveExpiryNotice: change_standing,
    FixProcedure: fix_procedure,
    ReportShortfall: report_shortfall,
    WithdrawAuthority: withdraw,
    Redelegate: redelegate,
}
