"""What was handed down and who may do what: matter list, delegation register, authority."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from domain.delegation.coverage import called_for
from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.facts import Pilot
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from projections.delegation_register import DelegationRow, register
from projections.matter_list import as_of
from services.cli.output import AsJson, Tenant, console, emit, fail, local, opened, run, table
from services.commands.questions import may
from services.main import Platform


def matters(
    tenant: Tenant,
    day: Annotated[str | None, typer.Option("--as-of", help="YYYY-MM-DD；缺省为今天。")] = None,
    as_json: AsJson = False,
) -> None:
    """事项清单。The matter list in force on a day."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            on = _day(day) if day else datetime.now(rules.zone).date()
            found = await as_of(it.pool, tenant, on)
        if as_json:
            emit([period.matter for period, _ in found])
            return
        if not found:
            console.print(f"{on} 没有生效的事项清单。")
            return
        view = table(
            f"事项清单（{on}，{found[0][0].policy}，共{len(found)}项）",
            "序号",
            "事项",
            "权力类型",
            "授权委托部门",
            "业务主管部门",
            "办理方式",
            "备注",
        )
        for period, row in found:
            matter = period.matter
            pilot = ""
            if row.pilot and row.pilot.rolled_out is None:
                pilot = f"［试点：{'、'.join(map(rules.short, row.pilot.organs))}］"
            view.add_row(
                str(matter.no),
                matter.name,
                matter.power_label,
                matter.delegator,
                "、".join(matter.supervisors),
                matter.mode_label,
                (matter.remark or "") + pilot,
            )
        console.print(view)

    run(work())


def delegations(tenant: Tenant, as_json: AsJson = False) -> None:
    """委托登记。Who holds what today and through what; how many instruments are called for."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            pilots = await _pilots(it, tenant, rules)
            now = datetime.now(UTC)
            expected = called_for(rules, pilots, now)
            rows = await register(it.pool, tenant)
        signed = sum(_stands(row, now) for row in rows)
        in_use = sum(row.seal_status == "in_use" for row in rows)
        if as_json:
            emit(
                {
                    "called_for": len(expected),
                    "signed": signed,
                    "seals_in_use": in_use,
                    "rows": rows,
                }
            )
            return
        view = table(
            f"委托登记：应有协议、印章各 {len(expected)}，有效协议 {signed}，在用印章 {in_use}",
            "委托部门",
            "受委托乡镇",
            "事项",
            "已公告",
            "期限",
            "印章",
            "状态",
            "保管人",
        )
        for row in rows:
            until = local(row.valid_until, rules)[:10] or "终止前"
            view.add_row(
                rules.short(row.delegator),
                rules.short(row.delegatee),
                _numbers(row.matters),
                _numbers(row.announced),
                f"{local(row.valid_from, rules)[:10]} 至 {until}",
                row.seal_name or "",
                row.seal_status or "",
                row.custodian or "",
            )
        if rows:
            console.print(view)
        else:
            console.print(f"还没有委托协议；按现行清单应签 {len(expected)} 份。")

    run(work())


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
            moment = _moment(at)
            unit = it.executor.unit(tenant, at=moment)
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
                            "source": refusal.source,
                        }
                    )
                    return
                console.print(f"[red]无权[/] {refusal.code} {refusal}")
                return
        if as_json:
            emit({"granted": True, "authority": granted})
            return
        console.print(f"[green]有权[/] 以{rules.short(granted.in_name_of)}名义")
        for link in granted.chain:
            console.print(f"  {link.kind:<12} {link.says}  [dim]{link.ref}[/]")

    run(work())


async def _pilots(it: Platform, tenant: str, rules: Rulebook) -> dict[int, Pilot]:
    unit = it.executor.unit(tenant)
    found = {}
    for matter in rules.pack.matter:
        if any(guard.kind == "territory" for guard in matter.guard):
            fact = await unit.get(streams.pilot(matter.no), Pilot)
            if fact.state is not None:
                found[matter.no] = fact.state
    return found


def _stands(row: DelegationRow, now: datetime) -> bool:
    return (
        row.valid_from is not None
        and row.valid_from <= now
        and (row.valid_until is None or now < row.valid_until)
    )


def _numbers(matters: tuple[int, ...]) -> str:
    return "、".join(map(str, matters))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail("cli.date", f"“{text}”不是 YYYY-MM-DD 形式的日期")


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        fail("cli.time", f"“{text}”不是 ISO 8601 时间")
    return moment.astimezone(UTC) if moment else None
