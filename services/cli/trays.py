"""`tongban tray`: what waits for a seat, and consents to what is listed in it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Annotated
from uuid import uuid4

import typer
from rich.markup import escape

from domain.kernel.authority import By
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.seals.use import ConsentToUse
from services.cli.output import (
    AsJson,
    Tenant,
    console,
    emit,
    errors,
    explain,
    fail,
    local,
    opened,
    run,
    table,
    yuan,
)
from services.cli.seat import holders, seat_of, seated
from services.main import Platform
from services.trays.ask import MOST, in_tray
from services.trays.shape import (
    Due,
    InCustody,
    InSupervision,
    InTray,
    Item,
    ToApprove,
    ToldLate,
    ToWithdraw,
)

_PATIENCE = 1_000_000  # open cases

app = typer.Typer(help="待办。In-trays: what waits for a seat.", no_args_is_help=True)

Organ = Annotated[str, typer.Option(help="机构，编号或者名称。The organ, by id or name.")]
Person = Annotated[str | None, typer.Option(help="人员代号；缺省为该岗位唯一的在岗人员。Who.")]


@app.command("show")
def show(
    tenant: Tenant,
    organ: Organ,
    post: Annotated[str, typer.Option(help="岗位，编号或者名称。The post, by id or name.")],
    person: Person = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="至多几件。Cases at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """一个岗位的待办：环节、用印、到期事项、在管印章。What waits for a seat, the oldest first."""

    async def work() -> tuple[InTray, Rulebook, list[str]]:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            seat = seat_of(organ, post, rules)
            sitting = [person] if person else await holders(it, tenant, *seat, unit.at)
            # Of several in one post none is meant: only custody is a person's own.
            by = By(sitting[0] if len(sitting) == 1 else "", *seat)
            return await _whole(it, tenant, by, limit), rules, sitting

    found, rules, sitting = run(work())
    if as_json:
        emit(found)
        return
    console.print(f"[bold]{found.organ_name} {found.post_name}[/] {found.summary}")
    for shown, view in (
        (found.items, _items_table(found.items, rules)),
        (found.due, _due_table(found.due)),
        (found.seals, _seals_table(found.seals)),
        (found.redemptions, _redemptions_table(found.redemptions, rules)),
        (found.problems, _problems_table(found.problems)),
        (found.shortfalls, _shortfalls_table(found.shortfalls, rules)),
        (found.told_late, _told_late_table(found.told_late, rules)),
    ):
        if shown:
            console.print(view)
    if found.next is not None:
        console.print("还有更多，用 --limit 多列。")
    if len(sitting) > 1:
        console.print(
            f"该岗位有{len(sitting)}人：{'、'.join(sitting)}；在管印章用 --person 分别查看。"
        )


@app.command("consent")
def consent(
    tenant: Tenant,
    organ: Organ,
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="CASE", help="办件编号，可多件。The cases.")
    ] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="待签的全部。Everything that waits for it.")
    ] = False,
    post: Annotated[str, typer.Option(help="岗位；缺省为主要负责人。The post.")] = PRINCIPAL,
    person: Person = None,
) -> None:
    """签字同意用印，可以多件一并。Consent to what waits in these cases, each answered by itself."""
    if bool(cases) == everything:
        fail("cli.cases", "请写明办件编号，或者用 --all")

    async def work() -> int:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            by = await seated(it, tenant, seat_of(organ, post, rules), person, None)
            tray = await _whole(it, tenant, by, MOST)
            waiting = [item for item in tray.items if item.act == "consent"]
            wanted = [i for i in waiting if everything or i.case in (cases or [])]
            for number in cases or []:
                if number not in {item.case for item in wanted}:
                    errors.print(f"[yellow]{escape(number)} 没有待签字的用印[/]", highlight=False)
            refused = [await _consent(it, tenant, by, command) for command in _commands(wanted)]
            if not refused:
                console.print("没有待签字的用印。")
            return sum(refused) + len({*(cases or [])} - {item.case for item in wanted})

    if run(work()):
        raise typer.Exit(1)


async def _whole(it: Platform, tenant: str, by: By, limit: int) -> InTray:
    """Of so many cases, however many open ones must be looked at for it."""
    return await in_tray(it.executor, it.pool, tenant, by, limit=limit, look_at=_PATIENCE)


def _commands(items: Sequence[Item]) -> Iterator[ConsentToUse]:
    """One consent for each case and seal, to all of its documents that wait (XG23-56)."""

    def by_case(item: Item) -> tuple[str, str, int]:
        return (
            item.case,
            item.seal.owner if item.seal else "",
            item.seal.number if item.seal else 0,
        )

    for (case, owner, number), group in groupby(sorted(items, key=by_case), key=by_case):
        documents = tuple(item.document or "" for item in group)
        yield ConsentToUse(case=case, owner=owner, number=number, documents=documents)


async def _consent(it: Platform, tenant: str, by: By, command: ConsentToUse) -> bool:
    """Whether it was refused; the others are asked all the same."""
    try:
        done = await it.executor.execute(tenant, by, command, uuid4())
    except Refusal as refusal:
        explain(errors, refusal, f"{command.case} ")
        return True
    said = f"[green]已签字同意[/] {escape(command.case)}：{len(command.documents)}份文书"
    console.print(f"{said}，日志位置 {done.appended.last}", highlight=False)
    return False


def _items_table(items: Sequence[Item], rules: Rulebook) -> object:
    columns = ("待办", "办件编号", "事项", "办理方式", "文书", "编号", "印章", "申请人员")
    view = table("待办", *columns, "自", "期限", "备注")
    for item in items:
        view.add_row(
            item.label + ("（可选）" if item.optional else ""),
            item.case,
            f"{item.matter} {item.matter_name}",
            item.mode_name,
            item.document_label,
            item.document_number,
            f"{item.seal.owner_name}（{item.seal.number}）" if item.seal else "",
            item.applicant,
            local(item.since, rules),
            _until(item),
            item.note,
        )
    return view


def _until(item: Item | Due) -> str:
    if item.due_on is None:
        return ""
    provisional = "（暂定）" if item.provisional else ""
    return f"[red]{item.due_on} 逾期[/]" if item.late else f"{item.due_on}{provisional}"


def _due_table(rows: Sequence[Due]) -> object:
    view = table("到期事项", "到期日", "事由", "关于", "依据")
    for row in rows:
        view.add_row(_until(row), row.label, row.about, row.clause)
    return view


def _redemptions_table(rows: Sequence[ToApprove], rules: Rulebook) -> object:
    view = table("待审定的积分兑现", "服务点", "编号", "乡镇", "积分", "金额", "资金", "自")
    for row in rows:
        money, since = yuan(row.fen), local(row.since, rules)
        view.add_row(
            escape(row.point),
            escape(row.number),
            row.township_name,
            str(row.points),
            money,
            escape(row.fund),
            since,
        )
    return view


def _problems_table(rows: Sequence[InSupervision]) -> object:
    view = table("监管事项", "待办", "问题编号", "单位", "问题", "状态", "期限")
    for row in rows:
        until = f"[red]{row.due_on} 逾期[/]" if row.late else str(row.due_on or "")
        view.add_row(
            row.label,
            escape(row.number),
            row.organ_name,
            escape(row.description),
            row.status_label,
            until,
        )
    return view


def _shortfalls_table(rows: Sequence[ToWithdraw], rules: Rulebook) -> object:
    view = table("待决定的承接不到位上报", "承接单位", "事项", "情况", "文书", "自")
    for row in rows:
        view.add_row(
            row.delegatee_name,
            rules.items(row.matters),
            escape(row.circumstances),
            escape(row.document_number),
            local(row.since, rules),
        )
    return view


def _seals_table(rows: Sequence[InCustody]) -> object:
    view = table("在管印章", "印章", "编号", "委托部门", "状态")
    for row in rows:
        view.add_row(row.name, str(row.seal.number), row.seal.owner_name, row.status_label)
    return view


def _told_late_table(items: Sequence[ToldLate], rules: Rulebook) -> object:
    """Of others' delays: there is nothing to do here but to see that they act."""
    view = table("逾期提请督办", "事由", "关于", "承担", "到期日", "提请", "时间", "依据")
    for it in items:
        view.add_row(
            it.label,
            escape(it.about),
            it.debtor_name,
            str(it.due_on),
            it.step_name,
            local(it.told_at, rules),
            it.clause,
        )
    return view
