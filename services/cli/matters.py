"""The matter list: what was handed down, to whom, how far its pilots, guides and reviews are."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from domain.kernel.pack import BasisFinding
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import STATUSES
from domain.matters.completeness import Completeness, completeness
from domain.matters.declared import Legality
from domain.matters.lists import ListVersion
from domain.matters.settled import Lists, words
from projections.matter_list import (
    Complexity,
    GuideState,
    Listed,
    MatterRow,
    OnlineDeclaration,
    Period,
    PilotState,
    Review,
    SettledMode,
    as_of,
)
from services.cli import times
from services.cli.output import (
    AsJson,
    Tenant,
    console,
    emit,
    fail,
    local,
    opened,
    run,
    table,
)
from services.commands.questions import grant_clocks, list_status

LEGAL_BASES: dict[BasisFinding | None, str] = {
    "law": "有法律依据",
    "regulation": "有法规依据",
    "rule": "有规章依据",
    "provincial_catalogue": "省目录",
    "none_found": "未查到依据",
    "not_needed": "不适用",
    None: "",
}
_RUNNING = {True: "［上网运行］", False: "［未上网运行］"}
LEGALITY: dict[Legality, str] = {"lawful": "合法", "unlawful": "不合法", "unclear": "不明确"}


def matters(
    tenant: Tenant,
    day: Annotated[str | None, typer.Option("--as-of", help="YYYY-MM-DD；缺省为今天。")] = None,
    printed: Annotated[
        str | None, typer.Option("--list", help="哪一份清单。Id or name; default: all of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """事项清单。The matter list in force on a day, as printed."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            on = times.day(day) if day else datetime.now(rules.zone).date()
            found = _of_list(await as_of(it.pool, tenant, on), printed)
            unit = it.executor.unit(tenant)
            version = await list_status(unit, found[0][0].policy) if found else None
            policy = await unit.adopted()
            in_force = policy.on(on)
            known = completeness(in_force.rules) if in_force else ()
            clocks = await grant_clocks(unit, rules)
        if as_json:
            emit([_as_data(p.matter, row, on, rules, policy.lists) for p, row in found])
            return
        if not found and not known:
            console.print(f"{on} 没有生效的事项清单。")
            return
        for name in dict.fromkeys(period.matter.list_name for period, _ in found):
            rows = [(p.matter, row) for p, row in found if p.matter.list_name == name]
            state = f"{found[0][0].policy}，共{len(rows)}项，{_state(version, rules)}"
            title = f"{name or '事项清单'}（{on}，{state}）"
            console.print(_table(title, rows, on, rules, policy.lists))
        for line in _gaps(known):
            console.print(line)
        for clock, what in zip(clocks, ("一般事项", "较复杂事项"), strict=False):
            console.print(
                f"{what}的培训和印章授予期限：{clock.on}（遇休息日顺延则为{clock.rolled_on}"
                f"{'，暂定' if clock.provisional else ''}）  [dim]{clock.clause}[/]"
            )

    run(work())


def _gaps(lists: tuple[Completeness, ...]) -> Iterator[str]:
    """What is declared and not known, list by list (B-30)."""
    open_ = [it for it in lists if it.listed < it.declared]
    for it in open_:
        yield f"{it.name}：已录 {it.listed}/{it.declared} 项  [dim]{it.clause}[/]"
    if len(open_) > 1:
        total = f"{sum(it.listed for it in open_)}/{sum(it.declared for it in open_)}"
        yield f"以上合计：已录 {total} 项；没有录入的事项不能收件"


def _of_list(
    found: list[tuple[Period, MatterRow]], printed: str | None
) -> list[tuple[Period, MatterRow]]:
    """The rows of one printed list, by its id or its name; of all where none is asked for."""
    if printed is None or not found:
        return found
    rows = [row for row in found if printed in (row[0].matter.list, row[0].matter.list_name)]
    if not rows:
        names = dict.fromkeys(period.matter.list_name for period, _ in found)
        known = "、".join(filter(None, names)) or "只有一份清单"
        fail("cli.list", f"没有清单“{printed}”：{known}")
    return rows


def _table(
    title: str, rows: list[tuple[Listed, MatterRow]], on: date, rules: Rulebook, lists: Lists
) -> Table:
    """Columns that no row of the list has anything in are left out."""
    columns: dict[str, Callable[[Listed, MatterRow], str]] = {
        "序号": lambda matter, _: str(matter.row or matter.no),
        # What commands name it by, where that is not the number printed.
        "编号": lambda matter, _: str(matter.no) if matter.row not in (0, matter.no) else "",
        "事项": lambda matter, _: matter.name,
        "权力类型": lambda matter, _: matter.power_label,
        "授权委托部门": lambda matter, _: matter.delegator,
        "业务主管部门": lambda matter, _: "、".join(matter.supervisors),
        "办理方式": lambda matter, row: _handling(
            matter, row.settled_on(on, rules.zone, lists), rules
        ),
        "权力来源": lambda matter, _: matter.power_source,
        "委托依据": lambda matter, row: _basis(matter, row.review_on(on, rules.zone)),
        "办事指南": lambda _, row: _guide(row.guide_on(on, rules.zone), rules),
        "现行状态": lambda matter, _: _status(matter),
        "备注": lambda matter, row: _remarks(matter, row, on, rules),
    }
    cells = {name: [said(*row) for row in rows] for name, said in columns.items()}
    shown = {name: cell for name, cell in cells.items() if any(cell)}
    view = table(title, *shown)
    for line in zip(*shown.values(), strict=True):
        view.add_row(*line)
    return view


def _handling(matter: Listed, settled: SettledMode | None, rules: Rulebook) -> str:
    """As printed; where that is blank, as the county has settled it, or how until then (B-41)."""
    if settled is None:
        return matter.mode_label or f"待明确（{matter.mode_name}）"
    done = "明确" if settled.changed is None else "起变更"
    return (
        f"{words(settled.mode, settled.grants, rules)}［{local(settled.at, rules)[:10]}{done}："
        f"{settled.reason}（{settled.document_number}）］"
    )


def _status(matter: Listed) -> str:
    """What law has made of it since it was listed, where it is no longer handled (B-45)."""
    if matter.status == "current":
        return ""
    return f"{STATUSES[matter.status]}：{matter.status_note}（{matter.status_clause}）"


def _remarks(matter: Listed, row: MatterRow, on: date, rules: Rulebook) -> str:
    return (
        (matter.remark or "")
        + _pilot_note(matter, row.pilot_on(on, rules.zone), rules)
        + _complexity(row.complexity_on(on, rules.zone))
        + _online(row.online_on(on, rules.zone))
    )


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


def _as_data(
    matter: Listed, row: MatterRow, on: date, rules: Rulebook, lists: Lists
) -> dict[str, object]:
    """A row of the list with what was decided and declared about it by a day."""
    zone = rules.zone
    return {
        **msgspec.to_builtins(matter),
        "pilot": row.pilot_on(on, zone),
        "guide": row.guide_on(on, zone),
        "legality_review": row.review_on(on, zone),
        "complexity": row.complexity_on(on, zone),
        "online": row.online_on(on, zone),
        "settled": row.settled_on(on, zone, lists),
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
    promise = f"，承诺时限{guide.promised_days}个工作日" if guide.promised_days else ""
    return f"{local(guide.at, rules)[:10]} 第{guide.revision}版 {guide.published_in}{promise}"


def _complexity(complexity: Complexity | None) -> str:
    return (
        "" if complexity is None else f"［较复杂事项，至{complexity.due_on}：{complexity.reason}］"
    )


def _online(online: OnlineDeclaration | None) -> str:
    """As declared last; whatever nobody declared says nothing (ZZ22-26)."""
    if online is None:
        return ""
    return "［网上可办］" if online.online_able else _RUNNING[online.runs_online]
