"""任务分工: each lead unit owes a task by its day (XG23-24, -35; XG22-30; ZZ22-43).

What was due when the plan was issued, or adopted here, is history (B-02). A standing duty,
长期坚持, stays on the list for ever, and nobody is late with it. A day that a later plan moves is
another obligation; the one by the old day is waived. Where a plan brings that day back, it is owed
again (`anew`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.pack import Task
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, answers_to
from domain.kernel.workdays import day_of, start_of
from domain.obligations.obligation import MeetObligation, OpenObligation, WaiveObligation
from domain.readiness.tasks import Progress, TaskReported, days

EVENTS: tuple[type[Event], ...] = (TaskReported,)
_TASK = "task"
_REPLACED = "任务分工已由新采用的政策包变更"


def opened(
    before: Rulebook | None, rules: Rulebook, at: datetime, since: date
) -> Iterator[OpenObligation | WaiveObligation]:
    """What the lead units owe by rules that were adopted at a moment, and what no longer.

    `since`: when these take effect; what is due until then is owed as it was.
    """
    owed = {it.obligation: it for it in _owed(rules, at)}
    was = {it.obligation: it for it in _owed(before, at)} if before else {}
    yield from (it for name, it in owed.items() if name not in was)
    for name, it in was.items():
        due_on = day_of(it.started_at, rules) + timedelta(days=it.days)
        as_it_was = not it.standing and day_of(at, rules) <= due_on < since
        if name not in owed and not as_it_was:
            yield WaiveObligation(obligation=name, reason=_REPLACED)


def looked_at(rules: Rulebook) -> list[str]:
    """The streams that say what is done already."""
    return [
        streams.task(task.programme or "", task.no, organ)
        for task in rules.pack.task
        for organ in days(task, rules)
    ]


def done(
    rules: Rulebook, states: Mapping[str, Progress | None], ref: str
) -> Iterator[MeetObligation]:
    for task in rules.pack.task:
        for organ, day in days(task, rules).items():
            known = states.get(streams.task(task.programme or "", task.no, organ))
            if known is not None and known.done is not None:
                identity = _due(task, organ, day)
                yield MeetObligation(obligation=identity, evidence=ref, at=known.done)


def met(event: TaskReported, ref: str, plans: Iterable[Rulebook]) -> Iterator[MeetObligation]:
    """By whatever day: a plan that is still to take effect has moved it already."""
    owed = {
        _due(task, event.organ, day): None
        for rules in plans
        for task in rules.pack.task
        if (task.programme or "", task.no) == (event.programme, event.task)
        and (day := days(task, rules).get(event.organ)) is not None
    }
    if event.done:
        for identity in owed:
            yield MeetObligation(obligation=identity, evidence=ref, at=event.occurred_at)


def _owed(rules: Rulebook, at: datetime) -> Iterator[OpenObligation]:
    for task in rules.pack.task:
        for organ, day in days(task, rules).items():
            yield _opened(task, day, organ, at, rules)


def _due(task: Task, organ: str, day: date) -> str:
    return ":".join(filter(None, (_TASK, task.programme, str(task.no), organ, str(day))))


def _opened(task: Task, due_on: date, organ: str, at: datetime, rules: Rulebook) -> OpenObligation:
    """From the day of adoption; what was over then began and ended on its own day."""
    programme, today = task.programme or "", day_of(at, rules)
    start = min(today, due_on)
    return OpenObligation(
        obligation=_due(task, organ, due_on),
        kind=_TASK,
        about=streams.task(programme, task.no, organ),
        matter=0,
        debtor=organ,
        creditor=answers_to(organ, rules),
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
    issued = (it.issued_on for it in rules.pack.document if it.id in of)
    return next(filter(None, issued), None)
