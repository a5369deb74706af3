"""Taking a case in: received, accepted or not, by the organ or by the law (行政许可法 32)."""

import asyncio
import unicodedata

import msgspec

from domain.authority.answer import Question
from domain.authority.standing import missing_instrument
from domain.cases import intake, steps
from domain.cases.asking import require_asking
from domain.cases.case import Case, require_open
from domain.cases.commands import (
    Accept,
    Applicant,
    Decline,
    DeemAccepted,
    NotifySupplement,
    Receive,
)
from domain.cases.intake import Beside, Missed
from domain.cases.lapse import may_lapse, require_not_lapsed, require_not_renewed
from domain.cases.routing import Origin, require_begun, require_current, require_offered, route
from domain.cases.terms import step_due
from domain.kernel import streams
from domain.kernel.facts import AtPoint, Conveniences, Guide, Pilot, ServicePoint
from domain.kernel.parties import Cast
from domain.kernel.personal import Sealed
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of
from domain.service_points.point import through
from domain.service_points.point import unknown as unknown_point
from domain.subjects.erasure import SubjectErased
from infra.vault import Vault
from services.commands.authorities import answered, instruments, settled_now, taken_within
from services.commands.cases import existing, going, receiving
from services.commands.common import Handlers, require_automation
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
    first = receiving(path.mode, rules)
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


HANDLERS: Handlers = {
    Receive: receive,
    NotifySupplement: take_in,
    Accept: take_in,
    Decline: take_in,
    DeemAccepted: deem_accepted,
}
