"""Task progress: the last word of each unit on its part of a task (XG23-35, ZZ22-43)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event, Recorded
from domain.readiness.tasks import TaskReported
from projections.view import Row, View


class TaskReportRow(Row, frozen=True, kw_only=True):
    """`key` is programme, task and organ; `lead`: it leads the task. `reports` counts them."""

    organ: str
    programme: str
    task: int
    lead: bool
    reports: int
    text: str
    first_at: datetime
    reported_at: datetime
    done: bool
    position: int


class TaskReports(View[TaskReportRow]):
    name: ClassVar = "task_reports"
    label: ClassVar = "任务进展"
    events: ClassVar = (TaskReported,)
    row = TaskReportRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, TaskReported):
            return (f"{event.programme}/{event.task}/{event.organ}",)
        return ()

    def fold(self, row: TaskReportRow | None, key: str, recorded: Recorded) -> TaskReportRow | None:
        match recorded.event:
            case TaskReported() as event:
                return TaskReportRow(
                    key=key,
                    organ=event.organ,
                    programme=event.programme,
                    task=event.task,
                    lead=event.lead,
                    reports=row.reports + 1 if row else 1,
                    text=event.text,
                    first_at=row.first_at if row else event.occurred_at,
                    reported_at=event.occurred_at,
                    done=event.done,
                    position=recorded.position,
                )
        return row
