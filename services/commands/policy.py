from domain.kernel import streams
from domain.kernel.refusal import Invalid
from domain.policy import adoption
from domain.policy.adoption import AdoptPack, Policy
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit
from tenants.loader import digest
from tenants.validate import validate


async def adopt(command: AdoptPack, unit: Unit, _: Vault) -> None:
    """Adopt a valid pack; it lives in the log for ever, so nothing invalid may get there."""
    faults = validate(command.pack)
    if faults:
        raise Invalid(
            "policy.pack_invalid", f"政策包有{len(faults)}处问题，首处：{faults[0].reason}"
        )
    if command.digest != digest(command.pack):
        raise Invalid("policy.digest", "内容摘要与政策包不符")
    policy = await unit.get(streams.POLICY, Policy)
    unit.policy = f"{command.pack.id}@{command.pack.version}"
    unit.write(streams.POLICY, adoption.decide(command, policy.state, unit.by, unit.at))


HANDLERS: Handlers = {AdoptPack: adopt}
