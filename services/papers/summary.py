"""改革情况汇总 as a paper: the county's words item by item, then the figures (JX24-39, -40)."""

from datetime import date

import asyncpg

from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS
from domain.kernel.workdays import day_of
from domain.reports import summary
from domain.reports.summary import Figures
from infra.papers.paper import (
    Chart,
    Column,
    Heading,
    Paper,
    Paragraph,
    Part,
    Table,
)
from projections.page import newest
from projections.summaries import Summaries, SummaryRow
from services.drafted import drafted
from services.execute import Executor


async def of_year(executor: Executor, pool: asyncpg.Pool, tenant: str, year: int) -> Paper:
    """The summary that was sent for the year, else the draft of one.

    Raises `Invalid` (reports.no_summary) where none is owed for it.
    """
    unit = executor.unit(tenant)
    found = await newest(pool, Summaries(), tenant, {"year = {}": year}, "sent_at", 1)
    if found:
        return sent(found[0], await unit.rules_of(found[0].policy))
    rules = await unit.rules()
    return draft(year, await drafted(pool, unit, year, rules), day_of(unit.at, rules), rules)


def sent(row: SummaryRow, rules: Rulebook) -> Paper:
    """As it was sent; `rules` are those it was sent under."""
    terms = rules.pack.summary
    words = terms.contents if terms else {}
    said: list[Part] = []
    for item in sorted(row.contents, key=list(words).index):  # a view does not keep their order
        said += [Heading(words[item]), Paragraph(row.contents[item])]
    return Paper(
        issuer=rules.organ(row.organ).name,
        title=_title(row.year, rules),
        number=row.document_number,
        to=row.to,
        parts=(_span(row.figures), *said, *_figures(row.figures, rules)),
        signatory=row.sent_by,
        dated=row.sent_at.astimezone(rules.zone).date(),
        notes=_notes(row.figures, rules),
    )


def draft(year: int, figures: Figures, today: date, rules: Rulebook) -> Paper:
    """The figures so far, with the items that are still to be written."""
    terms = summary.terms_of(year, rules)
    items: list[Part] = []
    for name in terms.contents.values():
        items += [Heading(name), Paragraph("（待填写）")]
    return Paper(
        issuer=rules.organ(summary.sender(terms, rules)).name,
        title=_title(year, rules),
        to=terms.to,
        parts=(_span(figures), *items, *_figures(figures, rules)),
        dated=today,
        draft=True,
        notes=_notes(figures, rules),
    )


def _title(year: int, rules: Rulebook) -> str:
    return f"{rules.pack.jurisdiction.name}{year}年改革情况汇总"


def _span(figures: Figures) -> Paragraph:
    """A summary is not of the year of its title: of what was recorded since the one before."""
    return Paragraph(f"本次汇总的数据为{figures.span}记录的全部情况。")


def _figures(figures: Figures, rules: Rulebook) -> tuple[Part, ...]:
    upper = rules.pack.upper
    remedies = {remedy.id: remedy.name for remedy in upper.remedy} if upper else {}
    counts = [(row, row.matters, row.received, row.granted, row.refused) for row in figures.modes]
    names = {row.mode: _mode(row.mode, rules) for row in figures.modes}
    numbers = tuple(sum(column) for column in zip(*(row[1:] for row in counts), strict=True))
    return (
        Heading("改革数据"),
        Table(
            caption="各办理方式的事项和办件",
            columns=(
                Column("办理方式", 14),
                *(Column(title, 6, "right") for title in ("事项数", "收件", "准予", "不予")),
            ),
            rows=tuple((names[row.mode], *rest) for row, *rest in counts),
            total=("合计", *numbers) if numbers else None,
        ),
        Chart(
            caption="各办理方式收件",
            unit="件",
            bars=tuple((names[row.mode], row.received) for row in figures.modes if row.received),
        ),
        Table(
            caption="审管联动、监督检查和服务点",
            columns=(Column("指标", 20), Column("数量", 6, "right")),
            rows=(
                ("按期推送", figures.pushes_on_time),
                ("逾期推送", figures.pushes_late),
                ("尚未到期的推送", figures.pushes_open),
                *(
                    (f"违规情形：{name}", figures.findings[kind])
                    for kind, name in FINDINGS.items()
                    if kind in figures.findings
                ),
                *(
                    (f"自查自纠：{remedies.get(remedy, remedy)}", count)
                    for remedy, count in figures.inspected.items()
                ),
                ("服务点", figures.service_points),
                ("服务点单独办理的服务", figures.services),
                ("结算积分", figures.points),
            ),
        ),
    )


def _mode(mode: str, rules: Rulebook) -> str:
    found = rules.modes.get(mode)
    return found.name if found else mode


def _notes(figures: Figures, rules: Rulebook) -> tuple[str, ...]:
    terms = rules.pack.summary
    basis = (f"依据：{terms.clause}。",) if terms else ()
    counted = f"数据由事件日志自动统计，{figures.period}"
    return (*basis, f"{counted}；规则版本{rules.version}。")
