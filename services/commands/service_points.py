"""Service points: opened, staffed, what is done there, what it earns and what that comes to."""

import asyncio
from datetime import timedelta

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.facts import Conveniences, Post, ServicePoint
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.service_points import point as points_of_service
from domain.service_points import points, redemption, service
from domain.service_points.account import Account, end_of
from domain.service_points.point import (
    AppointAgent,
    ClosePoint,
    DismissAgent,
    OpenPoint,
    PointCommand,
    require_of_point,
    terms_of,
    unknown,
)
from domain.service_points.points import EarnPoints, ReversePoints, SettleMonth
from domain.service_points.redemption import (
    ApproveRedemption,
    AskRedemption,
    RefuseRedemption,
    asked_for,
)
from domain.service_points.service import PublishConveniences, RecordService, Service, VoidService
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_principal, require_seat
from services.unit import Unit

_INSTANT = timedelta(microseconds=1)


async def open_point(command: OpenPoint, unit: Unit, _: Vault) -> None:
    """The township's principal opens, closes and appoints (JX24-23, -26)."""
    rules = await unit.rules()
    check_number(command.point, "服务点编号")
    await require_principal(unit, command.township, rules)
    stream = streams.service_point(command.point)
    state = await unit.get(stream, ServicePoint)
    unit.write(stream, points_of_service.open_(command, state.state, unit.at, rules))


async def change_point(command: PointCommand, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    point = await existing_point(unit, command.point, rules)
    await require_principal(unit, point.township, rules)
    post = await unit.get(streams.post(point.township, terms_of(rules).post), Post)
    events = points_of_service.change(command, point, post.state, unit.at, rules)
    unit.write(streams.service_point(point.point), events)


async def publish(command: PublishConveniences, unit: Unit, _: Vault) -> None:
    """Each township sorts out its own (JX24-26)."""
    rules = await unit.rules()
    await require_principal(unit, command.township, rules)
    stream = streams.conveniences(command.township)
    await unit.get(stream, Conveniences)
    unit.write(stream, service.publish(command, unit.at, rules))


async def record(command: RecordService, unit: Unit, _: Vault) -> None:
    """By an agent of the point, or whoever sits at the township for it (JX24-24, -26)."""
    rules = await unit.rules()
    check_number(command.number, "服务编号")
    await require_seat(unit, rules)
    point = await existing_point(unit, command.point, rules)
    stream = streams.service(command.number)
    state, conveniences = await asyncio.gather(
        unit.get(stream, Service),
        unit.get(streams.conveniences(point.township), Conveniences),
    )
    events = service.record(
        command, state.state, point, conveniences.state, unit.by, unit.at, rules
    )
    unit.write(stream, events)


async def void(command: VoidService, unit: Unit, _: Vault) -> None:
    """The township answers for what its points recorded."""
    rules = await unit.rules()
    stream = streams.service(command.number)
    state = (await unit.get(stream, Service)).state
    if state is None:
        raise rules.refuse(
            NotFound, "service_points.no_service", f"没有编号为{command.number}的服务记录"
        )
    await require_principal(unit, state.township, rules)
    unit.write(stream, service.void(command, state, unit.at, rules))


async def earn(command: EarnPoints, unit: Unit, _: Vault) -> None:
    """By the rules that were in force when it was completed (B-26)."""
    require_automation(unit)
    rules = await unit.rules(command.completed_at)
    point = await existing_point(unit, command.point, rules)
    stream = streams.points(command.point)
    state = await unit.get(stream, Account)
    unit.write(stream, points.earn(command, state.state, point, unit.at, rules))


async def reverse(command: ReversePoints, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    rules = await unit.rules()
    point = await existing_point(unit, command.point, rules)
    stream = streams.points(command.point)
    state = await unit.get(stream, Account)
    unit.write(stream, points.reverse(command, state.state, point, unit.at, rules))


async def settle(command: SettleMonth, unit: Unit, _: Vault) -> None:
    """By the rules at the end of the month; the same, whenever a worker comes to it (JX24-49).

    What was earned stays under terms: a county that ends its points mid-month lifts no cap (B-26).
    """
    require_automation(unit)
    last = end_of(command.month, await unit.rules()) - _INSTANT
    rules = await unit.rules(min(last, unit.at))
    point = await existing_point(unit, command.point, rules)
    stream = streams.points(command.point)
    state = await unit.get(stream, Account)
    earned_by = state.state.month(command.month).policy if state.state else ""
    if rules.pack.points is None and earned_by:
        rules = await unit.rules_of(earned_by)
    unit.write(stream, points.settle(command, state.state, point, unit.at, rules))


async def ask(command: AskRedemption, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    check_number(command.number, "兑现编号")
    await require_seat(unit, rules)
    point = await existing_point(unit, command.point, rules)
    require_of_point(point, unit.by, unit.at, rules)
    stream = streams.points(command.point)
    state = await unit.get(stream, Account)
    unit.write(stream, redemption.ask(command, state.state, point, unit.by, unit.at, rules))


async def decide(command: ApproveRedemption | RefuseRedemption, unit: Unit, _: Vault) -> None:
    """By the principal of the organ that the rules named when it was asked for (B-26)."""
    rules = await unit.rules()
    point = await existing_point(unit, command.point, rules)
    stream = streams.points(command.point)
    state = (await unit.get(stream, Account)).state
    asked = asked_for(command.number, state, rules)
    await require_principal(unit, asked.approver, rules)
    if state is not None:
        unit.write(stream, redemption.decide(command, state, point, unit.by, unit.at, rules))


async def existing_point(unit: Unit, identity: str, rules: Rulebook) -> ServicePoint:
    found = (await unit.get(streams.service_point(identity), ServicePoint)).state
    if found is None:
        raise unknown(identity, rules)
    return found


HANDLERS: Handlers = {
    OpenPoint: open_point,
    ClosePoint: change_point,
    AppointAgent: change_point,
    DismissAgent: change_point,
    PublishConveniences: publish,
    RecordService: record,
    VoidService: void,
    EarnPoints: earn,
    ReversePoints: reverse,
    SettleMonth: settle,
    AskRedemption: ask,
    ApproveRedemption: decide,
    RefuseRedemption: decide,
}
