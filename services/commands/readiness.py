"""What makes townships able to exercise their powers: training and what else they were given."""

import asyncio

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.facts import Trained
from domain.readiness import training
from domain.readiness.training import HoldTraining, Session, TrainingHeld
from infra.vault import Vault
from services.commands.common import Handlers, require_seat
from services.unit import Unit


async def hold_training(command: HoldTraining, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the organiser puts it on record (XG23-25)."""
    rules = await unit.rules()
    check_number(command.number, "培训编号")
    await require_seat(unit, rules)
    stream = streams.training(command.number)
    state = await unit.get(stream, Session)
    events = training.hold(command, state.state, unit.by, unit.at, rules)
    unit.write(stream, events)
    for held in (event for event in events if isinstance(event, TrainingHeld)):
        by_organ = training.attended(held)
        await asyncio.gather(*(unit.get(streams.trained(organ), Trained) for organ in by_organ))
        for organ, attended in by_organ.items():
            unit.write(streams.trained(organ), [attended])


HANDLERS: Handlers = {HoldTraining: hold_training}
