"""System access: who of which organ may log on to what, since when, by whom (XG23-65)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.readiness.access import AccessEnded, AccessGranted
from projections.view import Row, View


class AccessRow(Row, frozen=True, kw_only=True):
    """`key` is organ, system and person; a right that was granted anew is open again."""

    organ: str
    system: str
    person: str
    by_organ: str
    granted_at: datetime
    open: bool = True
    ended_at: datetime | None = None
    reason: str | None = None
    position: int


class Accesses(View[AccessRow]):
    name: ClassVar = "accesses"
    label: ClassVar = "系统登录权限"
    events: ClassVar = (AccessGranted, AccessEnded)
    row = AccessRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case AccessGranted() | AccessEnded():
                return (f"{event.organ}/{event.system}/{event.person}",)
        return ()

    def fold(self, row: AccessRow | None, key: str, recorded: Recorded) -> AccessRow | None:
        match recorded.event:
            case AccessGranted() as event:
                return AccessRow(
                    key=key,
                    organ=event.organ,
                    system=event.system,
                    person=event.person,
                    by_organ=event.by_organ,
                    granted_at=event.occurred_at,
                    position=recorded.position,
                )
            case AccessEnded() as event if row is not None:
                return replace(
                    row,
                    open=False,
                    ended_at=event.occurred_at,
                    reason=event.reason,
                    position=recorded.position,
                )
        return row
