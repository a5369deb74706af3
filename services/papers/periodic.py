"""Periodic reports and what came in of them as papers: tables of cases and seals (XG23-33, -61)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import asyncpg

from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.kernel.words import document
from domain.kernel.workdays import day_of
from domain.reports.collected import RETURN_LABELS, Collected, OfOrgan
from domain.reports.figures import CASE_LABELS, USE_LABELS, Difference, Figures
from domain.reports.periodic import ReportCommand
from infra.papers.paper import Cell, Chart, Column, Heading, Paper, Paragraph, Part, Table
from projections.overviews import OverviewRow
from projections.overviews import one as overview_of
from projections.periodic_reports import PeriodicReportRow, Restatement, one
from services.collected import collected
from services.commands.periodic_reports import Draft, draft
from services.execute import Executor

_NAME, _WORDS, _NUMBER = 10, 8, 4


async def of_report(
    executor: Executor, pool: asyncpg.Pool, tenant: str, asked: ReportCommand, statement: int = 0
) -> Paper:
    """`statement` 0: the report as it was sent, else its draft; n: the n-th one beside it.

    Raises `NotFound` (reports.not_sent) where there is no such statement.
    """
    unit = executor.unit(tenant)
    rules = await unit.rules()
    row = await one(pool, tenant, f"{asked.report}/{asked.period}/{asked.by}/{asked.to}")
    if (row is not None and statement > len(row.restatements)) or (row is None and statement):
        raise rules.refuse(NotFound, "reports.not_sent", f"没有第{statement}次补正")
    if row is None or row.figures is None:
        found = await draft(asked, unit)
        return _drafted(asked, found, day_of(unit.at, rules), await unit.rules_of(found.policy))
    frozen = await unit.rules_of(row.policy)
    return (
        _restated(row, row.restatements[statement - 1], frozen) if statement else _sent(row, frozen)
    )


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
        title=f"{first}{_named(report, rules)}汇总",
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


def in_words(period: str) -> str:
    """2024-03 as 2024年3月, 2024-Q1 as 2024年第1季度, 2024 as 2024年."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    return f"{year}年第{part[1:]}季度" if part.startswith("Q") else f"{year}年{int(part)}月"


def _named(report: str, rules: Rulebook) -> str:
    return next((terms.name for terms in rules.pack.report if terms.id == report), report)


def _title(
    asked: ReportCommand | PeriodicReportRow, rules: Rulebook, more: str = ""
) -> Mapping[str, Any]:
    """Of whom and when in one line, of what in the next."""
    first = f"{rules.short(asked.by)}{in_words(asked.period)}"
    return {
        "title": f"{first}{_named(asked.report, rules)}{more}",
        "turns_at": len(first),
    }


def _sent(row: PeriodicReportRow, rules: Rulebook) -> Paper:
    if row.figures is None or row.sent_at is None:
        raise ValueError(row.key)
    said = (Paragraph(row.remarks),) if row.remarks else ()
    return Paper(
        issuer=rules.organ(row.by).name,
        **_title(row, rules),
        number=row.document_number,
        to=rules.organ(row.to).name,
        parts=(*said, *_figures(row.figures, rules)),
        signatory=row.sent_by,
        dated=day_of(row.sent_at, rules),
        notes=_notes(row.report, row.figures, row.digest, rules),
    )


def _restated(row: PeriodicReportRow, last: Restatement, rules: Rulebook) -> Paper:
    before = row.document_number if last.number == 1 else row.restatements[-2].document_number
    return Paper(
        issuer=rules.organ(row.by).name,
        **_title(row, rules, "补正"),
        number=last.document_number,
        to=rules.organ(row.to).name,
        parts=(
            Paragraph(f"{before}所报数据补正如下。原因：{last.reason}"),
            _differences(last.differences, rules),
            Heading("补正后的数据"),
            *_figures(last.figures, rules),
        ),
        signatory=last.person,
        dated=day_of(last.at, rules),
        notes=(
            *_notes(row.report, last.figures, last.digest, rules),
            f"原报告{last.restates}不改动。",
        ),
    )


def _drafted(asked: ReportCommand, found: Draft, today: date, rules: Rulebook) -> Paper:
    return Paper(
        issuer=rules.organ(asked.by).name,
        **_title(asked, rules),
        to=rules.organ(asked.to).name,
        parts=tuple(_figures(found.figures, rules)),
        dated=today,
        draft=True,
        notes=_notes(asked.report, found.figures, "", rules),
    )


def _figures(found: Figures, rules: Rulebook) -> Iterator[Part]:
    if found.nil:
        yield Paragraph("本期没有办件，也没有用印。")
    rows: list[tuple[Cell, ...]] = [
        (rules.item(it.matter), *_numbers(it, CASE_LABELS)) for it in found.matters
    ]
    yield Heading("事项办理情况")
    yield Table(
        caption="各事项办件",
        columns=_columns(("事项", _NAME), labels=CASE_LABELS.values()),
        rows=tuple(rows),
        total=("合计", *_total(rows, 1)),
    )
    uses: list[tuple[Cell, ...]] = [
        (rules.item(it.matter), document(it.document), *_numbers(it, USE_LABELS))
        for it in found.seals
    ]
    yield Heading("用章情况")
    yield Table(
        caption="各事项、各类文书用章",
        columns=_columns(("事项", _NAME), ("文书", _WORDS), labels=USE_LABELS.values()),
        rows=tuple(uses),
        total=("合计", "", *_total(uses, 2)) if uses else None,
    )


def _differences(found: Iterable[Difference], rules: Rulebook) -> Table:
    rows = []
    for it in found:
        words = USE_LABELS if it.document else CASE_LABELS
        of = f"{document(it.document)}：{words[it.figure]}" if it.document else words[it.figure]
        rows.append((rules.item(it.matter), of, it.old, it.new, "、".join(it.events)))
    return Table(
        caption="变化的数据和引起变化的记录",
        columns=(
            Column("事项", _NAME),
            Column("指标", 10),
            Column("原数", _NUMBER, "right"),
            Column("现数", _NUMBER, "right"),
            Column("记录", 16),
        ),
        rows=tuple(rows),
    )


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
            Column("报告单位", _NAME),
            Column("接收单位", _NAME),
            Column("情况", _WORDS),
            Column("期限", _NAME),
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
        columns=_columns(
            ("单位", _NAME),
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


def _columns(*named: tuple[str, int], labels: Iterable[str]) -> tuple[Column, ...]:
    return (
        *(Column(title, width) for title, width in named),
        *(Column(title, _NUMBER, "right") for title in labels),
    )


def _numbers(row: object, labels: Mapping[str, str]) -> Iterator[int]:
    return (int(getattr(row, name)) for name in labels)


def _total(rows: Iterable[tuple[Cell, ...]], behind: int) -> Iterator[int]:
    """Sums of the columns of numbers, which stand behind some of names."""
    for column in zip(*(row[behind:] for row in rows), strict=True):
        yield sum(number for number in column if isinstance(number, int))


def _notes(report: str, found: Figures, digest: str, rules: Rulebook) -> tuple[str, ...]:
    terms = next((it for it in rules.pack.report if it.id == report), None)
    basis = (f"依据：{terms.clause}。",) if terms and terms.clause else ()
    proof = f"；数据摘要{digest}" if digest else ""
    return (
        *basis,
        f"数据由事件日志自动统计，截至日志位置{found.position}；规则版本{rules.version}{proof}。",
    )
