from domain.delegation import agreement
from domain.delegation.agreement import (
    AgreementCommand,
    AnnounceDelegation,
    SignAgreement,
    TerminateAgreement,
)
from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.facts import Agreement, Post
from domain.organisation.posts import PRINCIPAL, require_post
from infra.vault import Vault
from services.commands.common import Handlers, require_principal
from services.unit import Unit


async def change_agreement(command: AgreementCommand, unit: Unit, _: Vault) -> None:
    """The delegator's principal acts; a signature needs the township's beside it (XG23-05)."""
    rules = await unit.rules()
    await require_principal(unit, command.delegator, rules)
    if isinstance(command, SignAgreement):
        other = By(command.delegatee_signatory, command.delegatee, PRINCIPAL)
        post = await unit.get(streams.post(other.organ, other.post), Post)
        require_post(post, other, unit.at, rules)
    stream = streams.agreement(command.delegator, command.delegatee)
    state = await unit.get(stream, Agreement)
    unit.write(stream, agreement.decide(command, state.state, unit.by.person, unit.at, rules))


HANDLERS: Handlers = {
    SignAgreement: change_agreement,
    AnnounceDelegation: change_agreement,
    TerminateAgreement: change_agreement,
}
