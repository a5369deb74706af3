"""Periodic reports: who owes one, what it says, what was stated beside it, who has it (B-07)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Literal

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.reports.closing import PeriodAmended, PeriodClosed, PeriodEvent
from domain.reports.figures import Difference, Figures
from domain.reports.periodic import ReportEvent, ReportReceived, ReportRestated, ReportSent
from projections.view import Row, View

Status = Literal["owed", "sent", "received"]
STATUS_LABELS: dict[Status, str] = {"owed": "未报送", "sent": "已报送", "received": "已签收"}
_PAGE = 2_000


class Restatement(Struct, frozen=True, kw_only=True):
    """`restates`: the statement that it is beside; `differences`: from that one to this."""

    number: int
    document_number: str
    restates: str
    figures: Figures
    differences: tuple[Difference, ...]
    reason: str
    digest: str
    at: datetime
    person: str
    ref: str


class PeriodicReportRow(Row, frozen=True, kw_only=True):
    """`key` is report, period, who owes it and whom. `figures` are as sent, and never change.

    `received`: whoever it is for has what was stated last. `position` and `version` are of the last
    event about it, `version` 0 while it is only owed.
    """

    report: str
    period: str
    by: str
    to: str
    matters: tuple[int, ...]
    status: Status = "owed"
    closed_at: datetime
    document_number: str = ""
    figures: Figures | None = None
    nil: bool = False
    remarks: str = ""
    digest: str = ""
    policy: str
    sent_at: datetime | None = None
    sent_by: str = ""
    restatements: tuple[Restatement, ...] = ()
    received_at: datetime | None = None
    position: int
    version: int = 0

    @property
    def current(self) -> Figures | None:
        """What was stated last."""
        return self.restatements[-1].figures if self.restatements else self.figures


class PeriodicReports(View[PeriodicReportRow]):
    name: ClassVar = "periodic_reports"
    label: ClassVar = "定期报告"
    events: ClassVar = (PeriodClosed, PeriodAmended, ReportSent, ReportRestated, ReportReceived)
    row = PeriodicReportRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case PeriodEvent(report=report, period=period):
                return tuple(f"{report}/{period}/{it.by}/{it.to}" for it in event.owed)
            case ReportEvent(report=report, period=period, by=by, to=to):
                return (f"{report}/{period}/{by}/{to}",)
        return ()

    def fold(
        self, row: PeriodicReportRow | None, key: str, recorded: Recorded
    ) -> PeriodicReportRow | None:
        event = recorded.event
        if isinstance(event, PeriodEvent):
            return _owed(event, key, recorded)
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case ReportSent():
                return replace(
                    row,
                    status="sent",
                    document_number=event.document_number,
                    figures=event.figures,
                    nil=event.nil,
                    remarks=event.remarks,
                    digest=event.digest,
                    sent_at=event.occurred_at,
                    sent_by=event.person,
                )
            case ReportRestated():
                made = _restatement(event, recorded)
                return replace(row, status="sent", restatements=(*row.restatements, made))
            case ReportReceived(occurred_at=at):
                return replace(row, status="received", received_at=at)
        return row


def _owed(event: PeriodEvent, key: str, recorded: Recorded) -> PeriodicReportRow:
    by, to = key.split("/")[-2:]
    owed = next(it for it in event.owed if (it.by, it.to) == (by, to))
    return PeriodicReportRow(
        key=key,
        report=event.report,
        period=event.period,
        by=by,
        to=to,
        matters=owed.matters,
        closed_at=event.occurred_at,
        policy=event.policy,
        position=recorded.position,
    )


def _restatement(event: ReportRestated, recorded: Recorded) -> Restatement:
    return Restatement(
        number=event.restatement,
        document_number=event.document_number,
        restates=event.restates,
        figures=event.figures,
        differences=event.differences,
        reason=event.reason,
        digest=event.digest,
        at=event.occurred_at,
        person=event.person,
        ref=recorded.ref,
    )


async def of_period(
    pool: asyncpg.Pool, tenant: str, report: str, period: str
) -> list[PeriodicReportRow]:
    """Every report on a period, of all who owe one."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.periodic_reports t "
        'where tenant = $1 and report = $2 and period = $3 order by "by", "to" limit $4',
        tenant,
        report,
        period,
        _PAGE,
    )
    return [msgspec.json.decode(row["row"], type=PeriodicReportRow) for row in rows]


async def one(pool: asyncpg.Pool, tenant: str, key: str) -> PeriodicReportRow | None:
    found = await pool.fetchval(
        "select to_jsonb(t) from views.periodic_reports t where tenant = $1 and key = $2",
        tenant,
        key,
    )
    return None if found is None else msgspec.json.decode(found, type=PeriodicReportRow)
