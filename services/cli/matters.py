"""The matter list: what was handed down, to whom, how far its pilots, guides and reviews are."""

from datetime import date, datetime
from typing import Annotated

import msgspec
import typer

from domain.kernel.pack import BasisFinding
from domain.kernel.rulebook import Rulebook
from domain.matters.declared import Legality
from domain.matters.lists import ListVersion
from projections.matter_list import (
    Complexity,
    GuideState,
    Listed,
    MatterRow,
    PilotState,
    Review,
    as_of,
)
from services.cli import times
from services.cli.output import (
    AsJson,
    Tenant,
    console,
    emit,
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
LEGALITY: dict[Legality, str] = {"lawful": "合法", "unlawful": "不合法", "unclear": "不明确"}


def matters(
    tenant: Tenant,
    day: Annotated[str | None, typer.Option("--as-of", help="YYYY-MM-DD；缺省为今天。")] = None,
    as_json: AsJson = False,
) -> None:
    """事项清单。The matter list in force on a day."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            on = times.day(day) if day else datetime.now(rules.zone).date()
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
    promise = f"，承诺时限{guide.promised_days}个工作日" if guide.promised_days else ""
    return f"{local(guide.at, rules)[:10]} 第{guide.revision}版 {guide.published_in}{promise}"


def _complexity(complexity: Complexity | None) -> str:
    return (
        "" if complexity is None else f"［较复杂事项，至{complexity.due_on}：{complexity.reason}］"
    )
