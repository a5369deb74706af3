import asyncio
import unicodedata

import msgspec

from domain.authority.answer import Question
from domain.authority.standing import missing_instrument
from domain.cases import intake, session, steps, window
from domain.cases.asking import require_asking
from domain.cases.case import AFTERWARDS, Case, Stamped, require_open, to_be_stamped
from domain.cases.commands import (
    Accept,
    Applicant,
    ChargeFee,
    CorrectCase,
    Decide,
    Decline,
    DeemAccepted,
    Deliver,
    Forward,
    IssueCertificate,
    MoveCase,
    NotifySupplement,
    Receive,
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
from domain.cases.intake import Beside, Missed
from domain.cases.lapse import may_lapse, require_not_lapsed, require_not_renewed
from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.cases.routing import (
    Origin,
    Route,
    require_begun,
    require_current,
    require_offered,
    route,
)
from domain.cases.session import HoldSession
from domain.cases.terms import step_due
from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.facts import (
    AtPoint,
    Conveniences,
    Guide,
    Online,
    Pilot,
    Post,
    ServicePoint,
    Staff,
)
from domain.kernel.pack import Step
from domain.kernel.parties import Cast
from domain.kernel.personal import Sealed
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of
from domain.matters.settled import Settled
from domain.seals.use import Use
from domain.service_points.point import through
from domain.service_points.point import unknown as unknown_point
from domain.subjects.erasure import SubjectErased
from infra.vault import Vault
from services.commands.authorities import (
    answered,
    instruments,
    moves_cases,
    settled_now,
    taken_within,
)
from services.commands.common import Handlers, require_automation
from services.commands.licences import with_certificate
from services.commands.materials import with_blank
from services.commands.obligations import existing as existing_obligation
from services.unit import Unit


async def receive(command: Receive, unit: Unit, vault: Vault) -> None:
    """Open a case: its mode is the matter's, or the channel its guards lead to (B-01)."""
    rules = await unit.rules()
    intake.check_number(command.case)
    intake.check_stated(command.stated)
    matter = rules.matter(command.matter)
    receiver = rules.organ(command.receiver)
    settled = await settled_now(unit, matter.no, rules)
    mode = rules.mode_on(matter.no, day_of(unit.at, rules))
    if settled is not None:
        mode = rules.mode(settled.mode)
    rules = rules.within(mode.id)
    require_current(matter, rules)
    require_offered(matter, receiver, command.stated, rules)
    require_begun(mode, unit.at, rules)
    granted = None if settled is None else settled.grants
    cast = Cast(matter, receiver.id, {}, granted)
    state, pilot, standing, guide = await asyncio.gather(
        unit.get(streams.case(command.case), Case),
        unit.get(streams.pilot(command.matter), Pilot),
        instruments(unit, mode, cast, rules, seals=True),
        unit.get(streams.guide(command.matter), Guide),
    )
    missing = missing_instrument(mode.id, cast, standing, unit.at, rules)
    origin = Origin(matter, mode, receiver.id, command.stated, pilot.state, granted)
    path = route(origin, missing, unit.at, rules)
    first = _receiving(path.mode, rules)
    question = Question(
        by=unit.by,
        matter=command.matter,
        mode=path.mode,
        step=first.id,
        receiver=command.receiver,
        actors={},
        granted=path.granted,
        routed=path.refusal,
        act=first.kind,
        post=first.post,
        at=unit.at,
    )
    authority = await answered(unit, question, rules)
    sealed = await _sealed(command.applicant, unit, vault)
    beside = Beside(guide.state, await _through(command, unit, rules))
    events = intake.receive(command, state.state, path, authority, sealed, beside, unit.at, rules)
    unit.write(streams.case(command.case), events)


async def _through(command: Receive, unit: Unit, rules: Rulebook) -> AtPoint | None:
    """The service point that collected it, if one did (JX24-26)."""
    if command.point is None:
        return None
    point = (await unit.get(streams.service_point(command.point), ServicePoint)).state
    if point is None:
        raise unknown_point(command.point, rules)
    conveniences = await unit.get(streams.conveniences(point.township), Conveniences)
    return through(point, conveniences.state, command.matter, command.receiver, unit.at, rules)


def _receiving(mode: str, rules: Rulebook) -> Step:
    return next(step for step in rules.mode(mode).step if step.kind == "receive")


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


async def take_in(command: Accept | Decline | NotifySupplement, unit: Unit, _: Vault) -> None:
    """What an organ may do with what it received, before the law does (行政许可法 32)."""
    case = await going(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    step = steps.step_for(command, case, rules)
    if isinstance(command, NotifySupplement) or (isinstance(command, Accept) and command.gaps):
        require_asking(case, unit.by.organ, rules)
    taken = await taken_within(unit, case, step, rules)
    if isinstance(command, NotifySupplement):
        require_open(step, case, rules)
    else:
        steps.require_due(step, case, {}, unit.at, rules)
    calendar = (await unit.get(streams.CALENDAR, Calendar)).state or Calendar()
    guide = (await unit.get(streams.guide(case.matter), Guide)).state
    match command:
        case Accept():
            events = intake.accept(command, case, taken, guide, calendar, rules)
        case Decline():
            require_not_renewed(case, unit.at, rules)
            events = intake.decline(command, taken, rules)
        case NotifySupplement():
            events = intake.notify_supplement(command, case, taken, guide, rules)
    if may_lapse(step, case, rules):
        require_not_lapsed(step, case, calendar, unit.at, rules)
    unit.write(streams.case(case.number), events)


async def at_the_window(command: WindowCommand, unit: Unit, _: Vault) -> None:
    """What whoever may receive the case may do beside its steps."""
    case = await existing(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    receiving = _receiving(case.mode, rules)
    taken = await taken_within(unit, case, receiving, rules, power=command.POWER)
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


async def deem_accepted(command: DeemAccepted, unit: Unit, _: Vault) -> None:
    """What follows from a term for acceptance that passed (行政许可法 32)."""
    require_automation(unit)
    obligation, rules = await existing_obligation(unit, command.obligation)
    opened = obligation.opened
    if obligation.outcome != "late" or opened.lapse != "deemed_accepted":
        raise IllegalState("cases.not_lapsed", "受理期限尚未届满，或者逾期不视为受理")
    case = await existing(unit, opened.about.removeprefix(streams.case("")))
    missed = Missed(step_due(command.obligation), opened.debtor, opened.started_at, opened.clause)
    unit.write(streams.case(case.number), intake.deem_accepted(case, missed, unit.at, rules))


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
    Receive: receive,
    NotifySupplement: take_in,
    Accept: take_in,
    Decline: take_in,
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
    DeemAccepted: deem_accepted,
}
