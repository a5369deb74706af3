"""What a summary counts, one row per thing, with the positions at which it came to count.

So the draft of a summary is asked of a table. What is sent is counted from the log (JX24-38, -39).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import ClassVar

import asyncpg
from msgspec.structs import replace

from domain.cases.events import (
    CaseDecided,
    CaseMoved,
    CaseReceived,
    CaseTransferred,
)
from domain.cases.irregularity import CaseIrregularityDismissed, CaseIrregularityRecorded
from domain.kernel.event import Event, Recorded
from domain.obligations.escalation import ObligationEvent
from domain.obligations.obligation import (
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
)
from domain.reports.summary import PUSH, Counted
from domain.service_points.point import PointClosed, PointOpened
from domain.service_points.points import MonthSettled
from domain.service_points.service import ServiceRendered, ServiceVoided
from projections.view import Row, View

_CASES = (
    CaseReceived,
    CaseTransferred,
    CaseMoved,
    CaseDecided,
    CaseIrregularityRecorded,
    CaseIrregularityDismissed,
)
_DUE = (ObligationOpened, ObligationMet, ObligationLate, ObligationWaived)
_BASE = (PointOpened, PointClosed, ServiceRendered, ServiceVoided, MonthSettled)


class CountRow(Row, frozen=True, kw_only=True):
    """`kind`: case, push, service, month or point; `name`: a case's mode; `state`: what it is now.

    `opened`: the position at which it was received, due, rendered or settled; `closed`: of the last
    decision on a case, or where a push stopped being open. `number`: points. `findings`: those not
    dismissed, each with its position, by their versions.
    """

    kind: str
    name: str = ""
    state: str = ""
    opened: int
    closed: int | None = None
    number: int = 0
    findings: Mapping[str, tuple[str, int]] = {}
    position: int


class SummaryCounts(View[CountRow]):
    name: ClassVar = "summary_counts"
    label: ClassVar = "汇总计数"
    events: ClassVar = (*_CASES, *_DUE, *_BASE)
    row = CountRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case ObligationOpened(kind=kind) if kind != PUSH:
                return ()
            case ObligationEvent(obligation=identity):
                return (f"push/{identity}",)
            case ServiceRendered(number=number) | ServiceVoided(number=number):
                return (f"service/{number}",)
            case MonthSettled(point=point, month=month):
                return (f"month/{point}/{month}",)
            case PointOpened(point=point) | PointClosed(point=point):
                return (f"point/{point}",)
        return (f"case/{event.case}",) if isinstance(event, _CASES) else ()

    def fold(self, row: CountRow | None, key: str, recorded: Recorded) -> CountRow | None:
        new = _begun(key, recorded)
        if new is not None or row is None:
            return new
        row = replace(row, position=recorded.position)
        if isinstance(recorded.event, _CASES):
            return _case(row, recorded)
        return _otherwise(row, recorded)


def _begun(key: str, recorded: Recorded) -> CountRow | None:
    at = recorded.position
    match recorded.event:
        case CaseReceived(route=route):
            return CountRow(key=key, kind="case", name=route.mode, opened=at, position=at)
        case ObligationOpened():
            return CountRow(key=key, kind="push", state="open", opened=at, position=at)
        case ServiceRendered():
            return CountRow(key=key, kind="service", state="rendered", opened=at, position=at)
        case MonthSettled(points=points):
            return CountRow(key=key, kind="month", number=points, opened=at, position=at)
        case PointOpened():
            return CountRow(key=key, kind="point", state="open", opened=at, position=at)
    return None


def _case(row: CountRow, recorded: Recorded) -> CountRow:
    match recorded.event:
        case CaseTransferred(route=route):
            return replace(row, name=route.mode)
        case CaseDecided(outcome=outcome, mode=mode, final=True):
            return replace(row, name=mode, state=outcome, closed=recorded.position)
        case CaseIrregularityRecorded(finding=finding):
            found = {**row.findings, str(recorded.version): (finding, recorded.position)}
            return replace(row, findings=found)
        case CaseIrregularityDismissed(irregularity=version):
            left = {of: it for of, it in row.findings.items() if of != str(version)}
            return replace(row, findings=left)
    return row


def _otherwise(row: CountRow, recorded: Recorded) -> CountRow:
    """Of a push, the first thing that becomes of it counts; what never was due does not."""
    closed = row.closed or recorded.position
    match recorded.event:
        case ObligationLate():
            return replace(row, state="late", closed=closed)
        case ObligationMet() if row.state == "open":
            return replace(row, state="met", closed=closed)
        case ObligationWaived(never_due=never) if never or row.state == "open":
            return replace(row, state="waived", closed=closed)
        case ServiceVoided():
            return replace(row, state="voided")
        case PointClosed():
            return replace(row, state="closed")
    return row


_POSITION = "select position from views.checkpoints where tenant = $1 and view = $2"
"""Read with the rows, in one snapshot: the figures are of this position and no other."""
_CASE = (
    "select {} as name, {} as what, count(*) as n from views.summary_counts "
    "where tenant = $1 and kind = 'case' and {} > $2 group by 1, 2"
)
_FINDINGS = (
    "select found.value ->> 0 as name, count(*) as n "
    "from views.summary_counts, jsonb_each(findings) found "
    "where tenant = $1 and findings <> '{}' and (found.value ->> 1)::bigint > $2 group by 1"
)
_REST = (
    "select kind, state, count(*) as n, count(*) filter (where opened > $2) as since, "
    "coalesce(sum(number) filter (where opened > $2), 0) as points "
    "from views.summary_counts where tenant = $1 and kind <> 'case' "
    "and (opened > $2 or closed is null or closed > $2) group by 1, 2"
)


async def counted(pool: asyncpg.Pool, tenant: str, after: int) -> tuple[int, Counted]:
    """How far the view is, and what counts of what was recorded behind a position."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        position = await connection.fetchval(_POSITION, tenant, SummaryCounts.name)
        received = await connection.fetch(_CASE.format("name", "''", "opened"), tenant, after)
        decided = await connection.fetch(_CASE.format("name", "state", "closed"), tenant, after)
        findings = await connection.fetch(_FINDINGS, tenant, after)
        rest = await connection.fetch(_REST, tenant, after)
    of = {(row["kind"], row["state"]): row for row in rest}
    push = Counter({state: row["n"] for (kind, state), row in of.items() if kind == "push"})
    month, service = of.get(("month", "")), of.get(("service", "rendered"))
    point = of.get(("point", "open"))
    return position or 0, Counted(
        received={row["name"]: row["n"] for row in received},
        decided={(row["name"], row["what"]): row["n"] for row in decided},
        findings={row["name"]: row["n"] for row in findings},
        pushes_on_time=push["met"],
        pushes_late=push["late"],
        pushes_open=push["open"],
        service_points=point["n"] if point else 0,
        services=service["since"] if service else 0,
        points=month["points"] if month else 0,
    )
