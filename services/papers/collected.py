"""What came in of periodic reports as papers, and what is told of it upwards (XG23-33, -61)."""

from collections.abc import Iterable, Iterator

import asyncpg

from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.kernel.workdays import day_of
from domain.reports.collected import RETURN_LABELS, Collected, OfOrgan
from infra.papers.paper import Chart, Column, Heading, Paper, Paragraph, Part, Table
from projections.overviews import OverviewRow
from projections.overviews import one as overview_of
from services.collected import collected
from services.execute import Executor
from services.papers.periodic import NAME, WORDS, columns, in_words, named


async def of_collected(
    executor: Executor, pool: asyncpg.Pool, tenant: str, report: str, period: str
) -> Paper:
    """The table of a circular, as it is now: nobody has signed it."""
    unit = executor.unit(tenant)
    rules = await unit.rules()
    found = await collected(pool, tenant, report, period)
    if not found.expected:
        raise rules.refuse(NotFound, "reports.not_owed", f"{period}没有应报的报告")
    by = next(iter(administration(rules)), "")
    first = f"{rules.pack.jurisdiction.name}{in_words(period)}"
    return Paper(
        issuer=rules.short(by) if by else rules.pack.jurisdiction.name,
        title=f"{first}{named(report, rules)}汇总",
        turns_at=len(first),
        parts=tuple(_collected(found, rules)),
        dated=day_of(unit.at, rules),
        draft=True,
        notes=("数据取自各单位最近一次报送；未报送的单位没有数据。",),
    )


async def of_overview(executor: Executor, pool: asyncpg.Pool, tenant: str, number: str) -> Paper:
    """As it was sent. Raises `NotFound` for a number that there is not."""
    unit = executor.unit(tenant)
    row = await overview_of(pool, tenant, number)
    if row is None:
        rules = await unit.rules()
        raise rules.refuse(NotFound, "reports.unknown", f"没有编号为{number}的报告")
    return _overview(row, await unit.rules_of(row.policy))


def _collected(found: Collected, rules: Rulebook) -> Iterator[Part]:
    came = found.came
    yield Paragraph(
        f"应报{found.expected}份，按期{came.in_time}份，逾期{came.late}份，"
        f"逾期未报{came.missing}份，尚未到期{came.awaited}份，免予报送{came.waived}份；"
        f"其中零报告{found.nil}份。"
    )
    yield _lines("各乡镇报送和办理情况", found.organs, found, rules)
    yield _lines("报送各部门的情况", found.receivers, found, rules)
    yield Chart(
        caption="各单位收件",
        unit="件",
        bars=tuple(
            (rules.short(it.organ), it.cases["received"])
            for it in found.organs
            if it.cases.get("received")
        ),
    )
    yield Table(
        caption="逾期和未报的报告",
        columns=(
            Column("报告单位", NAME),
            Column("接收单位", NAME),
            Column("情况", WORDS),
            Column("期限", NAME),
        ),
        rows=tuple(
            (
                rules.short(it.by),
                rules.short(it.to),
                RETURN_LABELS[it.came],
                f"{it.due_on}" if it.due_on else None,
            )
            for it in found.reports
            if it.came in {"late", "missing"}
        ),
    )


def _lines(caption: str, lines: Iterable[OfOrgan], found: Collected, rules: Rulebook) -> Table:
    return Table(
        caption=caption,
        columns=columns(
            ("单位", NAME),
            labels=(
                "应报",
                "按期",
                "逾期",
                "未报",
                "零报告",
                "收件",
                "准予",
                "不予",
                "超期",
                "用印",
                "失效用印",
            ),
        ),
        rows=tuple((rules.short(it.organ), *_line(it)) for it in lines),
        total=("合计", *_line(found)),
    )


def _line(it: OfOrgan | Collected) -> Iterator[int]:
    yield from (it.expected, it.came.in_time, it.came.late, it.came.missing, it.nil)
    yield from (it.cases.get(name, 0) for name in ("received", "granted", "refused", "overdue"))
    yield from (it.seals.get(name, 0) for name in ("used", "irregular"))


def _overview(row: OverviewRow, rules: Rulebook) -> Paper:
    parts: list[Part] = []
    for item, text in row.contents.items():
        parts += [Heading(item), Paragraph(text)]
    for found in row.collected:
        parts += [Heading(f"{in_words(found.period)}报送情况"), *_collected(found, rules)]
    terms = next((it for it in rules.pack.report if it.id == row.report), None)
    return Paper(
        issuer=rules.organ(row.organ).name,
        title=f"关于{terms.name if terms else row.report}",
        number=row.document_number,
        to=rules.organ(row.to).name,
        parts=tuple(parts),
        signatory=row.sent_by,
        dated=day_of(row.sent_at, rules),
        notes=(f"数据截至日志位置{row.as_of}；规则版本{rules.version}。",),
    )
