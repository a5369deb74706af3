"""问责: opened on a problem, interviews held, the outcome as others decided it (XG23-79, ZZ22-37).

The platform holds nobody to account: organs outside it decide, by law (行政许可法 72, 74). What it
keeps is why it was opened, who was talked to, and what was decided by whom in which
document. Persons are staff ids; measures are told without personal data.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.kernel.workdays import day_of
from domain.supervision.problem import Problem
from domain.supervision.requirements import LENGTH, number_taken, require_digest, still

REFUSAL = "refusal"
"""The ground that needs no word of a pack: 拒不改正 (XG23-79)."""
REFUSAL_WORDS = "拒不改正"
Status = Literal["open", "decided", "dropped"]
STATUSES: Mapping[Status, str] = {"open": "问责中", "decided": "已作出决定", "dropped": "不再追究"}


class OpenAccountability(Command, frozen=True, kw_only=True):
    """启动问责: on a problem, by the principal of who supervises.

    `trigger`: `refusal` for a correction that was refused, or one that the county's rules name
    (ZZ22-37); `grounds` in words.
    """

    TYPE: ClassVar[str] = "supervision.open_accountability"
    number: str
    problem: str
    trigger: str
    grounds: str


class HoldInterview(Command, frozen=True, kw_only=True):
    """约谈: who was talked to through which post, and the SHA-256 (hex) of the signed record."""

    TYPE: ClassVar[str] = "supervision.hold_interview"
    number: str
    person: str
    post: str
    summary: str
    record: str


class RecordAccountabilityOutcome(Command, frozen=True, kw_only=True):
    """What another organ decided: which one, in which document, what measure."""

    TYPE: ClassVar[str] = "supervision.record_accountability_outcome"
    number: str
    decided_by: str
    decided_on: date
    document_number: str
    measure: str


class DropAccountability(Command, frozen=True, kw_only=True):
    """Nothing is pursued any further, and why."""

    TYPE: ClassVar[str] = "supervision.drop_accountability"
    number: str
    reason: str


Pursuing = HoldInterview | RecordAccountabilityOutcome | DropAccountability


class AccountabilityEvent(Event, frozen=True, kw_only=True):
    number: str
    problem: str


class AccountabilityOpened(AccountabilityEvent, frozen=True, kw_only=True):
    """`organ` is held to account; `words` is the trigger as officials say it."""

    TYPE: ClassVar[str] = "supervision.accountability_opened"
    organ: str
    trigger: str
    words: str
    grounds: str
    clause: str
    by: By


class InterviewHeld(AccountabilityEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.interview_held"
    person: str
    post: str
    summary: str
    record: str
    by: By


class AccountabilityDecided(AccountabilityEvent, frozen=True, kw_only=True):
    """`decided_by` as printed: whoever decides need be no organ of the county's pack."""

    TYPE: ClassVar[str] = "supervision.accountability_decided"
    decided_by: str
    decided_on: date
    document_number: str
    measure: str
    by: By


class AccountabilityDropped(AccountabilityEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.accountability_dropped"
    reason: str
    by: By


EVENTS = (AccountabilityOpened, InterviewHeld, AccountabilityDecided, AccountabilityDropped)


class Accountability(Struct, frozen=True):
    opened: AccountabilityOpened
    status: Status = "open"


def open_(
    command: OpenAccountability,
    state: Accountability | None,
    problem: Problem | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None:
        raise number_taken("问责编号", command.number, rules)
    if problem is None:
        raise rules.refuse(
            NotFound, "supervision.no_such_problem", f"没有编号为{command.problem}的问题"
        )
    supervisors = still(problem.recorded.supervisors, rules)
    if by.organ not in supervisors or by.post != PRINCIPAL:
        organs = "、".join(map(rules.short, supervisors))
        raise rules.refuse(
            NotPermitted, "supervision.not_supervisor", f"问责由{organs}的主要负责人启动"
        )
    if problem.status == "dismissed":
        raise rules.refuse(IllegalState, "supervision.not_now", "本问题已经查无此事，不能启动问责")
    words, clause = _trigger(command.trigger, problem, rules)
    _require(command.grounds, rules=rules)
    return [
        AccountabilityOpened(
            occurred_at=at,
            number=command.number,
            problem=command.problem,
            organ=problem.recorded.organ,
            trigger=command.trigger,
            words=words,
            grounds=command.grounds.strip(),
            clause=clause,
            by=by,
        )
    ]


def _trigger(trigger: str, problem: Problem, rules: Rulebook) -> tuple[str, str]:
    """The trigger in words, and its clause."""
    terms = rules.pack.accountability
    if trigger == REFUSAL:
        if problem.status != "refused":
            raise rules.refuse(
                IllegalState, "supervision.no_trigger", "没有认定拒不改正，不能以此启动问责"
            )
        correction = rules.pack.correction
        return REFUSAL_WORDS, (correction.refusal_clause if correction else "") or "行政许可法 60"
    known = terms.triggers if terms else {}
    if terms is None or trigger not in known:
        listed = "、".join([f"{REFUSAL} {REFUSAL_WORDS}", *(f"{k} {v}" for k, v in known.items())])
        raise rules.refuse(
            Invalid, "supervision.no_trigger", f"没有问责情形“{trigger}”；有：{listed}"
        )
    return known[trigger], terms.clause


def pursue(
    command: Pursuing,
    state: Accountability | None,
    problem: Problem | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """By the organ that opened it; what turned out not to be so can only be dropped."""
    if state is None:
        raise rules.refuse(
            NotFound, "supervision.no_such_accountability", f"没有编号为{command.number}的问责"
        )
    _require_pursuer(state.opened.by.organ, problem, by, rules)
    if state.status != "open":
        raise rules.refuse(IllegalState, "supervision.not_now", f"本件问责{STATUSES[state.status]}")
    dismissed = problem is not None and problem.status == "dismissed"
    if dismissed and not isinstance(command, DropAccountability):
        raise rules.refuse(
            IllegalState, "supervision.not_now", "所依据的问题已经查无此事，本件问责只能不再追究"
        )
    return [_pursued(command, state.opened.problem, by, at, rules)]


def _require_pursuer(opened_by: str, problem: Problem | None, by: By, rules: Rulebook) -> None:
    """Whoever supervises, where there is no such organ any more as opened it."""
    supervisors = problem.recorded.supervisors if problem is not None else ()
    organs = (opened_by,) if opened_by in rules.organs else still(supervisors, rules)
    if by.organ not in organs or by.post not in (PRINCIPAL, SUPERVISOR):
        names = "、".join(map(rules.short, organs))
        raise rules.refuse(
            NotPermitted,
            "supervision.not_supervisor",
            f"本件问责由{names}的主要负责人或者监管人员登记",
        )


def _pursued(command: Pursuing, problem: str, by: By, at: datetime, rules: Rulebook) -> Event:
    number = command.number
    match command:
        case HoldInterview():
            _require(command.person, command.post, command.summary, rules=rules)
            require_digest(command.record, "约谈笔录", rules)
            return InterviewHeld(
                occurred_at=at,
                number=number,
                problem=problem,
                person=command.person,
                post=command.post,
                summary=command.summary.strip(),
                record=command.record,
                by=by,
            )
        case RecordAccountabilityOutcome():
            return _decided(command, problem, by, at, rules)
    _require(command.reason, rules=rules)
    return AccountabilityDropped(
        occurred_at=at, number=number, problem=problem, reason=command.reason.strip(), by=by
    )


def _decided(
    command: RecordAccountabilityOutcome, problem: str, by: By, at: datetime, rules: Rulebook
) -> Event:
    _require(command.decided_by, command.document_number, command.measure, rules=rules)
    if command.decided_on > day_of(at, rules):
        raise Invalid("time.future", "决定日期不得晚于登记时间")
    return AccountabilityDecided(
        occurred_at=at,
        number=command.number,
        problem=problem,
        decided_by=command.decided_by.strip(),
        decided_on=command.decided_on,
        document_number=command.document_number.strip(),
        measure=command.measure.strip(),
        by=by,
    )


def _require(*texts: str, rules: Rulebook) -> None:
    if any(not 0 < len(text.strip()) <= LENGTH for text in texts):
        raise rules.refuse(
            Invalid, "supervision.incomplete", f"各栏都要填写，不超过{LENGTH}字，不写个人信息"
        )


def evolve(state: Accountability | None, event: Event) -> Accountability | None:
    match event:
        case AccountabilityOpened():
            return Accountability(event)
        case AccountabilityDecided() if state:
            return replace(state, status="decided")
        case AccountabilityDropped() if state:
            return replace(state, status="dropped")
    return state
