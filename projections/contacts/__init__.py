"""业务指导员、联络员: whom departments named for townships to turn to (XG23-26, RA22-19)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.readiness.contacts import ContactEnded, ContactNamed
from projections.view import Row, View


class ContactRow(Row, frozen=True, kw_only=True):
    """`key` is organ, role and person (a staff id); whoever is named anew is open again."""

    organ: str
    role: str
    person: str
    matters: tuple[int, ...]
    named_at: datetime
    open: bool = True
    ended_at: datetime | None = None
    reason: str | None = None
    position: int


class Contacts(View[ContactRow]):
    name: ClassVar = "contacts"
    label: ClassVar = "业务指导人员"
    events: ClassVar = (ContactNamed, ContactEnded)
    row = ContactRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case ContactNamed() | ContactEnded():
                return (f"{event.organ}/{event.role}/{event.person}",)
        return ()

    def fold(self, row: ContactRow | None, key: str, recorded: Recorded) -> ContactRow | None:
        match recorded.event:
            case ContactNamed() as event:
                return ContactRow(
                    key=key,
                    organ=event.organ,
                    role=event.role,
                    person=event.person,
                    matters=event.matters,
                    named_at=event.occurred_at,
                    position=recorded.position,
                )
            case ContactEnded() as event if row is not None:
                return replace(
                    row,
                    open=False,
                    ended_at=event.occurred_at,
                    reason=event.reason,
                    position=recorded.position,
                )
        return row
