"""任务分工: what each unit reports of its part in a programme's tasks (XG23-35, ZZ22-43).

The tasks are the pack's, with their leads, units and days. One stream per task and unit. A standing
duty (长期坚持) goes on for ever: it is reported on and never done.
"""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Task
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook

_LENGTH = 2_000


class ReportTask(Command, frozen=True, kw_only=True):
    """How far the organ of whoever acts is with its part of a task; `done`: there is no more to do.

    `programme` where the pack has tasks of several; `content`: which of the task's contents.
    """

    TYPE: ClassVar[str] = "readiness.report_task"
    task: int
    text: str
    programme: str = ""
    content: int | None = None
    done: bool = False


class TaskReported(Event, frozen=True, kw_only=True):
    """`lead`: by the unit that leads it, not by one of those that are responsible."""

    TYPE: ClassVar[str] = "readiness.task_reported"
    programme: str
    task: int
    content: int | None
    organ: str
    lead: bool
    text: str
    done: bool
    person: str
    post: str


EVENTS = (TaskReported,)


class Progress(Struct, frozen=True):
    """Of one unit's part: the last word, and since when it is done."""

    reports: int = 0
    text: str = ""
    reported_at: datetime | None = None
    done: datetime | None = None


class TaskStanding(Struct, frozen=True):
    """A task with who has it; `historic`: its day was over when the rules began (B-02).

    `waiting`: units that have not said they are done; a standing task waits for nobody.
    """

    programme: str
    task: int
    name: str
    leads: tuple[str, ...]
    units: tuple[str, ...]
    due: str
    historic: bool
    standing: bool
    reported: tuple[str, ...]
    done: tuple[str, ...]
    waiting: tuple[str, ...]


def task_of(programme: str, no: int, rules: Rulebook) -> Task:
    for task in rules.pack.task:
        if task.no == no and (task.programme or "") == programme:
            return task
    raise rules.refuse(NotFound, "readiness.no_such_task", f"任务分工表没有任务{no}")


def name_of(programme: str, no: int, rules: Rulebook) -> str:
    """As the plan calls it; by its number where a later one has dropped it."""
    named = (it.name for it in rules.pack.task if (it.no, it.programme or "") == (no, programme))
    return next(named, f"任务{no}")


def days(task: Task, rules: Rulebook) -> dict[str, date]:
    """Who leads what by which day; for several contents by the last of theirs."""
    led = [(task.lead, task.due_on)]
    led += [(it.lead or task.lead, it.due_on or task.due_on) for it in task.content]
    found: dict[str, date] = {}
    for name, day in led:
        for organ in _organs((name,), rules):
            if day is not None:
                found[organ] = max(day, found.get(organ, day))
    return found


def leads(task: Task, rules: Rulebook) -> tuple[str, ...]:
    named = (task.lead, *(content.lead for content in task.content))
    return _organs(named, rules)


def units(task: Task, rules: Rulebook) -> tuple[str, ...]:
    """Who is responsible: as printed, for single contents too, and who was left out (B-15)."""
    of_contents = (name for content in task.content for name in content.units)
    return _organs((*task.units, *of_contents, *task.effective_owners), rules)


def _organs(named: tuple[str, ...], rules: Rulebook) -> tuple[str, ...]:
    return tuple(dict.fromkeys(organ.id for name in named for organ in rules.called(name)))


def report(
    command: ReportTask, state: Progress | None, by: By, at: datetime, rules: Rulebook
) -> TaskReported:
    task = task_of(command.programme, command.task, rules)
    if by.organ not in (*leads(task, rules), *units(task, rules)):
        raise rules.refuse(
            NotPermitted,
            "readiness.not_of_task",
            f"“{task.name}”由牵头单位和责任单位报告进展，不由{rules.short(by.organ)}报告",
        )
    if command.content is not None and command.content not in {it.no for it in task.content}:
        raise rules.refuse(
            NotFound, "readiness.no_such_task", f"“{task.name}”没有第{command.content}项内容"
        )
    if not 0 < len(command.text.strip()) <= _LENGTH:
        raise rules.refuse(
            Invalid, "readiness.report_incomplete", f"请填写进展情况，不超过{_LENGTH}字"
        )
    if command.done and task.standing:
        raise rules.refuse(
            IllegalState, "readiness.task_standing", f"“{task.name}”须长期坚持，不能办结"
        )
    if state is not None and state.done is not None:
        raise rules.refuse(IllegalState, "readiness.task_done", "本单位已经报告完成")
    return TaskReported(
        occurred_at=at,
        programme=command.programme,
        task=command.task,
        content=command.content,
        organ=by.organ,
        lead=by.organ in leads(task, rules),
        text=command.text.strip(),
        done=command.done,
        person=by.person,
        post=by.post,
    )


def standing(
    task: Task, progress: dict[str, Progress | None], since: date, rules: Rulebook
) -> TaskStanding:
    """`since`: from which day on the county's rules have had the task."""
    of, responsible = leads(task, rules), units(task, rules)
    both = tuple(dict.fromkeys((*of, *responsible)))
    reported = tuple(it for it in both if progress.get(it) is not None)
    done = tuple(it for it in reported if (found := progress[it]) and found.done is not None)
    return TaskStanding(
        programme=task.programme or "",
        task=task.no,
        name=task.name,
        leads=of,
        units=responsible,
        due=task.due,
        historic=task.due_on is not None and task.due_on <= since,
        standing=task.standing,
        reported=reported,
        done=done,
        waiting=() if task.standing else tuple(it for it in both if it not in done),
    )


def evolve(state: Progress | None, event: Event) -> Progress | None:
    if not isinstance(event, TaskReported):
        return state
    found = state or Progress()
    return replace(
        found,
        reports=found.reports + 1,
        text=event.text,
        reported_at=event.occurred_at,
        done=event.occurred_at if event.done else found.done,
    )
