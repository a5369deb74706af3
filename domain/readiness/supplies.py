"""What an organ has in hand over all hand-overs: it follows from receipt and return (XG23-65)."""

from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event
from domain.kernel.facts import Period, Supplied, Supply
from domain.readiness.handover import Handover, MaterialsReceived, MaterialsReturned


class MaterialsSupplied(Event, frozen=True, kw_only=True):
    """What the receiver has since then, by line from 1: it follows from the receipt."""

    TYPE: ClassVar[str] = "readiness.materials_supplied"
    EFFECT: ClassVar[bool] = True
    organ: str
    handover: str
    kinds: tuple[str, ...]


class SupplyEnded(Event, frozen=True, kw_only=True):
    """A line is in hand no more: it follows from its return."""

    TYPE: ClassVar[str] = "readiness.supply_ended"
    EFFECT: ClassVar[bool] = True
    organ: str
    handover: str
    line: int


EVENTS = (MaterialsSupplied, SupplyEnded)


def began(received: MaterialsReceived, known: Handover) -> MaterialsSupplied:
    return MaterialsSupplied(
        occurred_at=received.occurred_at,
        organ=received.organ,
        handover=received.number,
        kinds=tuple(line.kind for line in known.handed.lines),
    )


def ended(returned: MaterialsReturned) -> SupplyEnded:
    return SupplyEnded(
        occurred_at=returned.occurred_at,
        organ=returned.organ,
        handover=returned.number,
        line=returned.line,
    )


def evolve(state: Supplied | None, event: Event) -> Supplied | None:
    match event:
        case MaterialsSupplied(handover=number, kinds=kinds, occurred_at=at):
            known = state or Supplied(event.organ)
            came = (Supply(kind, number, n, Period(at)) for n, kind in enumerate(kinds, 1))
            return replace(known, supplies=(*known.supplies, *came))
        case SupplyEnded(occurred_at=at) if state:
            of = (event.handover, event.line)
            supplies = tuple(
                replace(it, period=Period(it.period.start, at))
                if (it.handover, it.line) == of
                else it
                for it in state.supplies
            )
            return replace(state, supplies=supplies)
    return state
