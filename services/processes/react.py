"""Which events lead to something, and the facts that each needs, as they were right after it."""

from collections.abc import Awaitable, Callable

from domain.cases.case import Case
from domain.cases.commands import DeemAccepted, MoveCase
from domain.cases.events import CaseMoved
from domain.cases.renewal import DeemRenewed
from domain.cases.revocation import ApprovalRevoked
from domain.delegation.agreement import ExpireAgreement
from domain.exchange.inquiry import Inquiry
from domain.exchange.policy_notice import PolicyDocument
from domain.kernel import streams
from domain.kernel.event import Command, Event, Recorded
from domain.kernel.facts import Agreement
from domain.licences.certificate import Certificate, CertificateCancelled, CertificateChanged
from domain.obligations.escalation import EscalateObligation
from domain.obligations.obligation import MarkLate, Obligation, ObligationLate
from domain.policy.adoption import Policy
from domain.policy.self_inspection import SelfInspection
from domain.pushes.feedback import FeedbackGiven
from domain.pushes.push import Push, SendResult, Sent
from domain.reports.closing import AmendPeriod, ClosePeriod
from domain.reports.summary import Summary, SummarySent
from domain.service_points.points import SettleMonth
from domain.supervision.problem import Problem
from projections.obligations import ObligationRow
from services.commands.handled import about_concluded
from services.processes import (
    cases,
    delegation,
    exchange,
    grants,
    handing_down,
    licences,
    periodic_reports,
    policy_notices,
    promises,
    pushes,
    reminders,
    reporting,
    reports,
    self_inspections,
    service_points,
    supervision,
    tasks,
)
from services.processes.anew import as_owed_now, by_now
from services.processes.reaction import Reaction
from services.unit import Unit

_LEADING: tuple[type[Event], ...] = (
    *cases.EVENTS,
    *delegation.EVENTS,
    ObligationLate,
    *pushes.EVENTS,
    *exchange.EVENTS,
    *licences.EVENTS,
    *policy_notices.EVENTS,
    *self_inspections.EVENTS,
    *service_points.EVENTS,
    *reports.EVENTS,
    *grants.EVENTS,
    *tasks.EVENTS,
    *supervision.EVENTS,
    *periodic_reports.EVENTS,
)
EVENTS: tuple[type[Event], ...] = (*_LEADING, *periodic_reports.BEARING)


async def react(recorded: Recorded, unit: Unit) -> list[Reaction]:
    """The commands that follow from an event, by rule alone and in this order."""
    found = await _commands(recorded, unit) if isinstance(recorded.event, _LEADING) else []
    if isinstance(recorded.event, periodic_reports.BEARING):
        policy = await unit.adopted()
        found += periodic_reports.to_amend(recorded.event, policy, unit.at)
    cause = str(recorded.position)
    return [
        Reaction(cause, _key(command), command, recorded.ref, recorded.correlation)
        for command in found
    ]


def _key(command: Command) -> str:
    """One event asks the same of one obligation, or of one period, once."""
    if isinstance(command, AmendPeriod):
        return f"{command.TYPE}:{command.report}/{command.period}"
    return f"{command.TYPE}:{getattr(command, 'obligation', '')}"


async def _commands(recorded: Recorded, unit: Unit) -> list[Command]:
    event, stream, version = recorded.event, recorded.stream, recorded.version
    match event:
        case Sent() | FeedbackGiven():
            return await _of_push(event, recorded.ref, unit)
        case ObligationLate():
            return await _of_late(event, recorded, unit)
    if isinstance(event, cases.EVENTS):
        case = (await unit.as_of(stream, version, Case)).state
        if case is None:
            return []
        rules = await unit.rules_of(case.policy, case.mode)
        before = None
        if isinstance(event, CaseMoved) and case.moved is not None:
            before = await unit.rules_of(case.moved.policy, case.moved.mode)
        found = [*cases.commands(event, recorded.ref, case, rules, before)]
        if case.transfers and isinstance(event, cases.RETURNING):
            found += await _returned(recorded, case, unit)
        due = promises.beside(found, case, rules)
        noticed = reminders.of_case(event, recorded.ref, case, rules)
        told = await as_owed_now(noticed, recorded.position, unit)
        return [*due, *told, *service_points.of_case(recorded, case)]
    following = next((f for events, f in _OF_STREAMS if isinstance(event, events)), _of_agreement)
    return await following(recorded, unit)


async def _returned(recorded: Recorded, case: Case, unit: Unit) -> list[Command]:
    """What nobody owes where it had been moved to, by an act from before that comes in late."""
    was = (await unit.as_of(recorded.stream, recorded.version - 1, Case)).state
    if was is None or was.moved == case.moved:
        return []
    rules = await unit.rules_of(was.policy, was.mode)
    return list(cases.returned(recorded.event, was, rules))


async def _of_point(recorded: Recorded, unit: Unit) -> list[Command]:
    if not isinstance(recorded.event, ApprovalRevoked):
        return list(service_points.of_service(recorded))
    case = (await unit.as_of(recorded.stream, recorded.version, Case)).state
    if case is None:
        return []
    rules = await unit.rules_of(case.policy, case.mode)
    noticed = reminders.of_case(recorded.event, recorded.ref, case, rules)
    told = await as_owed_now(noticed, recorded.position, unit)
    return [*service_points.of_case(recorded, case), *told]


async def _of_late(event: ObligationLate, recorded: Recorded, unit: Unit) -> list[Command]:
    late = (await unit.as_of(recorded.stream, recorded.version, Obligation)).state
    match late and late.opened.lapse:
        case "deemed_accepted":
            return [DeemAccepted(obligation=event.obligation)]
        case "deemed_renewed":
            return [DeemRenewed(obligation=event.obligation)]
    return []


async def _of_agreement(recorded: Recorded, unit: Unit) -> list[Command]:
    stream, version = recorded.stream, recorded.version
    before = (await unit.as_of(stream, version - 1, Agreement)).state
    after = (await unit.as_of(stream, version, Agreement)).state
    if after is None:
        return []
    rules = await about_concluded(unit, after.matters, await unit.rules_of(recorded.policy))
    return list(delegation.commands(recorded.event, recorded.ref, before, after, rules))


async def _of_inquiry(recorded: Recorded, unit: Unit) -> list[Command]:
    inquiry = (await unit.as_of(recorded.stream, recorded.version, Inquiry)).state
    if inquiry is None:
        return []
    rules = await unit.rules_of(inquiry.sent.policy)
    return list(exchange.commands(recorded.event, recorded.ref, inquiry, rules))


async def _of_policy(recorded: Recorded, unit: Unit) -> list[Command]:
    document = (await unit.as_of(recorded.stream, recorded.version, PolicyDocument)).state
    if document is None:
        return []
    rules = await unit.rules_of(document.registered.policy)
    return list(policy_notices.commands(recorded.event, recorded.ref, document, rules))


async def _of_inspection(recorded: Recorded, unit: Unit) -> list[Command]:
    state = (await unit.as_of(recorded.stream, recorded.version, SelfInspection)).state
    if state is None:
        return []
    rules = await unit.rules_of(recorded.policy)
    return list(
        self_inspections.commands(recorded.event, recorded.ref, state.upper, state.rounds, rules)
    )


async def _of_certificate(recorded: Recorded, unit: Unit) -> list[Command]:
    known = (await unit.as_of(recorded.stream, recorded.version, Certificate)).state
    if known is None:
        return []
    rules = await unit.rules_of(known.registered.policy)
    found = list(licences.commands(recorded.event, recorded.ref, known, rules))
    if isinstance(recorded.event, CertificateChanged | CertificateCancelled):
        before = (await unit.as_of(recorded.stream, recorded.version - 1, Certificate)).state
        case = (await unit.get(streams.case(known.registered.case), Case)).state
        if before is not None and case is not None:
            until = before.valid_until
            noticed = reminders.of_certificate(recorded.event, until, case, rules)
            found += await as_owed_now(noticed, recorded.position, unit)
    return found


async def _of_rules(recorded: Recorded, unit: Unit) -> list[Command]:
    """What rules call for by a day of their own."""
    if isinstance(recorded.event, SummarySent):
        met = reports.met(recorded.event, recorded.ref)
        return await as_owed_now([met], recorded.position, unit)
    before = (await unit.as_of(recorded.stream, recorded.version - 1, Policy)).state
    after = (await unit.as_of(recorded.stream, recorded.version, Policy)).state
    change = reports.change(recorded.event, before, after)
    if change is None:
        return []
    terms, known, sent = change.terms, None, None
    if terms is not None:
        year = terms.due_on.year
        owed = streams.obligation(await by_now(reports.due(year), recorded.position, unit))
        known = (await unit.as_of(owed, 1, Obligation)).state
        sent = (await unit.as_of(streams.summary(year), 1, Summary)).state
    summary = reports.commands(change, known, sent.sent if sent else None)
    until_then, rules = change.before.rules if change.before else None, change.rules.rules
    since = change.event.effective_from
    return [
        *await as_owed_now(summary, recorded.position, unit),
        *await handing_down.called_for(recorded, unit, rules),
        *await handing_down.tasks_called_for(recorded, unit, until_then, rules, since),
    ]


async def _of_problem(recorded: Recorded, unit: Unit) -> list[Command]:
    problem = (await unit.as_of(recorded.stream, recorded.version, Problem)).state
    if problem is None:
        return []
    rules = await unit.rules_of(recorded.policy)
    return list(supervision.commands(recorded.event, recorded.ref, problem, rules))


_Following = Callable[[Recorded, Unit], Awaitable[list[Command]]]
_OF_STREAMS: tuple[tuple[tuple[type[Event], ...], _Following], ...] = (
    (exchange.EVENTS, _of_inquiry),
    (licences.EVENTS, _of_certificate),
    (policy_notices.EVENTS, _of_policy),
    (self_inspections.EVENTS, _of_inspection),
    (service_points.EVENTS, _of_point),
    (reports.EVENTS, _of_rules),
    (grants.EVENTS, handing_down.following),
    (tasks.EVENTS, handing_down.task_done),
    (supervision.EVENTS, _of_problem),
    (periodic_reports.EVENTS, reporting.following),
)


async def _of_push(event: Sent | FeedbackGiven, ref: str, unit: Unit) -> list[Command]:
    """The case as it is now: what is pushed follows from steps that were taken and stay so."""
    case = (await unit.get(streams.case(event.case), Case)).state
    if case is None:
        raise LookupError(f"no case {event.case}")
    rules = await unit.rules_of(case.policy, case.mode)
    if isinstance(event, Sent):
        return list(pushes.sent(event, ref, case, rules))
    result = (await unit.get(streams.push(event.case, event.organ), Push)).state
    return list(pushes.told(event, ref, result, case, rules))


def overdue(row: ObligationRow) -> Reaction:
    """What follows when the last day of an open obligation has passed."""
    command: Command = MarkLate(obligation=row.key)
    if row.lapse == "agreement_expired":
        _, delegator, delegatee = row.about.split("/")
        command = ExpireAgreement(delegator=delegator, delegatee=delegatee)
    elif row.lapse == "permit_expired":
        command = reminders.passed(row.key)
    return Reaction(row.key, "overdue", command, row.opened)


def escalating(key: str, opened: str) -> Reaction:
    """What lateness calls for; `key` is step and obligation."""
    step, _, identity = key.partition("/")
    command = EscalateObligation(obligation=identity, step=step)
    return Reaction(identity, f"escalate:{step}", command, opened)


def settling(key: str, opened: str) -> Reaction:
    """What the end of a month calls for at a service point; `key` is the ledger's of points."""
    month, _, point = key.partition("/")
    return Reaction(key, "settle", SettleMonth(point=point, month=month), opened)


def closing(key: str, adoption: str) -> Reaction:
    """What the end of a period calls for; `key` is report and period."""
    report, _, period = key.partition("/")
    return Reaction(key, "close", ClosePeriod(report=report, period=period), adoption)


def moving(key: str) -> Reaction:
    """What a change of a matter's mode calls for in an open case; `key`: day, change and case."""
    change, _, case = key.partition("/")[2].rpartition("/")
    return Reaction(key, "move", MoveCase(case=case), change)


def sending(row: ObligationRow) -> Reaction:
    """What an obligation to push calls for."""
    return Reaction(row.key, "push", SendResult(obligation=row.key), row.opened)
