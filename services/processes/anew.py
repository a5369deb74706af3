"""What was given up and is asked for again is owed anew: as another obligation.

An outcome never changes. So what a plan, a permit or a summary brings back, once it was waived, has
an id of its own: the old one with how often it was given up.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.event import Command
from domain.obligations.obligation import (
    MeetObligation,
    Obligation,
    OpenObligation,
    WaiveObligation,
)
from services.unit import Unit

_TIMES = 100


async def as_owed_now(commands: Iterable[Command], unit: Unit) -> list[Command]:
    """The same, about what was not given up."""
    found: list[Command] = []
    for command in commands:
        match command:
            case OpenObligation() | MeetObligation() | WaiveObligation():
                name = await by_now(command.obligation, unit)
                found.append(replace(command, obligation=name))
            case _:
                found.append(command)
    return found


async def by_now(obligation: str, unit: Unit) -> str:
    """The id that it goes by, or would go by. As the log has it: any worker may have written."""
    name = obligation
    for times in range(1, _TIMES):
        stream = streams.obligation(name)
        known: Obligation | None = (await unit.folded([stream]))[stream]
        if known is None or not known.waived:
            break
        name = f"{obligation}#{times}"
    return name
