from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from domain.seals.old import demand, life
from domain.seals.old.demand import Demand, DemandInternalSeal, RecordSealDemand
from domain.seals.old.seal import (
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    InventoryOldSeal,
    OldSeal,
    OldSealCommand,
    RejectRetention,
    ReviewCommand,
    SealUpOldSeal,
)
from domain.seals.old.terms import ClearUp, programme, require_keeper
from infra.vault import Vault
from services.commands.cases import existing
from services.commands.common import Handlers, require_principal, require_seat
from services.unit import Unit


async def change_old_seal(command: OldSealCommand, unit: Unit, _: Vault) -> None:
    """Whose seal it is clears it up; one organ reviews for the whole county (ZZ22-15, -16)."""
    rules = await unit.rules()
    county = programme(rules)
    rules.organ(command.organ)
    if isinstance(command, ReviewCommand):
        await require_principal(unit, county.terms.retention_by, rules)
    else:
        require_keeper(rules, command.organ, unit.by)
        await require_seat(unit, rules)
    state = await unit.get(streams.old_seal(command.organ, command.number), OldSeal)
    unit.write(state.stream, life.decide(command, state.state, unit.by, unit.at, county))


async def demand_seal(command: DemandInternalSeal, unit: Unit, _: Vault) -> None:
    """Without a law refused, whatever else it says; the executor remembers the attempt."""
    county = await _demanded(command, unit)
    demand.require_law(command, county)
    await require_seat(unit, county.rules)
    await _put_on_record(command, unit, county)


async def record_demand(command: RecordSealDemand, unit: Unit, _: Vault) -> None:
    county = await _demanded(command, unit)
    demand.require_recorder(command.organ, unit.by, county.rules)
    await require_seat(unit, county.rules)
    await _put_on_record(command, unit, county)


async def _demanded(command: DemandInternalSeal | RecordSealDemand, unit: Unit) -> ClearUp:
    rules: Rulebook = await unit.rules()
    county = programme(rules)
    check_number(command.number, "编号")
    rules.organ(command.organ)
    rules.organ(unit.by.organ)
    return county


async def _put_on_record(
    command: DemandInternalSeal | RecordSealDemand, unit: Unit, county: ClearUp
) -> None:
    matter = (await existing(unit, command.case)).matter if command.case else None
    state = await unit.get(streams.seal_demand(command.number), Demand)
    decided = demand.decide(command, state.state, matter, unit.by, unit.at, county)
    unit.write(state.stream, decided)


HANDLERS: Handlers = {
    InventoryOldSeal: change_old_seal,
    CancelOldSeal: change_old_seal,
    ApplyForRetention: change_old_seal,
    ApproveRetention: change_old_seal,
    RejectRetention: change_old_seal,
    SealUpOldSeal: change_old_seal,
    DemandInternalSeal: demand_seal,
    RecordSealDemand: record_demand,
}
