"""Candidates confirmed or dismissed (XG23-62, -64)."""

from domain.cases.intake import check_number
from domain.kernel import streams
from domain.supervision import candidate
from domain.supervision.candidate import (
    Candidate,
    ConfirmCandidate,
    DismissCandidate,
    Judged,
)
from domain.supervision.problem import Problem
from infra.vault import Vault
from services.commands.common import Handlers, require_seat
from services.commands.supervising import concerned, require_cited
from services.unit import Unit


async def judge(command: Judged, unit: Unit, _: Vault) -> None:
    """In one step with the problem that it becomes."""
    rules = await unit.rules()
    rules.organ(command.organ)
    await require_seat(unit, rules)
    check_number(command.candidate, "情形编号")
    stream = streams.candidate(command.candidate)
    state = (await unit.get(stream, Candidate)).state
    supervisors = await concerned(unit, command.organ, command.matter, command.case, rules)
    await require_cited(command.cites, unit, rules)
    problem: Problem | None = None
    if isinstance(command, ConfirmCandidate):
        check_number(command.number, "问题编号")
        problem = (await unit.get(streams.problem(command.number), Problem)).state
    event, recorded = candidate.judge(command, state, problem, supervisors, unit.by, unit.at, rules)
    unit.write(stream, [event])
    if recorded is not None:
        unit.write(streams.problem(recorded.number), [recorded])


HANDLERS: Handlers = {ConfirmCandidate: judge, DismissCandidate: judge}
