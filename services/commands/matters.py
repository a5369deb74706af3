from domain.kernel import streams
from domain.kernel.facts import Pilot
from domain.matters import pilot
from domain.matters.pilot import DecideRollout, StartPilot
from infra.vault import Vault
from services.commands.common import Handlers, require_principal
from services.unit import Unit


async def change_pilot(command: StartPilot | DecideRollout, unit: Unit, _: Vault) -> None:
    """The delegating department's principal decides where its matter is tried out (XG23-46)."""
    rules = await unit.rules()
    await require_principal(unit, rules.matter(command.matter).delegator or "", rules)
    stream = streams.pilot(command.matter)
    state = await unit.get(stream, Pilot)
    unit.write(stream, pilot.decide(command, state.state, unit.at, rules))


HANDLERS: Handlers = {StartPilot: change_pilot, DecideRollout: change_pilot}
