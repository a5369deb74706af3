"""Periodic reports as papers: tables of cases and seals, and what explains a change (XG23-61)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import asyncpg

from domain.kernel.event_words import event_word
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import document
from domain.kernel.workdays import day_of
from domain.reports.figures import CASE_LABELS, USE_LABELS, Difference, Figures
from domain.reports.periodic import ReportCommand
from infra.papers.paper import Cell, Column, Heading, Paper, Paragraph, Part, Table
from projections.periodic_reports import PeriodicReportRow, Restatement, one
from services.commands.periodic_reports import Draft, draft
from services.commands.questions import Evidence, evidence
from services.execute import Executor

NAME, WORDS, NUMBER = 10, 8, 4
_MATTER = 22  # its item and its name; the tables lie across anyway


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
    if not statement:
        return _sent(row, frozen)
    restated = row.restatements[statement - 1]
    refs = [ref for it in restated.differences for ref in it.events]
    return _restated(row, restated, await evidence(executor.log, tenant, refs), frozen)


def in_words(period: str) -> str:
    """2024-03 as 2024年3月, 2024-Q1 as 2024年第1季度, 2024 as 2024年."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    return f"{year}年第{part[1:]}季度" if part.startswith("Q") else f"{year}年{int(part)}月"


def named(report: str, rules: Rulebook) -> str:
    return next((terms.name for terms in rules.pack.report if terms.id == report), report)


def _title(
    asked: ReportCommand | PeriodicReportRow, rules: Rulebook, more: str = ""
) -> Mapping[str, Any]:
    """Of whom and when in one line, of what in the next."""
    first = f"{rules.short(asked.by)}{in_words(asked.period)}"
    return {
        "title": f"{first}{named(asked.report, rules)}{more}",
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


def _restated(
    row: PeriodicReportRow, last: Restatement, found: Mapping[str, Evidence], rules: Rulebook
) -> Paper:
    numbers = (row.document_number, *(it.document_number for it in row.restatements))
    return Paper(
        issuer=rules.organ(row.by).name,
        **_title(row, rules, "补正"),
        number=last.document_number,
        to=rules.organ(row.to).name,
        parts=(
            Paragraph(f"{numbers[last.number - 1]}所报数据补正如下。原因：{last.reason}"),
            _differences(last.differences, found, rules),
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
        (_matter(it.matter, rules), *_numbers(it, CASE_LABELS)) for it in found.matters
    ]
    yield Heading("事项办理情况")
    yield Table(
        caption="各事项办件",
        columns=columns(("事项", _MATTER), labels=CASE_LABELS.values()),
        rows=tuple(rows),
        total=("合计", *_total(rows, 1)),
    )
    uses: list[tuple[Cell, ...]] = [
        (_matter(it.matter, rules), document(it.document), *_numbers(it, USE_LABELS))
        for it in found.seals
    ]
    yield Heading("用章情况")
    yield Table(
        caption="各事项、各类文书用章",
        columns=columns(("事项", _MATTER), ("文书", WORDS), labels=USE_LABELS.values()),
        rows=tuple(uses),
        total=("合计", "", *_total(uses, 2)) if uses else None,
    )


def _matter(no: int, rules: Rulebook) -> str:
    found = rules.matters.get(no)
    return f"{rules.item(no)} {found.name}" if found else rules.item(no)


def _differences(
    differences: Iterable[Difference], found: Mapping[str, Evidence], rules: Rulebook
) -> Table:
    rows = []
    for it in differences:
        words = USE_LABELS if it.document else CASE_LABELS
        of = f"{document(it.document)}：{words[it.figure]}" if it.document else words[it.figure]
        rows.append((_matter(it.matter, rules), of, it.old, it.new, because(it, found, rules)))
    return Table(
        caption="变化的数据和引起变化的记录",
        columns=(
            Column("事项", _MATTER),
            Column("指标", 14),
            Column("原数", NUMBER, "right"),
            Column("现数", NUMBER, "right"),
            Column("记录", 24),
        ),
        rows=tuple(rows),
    )


def because(it: Difference, found: Mapping[str, Evidence], rules: Rulebook) -> str:
    """What made a number another, in words, each with the reference that finds it in the log."""
    events = (found[ref] for ref in it.events)
    return "、".join(
        f"{day_of(event.occurred_at, rules)}{event_word(event.type)}（{event.ref}）"
        for event in events
    )


def columns(*named: tuple[str, int], labels: Iterable[str]) -> tuple[Column, ...]:
    return (
        *(Column(title, width) for title, width in named),
        *(Column(title, NUMBER, "right") for title in labels),
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
