from domain.delegation import agreement
from domain.delegation.agreement import (
    AgreementCommand,
    AnnounceDelegation,
    CountersignAgreement,
    ExpireAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.kernel import streams
from domain.kernel.facts import Agreement, Pilot
from domain.kernel.rulebook import Rulebook
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
    pilots = await _pilots(unit, matters, rules)
    stream = streams.agreement(command.delegator, command.delegatee)
    state = await unit.get(stream, Agreement)
    decided = agreement.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(stream, decided)


async def expire(command: ExpireAgreement, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    rules = await unit.rules()
    stream = streams.agreement(command.delegator, command.delegatee)
    state = await unit.get(stream, Agreement)
    unit.write(stream, agreement.expire(command, state.state, unit.at, rules))


async def _pilots(unit: Unit, matters: tuple[int, ...], rules: Rulebook) -> dict[int, Pilot]:
    facts = {
        no: await unit.get(streams.pilot(no), Pilot)
        for no in matters
        if rules.territory(no) is not None
    }
    return {no: fact.state for no, fact in facts.items() if fact.state is not None}


HANDLERS: Handlers = {
    SignAgreement: change_agreement,
    CountersignAgreement: change_agreement,
    AnnounceDelegation: change_agreement,
    TerminateAgreement: change_agreement,
    ExpireAgreement: expire,
}
