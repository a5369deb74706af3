"""What was handed down and who may do what: matter list, delegation register, authority."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import msgspec
import typer

from domain.delegation.coverage import called_for
from domain.kernel.authority import By, LinkKind
from domain.kernel.facts import Term
from domain.kernel.pack import BasisFinding
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.matters.declared import Legality
from domain.matters.lists import ListVersion
from domain.seals.life import STATUS_NAMES
from projections.delegation_register import (
    STATUS_LABELS,
    DelegationRow,
    Paper,
    register,
)
from projections.matter_list import (
    Complexity,
    GuideState,
    Listed,
    MatterRow,
    PilotState,
    Review,
    as_of,
)
from services.cli.output import (
    AsJson,
    Tenant,
    console,
    emit,
    explain,
    fail,
    local,
    opened,
    run,
    table,
)
from services.commands.questions import grant_clocks, list_status, may, pilots

LEGAL_BASES: dict[BasisFinding | None, str] = {
    "law": "有法律依据",
    "regulation": "有法规依据",
    "rule": "有规章依据",
    "provincial_catalogue": "省目录",
    "none_found": "未查到依据",
    "not_needed": "不适用",
    None: "",
}
LEGALITY: dict[Legality, str] = {"lawful": "合法", "unlawful": "不合法", "unclear": "不明确"}
LINKS: dict[LinkKind, str] = {
    "pack": "政策包",
    "matter": "事项",
    "agreement": "委托协议",
    "announcement": "公告",
    "seal": "印章",
    "post": "岗位",
    "staff": "人员授权",
}


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
            unit = it.executor.unit(tenant)
            version = await list_status(unit, found[0][0].policy) if found else None
            clocks = await grant_clocks(unit, rules)
        if as_json:
            emit([_as_data(period.matter, row, on, rules) for period, row in found])
            return
        if not found:
            console.print(f"{on} 没有生效的事项清单。")
            return
        view = table(
            f"事项清单（{on}，{found[0][0].policy}，共{len(found)}项，{_state(version, rules)}）",
            "序号",
            "事项",
            "权力类型",
            "授权委托部门",
            "业务主管部门",
            "办理方式",
            "委托依据",
            "办事指南",
            "备注",
        )
        for period, row in found:
            matter = period.matter
            view.add_row(
                str(matter.no),
                matter.name,
                matter.power_label,
                matter.delegator,
                "、".join(matter.supervisors),
                matter.mode_label,
                _basis(matter, row.review_on(on, rules.zone)),
                _guide(row.guide_on(on, rules.zone), rules),
                (matter.remark or "")
                + _pilot_note(matter, row.pilot_on(on, rules.zone), rules)
                + _complexity(row.complexity_on(on, rules.zone)),
            )
        console.print(view)
        for clock, what in zip(clocks, ("一般事项", "较复杂事项"), strict=False):
            console.print(
                f"{what}的培训和印章授予期限：{clock.on}（遇休息日顺延则为{clock.rolled_on}"
                f"{'，暂定' if clock.provisional else ''}）  [dim]{clock.clause}[/]"
            )

    run(work())


def _pilot_note(matter: Listed, pilot: PilotState | None, rules: Rulebook) -> str:
    if not matter.piloted:
        return ""
    if pilot is None:
        return "［试点乡镇未确定］"
    if pilot.rolled_out is not None:
        return f"［{local(pilot.rolled_out, rules)[:10]}全面推行：{pilot.reason}］"
    if pilot.ended is not None:
        return f"［{local(pilot.ended, rules)[:10]}结束试点：{pilot.reason}］"
    planned = f"，最早{pilot.earliest_rollout}全面推行" if pilot.earliest_rollout else ""
    return f"［试点：{'、'.join(map(rules.short, pilot.organs))}{planned}］"


def _as_data(matter: Listed, row: MatterRow, on: date, rules: Rulebook) -> dict[str, object]:
    """A row of the list with what was decided and declared about it by a day."""
    zone = rules.zone
    return {
        **msgspec.to_builtins(matter),
        "pilot": row.pilot_on(on, zone),
        "guide": row.guide_on(on, zone),
        "legality_review": row.review_on(on, zone),
        "complexity": row.complexity_on(on, zone),
    }


def _state(version: ListVersion | None, rules: Rulebook) -> str:
    """How far the list has come by its procedure (XG23-09)."""
    if version is None:
        return "程序未登记"
    taken = version.latest
    place = f"，{taken.published_in}" if taken.published_in else ""
    return f"{taken.state} {local(taken.at, rules)[:10]}{place}"


def _basis(matter: Listed, review: Review | None) -> str:
    said = LEGAL_BASES[matter.delegation_basis]
    if review is None:
        return said
    return f"{said}\n合法性审查：{LEGALITY[review.legality]}（{review.document_number}）"


def _guide(guide: GuideState | None, rules: Rulebook) -> str:
    if guide is None:
        return "未公布"
    return f"{local(guide.at, rules)[:10]} 第{guide.revision}版 {guide.published_in}"


def _complexity(complexity: Complexity | None) -> str:
    return (
        "" if complexity is None else f"［较复杂事项，至{complexity.due_on}：{complexity.reason}］"
    )


def delegations(tenant: Tenant, as_json: AsJson = False) -> None:
    """委托登记。Who holds what today and through what; how many instruments are called for."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            tried = await pilots(it.executor.unit(tenant), rules)
            now = datetime.now(UTC)
            expected = called_for(rules, tried, now)
            rows = await register(it.pool, tenant)
        standing = [row for row in rows if row.status(now) == "in_force"]
        in_use = sum(row.seal_status == "in_use" for row in standing)
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
            f"委托登记：应有协议、印章各 {len(expected)}，"
            f"有效协议 {len(standing)}，在用印章 {in_use}"
        )
        if rows:
            console.print(_register_table(title, rows, now, rules))
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
            today = await it.executor.unit(tenant).rules()
            unit = it.executor.unit(tenant, at=_moment(at, today))
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
            row.seal_name or "",
            STATUS_NAMES[row.seal_status] if row.seal_status else "",
            row.custodian or "",
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
    return said if latest == term else f"{said}\n续签：{_period(latest, rules)}"


def _period(term: Term, rules: Rulebook) -> str:
    end = term.period.end
    last = end and end - timedelta(microseconds=1)
    return f"{local(term.period.start, rules)[:10]} 至 {local(last, rules)[:10] or '终止前'}"


def _said(paper: Paper, rules: Rulebook) -> str:
    about = f" {_numbers(paper.matters)}" if paper.matters else ""
    return f"{paper.label}{about}：{local(paper.at, rules)[:10]} {paper.says}"


def _numbers(matters: tuple[int, ...]) -> str:
    return "、".join(map(str, matters))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail("cli.date", f"“{text}”不是 YYYY-MM-DD 形式的日期")


def _moment(text: str | None, rules: Rulebook) -> datetime | None:
    """A moment; without a zone it is the county's own time, whatever this machine's is."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=rules.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        fail("cli.time", f"“{text}”不是 ISO 8601 时间")
