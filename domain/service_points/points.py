"""积分: earned by what was completed, settled month by month, taken back where it was not so.

All of it follows by rule (JX24-49), so any of it may come twice, to no effect. Each event names the
version of the rules that its figures are by (B-26).
"""

from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Command, Event
from domain.kernel.facts import ServicePoint
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.service_points import account
from domain.service_points.account import Account, Entry, booking_month
from domain.service_points.redemption import (
    RedemptionApproved,
    RedemptionAsked,
    RedemptionRefused,
)
from domain.service_points.redemption import evolve as evolve_redemption
from domain.service_points.service import convenience


class EarnPoints(Command, frozen=True, kw_only=True):
    """Something was completed: a service, or a case with its outcome. `source` is its stream."""

    TYPE: ClassVar[str] = "service_points.earn_points"
    AUTOMATED: ClassVar[bool] = True
    point: str
    source: str
    convenience: str
    outcome: str
    completed_at: datetime


class ReversePoints(Command, frozen=True, kw_only=True):
    """It was voided or revoked after all, as is known from now on."""

    TYPE: ClassVar[str] = "service_points.reverse_points"
    AUTOMATED: ClassVar[bool] = True
    point: str
    source: str
    reason: str


class SettleMonth(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.settle_month"
    AUTOMATED: ClassVar[bool] = True
    point: str
    month: str


class PointsEarned(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.points_earned"
    point: str
    township: str
    month: str
    source: str
    convenience: str
    completed_at: datetime
    points: int
    policy: str


class PointsReversed(Event, frozen=True, kw_only=True):
    """`points` are taken back in `month`; 0: a cap had left them out, or it was not settled."""

    TYPE: ClassVar[str] = "service_points.points_reversed"
    point: str
    township: str
    month: str
    earned_in: str
    source: str
    earned: int
    points: int
    reason: str


class MonthSettled(Event, frozen=True, kw_only=True):
    """`points` = `earned` up to `cap`, less `reversed`; `balance` is what there is with it."""

    TYPE: ClassVar[str] = "service_points.month_settled"
    point: str
    township: str
    month: str
    services: int
    earned: int
    cap: int | None
    reversed: int
    points: int
    balance: int
    policy: str


EVENTS = (PointsEarned, PointsReversed, MonthSettled)


def earn(
    command: EarnPoints, state: Account | None, point: ServicePoint, at: datetime, rules: Rulebook
) -> list[Event]:
    """By the rules in force when it was completed, `rules`; nothing where those give nothing."""
    found, terms = convenience(command.convenience, rules), rules.pack.points
    earned = state or Account(point.point)
    if terms is None or found is None or not found.points:
        return []
    if command.outcome and command.outcome not in terms.outcomes:
        return []
    if earned.month_with(command.source) is not None:
        return []
    return [
        PointsEarned(
            occurred_at=at,
            point=point.point,
            township=point.township,
            month=booking_month(earned, command.completed_at, at, rules),
            source=command.source,
            convenience=found.id,
            completed_at=command.completed_at,
            points=found.points,
            policy=rules.version,
        )
    ]


def reverse(
    command: ReversePoints,
    state: Account | None,
    point: ServicePoint,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    origin = state.month_with(command.source) if state else None
    if state is None or origin is None:
        return []
    month = state.month(origin)
    entry = month.entries[command.source]
    if entry.reversed:
        return []
    known = account.month_of(at, rules) if month.settled else origin
    return [
        PointsReversed(
            occurred_at=at,
            point=point.point,
            township=point.township,
            month=known,
            earned_in=origin,
            source=command.source,
            earned=entry.points,
            points=account.taken_back(month, command.source) if month.settled else 0,
            reason=command.reason,
        )
    ]


def settle(
    command: SettleMonth, state: Account | None, point: ServicePoint, at: datetime, rules: Rulebook
) -> list[Event]:
    """By the rules in force at the end of the month, whenever somebody comes to it.

    Where those have no terms for points any more, `rules` are those that the last were earned by.
    """
    if at < account.end_of(command.month, rules):
        raise IllegalState("service_points.month_not_over", f"{command.month}尚未结束，不能结算")
    if state is None or command.month not in state.months:
        return []
    month = state.month(command.month)
    if month.settled:
        return []
    cap = rules.pack.points.month_cap if rules.pack.points else None
    points = account.settlement(month, cap)
    return [
        MonthSettled(
            occurred_at=at,
            point=point.point,
            township=point.township,
            month=command.month,
            services=sum(not entry.reversed for entry in month.entries.values()),
            earned=month.earned,
            cap=cap,
            reversed=month.reversed,
            points=points,
            balance=state.balance + points,
            policy=rules.version,
        )
    ]


def evolve(state: Account | None, event: Event) -> Account | None:
    match event:
        case PointsEarned(point=point, month=month, source=source):
            entry = Entry(event.points, event.completed_at, event.policy)
            return account.with_entry(state or Account(point), month, source, entry)
        case PointsReversed(month=month, source=source, points=points) if state:
            return account.without(state, source, month, points)
        case MonthSettled(month=month, points=points, cap=cap) if state:
            return account.settled(state, month, points, cap)
        case RedemptionAsked() | RedemptionApproved() | RedemptionRefused() if state:
            return evolve_redemption(state, event)
    return state
