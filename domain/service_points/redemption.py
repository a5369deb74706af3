"""兑现奖补资金: points of settled months for money, approved by a named organ (JX24-25, -49, B-26).

Never more than there is: what waits for approval is set aside. The money itself is paid elsewhere.
"""

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import ServicePoint
from domain.kernel.pack import PointsTerms
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.service_points.account import Account, Redemption, month_of


class AskRedemption(Command, frozen=True, kw_only=True):
    """Ask for so many points of a service point to be redeemed."""

    TYPE: ClassVar[str] = "service_points.ask_redemption"
    point: str
    number: str
    points: int


class ApproveRedemption(Command, frozen=True, kw_only=True):
    """`document_number` is that of the paper by which the money is paid."""

    TYPE: ClassVar[str] = "service_points.approve_redemption"
    point: str
    number: str
    document_number: str


class RefuseRedemption(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.refuse_redemption"
    point: str
    number: str
    reason: str


class RedemptionAsked(Event, frozen=True, kw_only=True):
    """`fen` = points by the rate of the rules `policy`; `approver` is who may approve it."""

    TYPE: ClassVar[str] = "service_points.redemption_asked"
    point: str
    township: str
    number: str
    points: int
    fen_per_point: int
    fen: int
    year: int
    fund: str
    approver: str
    person: str
    post: str
    policy: str


class RedemptionApproved(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.redemption_approved"
    point: str
    township: str
    number: str
    month: str
    points: int
    fen: int
    balance: int
    document_number: str
    organ: str
    person: str


class RedemptionRefused(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.redemption_refused"
    point: str
    number: str
    organ: str
    person: str
    reason: str


EVENTS = (RedemptionAsked, RedemptionApproved, RedemptionRefused)


def ask(
    command: AskRedemption,
    state: Account | None,
    point: ServicePoint,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    terms = rules.pack.points
    if terms is None:
        raise rules.refuse(Invalid, "service_points.no_scheme", "本县未规定积分兑现")
    state = state or Account(point.point)
    if command.number in state.redemptions:
        raise rules.refuse(
            IllegalState, "service_points.redemption_taken", f"兑现编号{command.number}已被使用"
        )
    if not 0 < command.points <= state.available:
        raise rules.refuse(
            Invalid,
            "service_points.beyond_balance",
            f"可兑现的积分为{max(state.available, 0)}，申请兑现{command.points}",
        )
    fen = command.points * terms.fen_per_point
    year = at.astimezone(rules.zone).year
    if terms.year_cap_fen is not None and state.redeemed_fen(year) + fen > terms.year_cap_fen:
        raise rules.refuse(
            Invalid,
            "service_points.beyond_cap",
            f"{year}年已兑现{_yuan(state.redeemed_fen(year))}，"
            f"加上本次{_yuan(fen)}超过全年上限{_yuan(terms.year_cap_fen)}",
        )
    return [
        RedemptionAsked(
            occurred_at=at,
            point=point.point,
            township=point.township,
            number=command.number,
            points=command.points,
            fen_per_point=terms.fen_per_point,
            fen=fen,
            year=year,
            fund=terms.fund,
            approver=approver(terms, point.township, rules),
            person=by.person,
            post=by.post,
            policy=rules.version,
        )
    ]


def decide(
    command: ApproveRedemption | RefuseRedemption,
    state: Account,
    point: ServicePoint,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """Not by whoever asked, though he may be the head; and only if the points are still there."""
    asked = state.redemptions[command.number]
    if asked.status != "asked":
        raise rules.refuse(
            IllegalState, "service_points.redemption_decided", "该次兑现已经审定，不再重复"
        )
    if isinstance(command, RefuseRedemption):
        if not command.reason.strip():
            raise rules.refuse(Invalid, "service_points.reason", "请写明理由")
        return [
            RedemptionRefused(
                occurred_at=at,
                point=point.point,
                number=asked.number,
                organ=by.organ,
                person=by.person,
                reason=command.reason,
            )
        ]
    if asked.asked_by == by.person:
        raise rules.refuse(
            NotPermitted, "service_points.own_redemption", "申请兑现的人不得审定自己的申请"
        )
    if not command.document_number.strip():
        raise rules.refuse(
            Invalid, "service_points.redemption_document", "请填写拨付所依据文书的编号"
        )
    if state.available < 0:
        raise rules.refuse(
            Invalid,
            "service_points.beyond_balance",
            f"申请之后积分被冲回，尚差{-state.available}分，不能兑现",
        )
    return [
        RedemptionApproved(
            occurred_at=at,
            point=point.point,
            township=point.township,
            number=asked.number,
            month=month_of(at, rules),
            points=asked.points,
            fen=asked.fen,
            balance=state.balance - asked.points,
            document_number=command.document_number,
            organ=by.organ,
            person=by.person,
        )
    ]


def asked_for(number: str, state: Account | None, rules: Rulebook) -> Redemption:
    found = state.redemptions.get(number) if state else None
    if found is None:
        raise rules.refuse(
            NotFound, "service_points.no_redemption", f"没有编号为{number}的兑现申请"
        )
    return found


def approver(terms: PointsTerms, township: str, rules: Rulebook) -> str:
    """The organ named, else the nearest of that kind on the way up from the township."""
    at: str | None = township
    while at is not None and terms.approved_by not in rules.organs:
        organ = rules.organ(at)
        if organ.kind == terms.approved_by:
            return organ.id
        at = organ.parent
    return rules.organ(terms.approved_by).id


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}元"


def evolve(state: Account, event: Event) -> Account:
    match event:
        case RedemptionAsked():
            asked = Redemption(
                event.number, event.points, event.fen, event.year, event.approver, event.person
            )
            return replace(state, redemptions={**state.redemptions, event.number: asked})
        case RedemptionApproved(number=number, points=points):
            found = replace(state.redemptions[number], status="approved")
            return replace(
                state,
                redemptions={**state.redemptions, number: found},
                balance=state.balance - points,
            )
        case RedemptionRefused(number=number):
            found = replace(state.redemptions[number], status="refused")
            return replace(state, redemptions={**state.redemptions, number: found})
    return state
