"""The county's programmes: which phase each is in, where it is tried out, what came of that."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.facts import Paper, Trial
from domain.kernel.rulebook import Rulebook
from services.cli import times
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.commands.programmes import ProgrammeState
from services.commands.programmes import programmes as standing

_READINESS = {"fit": "具备条件", "part": "部分开展", "not_yet": "暂不开展"}


def programmes(
    tenant: Tenant,
    day: Annotated[str | None, typer.Option("--as-of", help="YYYY-MM-DD；缺省为今天。")] = None,
    as_json: AsJson = False,
) -> None:
    """各项改革、所处阶段和试点。Programmes, their phases and trials."""

    async def work() -> None:
        async with opened() as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            on = times.day(day) if day else datetime.now(rules.zone).date()
            found = await standing(unit, on, rules)
        if as_json:
            emit(found)
            return
        for item in found:
            show_programme(item, rules)

    run(work())


def show_programme(item: ProgrammeState, rules: Rulebook) -> None:
    until = f"至{item.ends_on}" if item.ends_on else "起"
    console.print(f"[bold]{item.name}[/] {item.document or ''}，{item.starts_on}{until}")
    console.print(f"牵头 {rules.short(item.lead)}")
    if item.phases:
        view = table("阶段", "阶段", "起", "止", "目前", "试点乡镇数", "条款", "说明")
        for phase in item.phases:
            bounds = "至".join(map(str, phase.pilots)) if phase.pilots else ""
            here = "是" if phase.id == item.phase else ""
            days = (str(phase.starts_on), str(phase.ends_on))
            view.add_row(phase.name, *days, here, bounds, phase.clause, phase.note)
        console.print(view)
    for label, said in _trial(item.trial, rules) if item.trial else ():
        console.print(f"{label} {escape(said)}", highlight=False)


def _trial(trial: Trial, rules: Rulebook) -> Iterator[tuple[str, str]]:
    """In the order of the plan: named, summed up, evaluated, rolled out or ended."""
    for found in trial.assessments:
        without = f"（暂不开展{rules.items(found.without)}）" if found.without else ""
        said = f"{_READINESS[found.finding]}{without}：{found.reason}"
        yield "条件评估", f"{rules.short(found.organ)} {local(found.at, rules)[:10]} {said}"
    if trial.started is not None:
        townships = "、".join(map(rules.short, trial.organs))
        yield "试点乡镇", f"{townships}，自{local(trial.started, rules)[:10]}起"
    for paper in trial.summaries:
        yield "试点总结", f"{rules.short(paper.organ)} {_paper(paper, rules)}"
    if trial.evaluation is not None:
        yield "评估", _paper(trial.evaluation, rules)
    if trial.opinion is not None:
        yield "全面推行", _paper(trial.opinion, rules)
    if trial.ended is not None:
        yield "结束试点", local(trial.ended, rules)[:10]


def _paper(paper: Paper, rules: Rulebook) -> str:
    return f"{local(paper.at, rules)[:10]} {paper.number} {paper.text}"
