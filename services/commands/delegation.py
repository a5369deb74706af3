from collections.abc import Collection
from datetime import date
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
from domain.delegation.withdrawal import AnswerShortfall, ReportShortfall, WithdrawAuthority
from domain.kernel import streams
from domain.kernel.facts import Agreement, Fact, Pilot
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.matters.declared import Declared, latest_review
from domain.policy.conflict import require_basis, to_review
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_principal
from services.commands.handled import about, about_concluded, handling
from services.commands.supervising import require_cited
from services.unit import Unit


async def change_agreement(command: AgreementCommand, unit: Unit, _: Vault) -> None:
    """The township's principal countersigns; the rest is the department's principal's."""
    state = await _existing(unit, command)
    matters = command.matters if isinstance(command, SignAgreement) else ()
    since = command.valid_from if isinstance(command, SignAgreement) else None
    rules = await _rules(unit, matters, state, since)
    countersigns = isinstance(command, CountersignAgreement)
    side = command.delegatee if countersigns else command.delegator
    await require_principal(unit, side, rules)
    require_basis(matters, await _found_lawful(unit, matters, rules), rules)
    pilots = await _pilots(unit, matters, rules)
    decided = agreement.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(state.stream, decided)


async def confirm(command: ConfirmAcceptance, unit: Unit, _: Vault) -> None:
    """The organ that takes the matters on confirms it itself."""
    state = await _existing(unit, command)
    rules = await _rules(unit, command.matters, state, command.valid_from)
    await require_principal(unit, command.delegatee, rules)
    pilots = await _pilots(unit, command.matters, rules)
    decided = confirmation.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(state.stream, decided)


async def change_schedule(command: AmendmentCommand, unit: Unit, _: Vault) -> None:
    """An amendment is signed as the agreement was: the department first, then the township."""
    state = await _existing(unit, command)
    added = command.add if isinstance(command, AmendAgreement) else ()
    amends = isinstance(command, AmendAgreement)
    since = command.valid_from if isinstance(command, AmendAgreement) else None
    rules = await _rules(unit, added, state, since)
    await require_principal(unit, command.delegator if amends else command.delegatee, rules)
    require_basis(added, await _found_lawful(unit, added, rules), rules)
    pilots = await _pilots(unit, added, rules)
    decided = amendment.decide(command, state.state, unit.by.person, pilots, unit.at, rules)
    unit.write(state.stream, decided)


async def change_standing(command: StandingCommand, unit: Unit, _: Vault) -> None:
    state = await _existing(unit, command)
    rules = await _rules(unit, (), state)
    await require_principal(unit, command.delegator, rules)
    unit.write(state.stream, standing.decide(command, state.state, unit.at, rules))


async def fix_procedure(command: FixProcedure, unit: Unit, _: Vault) -> None:
    state = await _existing(unit, command)
    rules = await _rules(unit, command.matters, state, date.min)
    await require_principal(unit, command.delegator, rules)
    unit.write(state.stream, procedure.decide(command, unit.by.person, unit.at, rules))


async def report_shortfall(command: ReportShortfall, unit: Unit, _: Vault) -> None:
    """The organ that took it on reports of itself, or who leads the service there (XG22-29)."""
    state = await _existing(unit, command)
    rules = await _rules(unit, command.matters, state)
    leads = unit.by.organ in administration(rules)
    await require_principal(unit, unit.by.organ if leads else command.delegatee, rules)
    await require_cited(command.cites, unit, rules)
    under = await _under(unit, command.matters, rules)
    by = (unit.by.organ, unit.by.person)
    unit.write(state.stream, withdrawal.report(command, by, under, unit.at, rules))


async def answer_shortfall(command: AnswerShortfall, unit: Unit, _: Vault) -> None:
    """Who gave the authority says why it stays."""
    state = await _existing(unit, command)
    rules = await _rules(unit, command.matters, state)
    await require_principal(unit, command.delegator, rules)
    decided = withdrawal.leave(command, state.state, unit.by.person, unit.at, rules)
    unit.write(state.stream, decided)


async def withdraw(command: WithdrawAuthority, unit: Unit, _: Vault) -> None:
    """Only who gave the authority takes it back: who took it on has no say (XG22-20)."""
    state = await _existing(unit, command)
    rules = await _rules(unit, command.matters, state)
    await require_principal(unit, command.delegator, rules)
    await require_cited(command.cites, unit, rules)
    under = await _under(unit, command.matters, rules)
    by = unit.by.person
    decided = withdrawal.withdraw(command, state.state, by, under, unit.at, rules)
    unit.write(state.stream, decided)


async def _under(unit: Unit, matters: Collection[int], rules: Rulebook) -> withdrawal.Under:
    """With what it is to be changed to: whatever they took on is taken back of a matter."""
    printed = await unit.rules()
    ahead = await handling(unit, matters, rules)
    found = {}
    for no in matters:
        names = dict.fromkeys(mode.id for book in (printed, ahead) for mode in book.modes_of(no))
        found[no] = tuple(rules.mode(name) for name in names)
    return found


async def _found_lawful(unit: Unit, matters: tuple[int, ...], rules: Rulebook) -> set[int]:
    """Of what is handed down anew on a legality review: what the latest one found lawful."""
    found = set()
    for no in to_review(matters, rules):
        declared = (await unit.get(streams.matter(no), Declared)).state
        mode = rules.matter(no).mode
        review = latest_review(declared, mode, mode)
        if review is not None and review.legality == "lawful":
            found.add(no)
    return found


async def redelegate(command: Redelegate, unit: Unit, _: Vault) -> NoReturn:
    """Always refused; the executor remembers the attempt (B-19)."""
    rules = await unit.rules()
    rules.organ(command.delegator)
    rules.organ(command.delegatee)
    raise standing.redelegation(command, rules)


async def expire(command: ExpireAgreement, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    state = await _existing(unit, command)
    rules = await _rules(unit, (), state)
    unit.write(state.stream, agreement.expire(command, state.state, unit.at, rules))


async def _existing(unit: Unit, command: PairCommand) -> Fact[Agreement]:
    return await unit.get(streams.agreement(command.delegator, command.delegatee), Agreement)


async def _rules(
    unit: Unit, matters: Collection[int], state: Fact[Agreement], since: date | None = None
) -> Rulebook:
    """With the words of the document that the matters are from, of an agreement or for one.

    `since`: for what is concluded on matters as they are handled from a day on, also by event.
    """
    rules = await unit.rules()
    if since is not None:
        return await about(unit, matters, rules, since)
    of = matters or (state.state.matters if state.state else ())
    return await about_concluded(unit, of, rules)


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
    AnswerShortfall: answer_shortfall,
    WithdrawAuthority: withdraw,
    Redelegate: redelegate,
}
