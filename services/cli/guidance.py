"""Advice and work around a reform: advisers, plans, tasks, meetings."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.readiness.plans import Owed
from domain.readiness.tasks import TaskStanding
from projections.contacts import ContactRow, Contacts
from projections.dispatches import Dispatches, DispatchRow
from projections.questions import QuestionRow, Questions
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.rows import Limit, show
from services.commands.guidance import owed_plans, task_table


def contacts(tenant: Tenant, limit: Limit = 100, as_json: AsJson = False) -> None:
    """业务指导员、联络员。Whom departments named, the newest first."""
    show(
        tenant,
        Contacts(),
        lambda _: {},
        "named_at",
        _contacts,
        empty="还没有指定业务指导人员。",
        limit=limit,
        as_json=as_json,
    )


def questions(
    tenant: Tenant,
    waiting: Annotated[bool, typer.Option("--open", help="只列未答复的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """业务问题和答复。What townships asked the advisers of departments, the newest first."""
    show(
        tenant,
        Questions(),
        lambda _: {"open = {}": True if waiting else None},
        "asked_at",
        _questions,
        empty="没有业务问题。",
        limit=limit,
        as_json=as_json,
    )


def work_plans(tenant: Tenant, as_json: AsJson = False) -> None:
    """应报的工作方案。Whose work plan the rules ask for, and what came of it."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            found = await owed_plans(unit, rules)
        if as_json:
            emit(found)
            return
        console.print(_plans(found, rules) if found else "本县没有规定各单位的工作方案。")

    run(work())


def reform_tasks(tenant: Tenant, as_json: AsJson = False) -> None:
    """任务分工表和进展。Every task, who has it, how far each unit says it is."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            found = await task_table(unit, rules)
        if as_json:
            emit(found)
            return
        console.print(_tasks(found, rules) if found else "本县没有任务分工表。")

    run(work())


def dispatches(tenant: Tenant, limit: Limit = 100, as_json: AsJson = False) -> None:
    """工作调度和议定事项。Meetings, what they settled, what came of it, the newest first."""
    show(
        tenant,
        Dispatches(),
        lambda _: {},
        "held_at",
        _dispatches,
        empty="还没有登记工作调度。",
        limit=limit,
        as_json=as_json,
    )


def _contacts(rows: Iterable[ContactRow], rules: Rulebook) -> object:
    view = table("业务指导人员", "单位", "身份", "人员", "事项", "自", "至")
    terms = rules.pack.contacts
    for row in rows:
        view.add_row(
            rules.short(row.organ),
            terms.roles.get(row.role, row.role) if terms else row.role,
            escape(row.person),
            rules.items(row.matters),
            local(row.named_at, rules),
            local(row.ended_at, rules) if row.ended_at else "",
        )
    return view


def _questions(rows: Iterable[QuestionRow], rules: Rulebook) -> object:
    view = table("业务问题和答复", "时间", "编号", "提问单位", "答复单位", "事项", "问题", "答复")
    for row in rows:
        view.add_row(
            local(row.asked_at, rules),
            escape(row.key),
            rules.short(row.organ),
            rules.short(row.to),
            rules.item(row.matter) if row.matter is not None else "",
            escape(row.question),
            escape(row.answer or "未答复"),
        )
    return view


def _plans(found: Iterable[Owed], rules: Rulebook) -> object:
    view = table("工作方案", "单位", "改革", "时限", "文号", "报送", "依据")
    programmes = {it.id: it.name for it in rules.pack.programme}
    for row in found:
        view.add_row(
            rules.short(row.organ),
            programmes.get(row.programme, row.programme),
            escape(row.due) + ("（早于印发）" if row.historic else ""),
            escape(row.document_number or "未报送"),
            local(row.filed_at, rules) if row.filed_at else "",
            row.clause,
        )
    return view


def _tasks(found: Iterable[TaskStanding], rules: Rulebook) -> object:
    heads = ("序号", "任务", "牵头单位", "时限", "已报进展", "已完成", "未完成")
    view = table("任务分工和进展", *heads)
    for row in found:
        history = "（早于印发）" if row.historic and not row.standing else ""
        view.add_row(
            str(row.task),
            escape(row.name),
            "、".join(map(rules.short, row.leads)),
            escape(row.due) + history,
            "、".join(map(rules.short, row.reported)),
            "、".join(map(rules.short, row.done)),
            "长期坚持" if row.standing else f"{len(row.waiting)}个单位",
        )
    return view


def _dispatches(rows: Iterable[DispatchRow], rules: Rulebook) -> object:
    view = table("工作调度", "时间", "编号", "名称", "参加", "问题", "议定事项", "结果")
    for row in rows:
        settled = (
            f"{n}.{rules.short(it.organ)}：{it.text}" for n, it in enumerate(row.resolutions, 1)
        )
        came = (f"{it.resolution}.{it.result}" for it in row.closed)
        view.add_row(
            local(row.held_at, rules),
            escape(row.key),
            escape(row.title),
            "、".join(map(rules.short, row.attending)),
            escape("、".join(row.problems)),
            escape("\n".join(settled)),
            escape("\n".join(came)) or f"{row.open}项未办结",
        )
    return view
