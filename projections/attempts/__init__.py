"""Attempts to exercise power without it, as they were refused (XG23-70, -71; DESIGN 5)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.attempts.attempt import AttemptMade
from domain.kernel.event import Event, Recorded
from projections.view import Row, View


class AttemptRow(Row, frozen=True, kw_only=True):
    """`act` is the command that was refused, `about` the stream that it was about."""

    organ: str
    person: str
    post: str
    act: str
    code: str
    message: str
    clause: str
    source: str
    about: str
    detail: dict[str, str]
    attempted_at: datetime
    position: int


class Attempts(View[AttemptRow]):
    name: ClassVar = "attempts"
    label: ClassVar = "越权尝试"
    events: ClassVar = (AttemptMade,)
    row = AttemptRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.attempt,) if isinstance(event, AttemptMade) else ()

    def fold(self, row: AttemptRow | None, key: str, recorded: Recorded) -> AttemptRow | None:
        match recorded.event:
            case AttemptMade() as event:
                return AttemptRow(
                    key=key,
                    organ=event.organ,
                    person=event.person,
                    post=event.post,
                    act=event.act,
                    code=event.code,
                    message=event.message,
                    clause=event.clause,
                    source=event.source,
                    about=event.about,
                    detail=event.detail,
                    attempted_at=event.occurred_at,
                    position=recorded.position,
                )
        return row
