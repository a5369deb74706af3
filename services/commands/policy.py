import re

from domain.kernel import streams
from domain.kernel.refusal import Invalid
from domain.policy import adoption
from domain.policy.adoption import AdoptPack, Policy
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit
from tenants.loader import digest
from tenants.validate import validate

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")


async def adopt(command: AdoptPack, unit: Unit, _: Vault) -> None:
    """Adopt a valid pack; it lives in the log for ever, so nothing invalid may get there."""
    if not _NAME.fullmatch(unit.tenant):
        raise Invalid("tenants.name", "租户名须以小写字母开头，只含小写字母、数字、“-”和“_”")
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
