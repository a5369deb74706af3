"""Programmes of a county: changing their trials, and the question where each of them stands."""

from datetime import date

from msgspec import Struct

from domain.kernel import streams
from domain.kernel.facts import Trial
from domain.kernel.pack import Phase
from domain.kernel.rulebook import Rulebook
from domain.programmes import trial
from domain.programmes.commands import (
    AssessTownship,
    DesignatePilots,
    EndTrial,
    EvaluatePilot,
    RollOut,
    SummarisePilot,
    TrialCommand,
)
from domain.programmes.phases import current, lead, phases
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


class ProgrammeState(Struct, frozen=True):
    """A programme on a day. `phase`: the one it is in, by the calendar (B-60)."""

    programme: str
    name: str
    document: str | None  # its number
    lead: str
    starts_on: date
    ends_on: date | None
    phases: tuple[Phase, ...]
    phase: str | None
    trial: Trial | None


async def programmes(unit: Unit, day: date, rules: Rulebook) -> tuple[ProgrammeState, ...]:
    """Every programme of the pack, with what its trial came to so far (RA22-28 to -30)."""
    numbers = {document.id: document.number for document in rules.pack.document}
    found = []
    for programme in rules.pack.programme:
        now = current(programme.id, day, rules)
        state = (await unit.get(streams.programme(programme.id), Trial)).state
        found.append(
            ProgrammeState(
                programme.id,
                programme.name,
                numbers[programme.document],
                lead(programme.id, rules),
                programme.starts_on,
                programme.ends_on,
                phases(programme.id, rules),
                now.id if now else None,
                state,
            )
        )
    return tuple(found)


HANDLERS: Handlers = {
    AssessTownship: change_trial,
    DesignatePilots: change_trial,
    SummarisePilot: change_trial,
    EvaluatePilot: change_trial,
    RollOut: change_trial,
    EndTrial: change_trial,
}
