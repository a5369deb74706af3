"""A pack played against a county's real history: what would have been otherwise, and by which rule.

Nothing is written: every connection that plays refuses to.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.words import quoted
from domain.liability.attribution import Line
from services.cli.differences import pack_of
from services.cli.liability import BASES, DUTIES, LAYERS, SHARES
from services.cli.output import AsJson, Tenant, console, emit, errors, opened, run
from services.main import reading
from services.rehearsal import Rehearsal, Report
from services.rehearsal.naming import unplayed
from services.rehearsal.report import KINDS, Group, Kind

_TITLES: dict[Kind, str] = {
    "unknown": "政策包里没有的事项、机构",
    "refused": "会被拒绝的",
    "routed": "会走别的办理方式的",
    "attributed": "责任、名义不同的",
    "otherwise": "其他记载不同的",
}
_CASES: dict[Kind, str] = {
    "unknown": "{}件涉及政策包里没有的事项或者机构",
    "refused": "{}件有会被拒绝的行为",
    "routed": "{}件会走别的办理方式",
    "attributed": "{}件责任或者名义不同",
    "otherwise": "{}件有其他记载不同",
}
_STEP = 20_000  # so many events between two signs of life


def rehearse(
    folder: Annotated[
        str,
        typer.Argument(
            help="政策包：目录、自带政策包名、租户@版本；“租户@”是当时的规则。"
            "The pack to rehearse; TENANT@: each act under the rules of its time."
        ),
    ],
    tenant: Tenant,
    since: Annotated[
        str | None, typer.Option(help="只列这一天以来的。Only acts since a day: 2024-01-31.")
    ] = None,
    examples: Annotated[int, typer.Option(min=1, max=1000, help="每类举几例。")] = 3,
    as_json: AsJson = False,
) -> None:
    """用政策包重演历史，不写入。What it would have refused, routed or attributed otherwise."""
    try:
        first = None if since is None else date.fromisoformat(since)
    except ValueError:
        raise typer.BadParameter("日期写成 2024-01-31 的样子") from None
    pack = None if folder == f"{tenant}@" else pack_of(folder)

    async def work() -> Report:
        async with opened() as it, reading(it) as (executor, pool):
            played = Rehearsal(executor, pool, tenant, pack, since=first, examples=examples)
            return await played.play(_told)

    report = run(work())
    if as_json:
        emit(report)
        return
    for line in said(report):
        console.print(escape(line), highlight=False, soft_wrap=True)


def _told(done: int, of: int) -> None:
    if of > _STEP and (done % _STEP == 0 or done == of):
        errors.print(f"已重演 {done}/{of} 条", highlight=False)


def said(report: Report) -> Iterator[str]:
    since = f"{report.since}以来的" if report.since else ""
    pack = quoted(f"{report.pack} {report.version or '各版本'}")
    yield (
        f"用{pack}重演 {report.tenant} 日志第1至{report.head}条："
        f"{report.acts}个行为，{since}{report.cases}件办件。没有写入任何内容。"
    )
    if not report.groups:
        yield "没有差别。"
    counts = (_CASES[kind].format(report.different[kind]) for kind in KINDS)
    concerned = [said for kind, said in zip(KINDS, counts, strict=True) if report.different[kind]]
    if concerned:
        yield f"{report.cases}件办件中，{'，'.join(concerned)}。"
    if report.following:
        yield f"另有{report.following}个行为在这些办件里，随之改变，不逐一列出。"
    none = [
        _TITLES[kind] for kind in KINDS if kind not in {it.finding.kind for it in report.groups}
    ]
    if report.groups and none:
        yield f"没有{'，没有'.join(none)}。"
    for kind in KINDS:
        found = [group for group in report.groups if group.finding.kind == kind]
        if found:
            yield ""
            yield f"{_TITLES[kind]}（{sum(group.count for group in found)}）"
        for number, group in enumerate(found, 1):
            yield f"{number}. {_headline(group)}"
            yield from (f"   {line}" for line in _detail(group, report))
    if report.not_played:
        kinds = "、".join(f"{of}{count}条" for of, count in unplayed(report.not_played).items())
        yield ""
        yield f"不重演的记录：{kinds}"


def _headline(group: Group) -> str:
    """What it is about, how often, what would be instead, by which clause in which words."""
    it = group.finding
    what = "，".join(part for part in (it.matter, it.act) if part)
    mode = f"，{it.mode}" if it.mode and it.kind != "routed" and it.mode != it.before else ""
    instead = ""
    if it.before != it.after:
        instead = f"：由{quoted(it.before or '无')}改为{quoted(it.after or '无')}"
    words = quoted(it.text) if it.text else ""
    basis = f"（{it.clause}{words}）" if it.clause else ""
    code = f" {it.code}" if it.code else ""
    return f"{what}{mode}：{group.count}次{instead}{basis}{code}"


def _detail(group: Group, report: Report) -> Iterator[str]:
    for sign, lines in (("−", group.finding.went), ("+", group.finding.came)):
        yield from (f"{sign} {_line(line, report)}" for line in lines)
    for example in group.examples:
        case = f" 办件{example.case}" if example.case else ""
        says = f" {example.says}" if example.says else ""
        yield f"例：{example.on}{case} {example.ref}{says}"
    if group.count > len(group.examples):
        yield f"……共{group.count}例"


def _line(line: Line, report: Report) -> str:
    bearer = report.organs[line.bearer]
    if line.by:
        bearer += f"（由{'、'.join(report.organs[organ] for organ in line.by)}追究）"
    parts = (LAYERS[line.layer], DUTIES[line.duty], bearer, SHARES[line.share], BASES[line.basis])
    return f"{' '.join(part for part in parts if part)}（{line.clause or line.source}）"
