from domain.kernel import streams
from domain.policy import adoption
from domain.policy.adoption import AdoptPack, Policy
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit


async def adopt(command: AdoptPack, unit: Unit, _: Vault) -> None:
    policy = await unit.get(streams.POLICY, Policy)
    unit.policy = f"{command.pack.id}@{command.pack.version}"
    unit.write(streams.POLICY, adoption.decide(command, policy.state, unit.by, unit.at))


HANDLERS: Handlers = {AdoptPack: adopt}
