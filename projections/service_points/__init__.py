"""Service points: where, of which kind, of which township, who helps there (JX24-23, -26)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.service_points.point import (
    AgentAppointed,
    AgentDismissed,
    PointClosed,
    PointOpened,
)
from projections.view import Row, View


class ServicePointRow(Row, frozen=True, kw_only=True):
    """`key` is the point's number; `agents` are the staff ids of who helps there now."""

    township: str
    village: str
    kind: str
    name: str
    agents: tuple[str, ...] = ()
    opened_at: datetime
    open: bool = True
    closed_at: datetime | None = None
    reason: str | None = None
    position: int
    version: int


class ServicePoints(View[ServicePointRow]):
    name: ClassVar = "service_points"
    label: ClassVar = "服务点"
    events: ClassVar = (PointOpened, PointClosed, AgentAppointed, AgentDismissed)
    row = ServicePointRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case PointOpened() | PointClosed() | AgentAppointed() | AgentDismissed():
                return (event.point,)
        return ()

    def fold(
        self, row: ServicePointRow | None, key: str, recorded: Recorded
    ) -> ServicePointRow | None:
        event = recorded.event
        if isinstance(event, PointOpened):
            return ServicePointRow(
                key=key,
                township=event.township,
                village=event.village,
                kind=event.kind,
                name=event.name,
                opened_at=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case PointClosed(occurred_at=at, reason=reason):
                return replace(row, open=False, closed_at=at, reason=reason, agents=())
            case AgentAppointed(person=person):
                return replace(row, agents=(*row.agents, person))
            case AgentDismissed(person=person):
                return replace(row, agents=tuple(a for a in row.agents if a != person))
        return row
