"""What is read for what a plan makes due, and what follows then (`grants`, `tasks`)."""

from datetime import date

from domain.kernel.event import Command, Recorded
from domain.kernel.facts import Seal, Trained
from domain.kernel.rulebook import Rulebook
from domain.matters.declared import ComplexityDeclared
from domain.readiness.tasks import Progress, TaskReported
from domain.readiness.training import TrainingHeld
from domain.seals.events import SealGranted
from services.commands.handled import as_handled
from services.commands.questions import pilots
from services.processes import grants, tasks
from services.processes.anew import as_owed_now
from services.unit import Unit


async def following(recorded: Recorded, unit: Unit) -> list[Command]:
    rules = await unit.rules_of(recorded.policy)
    match recorded.event:
        case ComplexityDeclared() as event:
            return list(grants.prolonged(event, rules))
        case TrainingHeld(matters=matters):
            return await _done(recorded, matters, unit, rules)
        case SealGranted(owner=owner):
            own = tuple(it.no for it in rules.pack.matter if it.delegator == owner)
            return await _done(recorded, own, unit, rules)
    return []


async def called_for(recorded: Recorded, unit: Unit, rules: Rulebook) -> list[Command]:
    """What rules call for that were adopted by this event, and what of it was done before."""
    rules = await as_handled(unit, rules)
    handed = grants.handed(rules, {}, recorded.event.occurred_at)
    opened = list(grants.opened(rules, handed, recorded.event.occurred_at))
    return [*opened, *await _done(recorded, tuple(handed), unit, rules)] if opened else []


async def tasks_called_for(
    recorded: Recorded, unit: Unit, before: Rulebook | None, rules: Rulebook, since: date
) -> list[Command]:
    """What rules call for that were adopted by this event, and what of it was done before."""
    opened = list(tasks.opened(before, rules, recorded.event.occurred_at, since))
    states: dict[str, Progress | None] = await unit.folded(tasks.looked_at(rules))
    done = tasks.done(rules, states, recorded.ref)
    return await as_owed_now([*opened, *done], recorded.position, unit)


async def task_done(recorded: Recorded, unit: Unit) -> list[Command]:
    event = recorded.event
    if not isinstance(event, TaskReported):
        return []
    plans = [version.rules for version in (await unit.adopted()).versions]
    return await as_owed_now(tasks.met(event, recorded.ref, plans), recorded.position, unit)


async def _done(
    recorded: Recorded, matters: tuple[int, ...], unit: Unit, rules: Rulebook
) -> list[Command]:
    """Which of the matters are done now; the log is asked, since any worker may have written."""
    if grants.published(rules) is None:
        return []
    rules = await as_handled(unit, rules)
    handed = grants.handed(rules, await pilots(unit, rules), recorded.event.occurred_at)
    wanted = [no for no in matters if no in handed]
    names = sorted(grants.looked_at(wanted, handed, rules))
    states: dict[str, Trained | Seal | None] = await unit.folded(names)
    return list(grants.met(recorded.ref, wanted, handed, states, rules))
