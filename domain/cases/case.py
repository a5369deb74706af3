"""One case: what may come next under its mode, and its fold.

The mode's steps come from the pack; this module only knows what each *kind* of step records. Who
may take a step is answered by `domain.authority` before.
"""

import math
from datetime import datetime
from typing import TypedDict

import msgspec
from msgspec import Struct

from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    IssueCertificate,
    Receive,
    Review,
    StepCommand,
)
from domain.cases.events import (
    CaseAccepted,
    CaseConcluded,
    CaseDecided,
    CaseDeemedAccepted,
    CaseDelivered,
    CaseReceived,
    CaseReviewed,
    CertificateIssued,
    Outcome,
    StepTaken,
)
from domain.cases.routing import Route
from domain.kernel.authority import Authority
from domain.kernel.event import Event
from domain.kernel.pack import Step, When
from domain.kernel.personal import Sealed
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import document as word

_NUMBER_LENGTH = 100


class Stamped(Struct, frozen=True):
    """A document of the case that bears its seal: what it is, its number, where the log says so."""

    number: str
    ref: str
    at: datetime


class Missed(Struct, frozen=True):
    """The acceptance not done in time: which step, whose, since when its clock ran, by what law."""

    step: str
    organ: str
    since: datetime
    clause: str


class _Taken(TypedDict):
    """What the event of every step says."""

    occurred_at: datetime
    case: str
    step: str
    authority: Authority


class Done(Struct, frozen=True):
    organ: str
    version: int
    at: datetime


class Case(Struct, frozen=True):
    number: str
    matter: int
    receiver: str
    mode: str
    policy: str
    route: Route
    applicant: Sealed
    version: int
    steps: dict[str, Done]
    outcome: Outcome | None = None
    documents: dict[str, str] = {}  # kind -> number
    concluded: datetime | None = None
    deemed: str = ""  # the step of acceptance that the law replaced: it has no notice to stamp

    @property
    def routed(self) -> NotPermitted | None:
        """Why the case left its matter's own mode, as the refusal to whoever acts nevertheless."""
        if not self.route.reasons:
            return None
        reason = self.route.reasons[0]
        message = f"本件已转由县级办理：{reason.text}"
        return NotPermitted(reason.code, message, clause=reason.clause, source=reason.source)

    @property
    def actors(self) -> dict[str, str]:
        return {step: done.organ for step, done in self.steps.items()}


def check_received(command: Receive) -> None:
    """Refuse what cannot be a case's number or a stated fact."""
    number = command.case
    visible = number.strip() and number.isprintable() and len(number) <= _NUMBER_LENGTH
    if not visible or "/" in number or number in (".", ".."):  # it names streams and addresses
        raise Invalid("cases.number", f"办件编号须为1至{_NUMBER_LENGTH}个可见字符，不含“/”")
    for name, value in command.stated.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise Invalid("cases.fact_not_a_number", f"“{name}”不是有效的数字")


def receive(
    command: Receive,
    state: Case | None,
    route: Route,
    authority: Authority,
    applicant: Sealed,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None:
        raise rules.refuse(IllegalState, "cases.number_taken", f"办件编号{command.case}已被使用")
    return [
        CaseReceived(
            occurred_at=at,
            case=command.case,
            matter=command.matter,
            receiver=command.receiver,
            channel=command.channel,
            stated=command.stated,
            applicant=applicant,
            route=route,
            policy=rules.version,
            step=authority.step,
            authority=authority,
        )
    ]


def step_for(command: StepCommand, case: Case, rules: Rulebook) -> Step:
    """The step of the case's mode that the command means."""
    candidates = [
        step
        for step in rules.mode(case.mode).step
        if step.kind == command.KIND and command.step in (None, step.id)
    ]
    if len(candidates) != 1:
        raise rules.refuse(
            Invalid,
            "cases.no_such_step",
            f"“{rules.mode(case.mode).name}”没有这一环节"
            if not candidates
            else "请写明环节：这种办理方式有几个同类环节",
            step_kind=command.KIND,
        )
    return candidates[0]


def decide(
    command: StepCommand,
    case: Case,
    step: Step,
    authority: Authority,
    stamped: dict[str, Stamped],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`stamped` holds the documents of the case that bear their seal, by kind."""
    _due(step, case, stamped, at, rules)
    taken: _Taken = {
        "occurred_at": at,
        "case": case.number,
        "step": step.id,
        "authority": authority,
    }
    match command:
        case Accept(document_number=number):
            return [CaseAccepted(**taken, document_number=_number(number, rules))]
        case Review(opinion=opinion):
            return [CaseReviewed(**taken, opinion=opinion)]
        case Decide():
            return [_decided(command, case, taken, rules)]
        case IssueCertificate(certificate_number=number):
            use = stamped["certificate"]
            if use.number != number:
                raise rules.refuse(
                    Invalid, "cases.certificate_number", f"盖章的证书编号是{use.number}"
                )
            return [CertificateIssued(**taken, certificate_number=number, use=use.ref)]
        case Deliver(way=way):
            outcome: Outcome = case.outcome or "granted"
            return [
                CaseDelivered(**taken, way=way),
                CaseConcluded(occurred_at=at, case=case.number, outcome=outcome),
            ]
    raise TypeError(f"not a step of a case: {command!r}")


def deem_accepted(
    case: Case, missed: Missed, at: datetime, rules: Rulebook
) -> list[CaseDeemedAccepted]:
    """The acceptance that was missed, or the refusal where somebody did accept after all."""
    _open(rules.step(case.mode, missed.step), case, rules)
    return [
        CaseDeemedAccepted(
            occurred_at=at,
            case=case.number,
            step=missed.step,
            organ=missed.organ,
            since=missed.since,
            clause=missed.clause,
        )
    ]


def _decided(command: Decide, case: Case, taken: _Taken, rules: Rulebook) -> CaseDecided:
    if command.outcome == "refused" and not (command.reasons.strip() and command.remedies.strip()):
        raise rules.refuse(
            Invalid,
            "cases.refusal_needs_reasons",
            "不予办理须说明理由，并告知申请复议和提起诉讼的权利",
        )
    return CaseDecided(
        **taken,
        outcome=command.outcome,
        reasons=command.reasons,
        remedies=command.remedies,
        document_number=_number(command.document_number, rules),
        mode=case.mode,
        policy=rules.version,
    )


def _number(number: str, rules: Rulebook) -> str:
    if not number.strip():
        raise rules.refuse(Invalid, "cases.document_number", "须填写文书编号")
    return number


def _due(
    step: Step, case: Case, stamped: dict[str, Stamped], at: datetime, rules: Rulebook
) -> None:
    _open(step, case, rules)
    if not occurs(step, case, rules):
        raise rules.refuse(IllegalState, "cases.step_absent", f"本件没有“{step.name}”环节")
    steps = {s.id: s for s in rules.mode(case.mode).step}
    waiting = [
        steps[earlier].name or earlier
        for earlier in step.after
        if earlier not in case.steps
        and not steps[earlier].optional
        and occurs(steps[earlier], case, rules)
    ]
    waiting += [
        f"{word(kind)}盖章"
        for kind in step.stamped
        if not (kind == "acceptance" and case.deemed)
        and (kind not in stamped or stamped[kind].at > at)
        and (kind != "certificate" or certified(case, rules))
    ]
    if waiting:
        raise rules.refuse(
            IllegalState,
            "cases.step_not_yet",
            f"“{step.name or step.id}”之前还须：{'、'.join(waiting)}",
        )


def _open(step: Step, case: Case, rules: Rulebook) -> None:
    name = step.name or step.id
    if step.id == case.deemed:
        raise lapsed(step, rules)
    if step.id in case.steps:
        raise rules.refuse(IllegalState, "cases.step_taken", f"“{name}”已经办理")
    if case.concluded is not None:
        raise rules.refuse(IllegalState, "cases.concluded", "本件已经办结")


def lapsed(step: Step, rules: Rulebook) -> IllegalState:
    """The refusal to whoever accepts what the law accepted already (行政许可法 32)."""
    message = f"“{step.name or step.id}”逾期未办，本件自收到材料之日起已视为受理"
    return rules.refuse(IllegalState, "cases.step_taken", message)


def occurs(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether the step exists in this case at all: its condition, and a certificate to issue."""
    if not holds(step.when, case, rules):
        return False
    return step.kind != "certify" or certified(case, rules)


def holds(when: When | None, case: Case, rules: Rulebook) -> bool:
    """Whether a condition on power or outcome holds in this case, as far as it got."""
    matter = rules.matter(case.matter)
    return when is None or (
        when.power in (None, matter.power) and when.outcome in (None, case.outcome)
    )


def certified(case: Case, rules: Rulebook) -> bool:
    return rules.matter(case.matter).certificate is not None and case.outcome != "refused"


def evolve(state: Case | None, event: Event) -> Case | None:
    if isinstance(event, CaseReceived):
        return Case(
            event.case,
            event.matter,
            event.receiver,
            event.route.mode,
            event.policy,
            event.route,
            event.applicant,
            1,
            {event.step: Done(event.authority.organ, 1, event.occurred_at)},
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    state = replace(state, version=state.version + 1)
    if isinstance(event, StepTaken):
        done = Done(event.authority.organ, state.version, event.occurred_at)
        state = replace(state, steps={**state.steps, event.step: done})
    match event:
        case CaseDeemedAccepted(step=step, organ=organ, since=since):
            done = Done(organ, state.version, since)
            return replace(state, steps={**state.steps, step: done}, deemed=step)
        case CaseAccepted(document_number=number):
            return replace(state, documents={**state.documents, "acceptance": number})
        case CaseDecided(document_number=number, outcome=outcome):
            return replace(
                state, outcome=outcome, documents={**state.documents, "decision": number}
            )
        case CertificateIssued(certificate_number=number):
            return replace(state, documents={**state.documents, "certificate": number})
        case CaseConcluded(occurred_at=at):
            return replace(state, concluded=at)
    return state
