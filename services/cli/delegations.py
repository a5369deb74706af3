"""Who holds what, and who may do what: the delegation register, and the answer of authority."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
import typer

from domain.kernel.authority import By, LinkKind
from domain.kernel.facts import Term
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.seals.life import STATUS_NAMES
from projections.delegation_register import STATUS_LABELS, DelegationRow, Paper, register
from services.cli import times
from services.cli.output import AsJson, Tenant, console, emit, explain, local, opened, run, table
from services.commands.questions import called_for_now, may

LINKS: dict[LinkKind, str] = {
    "pack": "政策包",
    "matter": "事项",
    "empowerment": "权力来源",
    "agreement": "委托协议",
    "announcement": "公告",
    "procedure": "审核审批程序",
    "trial": "试点",
    "withdrawal": "权限收回",
    "window": "专窗",
    "seal": "印章",
    "readiness": "承接条件",
    "post": "岗位",
    "staff": "人员授权",
}


def delegations(tenant: Tenant, as_json: AsJson = False) -> None:
    """委托登记。Who holds what today and through what; how many instruments are called for."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            now = datetime.now(UTC)
            expected = await called_for_now(it.executor.unit(tenant, at=now), rules)
            rows = await register(it.pool, tenant)
        standing = [row for row in rows if row.status(now) == "in_force"]
        in_use = sum(row.seals_in_use for row in standing)
        if as_json:
            emit(
                {
                    "called_for": len(expected),
                    "signed": len(standing),
                    "seals_in_use": in_use,
                    "rows": [
                        {
                            **msgspec.to_builtins(row),
                            "agreement_status": row.status(now),
                            "matters": row.matters(now),
                        }
                        for row in rows
                    ],
                }
            )
            return
        title = (
            f"委托登记：应有手续 {len(expected)} 份（协议、备忘录、承接确认等），"
            f"有效 {len(standing)}，在用印章 {in_use}"
        )
        if rows:
            console.print(_register_table(title, rows, now, rules))
        else:
            console.print(f"还没有协议或者承接确认；按现行清单应有 {len(expected)} 份。")

    run(work())


def _register_table(
    title: str, rows: Iterable[DelegationRow], now: datetime, rules: Rulebook
) -> object:
    view = table(
        title,
        "委托部门",
        "受委托乡镇",
        "事项",
        "协议状态",
        "期限",
        "签署人",
        "公告和变动",
        "印章",
        "印章状态",
        "保管人",
    )
    for row in rows:
        view.add_row(
            rules.short(row.delegator),
            rules.short(row.delegatee),
            _numbers(row.matters(now)),
            STATUS_LABELS[row.status(now)],
            _term(row, now, rules),
            "\n".join(dict.fromkeys(paper.by for paper in row.papers if paper.by)),
            "\n".join(_said(paper, rules) for paper in row.papers if paper.says),
            "\n".join(seal.name for seal in row.seals),
            "\n".join(STATUS_NAMES[seal.status] for seal in row.seals),
            "\n".join(seal.custodian or "" for seal in row.seals),
        )
    return view


def _term(row: DelegationRow, now: datetime, rules: Rulebook) -> str:
    """The term that runs, its last day included; where it was cut short; the next one."""
    term = row.term(now)
    if term is None or row.agreement is None:
        return ""
    said = _period(term, rules)
    if term.terminated:
        said += " 终止"
    elif term.closed:
        said += "\n到期已登记"
    latest = row.agreement.latest
    return said if latest is None or latest == term else f"{said}\n续签：{_period(latest, rules)}"


def _period(term: Term, rules: Rulebook) -> str:
    end = term.period.end
    last = end and end - timedelta(microseconds=1)
    return f"{local(term.period.start, rules)[:10]} 至 {local(last, rules)[:10] or '终止前'}"


def _said(paper: Paper, rules: Rulebook) -> str:
    about = f" {_numbers(paper.matters)}" if paper.matters else ""
    return f"{paper.label}{about}：{local(paper.at, rules)[:10]} {paper.says}"


def _numbers(matters: tuple[int, ...]) -> str:
    return "、".join(map(str, matters))


def authority(
    tenant: Tenant,
    organ: Annotated[str, typer.Option(help="机构。Organ id or any of its names.")],
    person: Annotated[str, typer.Option(help="人员。Staff id.")],
    matter: Annotated[int, typer.Option(help="事项序号。Number in the list.")],
    post: Annotated[
        str, typer.Option(help="岗位。Post through which the person acts.")
    ] = "approver",
    step: Annotated[str, typer.Option(help="环节。Kind of step.")] = "decide",
    at: Annotated[str | None, typer.Option(help="ISO 时间；缺省为现在。")] = None,
    as_json: AsJson = False,
) -> None:
    """谁在何时有权办理。May this organ, through this person's post, take the step then?"""

    async def work() -> None:
        async with opened() as it:
            today = await it.executor.unit(tenant).rules()
            unit = it.executor.unit(tenant, at=times.moment(at, today) if at else None)
            rules = await unit.rules()
            unit.by = By(person, rules.find(organ).id, post)
            try:
                granted = await may(unit, matter, step, rules)
            except NotPermitted as refusal:
                if as_json:
                    emit(
                        {
                            "granted": False,
                            "code": refusal.code,
                            "reason": refusal.message,
                            "clause": refusal.clause,
                            "text": refusal.text,
                            "source": refusal.source,
                        }
                    )
                    return
                explain(console, refusal, "无权 ")
                return
        if as_json:
            emit({"granted": True, "authority": granted})
            return
        console.print(f"[green]有权[/] 以{rules.short(granted.in_name_of)}名义")
        for link in granted.chain:
            label = LINKS[link.kind]
            kind = label + " " * (8 - 2 * len(label)) + f"  {link.kind:<12}"
            console.print(f"  {kind} {link.says}  [dim]{link.ref}[/]")

    run(work())
