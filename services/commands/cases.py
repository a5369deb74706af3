import asyncio

import msgspec

from domain.authority.answer import Facts, Question, answer, missing_instrument
from domain.cases import case as cases
from domain.cases.case import (
    Accept,
    Case,
    Decide,
    Deliver,
    IssueCertificate,
    Receive,
    Review,
    Stamped,
    StepCommand,
)
from domain.cases.routing import route
from domain.kernel import streams
from domain.kernel.authority import Authority
from domain.kernel.facts import Agreement, Fact, Pilot, Post, Seal, Staff
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.seals.use import Use
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit


async def receive(command: Receive, unit: Unit, vault: Vault) -> None:
    """Open a case: its mode is the matter's, or the channel its guards lead to (B-01)."""
    rules = await unit.rules()
    matter = rules.matter(command.matter)
    number = rules.organ(command.receiver).seal_no
    state, pilot, agreement, seal = await asyncio.gather(
        unit.get(streams.case(command.case), Case),
        unit.get(streams.pilot(command.matter), Pilot),
        unit.get(streams.agreement(matter.delegator or "", command.receiver), Agreement),
        unit.get(streams.seal(matter.delegator or "", number or 0), Seal),
    )
    missing = missing_instrument(matter.mode, matter, agreement, seal, unit.at, rules)
    path = route(matter, command.receiver, command.stated, pilot.state, missing, unit.at, rules)
    first = next(step for step in rules.mode(path.mode).step if step.kind == "receive")
    question = Question(
        by=unit.by,
        matter=command.matter,
        mode=path.mode,
        step=first.id,
        receiver=command.receiver,
        actors={},
        act=first.kind,
        post=first.post,
        at=unit.at,
    )
    authority = await answered(unit, question, rules, agreement)
    applicant = command.applicant
    sealed = await vault.seal(unit.tenant, applicant.id_number, msgspec.json.encode(applicant))
    events = cases.receive(command, state.state, path, authority, sealed, unit.at, rules)
    unit.write(streams.case(command.case), events)


async def take_step(command: StepCommand, unit: Unit, _: Vault) -> None:
    """Any later step: the case, then what it names, then the authority for it."""
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy)
    step = cases.step_for(command, case, rules)
    uses = await asyncio.gather(
        *(unit.get(streams.use(case.number, kind), Use) for kind in step.stamped)
    )
    stamped = {
        use.state.document.kind: Stamped(use.state.document.number, use.ref)
        for use in uses
        if use.state is not None and use.state.stamped is not None
    }
    question = Question(
        by=unit.by,
        matter=case.matter,
        mode=case.mode,
        step=step.id,
        receiver=case.receiver,
        actors=case.actors,
        routed=case.routed,
        act=step.kind,
        post=step.post,
        at=unit.at,
    )
    authority = await answered(unit, question, rules)
    unit.write(
        streams.case(case.number),
        cases.decide(command, case, step, authority, stamped, unit.at, rules),
    )


async def existing(unit: Unit, number: str) -> Case:
    fact = await unit.get(streams.case(number), Case)
    if fact.state is None:
        raise NotFound("cases.unknown", f"没有编号为{number}的办件")
    return fact.state


async def answered(
    unit: Unit, question: Question, rules: Rulebook, agreement: Fact[Agreement] | None = None
) -> Authority:
    """The authority for a step of a case, from the facts that the log has."""
    matter = rules.matter(question.matter)
    policy = unit.read[streams.POLICY]
    post, staff, found = await asyncio.gather(
        unit.get(streams.post(unit.by.organ, unit.by.post), Post),
        unit.get(streams.person(unit.by.person), Staff),
        unit.get(streams.agreement(matter.delegator or "", question.receiver), Agreement),
    )
    facts = Facts(policy=policy.ref, post=post, staff=staff, agreement=agreement or found)
    return answer(question, facts, rules)


HANDLERS: Handlers = {
    Receive: receive,
    Accept: take_step,
    Review: take_step,
    Decide: take_step,
    IssueCertificate: take_step,
    Deliver: take_step,
}
