"""Dispatch meetings: what they took up and settled, and what came of it (XG23-34)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.readiness.dispatch import DispatchHeld, Resolution, ResolutionClosed
from projections.view import Row, View


class Closed(Struct, frozen=True):
    """What came of a resolution, counted from 1."""

    resolution: int
    organ: str
    result: str
    at: datetime


class DispatchRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `open`: how many resolutions nobody has closed."""

    organ: str
    title: str
    attending: tuple[str, ...]
    problems: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    closed: tuple[Closed, ...] = ()
    open: int
    held_at: datetime
    position: int
    version: int


class Dispatches(View[DispatchRow]):
    name: ClassVar = "dispatches"
    label: ClassVar = "工作调度"
    events: ClassVar = (DispatchHeld, ResolutionClosed)
    row = DispatchRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case DispatchHeld() | ResolutionClosed():
                return (event.number,)
        return ()

    def fold(self, row: DispatchRow | None, key: str, recorded: Recorded) -> DispatchRow | None:
        match recorded.event:
            case DispatchHeld() as event:
                return DispatchRow(
                    key=key,
                    organ=event.organ,
                    title=event.title,
                    attending=event.attending,
                    problems=event.problems,
                    resolutions=event.resolutions,
                    open=len(event.resolutions),
                    held_at=event.occurred_at,
                    position=recorded.position,
                    version=recorded.version,
                )
            case ResolutionClosed() as event if row is not None:
                closed = Closed(event.resolution, event.organ, event.result, event.occurred_at)
                return replace(
                    row,
                    closed=(*row.closed, closed),
                    open=row.open - 1,
                    position=recorded.position,
                    version=recorded.version,
                )
        return row
