"""What is completed at a service point earns points, until it is taken back (B-26)."""

from collections.abc import Iterator

from domain.cases.case import Case
from domain.cases.events import CaseConcluded
from domain.cases.revocation import ApprovalRevoked
from domain.kernel.event import Command, Recorded
from domain.service_points.points import EarnPoints, ReversePoints
from domain.service_points.service import ServiceRendered, ServiceVoided

EVENTS = (ServiceRendered, ServiceVoided, ApprovalRevoked)


def of_service(recorded: Recorded) -> Iterator[Command]:
    """A service that is no case is completed when it is rendered (JX24-24, -49)."""
    match recorded.event:
        case ServiceRendered() as event:
            yield EarnPoints(
                point=event.point,
                source=recorded.stream,
                convenience=event.convenience,
                outcome="",
                completed_at=event.occurred_at,
            )
        case ServiceVoided() as event:
            yield ReversePoints(
                point=event.point,
                source=recorded.stream,
                reason=event.reason,
            )


def of_case(recorded: Recorded, case: Case) -> Iterator[Command]:
    """A case that a point collected counts when it is concluded; revoked, it does not any more."""
    if case.point is None:
        return
    match recorded.event:
        case CaseConcluded(outcome=outcome, occurred_at=at):
            yield EarnPoints(
                point=case.point.point,
                source=recorded.stream,
                convenience=case.point.convenience,
                outcome=outcome,
                completed_at=at,
            )
        case ApprovalRevoked(reasons=reasons):
            yield ReversePoints(
                point=case.point.point,
                source=recorded.stream,
                reason=f"审批撤销：{reasons}",
            )
