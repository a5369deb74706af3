import asyncio
import unicodedata

import msgspec

from domain.authority.answer import Facts, Question, answer, missing_instrument
from domain.cases import case as cases
from domain.cases.case import Case, Missed, Stamped
from domain.cases.commands import (
    Accept,
    Applicant,
    Decide,
    DeemAccepted,
    Deliver,
    IssueCertificate,
    Receive,
    Review,
    StepCommand,
)
from domain.cases.lapse import may_lapse, require_not_lapsed
from domain.cases.routing import require_offered, route
from domain.kernel import streams
from domain.kernel.authority import Authority
from domain.kernel.facts import Agreement, Fact, Pilot, Post, Seal, Staff
from domain.kernel.personal import Sealed
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar
from domain.seals.use import Use
from domain.subjects.erasure import SubjectErased
from infra.vault import Vault
from services.commands.common import Handlers, require_automation
from services.commands.obligations import existing as existing_obligation
from services.unit import Unit


async def receive(command: Receive, unit: Unit, vault: Vault) -> None:
    """Open a case: its mode is the matter's, or the channel its guards lead to (B-01)."""
    rules = await unit.rules()
    cases.check_received(command)
    matter = rules.matter(command.matter)
    receiver = rules.organ(command.receiver)
    require_offered(matter, receiver, command.stated, rules)
    number = receiver.seal_no
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
    authority = await answered(unit, question, rules)
    sealed = await _sealed(command.applicant, unit, vault)
    events = cases.receive(command, state.state, path, authority, sealed, unit.at, rules)
    unit.write(streams.case(command.case), events)


async def _sealed(applicant: Applicant, unit: Unit, vault: Vault) -> Sealed:
    """The applicant's data under the key of whoever has this number and was not erased."""
    identity = unicodedata.normalize("NFKC", applicant.id_number).strip().upper()
    if not identity or not applicant.name.strip():
        raise Invalid("subjects.identity", "请填写申请人姓名和证件号码")
    generation = 0
    while True:
        subject = vault.subject(unit.tenant, identity, generation)
        # Read here, so that an erasure at the same time is a conflict and not a lost name.
        if not (await unit.get(streams.subject(subject), SubjectErased)).version:
            return await vault.seal(unit.tenant, subject, msgspec.json.encode(applicant))
        generation += 1


async def take_step(command: StepCommand, unit: Unit, _: Vault) -> None:
    """Any later step: the case, then what it names, then the authority for it."""
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy)
    step = cases.step_for(command, case, rules)
    uses = await asyncio.gather(
        *(unit.get(streams.use(case.number, kind), Use) for kind in step.stamped)
    )
    stamped = {
        use.state.document.kind: Stamped(use.state.document.number, use.ref, use.state.stamped)
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
    decided = cases.decide(command, case, step, authority, stamped, unit.at, rules)
    if may_lapse(step, case, rules):
        calendar = await unit.get(streams.CALENDAR, Calendar)
        require_not_lapsed(step, case, calendar.state or Calendar(), unit.at, rules)
    unit.write(streams.case(case.number), decided)


async def deem_accepted(command: DeemAccepted, unit: Unit, _: Vault) -> None:
    """What the law attaches to a term for acceptance that passed (行政许可法 32)."""
    require_automation(unit)
    obligation, rules = await existing_obligation(unit, command.obligation)
    opened = obligation.opened
    if obligation.outcome != "late" or opened.lapse != "deemed_accepted":
        raise IllegalState("cases.not_lapsed", "受理期限尚未届满，或者逾期不视为受理")
    case = await existing(unit, opened.about.removeprefix(streams.case("")))
    missed = Missed(
        command.obligation.partition(":")[0], opened.debtor, opened.started_at, opened.clause
    )
    unit.write(streams.case(case.number), cases.deem_accepted(case, missed, unit.at, rules))


async def existing(unit: Unit, number: str) -> Case:
    fact = await unit.get(streams.case(number), Case)
    if fact.state is None:
        raise NotFound("cases.unknown", f"没有编号为{number}的办件")
    return fact.state


async def answered(
    unit: Unit, question: Question, rules: Rulebook, seal: Fact[Seal] | None = None
) -> Authority:
    """The authority for a step of a case, or for an act with its seal, from what the log has."""
    matter = rules.matter(question.matter)
    post, staff, agreement = await asyncio.gather(
        unit.get(streams.post(unit.by.organ, unit.by.post), Post),
        unit.get(streams.person(unit.by.person), Staff),
        unit.get(streams.agreement(matter.delegator or "", question.receiver), Agreement),
    )
    facts = Facts(policy=unit.policy_ref, post=post, staff=staff, agreement=agreement, seal=seal)
    return answer(question, facts, rules)


HANDLERS: Handlers = {
    Receive: receive,
    Accept: take_step,
    Review: take_step,
    Decide: take_step,
    IssueCertificate: take_step,
    Deliver: take_step,
    DeemAccepted: deem_accepted,
}
