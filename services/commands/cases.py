"""A case from its acceptance on: its steps, what is done at the window beside them, transfers."""

import asyncio

from domain.cases import intake, session, steps, window
from domain.cases.case import AFTERWARDS, Case, Stamped, to_be_stamped
from domain.cases.commands import (
    ChargeFee,
    CorrectCase,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    MoveCase,
    RecordVisit,
    ReturnResult,
    Review,
    StepCommand,
    SupplyMaterials,
    Survey,
    TransferCase,
    WindowCommand,
    Withdraw,
)
from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.cases.routing import Route, require_offered
from domain.cases.session import HoldSession
from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.facts import Online, Pilot, Post, Staff
from domain.kernel.pack import Step
from domain.kernel.refusal import Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.matters.settled import Settled
from domain.seals.use import Use
from infra.vault import Vault
from services.commands.authorities import moves_cases, settled_now, taken_within
from services.commands.common import Handlers, require_automation
from services.commands.licences import with_certificate
from services.commands.materials import with_blank
from services.unit import Unit


def receiving(mode: str, rules: Rulebook) -> Step:
    return next(step for step in rules.mode(mode).step if step.kind == "receive")


async def take_step(command: StepCommand, unit: Unit, _: Vault) -> None:
    """Any later step: the case, then what it names, then the authority for it."""
    case = await going(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    step = steps.step_for(command, case, rules)
    kinds = to_be_stamped(step, case, rules)
    uses = await asyncio.gather(*(unit.get(streams.use(case.number, kind), Use) for kind in kinds))
    stamped = {
        use.state.document.kind: Stamped(use.state.document.number, use.ref, use.state.stamped)
        for use in uses
        if use.state is not None and use.state.stamped is not None
    }
    power = step.kind not in AFTERWARDS  # whose it is, whatever was handed down
    taken = await taken_within(unit, case, step, rules, power=power)
    steps.require_due(step, case, stamped, unit.at, rules)
    if isinstance(command, HoldSession):
        known = await _attendance(command.participants, unit, rules)
        held = session.hold(command, case, step, known, taken, rules)
        unit.write(streams.case(case.number), [held])
        return
    if isinstance(command, Survey):
        people = sorted(set(command.staff))[: steps.STAFF_LIMIT]
        staff = await asyncio.gather(*(unit.get(streams.person(p), Staff) for p in people))
        there = {person: fact.state for person, fact in zip(people, staff, strict=True)}
        steps.require_surveyors(command, step, case, there, taken, rules)
        joined = await _attendance(command.joined, unit, rules)
        session.require_joined(command, case, joined, taken, rules)
    events = steps.take(command, case, step, taken, stamped, rules)
    unit.write(streams.case(case.number), events)
    await with_certificate(command, events, case, step, unit, rules)
    await with_blank(events, case, unit, rules)


async def _attendance(people: tuple[By, ...], unit: Unit, rules: Rulebook) -> session.Attendance:
    """What the log has of those who are said to have taken part."""
    if len(people) > session.PEOPLE_LIMIT:
        raise rules.refuse(
            Invalid, "cases.session_participants", f"参加人员最多{session.PEOPLE_LIMIT}人"
        )
    posts, staff = await asyncio.gather(
        asyncio.gather(*(unit.get(streams.post(who.organ, who.post), Post) for who in people)),
        asyncio.gather(*(unit.get(streams.person(who.person), Staff) for who in people)),
    )
    return {
        who: session.Known(post.state, entitled.state)
        for who, post, entitled in zip(people, posts, staff, strict=True)
    }


async def at_the_window(command: WindowCommand, unit: Unit, _: Vault) -> None:
    """What whoever may receive the case may do beside its steps."""
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    step = receiving(case.mode, rules)
    taken = await taken_within(unit, case, step, rules, power=command.POWER)
    events: list[Event]
    match command:
        case SupplyMaterials():
            events = intake.supply(command, case, taken, rules)
        case Withdraw():
            events = window.withdraw(command, case, taken, rules)
        case CorrectCase():
            pilot = await unit.get(streams.pilot(case.matter), Pilot)
            if case.outcome is None:
                stated = {**case.stated, **command.stated}
                organ = rules.organ(case.receiver)
                require_offered(rules.matter(case.matter), organ, stated, rules)
            events = window.correct(command, case, pilot.state, taken, rules)
        case RecordVisit():
            online = None
            if rules.pack.visits is not None:
                online = (await unit.get(streams.online(case.matter), Online)).state
            events = window.visit(command, case, online, taken, rules)
        case ChargeFee():
            events = window.charge(command, case, taken, rules)
        case _:
            raise TypeError(f"not an act at the window: {command!r}")
    unit.write(streams.case(case.number), events)


async def transfer(command: TransferCase, unit: Unit, _: Vault) -> None:
    """An instrument ended: the case goes on where its mode says (XG23-17, B-01)."""
    require_automation(unit)
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    unit.write(streams.case(case.number), window.transfer(command, case, unit.at, rules))


async def move(command: MoveCase, unit: Unit, _: Vault) -> None:
    """By the rule of a change of its matter's mode; nothing where it no longer takes the case."""
    require_automation(unit)
    case = await existing(unit, command.case)
    settled = await _taken_along(unit, case)
    if settled is None or settled.moves is None:
        return
    rules = await unit.rules_of(case.policy)
    if settled.mode not in rules.modes:  # a later version, or what came from above since, has it
        rules = await unit.rules()
    route = Route(settled.mode, granted=settled.grants)
    events = window.move(case, route, settled.at, settled.moves, rules)
    unit.write(streams.case(case.number), events)


async def _taken_along(unit: Unit, case: Case) -> Settled | None:
    """The mode that its matter has by now, where the rule takes the open case along (B-22)."""
    if not moves_cases(await unit.adopted()):
        return None
    settled = await settled_now(unit, case.matter, await unit.rules())
    if settled is None or settled.moves is None:
        return None
    return settled if window.movable(case, settled.mode, settled.at) else None


async def going(unit: Unit, number: str) -> Case:
    """For whoever takes a step: as the moment of the step found the case.

    In its mode of before for what was done before it was moved; refused while it waits to be.
    """
    case = (await existing(unit, number)).then(unit.at)
    settled = await _taken_along(unit, case)
    if settled is not None:
        raise window.moving(settled.mode, await unit.rules())
    return case


async def existing(unit: Unit, number: str) -> Case:
    fact = await unit.get(streams.case(number), Case)
    if fact.state is None:
        raise NotFound("cases.unknown", f"没有编号为{number}的办件")
    return fact.state


HANDLERS: Handlers = {
    Forward: take_step,
    Review: take_step,
    Survey: take_step,
    HoldSession: take_step,
    Decide: take_step,
    IssueCertificate: take_step,
    ReturnResult: take_step,
    RevokeApproval: take_step,
    CorrectApproval: take_step,
    Deliver: take_step,
    SupplyMaterials: at_the_window,
    Withdraw: at_the_window,
    CorrectCase: at_the_window,
    RecordVisit: at_the_window,
    ChargeFee: at_the_window,
    TransferCase: transfer,
    MoveCase: move,
}
