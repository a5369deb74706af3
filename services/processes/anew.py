"""What was given up and is asked for again is owed anew: as another obligation.

An outcome never changes. So what a plan, a permit or a summary brings back, once it was waived, has
an id of its own: the old one with how often it was given up before the event that asks for it. What
was given up by that event, or after it, does not count: whoever takes it in again, after a crash,
asks for the same.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.event import Command, Recorded
from domain.obligations.obligation import (
    MeetObligation,
    ObligationWaived,
    OpenObligation,
    WaiveObligation,
)
from services.unit import Unit

_TIMES = 100


async def as_owed_now(commands: Iterable[Command], position: int, unit: Unit) -> list[Command]:
    """The same, about what was not given up before the event at a position of the log."""
    found: list[Command] = []
    for command in commands:
        match command:
            case OpenObligation() | MeetObligation() | WaiveObligation():
                name = await by_now(command.obligation, position, unit)
                found.append(replace(command, obligation=name))
            case _:
                found.append(command)
    return found


async def by_now(obligation: str, position: int, unit: Unit) -> str:
    """The id that it goes by, or would go by. As the log has it: any worker may have written."""
    name = obligation
    for times in range(1, _TIMES):
        stream = streams.obligation(name)
        known = (await unit.histories([stream]))[stream]
        waived = next((it for it in known if isinstance(it.event, ObligationWaived)), None)
        if waived is None or await _called_for(waived, unit) >= position:
            break
        name = f"{obligation}#{times}"
    return name


async def _called_for(recorded: Recorded, unit: Unit) -> int:
    """Where the log has the event that it follows from; else where it has itself."""
    stream, _, version = recorded.causation.rpartition("@")
    known = (await unit.histories([stream])).get(stream, []) if stream else []
    positions = (it.position for it in known if str(it.version) == version)
    return next(positions, recorded.position)
