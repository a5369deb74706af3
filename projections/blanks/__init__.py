"""Blank certificates: of each range which numbers are used, void, given back, left (XG23-65)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.readiness.blanks import (
    BlanksAllotted,
    BlanksReceived,
    BlanksReturned,
    BlankUsed,
    BlankVoided,
)
from domain.readiness.serials import serials, skipped
from projections.view import Row, View


class BlankRow(Row, frozen=True, kw_only=True):
    """`key` is hand-over and line. `skipped`: left, although a later number is used or void.

    `elsewhere`: those of the used that another than the holder issued a certificate with.
    """

    certificate: str
    organ: str
    holder: str
    first: str
    last: str
    total: int
    left: int
    used: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    allotted_at: datetime
    received_at: datetime | None = None
    position: int


class Blanks(View[BlankRow]):
    name: ClassVar = "blanks"
    label: ClassVar = "空白证书"
    events: ClassVar = (BlanksAllotted, BlanksReceived, BlanksReturned, BlankUsed, BlankVoided)
    row = BlankRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, self.events):
            return (f"{event.handover}/{event.line}",)
        return ()

    def fold(self, row: BlankRow | None, key: str, recorded: Recorded) -> BlankRow | None:
        event = recorded.event
        if isinstance(event, BlanksAllotted):
            total = len(serials(event.first, event.last) or ())
            return BlankRow(
                key=key,
                certificate=event.certificate,
                organ=event.organ,
                holder=event.holder,
                first=event.first,
                last=event.last,
                total=total,
                left=total,
                allotted_at=event.occurred_at,
                position=recorded.position,
            )
        if row is None:
            return None
        match event:
            case BlanksReceived(occurred_at=at):
                row = replace(row, received_at=at)
            case BlanksReturned(serials=back):
                row = replace(row, returned=(*row.returned, *back))
            case BlankUsed(serial=serial, organ=organ):
                row = replace(row, used=(*row.used, serial))
                if organ not in ("", row.holder):
                    row = replace(row, elsewhere=(*row.elsewhere, serial))
            case BlankVoided(serial=serial):
                row = replace(row, void=(*row.void, serial))
        return _counted(replace(row, position=recorded.position))


def _counted(row: BlankRow) -> BlankRow:
    spent = (*row.used, *row.void)
    numbers = serials(row.first, row.last)
    left = row.total - len(spent) - len(row.returned)
    # What came back is accounted for, so no gap; it says nothing of the order of use either.
    missed = skipped(numbers, spent) if numbers else ()
    return replace(row, left=left, skipped=tuple(it for it in missed if it not in row.returned))
