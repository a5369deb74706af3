"""Important situations that were reported upwards, and what was replied (JX24-41)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.reports.situation import ReplyRecorded, SituationReported
from projections.view import Row, View


class SituationRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `open`: there is no reply yet. No personal data."""

    organ: str
    to: str
    title: str
    text: str
    reported_at: datetime
    reported_by: str
    open: bool = True
    reply: str | None = None
    document_number: str | None = None
    replied_at: datetime | None = None
    position: int
    version: int


class Situations(View[SituationRow]):
    name: ClassVar = "situations"
    label: ClassVar = "重要情况报告"
    events: ClassVar = (SituationReported, ReplyRecorded)
    row = SituationRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case SituationReported() | ReplyRecorded():
                return (event.number,)
        return ()

    def fold(self, row: SituationRow | None, key: str, recorded: Recorded) -> SituationRow | None:
        match recorded.event:
            case SituationReported() as event:
                return SituationRow(
                    key=key,
                    organ=event.organ,
                    to=event.to,
                    title=event.title,
                    text=event.text,
                    reported_at=event.occurred_at,
                    reported_by=event.person,
                    position=recorded.position,
                    version=recorded.version,
                )
            case ReplyRecorded() as event if row is not None:
                return replace(
                    row,
                    open=False,
                    reply=event.reply,
                    document_number=event.document_number,
                    replied_at=event.occurred_at,
                    position=recorded.position,
                    version=recorded.version,
                )
        return row
