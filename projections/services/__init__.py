"""What was done at service points: services rendered there, and cases that they collected."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.cases.events import CaseConcluded, CaseReceived
from domain.cases.revocation import ApprovalRevoked
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.service_points.service import ServiceRendered, ServiceVoided
from projections.view import Row, View


class ServiceRow(Row, frozen=True, kw_only=True):
    """`key` is the stream of the service or of the case. No personal data: `person` is staff.

    `government` None: a case, whose matter says it. `completed_at` None: the case is not concluded.
    `undone_at`: it was recorded wrongly, or the approval was revoked.
    """

    point: str
    convenience: str
    case: str | None = None
    matter: int | None = None
    government: bool | None = None
    groups: tuple[str, ...] = ()
    person: str
    began_at: datetime
    completed_at: datetime | None = None
    outcome: str | None = None
    undone_at: datetime | None = None
    reason: str | None = None
    position: int


class Services(View[ServiceRow]):
    name: ClassVar = "services"
    label: ClassVar = "服务点办件和服务"
    events: ClassVar = (
        ServiceRendered,
        ServiceVoided,
        CaseReceived,
        CaseConcluded,
        ApprovalRevoked,
    )
    row = ServiceRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case ServiceRendered() | ServiceVoided():
                return (streams.service(event.number),)
            case CaseReceived(point=None):
                return ()
            case CaseReceived() | CaseConcluded() | ApprovalRevoked():
                return (streams.case(event.case),)
        return ()

    def fold(self, row: ServiceRow | None, key: str, recorded: Recorded) -> ServiceRow | None:
        event = recorded.event
        match event:
            case ServiceRendered():
                return _rendered(event, key, recorded)
            case CaseReceived():
                return _received(event, key, recorded)
        if row is None:
            return None
        row = replace(row, position=recorded.position)
        match event:
            case CaseConcluded(occurred_at=at, outcome=outcome):
                return replace(row, completed_at=at, outcome=outcome)
            case ServiceVoided(occurred_at=at, reason=reason):
                return replace(row, undone_at=at, reason=reason)
            case ApprovalRevoked(occurred_at=at, reasons=reasons):
                return replace(row, undone_at=at, reason=reasons)
        return row


def _rendered(event: ServiceRendered, key: str, recorded: Recorded) -> ServiceRow:
    return ServiceRow(
        key=key,
        point=event.point,
        convenience=event.convenience,
        government=event.government,
        groups=event.groups,
        person=event.person,
        began_at=event.occurred_at,
        completed_at=event.occurred_at,
        position=recorded.position,
    )


def _received(event: CaseReceived, key: str, recorded: Recorded) -> ServiceRow | None:
    if event.point is None:
        return None
    return ServiceRow(
        key=key,
        point=event.point.point,
        convenience=event.point.convenience,
        case=event.case,
        matter=event.matter,
        person=event.authority.person,
        began_at=event.occurred_at,
        position=recorded.position,
    )
