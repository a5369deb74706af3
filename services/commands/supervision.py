"""What supervisors find, order and judge; who is held to account (XG23-62, -78, -79, ZZ22-37)."""

import asyncio

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from domain.supervision import accountability, correcting
from domain.supervision.accountability import (
    Accountability,
    DropAccountability,
    HoldInterview,
    OpenAccountability,
    Pursuing,
    RecordAccountabilityOutcome,
)
from domain.supervision.inspecting import require_found_in
from domain.supervision.inspection import Inspection
from domain.supervision.problem import (
    AcceptCorrection,
    DismissProblem,
    Judging,
    OrderCorrection,
    Problem,
    RecordProblem,
    RecordRefusal,
    ReportCorrection,
    ReturnCorrection,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_seat
from services.commands.supervising import concerned, require_cited
from services.unit import Unit

_PROBLEM = "问题编号"


async def record(command: RecordProblem, unit: Unit, _vault: Vault) -> None:
    rules = await unit.rules()
    check_number(command.number, _PROBLEM)
    rules.organ(command.organ)
    await require_seat(unit, rules)
    stream = streams.problem(command.number)
    state, supervising, _ = await asyncio.gather(
        unit.get(stream, Problem),
        concerned(unit, command.organ, command.matter, command.case, rules),
        require_cited(command.cites, unit, rules),
    )
    if command.found_in == "inspection":
        found_in = (await unit.get(streams.inspection(command.source), Inspection)).state
        require_found_in(command.source, command.organ, found_in, unit.by, rules)
    events = correcting.record(command, state.state, supervising, unit.by, unit.at, rules)
    unit.write(stream, events)


async def order(command: OrderCorrection, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _problem(command.number, unit)
    unit.write(stream, correcting.order(command, state, unit.by, unit.at, rules))


async def report(command: ReportCorrection, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _problem(command.number, unit)
    unit.write(stream, correcting.report(command, state, unit.by, unit.at, rules))


async def judge(command: Judging, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _problem(command.number, unit)
    unit.write(stream, correcting.judge(command, state, unit.by, unit.at, rules))


async def _problem(number: str, unit: Unit) -> tuple[str, Problem | None, Rulebook]:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.problem(number)
    return stream, (await unit.get(stream, Problem)).state, rules


async def open_(command: OpenAccountability, unit: Unit, _: Vault) -> None:
    check_number(command.number, "问责编号")
    _stream, problem, rules = await _problem(command.problem, unit)
    stream = streams.accountability(command.number)
    state = (await unit.get(stream, Accountability)).state
    events = accountability.open_(command, state, problem, unit.by, unit.at, rules)
    unit.write(stream, events)


async def pursue(command: Pursuing, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.accountability(command.number)
    state = (await unit.get(stream, Accountability)).state
    problem: Problem | None = None
    if state is not None:
        problem = (await unit.get(streams.problem(state.opened.problem), Problem)).state
    events = accountability.pursue(command, state, problem, unit.by, unit.at, rules)
    unit.write(stream, events)


HANDLERS: Handlers = {
    RecordProblem: record,
    OrderCorrection: order,
    ReportCorrection: report,
    AcceptCorrection: judge,
    ReturnCorrection: judge,
    RecordRefusal: judge,
    DismissProblem: judge,
    OpenAccountability: open_,
    HoldInterview: pursue,
    RecordAccountabilityOutcome: pursue,
    DropAccountability: pursue,
}
