"""Work plans: what each unit filed of its own for a programme (XG23-29, XG22-27)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event, Recorded
from domain.readiness.plans import WorkPlanFiled
from projections.view import Row, View


class WorkPlanRow(Row, frozen=True, kw_only=True):
    """`key` is organ and programme; the last edition, and when it was filed."""

    organ: str
    programme: str
    edition: int
    title: str
    document_number: str
    digest: str
    filed_at: datetime
    position: int


class WorkPlans(View[WorkPlanRow]):
    name: ClassVar = "work_plans"
    label: ClassVar = "工作方案"
    events: ClassVar = (WorkPlanFiled,)
    row = WorkPlanRow

    def keys(self, event: Event) -> Iterable[str]:
        return (f"{event.organ}/{event.programme}",) if isinstance(event, WorkPlanFiled) else ()

    def fold(self, row: WorkPlanRow | None, key: str, recorded: Recorded) -> WorkPlanRow | None:
        match recorded.event:
            case WorkPlanFiled() as event:
                return WorkPlanRow(
                    key=key,
                    organ=event.organ,
                    programme=event.programme,
                    edition=event.edition,
                    title=event.title,
                    document_number=event.document_number,
                    digest=event.digest,
                    filed_at=event.occurred_at,
                    position=recorded.position,
                )
        return row
