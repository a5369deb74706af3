"""Whatever is due, and what was pushed in both directions."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.pack import Certainty
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import DUE
from domain.kernel.workdays import Unit, day_of
from domain.obligations.obligation import Lapse
from domain.pushes.feedback import CONCLUSIONS
from projections import obligations
from projections import pushes as pushes_view
from projections.case_register import OUTCOME_LABELS
from projections.obligations import STATUS_LABELS, ObligationRow, Status
from projections.pushes import KINDS, PushRow
from services.cli import times
from services.cli.output import AsJson, Tenant, console, emit, fail, local, opened, run, table
from services.commands.questions import held
from services.trays.owed import about

CERTAINTIES: dict[Certainty, str] = {
    "text": "文件规定",
    "law": "法定",
    "borrowed": "借用",
    "default": "缺省",
}
LAPSES: dict[Lapse, str] = {
    "deemed_accepted": "逾期，视为受理",
    "deemed_renewed": "逾期，视为准予延续",
}
UNITS: dict[Unit, str] = {"working_days": "个工作日", "days": "日", "months": "个月"}


def due(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="承担机构。Owed by this organ.")] = None,
    post: Annotated[str | None, typer.Option(help="岗位，须与机构同用。A post of it.")] = None,
    person: Annotated[str | None, typer.Option(help="人员。Through posts held now.")] = None,
    status: Annotated[
        Status, typer.Option(help="pending：尚未办理，含逾期；standing：长期坚持。To be done.")
    ] = "pending",
    until: Annotated[str | None, typer.Option(help="YYYY-MM-DD：此日及以前到期。")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """到期事项。What is due: by whom, to whom, until when, by which clause."""
    if post is not None and organ is None:
        fail("cli.post", "--post 须与 --organ 同用")

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            debtor = rules.find(organ).id if organ else None
            seats: tuple[str, ...] | None = None if post is None else (f"{debtor}/{post}",)
            if person is not None:
                holds = await held(it.executor.unit(tenant), person, rules)
                seats = holds if seats is None else tuple({*holds} & {*seats})
            today = day_of(it.executor.unit(tenant).at, rules)
            rows = await obligations.due_list(
                it.pool,
                tenant,
                organ=debtor,
                seats=seats,
                status=status,
                until=times.day(until) if until else None,
                begun=today if status == "pending" else None,
                limit=limit,
            )
        if as_json:
            emit(rows)
            return
        console.print(_due_table(rows, today, rules) if rows else "没有到期事项。")

    run(work())


def pushes(
    tenant: Tenant,
    to: Annotated[str | None, typer.Option(help="接收机构。Only to this organ.")] = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="只列未签收的。")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """信息推送。What went to which organ when, who acknowledged it, and what came back."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            receiver = rules.find(to).id if to else None
            rows = await pushes_view.pushes(
                it.pool, tenant, to=receiver, waiting=waiting, limit=limit
            )
        if as_json:
            emit(rows)
            return
        console.print(_pushes_table(rows, rules) if rows else "还没有推送。")

    run(work())


def _due_table(rows: Iterable[ObligationRow], today: date, rules: Rulebook) -> object:
    view = table(
        "到期事项", "到期日", "事由", "关于", "承担", "岗位", "对方", "期限", "依据", "状态"
    )
    for row in rows:
        view.add_row(
            _until(row),
            DUE.get(row.kind, row.kind),
            about(row, rules),
            rules.short(row.debtor),
            rules.post(row.post),
            rules.short(row.creditor) if row.creditor else "申请人",
            f"{row.days}{UNITS[row.unit]}" if row.sla else "",
            f"{row.clause or row.source}（{CERTAINTIES[row.certainty]}）",
            _status(row, today, rules),
        )
    return view


def _until(row: ObligationRow) -> str:
    """The last day; where it moved, also what it was."""
    dates = dict.fromkeys(moved.old_due_on for moved in row.recomputed)
    earlier = [f"原 {day}" for day in dates if day != row.due_on]
    said = f"{row.due_on}（暂定）" if row.provisional else str(row.due_on)
    if row.paused:
        said = "中止计算"
    other = []
    if row.other_due_on is not None:
        # Which of the two holds is the rules' to say; both are shown (B-02).
        reading = "顺延至工作日" if row.other_due_on > row.due_on else "不顺延"
        other = [f"{reading}则为 {row.other_due_on}"]
    return "\n".join([said, *other, *earlier])


def _status(row: ObligationRow, today: date, rules: Rulebook) -> str:
    """What became of it, and who was told that it is late."""
    told = (
        f"已提请{'、'.join(map(rules.short, step.organs))}{rules.post(step.post)}"
        for step in row.escalated
    )
    return "\n".join((_outcome(row, today), *told))


def _outcome(row: ObligationRow, today: date) -> str:
    if row.standing:
        return "长期坚持"
    if row.outcome == "late":
        if not row.fulfilled_at:
            return "逾期，不再办理" if row.waived_by else "逾期"
        return LAPSES.get(row.lapse, "逾期，已补办")
    if row.outcome == "open" and row.due_on - today <= timedelta(days=1) and not row.provisional:
        return "[yellow]即将到期[/]" if row.due_on >= today else "[red]已过期[/]"
    return STATUS_LABELS[row.outcome]


def _pushes_table(rows: Iterable[PushRow], rules: Rulebook) -> object:
    view = table(
        "信息推送",
        "推送时间", "办件编号", "事项", "类别", "推送", "以谁名义", "接收",
        "内容", "签收", "监管反馈",
    )  # fmt: skip
    for row in rows:
        by = f"{local(row.acknowledged_at, rules)} {row.acknowledged_by or ''}".strip()
        view.add_row(
            local(row.sent_at, rules),
            row.case,
            str(row.matter),
            KINDS[row.kind],
            rules.short(row.sender),
            rules.short(row.in_name_of),
            rules.short(row.receiver),
            escape(_content(row)),
            "" if row.kind == "feedback" else by or "未签收",
            local(row.feedback_at, rules),
        )
    return view


def _content(row: PushRow) -> str:
    """The outcome, the steps so far, or what supervision found."""
    if row.conclusion is not None:
        return f"{CONCLUSIONS[row.conclusion]}：{row.findings}"
    if row.outcome is not None:
        return OUTCOME_LABELS[row.outcome]
    return "、".join(step.name for step in row.steps)
