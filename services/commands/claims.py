"""Claims about a case, who bore what, whom it is recovered from (XG23-72, -73, B-05)."""

import asyncio

from domain.cases.case import Case
from domain.cases.intake import check_number
from domain.cases.irregularity import supervisors
from domain.claims import deciding, recourse
from domain.claims.claim import (
    BearLiability,
    Claim,
    DecideRecourse,
    OpenClaim,
    ProposeRecourse,
    RecordClaimOutcome,
)
from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from infra.vault import Vault
from services.commands.cases import existing as existing_case
from services.commands.common import Handlers, require_seat
from services.unit import Unit


async def open_(command: OpenClaim, unit: Unit, _: Vault) -> None:
    check_number(command.number, "案件编号")
    stream = streams.claim(command.number)
    case, state = await asyncio.gather(existing_case(unit, command.case), unit.get(stream, Claim))
    rules = await unit.rules_of(case.policy, case.mode)
    await require_seat(unit, rules)
    entitled = supervisors(case, rules)
    events = deciding.open_(command, state.state, case.matter, entitled, unit.by, unit.at, rules)
    unit.write(stream, events)


async def record_outcome(command: RecordClaimOutcome, unit: Unit, _: Vault) -> None:
    stream, claim, _case, rules = await _claim(command.number, unit)
    unit.write(stream, deciding.decided(command, claim, unit.by, unit.at, rules))


async def bear(command: BearLiability, unit: Unit, _: Vault) -> None:
    stream, claim, case, rules = await _claim(command.number, unit)
    concerned: tuple[str, ...] = ()
    if case is not None:
        concerned = (case.receiver, *case.actors.values(), *supervisors(case, rules))
    unit.write(stream, deciding.borne(command, claim, concerned, unit.by, unit.at, rules))


async def propose(command: ProposeRecourse, unit: Unit, _: Vault) -> None:
    """By the rules of the mode that the case was handled in, for the two organs (XG23-73)."""
    stream, claim, case, rules = await _claim(command.number, unit)
    known: tuple[recourse.RecourseRule, ...] = ()
    if case is not None:
        mode, cast = rules.mode(case.mode), case.cast(rules)
        known = recourse.rules_between(unit.by.organ, command.against, mode, cast, rules)
    unit.write(stream, recourse.proposed(command, claim, known, unit.by, unit.at, rules))


async def decide(command: DecideRecourse, unit: Unit, _: Vault) -> None:
    stream, claim, _case, rules = await _claim(command.number, unit)
    unit.write(stream, recourse.decided(command, claim, unit.by, unit.at, rules))


async def _claim(number: str, unit: Unit) -> tuple[str, Claim | None, Case | None, Rulebook]:
    """The claim and its case, under the rules of the case; who acts holds the seat."""
    stream = streams.claim(number)
    claim = (await unit.get(stream, Claim)).state
    if claim is None:
        case, rules = None, await unit.rules()
    else:
        case = await existing_case(unit, claim.opened.case)
        rules = await unit.rules_of(case.policy, case.mode)
    await require_seat(unit, rules)
    return stream, claim, case, rules


HANDLERS: Handlers = {
    OpenClaim: open_,
    RecordClaimOutcome: record_outcome,
    BearLiability: bear,
    ProposeRecourse: propose,
    DecideRecourse: decide,
}
