"""The ledger of points: what each service point came to in each month (JX24-25, -49, B-26)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.service_points.points import MonthSettled, PointsEarned, PointsReversed
from domain.service_points.redemption import RedemptionApproved
from projections.view import Row, View


class PointsRow(Row, frozen=True, kw_only=True):
    """`key` is month and point. Before it is settled a month has no `points` and no `balance`.

    `earned` is what its services earned, up to `cap` they count; `reversed` what earlier months
    lost, known in this one. `policy` is the version of the rules that it was settled by. Money is
    in fen; `balance` as it was after the settlement.
    """

    month: str
    point: str
    township: str
    services: int = 0
    earned: int = 0
    reversed: int = 0
    booked: bool = False
    cap: int | None = None
    points: int | None = None
    balance: int | None = None
    settled_at: datetime | None = None
    policy: str = ""
    redeemed: int = 0
    redeemed_fen: int = 0
    first: str  # the event that opened the month
    position: int


class Points(View[PointsRow]):
    name: ClassVar = "points"
    label: ClassVar = "服务点积分"
    events: ClassVar = (PointsEarned, PointsReversed, MonthSettled, RedemptionApproved)
    row = PointsRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case PointsEarned() | PointsReversed() | MonthSettled() | RedemptionApproved():
                return (f"{event.month}/{event.point}",)
        return ()

    def fold(self, row: PointsRow | None, key: str, recorded: Recorded) -> PointsRow | None:
        event = recorded.event
        if not isinstance(event, PointsEarned | PointsReversed | MonthSettled | RedemptionApproved):
            return row
        row = row or PointsRow(
            key=key,
            month=event.month,
            point=event.point,
            township=event.township,
            first=recorded.ref,
            position=recorded.position,
        )
        row = replace(row, position=recorded.position)
        match event:
            case PointsEarned(points=points):
                return replace(
                    row, services=row.services + 1, earned=row.earned + points, booked=True
                )
            case PointsReversed(month=month, earned_in=origin, earned=earned) if month == origin:
                return replace(row, services=row.services - 1, earned=row.earned - earned)
            case PointsReversed(points=points):
                return replace(row, reversed=row.reversed + points, booked=True)
            case RedemptionApproved(points=points, fen=fen):
                return replace(
                    row, redeemed=row.redeemed + points, redeemed_fen=row.redeemed_fen + fen
                )
            case MonthSettled():
                return replace(
                    row,
                    services=event.services,
                    earned=event.earned,
                    reversed=event.reversed,
                    cap=event.cap,
                    points=event.points,
                    balance=event.balance,
                    settled_at=event.occurred_at,
                    policy=event.policy,
                )
        return row


async def to_settle(
    pool: asyncpg.Pool, tenant: str, month: str, *, limit: int
) -> list[tuple[str, str]]:
    """What was booked in months before this one and is not settled: key, and its first event."""
    rows = await pool.fetch(
        "select key, first from views.points where tenant = $1 and month < $2 "
        "and booked and settled_at is null order by key limit $3",
        tenant,
        month,
        limit,
    )
    return [(row["key"], row["first"]) for row in rows]


async def first_event(pool: asyncpg.Pool, tenant: str, key: str) -> str | None:
    """The event that opened a month of a service point."""
    found: str | None = await pool.fetchval(
        "select first from views.points where tenant = $1 and key = $2", tenant, key
    )
    return found
