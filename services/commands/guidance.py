"""Advice and work around a reform: advisers, plans, tasks, meetings (XG23-26, -29, -34, -35)."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.pack import Pack, Task, WorkPlanTerms
from domain.kernel.rulebook import Rulebook
from domain.policy.adoption import Policy
from domain.readiness import contacts, dispatch, plans, tasks
from domain.readiness.contacts import (
    AnswerQuestion,
    AskQuestion,
    Contact,
    EndContact,
    NameContact,
    Question,
)
from domain.readiness.dispatch import CloseResolution, Dispatch, HoldDispatch
from domain.readiness.plans import FileWorkPlan, Owed, WorkPlan
from domain.readiness.tasks import Progress, ReportTask, TaskStanding
from infra.vault import Vault
from services.commands.common import Handlers, require_principal, require_seat
from services.unit import Unit


async def name(command: NameContact, unit: Unit, _: Vault) -> None:
    """By the principal of the department (XG23-26)."""
    rules = await unit.rules()
    await require_principal(unit, unit.by.organ, rules)
    stream = streams.contact(unit.by.organ, command.role, command.person.strip())
    state = (await unit.get(stream, Contact)).state
    unit.write(stream, [contacts.name(command, state, unit.by, unit.at, rules)])


async def end(command: EndContact, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_principal(unit, unit.by.organ, rules)
    stream = streams.contact(unit.by.organ, command.role, command.person)
    state = (await unit.get(stream, Contact)).state
    unit.write(stream, [contacts.end(command, state, unit.by, unit.at, rules)])


async def ask(command: AskQuestion, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    check_number(command.number, "问题编号")
    await require_seat(unit, rules)
    stream = streams.question(command.number)
    state = (await unit.get(stream, Question)).state
    unit.write(stream, [contacts.ask(command, state, unit.by, unit.at, rules)])


async def answer(command: AnswerQuestion, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.question(command.number)
    known = contacts.known(command.number, (await unit.get(stream, Question)).state, rules)
    terms = rules.pack.contacts
    by = unit.by
    named = await asyncio.gather(
        *(
            unit.get(streams.contact(by.organ, role, by.person), Contact)
            for role in (terms.answering if terms else ())
        )
    )
    found = tuple(fact.state for fact in named if fact.state is not None)
    unit.write(stream, [contacts.answer(command, known, found, by, unit.at, rules)])


async def file_plan(command: FileWorkPlan, unit: Unit, _: Vault) -> None:
    """主要领导负总责: by the unit's principal (XG23-28, -29)."""
    rules = await unit.rules()
    await require_principal(unit, unit.by.organ, rules)
    stream = streams.work_plan(unit.by.organ, command.programme)
    state = (await unit.get(stream, WorkPlan)).state
    unit.write(stream, [plans.file(command, state, unit.by, unit.at, rules)])


async def report(command: ReportTask, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.task(command.programme, command.task, unit.by.organ)
    state = (await unit.get(stream, Progress)).state
    unit.write(stream, [tasks.report(command, state, unit.by, unit.at, rules)])


async def hold(command: HoldDispatch, unit: Unit, _: Vault) -> None:
    """Problems that it takes up are on record already (XG23-34)."""
    rules = await unit.rules()
    check_number(command.number, "调度编号")
    await require_seat(unit, rules)
    stream = streams.dispatch(command.number)
    state = (await unit.get(stream, Dispatch)).state
    held = dispatch.hold(command, state, unit.by, unit.at, rules)
    for problem in held.problems:
        if not await unit.version(streams.problem(problem)):
            raise dispatch.no_such_problem(problem, rules)
    unit.write(stream, [held])


async def close(command: CloseResolution, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.dispatch(command.number)
    state = (await unit.get(stream, Dispatch)).state
    unit.write(stream, [dispatch.close(command, state, unit.by, unit.at, rules)])


def _since(
    policy: Policy, rules: Rulebook, thing: object, things: Callable[[Pack], Iterable[object]]
) -> date:
    """From which day on the county's own rules, whatever version of them, have had something."""
    days = (it.effective_from for it in policy.own if thing in things(it.rules.pack))
    return min(days, default=rules.pack.effective_from)


def _task(task: Task) -> tuple[str, int, date | None]:
    """A task by its day: another day is another thing that is owed."""
    return task.programme or "", task.no, task.due_on


def _plan(terms: WorkPlanTerms) -> tuple[str, date]:
    return terms.id, terms.due_on


async def owed_plans(unit: Unit, rules: Rulebook) -> list[Owed]:
    """Whose work plan the rules ask for, and what came of it."""
    policy = await unit.adopted()
    found: list[Owed] = []
    for terms in rules.pack.work_plan:
        organs = [organ.id for organ in rules.among(terms.by)]
        filed = await asyncio.gather(
            *(unit.get(streams.work_plan(organ, terms.programme), WorkPlan) for organ in organs)
        )
        states = {organ: fact.state for organ, fact in zip(organs, filed, strict=True)}
        since = _since(policy, rules, _plan(terms), lambda pack: map(_plan, pack.work_plan))
        found += plans.owed(terms, states, since, rules)
    return found


async def task_table(unit: Unit, rules: Rulebook) -> list[TaskStanding]:
    """Every task of the rules in force, with how far each unit says it is."""
    policy, found = await unit.adopted(), []
    for task in rules.pack.task:
        since = _since(policy, rules, _task(task), lambda pack: map(_task, pack.task))
        organs = tuple(dict.fromkeys((*tasks.leads(task, rules), *tasks.units(task, rules))))
        names = (streams.task(task.programme or "", task.no, organ) for organ in organs)
        facts = await asyncio.gather(*(unit.get(stream, Progress) for stream in names))
        states = {organ: fact.state for organ, fact in zip(organs, facts, strict=True)}
        found.append(tasks.standing(task, states, since, rules))
    return found


HANDLERS: Handlers = {
    NameContact: name,
    EndContact: end,
    AskQuestion: ask,
    AnswerQuestion: answer,
    FileWorkPlan: file_plan,
    ReportTask: report,
    HoldDispatch: hold,
    CloseResolution: close,
}
