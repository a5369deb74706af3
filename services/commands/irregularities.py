from domain.cases import irregularity
from domain.cases.irregularity import DismissIrregularity, RecordIrregularity
from domain.kernel import streams
from infra.vault import Vault
from services.commands.cases import existing
from services.commands.common import Handlers, require_seat
from services.unit import Unit


async def record(command: RecordIrregularity, unit: Unit, _: Vault) -> None:
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy)
    await require_seat(unit, rules)
    unit.write(
        streams.case(case.number), irregularity.decide(command, case, unit.by, unit.at, rules)
    )


async def dismiss(command: DismissIrregularity, unit: Unit, _: Vault) -> None:
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy)
    await require_seat(unit, rules)
    unit.write(
        streams.case(case.number), irregularity.dismiss(command, case, unit.by, unit.at, rules)
    )


HANDLERS: Handlers = {RecordIrregularity: record, DismissIrregularity: dismiss}
