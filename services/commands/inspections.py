"""Inspections of all kinds, and circulars (XG23-63, -77, JX24-44, ZZ22-35, -36)."""

import asyncio
import secrets

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from domain.supervision import circular, inspecting
from domain.supervision.circular import Circular, IssueCircular
from domain.supervision.inspecting import Handled
from domain.supervision.inspection import (
    CancelInspection,
    CloseInspection,
    DrawSample,
    Inspection,
    InspectionPlanned,
    PlanInspection,
    RecordCheck,
    TakeSample,
)
from infra.vault import Vault
from services.commands.cases import existing
from services.commands.common import Handlers, require_seat
from services.commands.frame import frame
from services.commands.supervising import entitled, require_cited
from services.unit import Unit

_SEED_BYTES = 32


async def plan(command: PlanInspection, unit: Unit, _: Vault) -> None:
    """The platform makes the seed: whoever plans cannot choose one."""
    rules = await unit.rules()
    check_number(command.number, "检查编号")
    await require_seat(unit, rules)
    stream = streams.inspection(command.number)
    state = (await unit.get(stream, Inspection)).state
    supervised = {organ: await _supervised(unit, organ, command, rules) for organ in command.organs}
    drawing = secrets.token_hex(_SEED_BYTES), await unit.head()
    events = inspecting.plan(command, state, supervised, drawing, unit.by, unit.at, rules)
    unit.write(stream, events)


async def _supervised(
    unit: Unit, organ: str, command: PlanInspection, rules: Rulebook
) -> tuple[int, ...]:
    """Of the matters of the plan, else of all, those in which the own organ supervises it."""
    rules.organ(organ)
    wanted = command.matters or tuple(rules.matters)
    found = await asyncio.gather(*(entitled(unit, organ, no, rules) for no in wanted))
    return tuple(no for no, its in zip(wanted, found, strict=True) if unit.by.organ in its)


async def draw(command: DrawSample, unit: Unit, _: Vault) -> None:
    rules, planned = await unit.rules(), await to_draw(command.number, unit)
    framed = await frame(unit, planned, rules)
    stream = streams.inspection(command.number)
    unit.write(stream, inspecting.take(planned, framed, unit.by, unit.at, rules))


async def take(command: TakeSample, unit: Unit, _: Vault) -> None:
    """By whoever asked for the draw, who still holds the seat."""
    rules, planned = await unit.rules(), await to_draw(command.number, unit)
    stream = streams.inspection(command.number)
    unit.write(stream, inspecting.take(planned, command.frame, unit.by, unit.at, rules))


async def to_draw(number: str, unit: Unit) -> InspectionPlanned:
    """The plan, which the own organ may draw from now."""
    _, state, rules = await _inspection(number, unit)
    return inspecting.to_draw(number, state, unit.by, rules)


async def check(command: RecordCheck, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _inspection(command.number, unit)
    handled: Handled | None = None
    if command.case is not None:
        case = await existing(unit, command.case)
        handled = Handled(case.matter, frozenset({case.receiver, *case.actors.values()}))
    unit.write(stream, inspecting.check(command, state, handled, unit.by, unit.at, rules))


async def close(command: CloseInspection, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _inspection(command.number, unit)
    unit.write(stream, inspecting.close(command, state, unit.by, unit.at, rules))


async def cancel(command: CancelInspection, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _inspection(command.number, unit)
    unit.write(stream, inspecting.cancel(command, state, unit.by, unit.at, rules))


async def _inspection(number: str, unit: Unit) -> tuple[str, Inspection | None, Rulebook]:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.inspection(number)
    return stream, (await unit.get(stream, Inspection)).state, rules


async def issue(command: IssueCircular, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    check_number(command.number, "通报编号")
    await require_seat(unit, rules)
    for organ in (*command.organs, *command.to):
        rules.organ(organ)
    stream = streams.circular(command.number)
    state = (await unit.get(stream, Circular)).state
    supervisors = {organ: await entitled(unit, organ, None, rules) for organ in command.organs}
    await require_cited(command.cites, unit, rules)
    unit.write(stream, circular.issue(command, state, supervisors, unit.by, unit.at, rules))


HANDLERS: Handlers = {
    PlanInspection: plan,
    DrawSample: draw,
    TakeSample: take,
    RecordCheck: check,
    CloseInspection: close,
    CancelInspection: cancel,
    IssueCircular: issue,
}
