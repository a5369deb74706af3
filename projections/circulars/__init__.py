"""Circulars: what was made known of whom, to whom, where it is public (XG23-63, ZZ22-36)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event, Recorded
from domain.supervision.circular import CircularIssued, Tone
from projections.view import Row, View


class CircularRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `organ` issued it about `organs`, and sent it `to` others too."""

    organ: str
    tone: Tone
    title: str
    text: str
    organs: tuple[str, ...]
    to: tuple[str, ...]
    cites: tuple[str, ...]
    published_in: str
    issued_at: datetime
    position: int


class Circulars(View[CircularRow]):
    name: ClassVar = "circulars"
    label: ClassVar = "通报"
    events: ClassVar = (CircularIssued,)
    row = CircularRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.number,) if isinstance(event, CircularIssued) else ()

    def fold(self, row: CircularRow | None, key: str, recorded: Recorded) -> CircularRow | None:
        event = recorded.event
        if not isinstance(event, CircularIssued):
            return row
        return CircularRow(
            key=key,
            organ=event.by.organ,
            tone=event.tone,
            title=event.title,
            text=event.text,
            organs=event.organs,
            to=event.to,
            cites=event.cites,
            published_in=event.published_in,
            issued_at=event.occurred_at,
            position=recorded.position,
        )
