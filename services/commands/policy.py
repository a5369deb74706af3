import re

import msgspec
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.pack import Pack
from domain.kernel.refusal import Invalid
from domain.kernel.workdays import day_of
from domain.policy import adoption, conflict
from domain.policy.adoption import AdoptPack, AdoptUpperPack, Policy, UpperPackAdopted
from domain.policy.conflict import ConflictFlagged
from domain.policy.self_inspection import SelfInspection
from infra.vault import Vault
from services.commands.common import Handlers
from services.commands.listing import require_list
from services.unit import Unit
from tenants.content import verifies
from tenants.validate import validate

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")


async def adopt(command: AdoptPack | AdoptUpperPack, unit: Unit, _: Vault) -> None:
    """Adopt a valid pack; it lives in the log for ever, so nothing invalid may get there.

    What then meets a prohibition from above is flagged with the adoption itself (B-20).
    """
    if not _NAME.fullmatch(unit.tenant):
        raise Invalid("tenants.name", "租户名须以小写字母开头，只含小写字母、数字、“-”和“_”")
    _require_valid(command.pack)
    if not verifies(command.digest, msgspec.json.encode(command.pack)):
        raise Invalid("policy.digest", "内容摘要与政策包不符")
    policy = await unit.get(streams.POLICY, Policy)
    unit.policy = f"{command.pack.id}@{command.pack.version}"
    events = adoption.decide(command, policy.state, unit.by, unit.at)
    if isinstance(command, AdoptPack):
        await require_list(command, policy.state, unit)
    unit.write(streams.POLICY, events)
    await _flag(unit, adoption.evolve(policy.state, events[-1]), events[-1])


def _require_valid(pack: Pack) -> None:
    faults = validate(pack)
    if faults:
        raise Invalid(
            "policy.pack_invalid", f"政策包有{len(faults)}处问题，首处：{faults[0].reason}"
        )


async def _flag(unit: Unit, policy: Policy | None, adopted: Event) -> None:
    """Put on record where the county's rules meet what a level above prohibits from now on."""
    if policy is None or not policy.above or not policy.own:
        return
    today = day_of(unit.at, policy.own[0].rules)
    later = {it.effective_from for it in (*policy.own, *policy.above)}  # type: ignore[attr-defined]  # both kinds have it
    days = (today, *sorted(day for day in later if day > today))
    ruling = [it for it in map(policy.on, days) if it is not None and it.above]
    if not ruling:
        return
    found = ruling[0]
    # What is in force stays found out, whatever a later list is going to say.
    by_said: dict[conflict.Finding, conflict.Finding] = {}
    for each in ruling:
        _require_valid(replace(each.rules.pack, upper=None))
        for finding in conflict.findings(each.rules):
            by_said.setdefault(finding.said, finding)
    above = max(policy.above, key=lambda it: it.number if it.number in found.above else 0)
    # What the county's acts will name from now on, where a notice is what was adopted.
    unit.policy = found.rules.version if isinstance(adopted, UpperPackAdopted) else unit.policy
    findings = tuple(sorted(by_said.values(), key=lambda it: it.matter))
    stream = streams.self_inspection(above.pack.id)
    state = (await unit.get(stream, SelfInspection)).state
    if [it.said for it in findings] != [it.said for it in (state.found if state else ())]:
        flagged = ConflictFlagged(
            occurred_at=unit.at,
            upper=above.pack.id,
            rules=found.rules.version,
            findings=findings,
        )
        unit.write(stream, [flagged])


HANDLERS: Handlers = {AdoptPack: adopt, AdoptUpperPack: adopt}
