"""Redemptions: which points were to become money, who was to approve it, what came of that."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Literal

import asyncpg
import msgspec
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.service_points.redemption import (
    RedemptionApproved,
    RedemptionAsked,
    RedemptionRefused,
)
from projections.view import Row, View

_WAITING = 100


class RedemptionRow(Row, frozen=True, kw_only=True):
    """`key` is point and number. `fen` by the rate of the rules `policy`."""

    point: str
    number: str
    township: str
    points: int
    fen: int
    fund: str
    policy: str
    approver: str
    asked_at: datetime
    asked_by: str
    status: Literal["asked", "approved", "refused"] = "asked"
    decided_at: datetime | None = None
    decided_by: str | None = None
    document_number: str | None = None
    reason: str | None = None
    position: int
    version: int


class Redemptions(View[RedemptionRow]):
    name: ClassVar = "redemptions"
    label: ClassVar = "积分兑现"
    events: ClassVar = (RedemptionAsked, RedemptionApproved, RedemptionRefused)
    row = RedemptionRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case RedemptionAsked() | RedemptionApproved() | RedemptionRefused():
                return (f"{event.point}/{event.number}",)
        return ()

    def fold(self, row: RedemptionRow | None, key: str, recorded: Recorded) -> RedemptionRow | None:
        event = recorded.event
        if isinstance(event, RedemptionAsked):
            return RedemptionRow(
                key=key,
                point=event.point,
                number=event.number,
                township=event.township,
                points=event.points,
                fen=event.fen,
                fund=event.fund,
                policy=event.policy,
                approver=event.approver,
                asked_at=event.occurred_at,
                asked_by=event.person,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case RedemptionApproved(occurred_at=at, person=person, document_number=number):
                return replace(
                    row, status="approved", decided_at=at, decided_by=person, document_number=number
                )
            case RedemptionRefused(occurred_at=at, person=person, reason=reason):
                return replace(
                    row, status="refused", decided_at=at, decided_by=person, reason=reason
                )
        return row


async def waiting_for(pool: asyncpg.Pool, tenant: str, organ: str) -> list[RedemptionRow]:
    """What an organ is to approve, the oldest first."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.redemptions t where tenant = $1 "
        "and approver = $2 and status = 'asked' order by asked_at, key limit $3",
        tenant,
        organ,
        _WAITING,
    )
    return [msgspec.json.decode(row["row"], type=RedemptionRow) for row in rows]
