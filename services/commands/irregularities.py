from domain.cases import irregularity
from domain.cases.irregularity import DismissIrregularity, IrregularityCommand, RecordIrregularity
from domain.kernel import streams
from infra.vault import Vault
from services.commands.cases import existing
from services.commands.common import Handlers, require_seat
from services.unit import Unit


async def observe(command: IrregularityCommand, unit: Unit, _: Vault) -> None:
    """What a supervisor found on paper, or found not to be so."""
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    await require_seat(unit, rules)
    decided = irregularity.decide(command, case, unit.by, unit.at, rules)
    unit.write(streams.case(case.number), decided)


HANDLERS: Handlers = {RecordIrregularity: observe, DismissIrregularity: observe}
