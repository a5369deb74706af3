"""Hand-overs: which materials a county unit gave whom, received or not, given back (XG23-65)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.readiness.handover import (
    Line,
    MaterialsHandedOver,
    MaterialsReceived,
    MaterialsReturned,
)
from projections.view import Row, View


class HandoverRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `waiting`: nobody has signed for it; `returned`: lines, from 1."""

    organ: str
    to: str
    lines: tuple[Line, ...]
    handed_at: datetime
    waiting: bool = True
    received_at: datetime | None = None
    returned: tuple[int, ...] = ()
    position: int
    version: int


class Handovers(View[HandoverRow]):
    name: ClassVar = "handovers"
    label: ClassVar = "材料转交"
    events: ClassVar = (MaterialsHandedOver, MaterialsReceived, MaterialsReturned)
    row = HandoverRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case MaterialsHandedOver() | MaterialsReceived() | MaterialsReturned():
                return (event.number,)
        return ()

    def fold(self, row: HandoverRow | None, key: str, recorded: Recorded) -> HandoverRow | None:
        event = recorded.event
        if isinstance(event, MaterialsHandedOver):
            return HandoverRow(
                key=key,
                organ=event.organ,
                to=event.to,
                lines=event.lines,
                handed_at=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case MaterialsReceived(occurred_at=at):
                return replace(row, waiting=False, received_at=at)
            case MaterialsReturned(line=line):
                return replace(row, returned=(*row.returned, line))
        return row
