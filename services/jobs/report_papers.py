"""All papers of a period's reports at once: drafts of what is still owed, what was sent (B-07).

Whoever is to sign gets a draft with the figures as they are now; whoever keeps the county's book
gets every report and every restatement as it was sent, and the table of all of them (XG23-33, -61).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Literal

from msgspec import Struct

from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.reports.periodic import ReportCommand
from infra.jobs import Place, Slice
from infra.papers import FORMS, FormName
from infra.papers.paper import Paper
from projections.obligations import Obligations
from projections.periodic_reports import PeriodicReportRow, PeriodicReports, of_period
from services.jobs.words import Name, Period
from services.main import Platform
from services.papers.collected import of_collected
from services.papers.periodic import of_report

_TABLE = "汇总"


class ReportPapers(Struct, frozen=True, kw_only=True, tag="report_papers", tag_field="kind"):
    """`which`: what was sent, drafts of what is still owed, or both; the table is with them."""

    report: Name
    period: Period
    which: Literal["all", "sent", "draft"] = "all"
    form: FormName = "docx"


class _One(Struct, frozen=True):
    """`key`: what the papers are made in the order of."""

    key: tuple[str, str, int]
    name: str
    compose: Callable[[], Awaitable[Paper]]


async def make(it: Platform, tenant: str, asked: ReportPapers, place: Place) -> Slice:
    """A paper is a slice, since a draft is counted from the log; the cursor: the one before."""
    rules = await it.executor.unit(tenant).rules()
    if not place.cursor:
        await it.projections.catch_up(tenant, [PeriodicReports.name, Obligations.name])
    rows = await of_period(it.pool, tenant, asked.report, asked.period)
    if not rows:
        raise rules.refuse(NotFound, "reports.not_owed", f"{asked.period}没有应报的报告")
    papers = [*_papers(it, tenant, asked, rows, rules), _table(it, tenant, asked)]
    before = tuple(place.cursor.split("/")) if place.cursor else ()
    left = [one for one in papers if not before or _told(one.key) > before]
    content = await asyncio.to_thread(FORMS[asked.form].render, await left[0].compose())
    return Slice(
        cursor="/".join(_told(left[0].key)) if len(left) > 1 else "",
        done=1,
        total=len(papers),
        name=f"{left[0].name}.{asked.form}",
        content=content,
    )


def _told(key: tuple[str, str, int]) -> tuple[str, ...]:
    """As a cursor says it, in the same order."""
    return key[0], key[1], f"{key[2]:06}"


def _papers(
    it: Platform,
    tenant: str,
    asked: ReportPapers,
    rows: Sequence[PeriodicReportRow],
    rules: Rulebook,
) -> Iterator[_One]:
    for row in sorted(rows, key=lambda row: (row.by, row.to)):
        sent = row.figures is not None
        if asked.which not in ("all", "sent" if sent else "draft"):
            continue
        which = ReportCommand(report=row.report, period=row.period, by=row.by, to=row.to)
        for n in range(len(row.restatements) + 1):
            said = f"补正{n}" if n else ("" if sent else "草稿")
            compose = partial(of_report, it.executor, it.pool, tenant, which, n)
            name = f"{rules.short(row.by)}报{rules.short(row.to)}{said and f'（{said}）'}"
            yield _One((row.by, row.to, n), name, compose)


def _table(it: Platform, tenant: str, asked: ReportPapers) -> _One:
    """The last of all."""
    compose = partial(of_collected, it.executor, it.pool, tenant, asked.report, asked.period)
    return _One(("~", "~", 0), _TABLE, compose)
