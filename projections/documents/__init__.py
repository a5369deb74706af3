"""Documents on base-level matters: what a department sent to whom, who has it (RA22-20, -21)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec import field

from domain.exchange.document import DocumentAcknowledged, DocumentAddressed, Way
from domain.kernel.event import Event, Recorded
from projections.view import Row, View


class DocumentRow(Row, frozen=True, kw_only=True):
    """`acknowledged` says when each addressee did; `waiting` counts those that did not yet."""

    issuer: str
    number: str
    title: str
    way: Way
    matters: tuple[int, ...]
    addressees: tuple[str, ...]
    acknowledged: dict[str, datetime] = field(default_factory=dict)
    waiting: int
    addressed_at: datetime
    addressed_by: str
    position: int
    version: int  # of the document's stream


class Documents(View[DocumentRow]):
    name: ClassVar = "documents"
    label: ClassVar = "文件主送"
    events: ClassVar = (DocumentAddressed, DocumentAcknowledged)
    row = DocumentRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case DocumentAddressed() | DocumentAcknowledged():
                return (f"{event.issuer}/{event.number}",)
        return ()

    def fold(self, row: DocumentRow | None, key: str, recorded: Recorded) -> DocumentRow | None:
        match recorded.event:
            case DocumentAddressed() as event:
                return DocumentRow(
                    key=key,
                    issuer=event.issuer,
                    number=event.number,
                    title=event.title,
                    way=event.way,
                    matters=event.matters,
                    addressees=event.addressees,
                    waiting=len(event.addressees),
                    addressed_at=event.occurred_at,
                    addressed_by=event.person,
                    position=recorded.position,
                    version=recorded.version,
                )
            case DocumentAcknowledged(organ=organ, occurred_at=at) if row:
                acknowledged = {**row.acknowledged, organ: at}
                return msgspec.structs.replace(
                    row,
                    acknowledged=acknowledged,
                    waiting=len(row.addressees) - len(acknowledged),
                    position=recorded.position,
                    version=recorded.version,
                )
        return row
