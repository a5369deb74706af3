"""任务分工: each lead unit owes a task by its day (XG23-24, -35; ZZ22-43).

What was due when the plan was issued, or adopted here, is history (B-02). A standing duty,
长期坚持, stays on the list for ever, and nobody is late with it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.pack import Task
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, administration
from domain.kernel.workdays import day_of, start_of
from domain.obligations.obligation import MeetObligation, OpenObligation
from domain.readiness.tasks import TaskReported, leads

EVENTS: tuple[type[Event], ...] = (TaskReported,)
_TASK = "task"


def opened(rules: Rulebook, at: datetime) -> Iterator[OpenObligation]:
    """What the lead units owe by rules that were adopted at a moment."""
    for task in rules.pack.task:
        if task.due_on is not None:
            for organ in leads(task, rules):
                yield _opened(task, task.due_on, organ, at, rules)


def met(event: TaskReported, ref: str) -> Iterator[Command]:
    if event.lead and event.done:
        identity = _due(event.programme, event.task, event.organ)
        yield MeetObligation(obligation=identity, evidence=ref, at=event.occurred_at)


def _due(programme: str, no: int, organ: str) -> str:
    return ":".join(filter(None, (_TASK, programme, str(no), organ)))


def _opened(task: Task, due_on: date, organ: str, at: datetime, rules: Rulebook) -> OpenObligation:
    """From the day of adoption; what was over then began and ended on its own day."""
    programme, today = task.programme or "", day_of(at, rules)
    start = min(today, due_on)
    owed_to = next(iter(administration(rules)), "")
    return OpenObligation(
        obligation=_due(programme, task.no, organ),
        kind=_TASK,
        about=streams.task(programme, task.no, organ),
        matter=0,
        debtor=organ,
        creditor=owed_to,
        post=PRINCIPAL,
        started_at=start_of(start, rules),
        days=(due_on - start).days,
        unit="days",
        roll=False,
        sla="",
        certainty="text",
        clause=f"任务{task.no}",
        source=task.source,
        lapse="",
        rules=rules.version,
        historic_until=max(today, _issued(task, rules) or today),
        standing=task.standing,
    )


def _issued(task: Task, rules: Rulebook) -> date | None:
    """When the document was issued that the task is of."""
    programmes = rules.pack.programme
    of = [it.document for it in programmes if task.programme in (None, it.id)]
    days = (it.issued_on for it in rules.pack.document if it.id in of)
    return next(filter(None, days), None)
