"""Claims about cases: what was decided elsewhere, who bore what, whom it is recovered from (B-05).

XG23-72, -73; 行政复议法 19(3), 行政诉讼法 26(5), 国家赔偿法 7(4), 16.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from domain.claims.claim import (
    EVENTS,
    ClaimDecided,
    ClaimEvent,
    ClaimOpened,
    Kind,
    LiabilityBorne,
    Outcome,
    RecourseDecided,
    RecourseProposed,
    Status,
    Weighed,
)
from domain.kernel.event import Event, Recorded
from domain.kernel.pack import Finding
from projections.view import Row, View


class DecidedRow(Struct, frozen=True):
    """One instance's decision; the last of them holds."""

    outcome: Outcome
    decided_by: str
    decided_on: date
    document_number: str
    summary: str
    amount_yuan: float
    finding: Finding | None
    ref: str


class BorneRow(Struct, frozen=True):
    organ: str
    measure: str
    amount_yuan: float
    borne_on: date
    document_number: str
    ref: str


class RecourseRow(Struct, frozen=True, kw_only=True):
    """`organ` bore it and holds `against` accountable; `pursued` None: not decided yet."""

    organ: str
    against: str
    clause: str
    factors: tuple[Weighed, ...]
    measure: str
    amount_yuan: float
    pursued: bool | None = None
    reasons: str = ""
    decided_on: date | None = None
    document_number: str = ""
    ref: str


class ClaimRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `outcome` the one that holds. No personal data."""

    case: str
    matter: int
    kind: Kind
    respondent: str
    handled_by: str
    received_on: date
    document_number: str
    request: str
    opened_by: str
    opened_at: datetime
    status: Status = "open"
    outcome: Outcome | None = None
    decisions: tuple[DecidedRow, ...] = ()
    borne: tuple[BorneRow, ...] = ()
    recourse: tuple[RecourseRow, ...] = ()
    position: int
    version: int  # of the claim's stream


class Claims(View[ClaimRow]):
    name: ClassVar = "claims"
    label: ClassVar = "复议、诉讼与赔偿"
    events: ClassVar = EVENTS
    row = ClaimRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.number,) if isinstance(event, ClaimEvent) else ()

    def fold(self, row: ClaimRow | None, key: str, recorded: Recorded) -> ClaimRow | None:
        event = recorded.event
        if isinstance(event, ClaimOpened):
            return ClaimRow(
                key=key,
                case=event.case,
                matter=event.matter,
                kind=event.kind,
                respondent=event.respondent,
                handled_by=event.handled_by,
                received_on=event.received_on,
                document_number=event.document_number,
                request=event.request,
                opened_by=event.by.organ,
                opened_at=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case ClaimDecided():
                decisions = (*row.decisions, _decision(event, recorded.ref))
                return replace(row, status="decided", outcome=event.outcome, decisions=decisions)
            case LiabilityBorne():
                status: Status = row.status if row.recourse else "borne"
                return replace(row, status=status, borne=(*row.borne, _borne(event, recorded.ref)))
            case RecourseProposed() | RecourseDecided():
                recourse = (*_others(row, event), _recourse(event, recorded.ref))
                done = all(it.pursued is not None for it in recourse)
                return replace(row, status="closed" if done else "proposed", recourse=recourse)
        return row


def _decision(event: ClaimDecided, ref: str) -> DecidedRow:
    return DecidedRow(
        event.outcome,
        event.decided_by,
        event.decided_on,
        event.document_number,
        event.summary,
        event.amount_yuan,
        event.finding,
        ref,
    )


def _borne(event: LiabilityBorne, ref: str) -> BorneRow:
    return BorneRow(
        event.organ,
        event.measure,
        event.amount_yuan,
        event.borne_on,
        event.document_number,
        ref,
    )


def _others(row: ClaimRow, event: RecourseProposed | RecourseDecided) -> Iterable[RecourseRow]:
    pair = (event.organ, event.against)
    return (it for it in row.recourse if (it.organ, it.against) != pair)


def _recourse(event: RecourseProposed | RecourseDecided, ref: str) -> RecourseRow:
    row = RecourseRow(
        organ=event.organ,
        against=event.against,
        clause=event.clause,
        factors=event.factors,
        measure=event.measure,
        amount_yuan=event.amount_yuan,
        ref=ref,
    )
    if isinstance(event, RecourseProposed):
        return row
    return replace(
        row,
        pursued=event.pursued,
        reasons=event.reasons,
        decided_on=event.decided_on,
        document_number=event.document_number,
    )


async def about(pool: asyncpg.Pool, tenant: str, case: str) -> list[str]:
    """The numbers of all claims about a case, the first first."""
    rows = await pool.fetch(
        'select key from views.claims where tenant = $1 and "case" = $2 order by opened_at, key',
        tenant,
        case,
    )
    return [row["key"] for row in rows]
