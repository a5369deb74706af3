from domain.kernel import streams
from domain.kernel.facts import Trial
from domain.programmes import trial
from domain.programmes.trial import (
    DesignatePilots,
    EndTrial,
    EvaluatePilot,
    RollOut,
    SummarisePilot,
    TrialCommand,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_principal
from services.unit import Unit


async def change_trial(command: TrialCommand, unit: Unit, _: Vault) -> None:
    """The principal of the lead decides, that of a pilot township sums up (RA22-30, -32)."""
    rules = await unit.rules()
    await require_principal(unit, trial.actor(command, rules), rules)
    stream = streams.programme(command.programme)
    state = await unit.get(stream, Trial)
    unit.write(stream, trial.decide(command, state.state, unit.at, rules))


HANDLERS: Handlers = {
    DesignatePilots: change_trial,
    SummarisePilot: change_trial,
    EvaluatePilot: change_trial,
    RollOut: change_trial,
    EndTrial: change_trial,
}
