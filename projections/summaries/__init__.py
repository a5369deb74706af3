"""Summaries of the reform that were sent upwards, with their figures as they were (JX24-39)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event, Recorded
from domain.reports.summary import Figures, SummarySent
from projections.view import Row, View


class SummaryRow(Row, frozen=True, kw_only=True):
    """`key` is the year; `figures` never change."""

    year: int
    organ: str
    to: str
    contents: dict[str, str]
    document_number: str
    figures: Figures
    policy: str
    sent_at: datetime
    sent_by: str
    position: int
    version: int


class Summaries(View[SummaryRow]):
    name: ClassVar = "summaries"
    label: ClassVar = "改革情况汇总"
    events: ClassVar = (SummarySent,)
    row = SummaryRow

    def keys(self, event: Event) -> Iterable[str]:
        return (str(event.year),) if isinstance(event, SummarySent) else ()

    def fold(self, row: SummaryRow | None, key: str, recorded: Recorded) -> SummaryRow | None:
        event = recorded.event
        if not isinstance(event, SummarySent):
            return row
        return SummaryRow(
            key=key,
            year=event.year,
            organ=event.organ,
            to=event.to,
            contents=event.contents,
            document_number=event.document_number,
            figures=event.figures,
            policy=event.policy,
            sent_at=event.occurred_at,
            sent_by=event.person,
            position=recorded.position,
            version=recorded.version,
        )
