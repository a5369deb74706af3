"""What a command leads to for one problem."""

from datetime import date, datetime

from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.pack import CorrectionTerms
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.kernel.workdays import TERM_LIMIT, day_of, first_moment_late
from domain.supervision.problem import (
    STATUSES,
    AcceptCorrection,
    CorrectionAccepted,
    CorrectionCompleted,
    CorrectionOrdered,
    CorrectionRefused,
    CorrectionReturned,
    DismissProblem,
    Judging,
    OrderCorrection,
    Problem,
    ProblemDismissed,
    ProblemRecorded,
    RecordProblem,
    RecordRefusal,
    ReportCorrection,
    ReturnCorrection,
)
from domain.supervision.requirements import (
    LENGTH,
    number_taken,
    require_digest,
    require_supervisor,
    require_text,
    still,
)

_EVIDENCE = "证据材料"
_BY_LAW = CorrectionTerms(clause="行政许可法 60", source="行政许可法 60 C1")
"""What an order rests on where the county's document has no words on it."""


def terms(rules: Rulebook) -> CorrectionTerms:
    return rules.pack.correction or _BY_LAW


def record(
    command: RecordProblem,
    state: Problem | None,
    supervisors: tuple[str, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`supervisors` of the organ, in the matter or case that it is about."""
    if state is not None:
        raise number_taken("问题编号", command.number, rules)
    organ = rules.organ(command.organ)
    if command.found_in == "self_inspection":
        if (by.organ, by.post) != (command.organ, PRINCIPAL):
            raise rules.refuse(
                NotPermitted,
                "supervision.not_oneself",
                f"自查发现的问题由{organ.name}主要负责人登记",
            )
    else:
        require_supervisor(supervisors, by, rules)
    require_text(command.description, "请写明问题", rules)
    require_digest(command.evidence, _EVIDENCE, rules)
    if len(command.source) > LENGTH or len(command.provision) > LENGTH:
        raise rules.refuse(Invalid, "supervision.incomplete", f"各栏不超过{LENGTH}字")
    return [
        ProblemRecorded(
            occurred_at=at,
            number=command.number,
            organ=command.organ,
            found_in=command.found_in,
            source=command.source.strip(),
            description=command.description.strip(),
            provision=command.provision.strip(),
            evidence=command.evidence,
            matter=None if command.matter is None else rules.matter(command.matter).no,
            case=command.case,
            cites=tuple(dict.fromkeys(command.cites)),
            supervisors=supervisors,
            by=by,
            policy=rules.version,
            finding=command.finding,
            happened_at=command.happened_at,
        )
    ]


def order(
    command: OrderCorrection, state: Problem | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    problem = _existing(command.number, state, rules)
    require_supervisor(still(problem.recorded.supervisors, rules), by, rules, only=(PRINCIPAL,))
    if problem.status != "found":
        raise _not_now("责令改正", problem, rules)
    if not command.document_number.strip():
        raise rules.refuse(Invalid, "supervision.order_incomplete", "责令改正须有文书编号")
    require_text(command.demands, "请写明改正的要求", rules)
    _require_day(command.due_on, at, rules)
    return [
        CorrectionOrdered(
            occurred_at=at,
            number=command.number,
            round=1,
            document_number=command.document_number.strip(),
            demands=command.demands.strip(),
            due_on=command.due_on,
            clause=terms(rules).clause,
            by=by,
        )
    ]


def report(
    command: ReportCorrection, state: Problem | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    """Also of its own accord, and also after it had refused: better late than never."""
    problem = _existing(command.number, state, rules)
    organ = problem.recorded.organ
    if (by.organ, by.post) != (organ, PRINCIPAL):
        raise rules.refuse(
            NotPermitted,
            "supervision.not_owed",
            f"本问题由{rules.short(organ)}改正，整改情况由其主要负责人报告",
        )
    if problem.status not in ("found", "ordered", "refused"):
        raise _not_now("报告整改", problem, rules)
    require_text(command.description, "请写明如何改正", rules)
    require_digest(command.evidence, _EVIDENCE, rules)
    return [
        CorrectionCompleted(
            occurred_at=at,
            number=command.number,
            round=problem.round,
            description=command.description.strip(),
            evidence=command.evidence,
            by=by,
        )
    ]


def judge(
    command: Judging, state: Problem | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    """By whoever ordered the correction; before anybody did, by whoever supervises."""
    problem = _existing(command.number, state, rules)
    judges = _judges(problem, rules)
    undoes = isinstance(command, DismissProblem) and problem.round > 0
    require_supervisor(judges, by, rules, (PRINCIPAL,) if undoes else (PRINCIPAL, SUPERVISOR))
    match command:
        case AcceptCorrection():
            return [_accepted(command, problem, by, at, rules)]
        case ReturnCorrection():
            return [_returned(command, problem, by, at, rules)]
        case RecordRefusal():
            return [_refused(command, problem, by, at, rules)]
    return [_dismissed(command, problem, by, at, rules)]


def _judges(problem: Problem, rules: Rulebook) -> tuple[str, ...]:
    """Any who supervises, too, where there is no such organ any more as ordered it."""
    ordered = problem.ordered_by
    if ordered is not None and ordered in rules.organs:
        return (ordered,)
    return still(problem.recorded.supervisors, rules)


def _accepted(
    command: AcceptCorrection, problem: Problem, by: By, at: datetime, rules: Rulebook
) -> Event:
    if problem.status != "completed":
        raise _not_now("认可整改", problem, rules)
    require_text(command.conclusion, "请写明核查的结论", rules)
    return CorrectionAccepted(
        occurred_at=at, number=command.number, conclusion=command.conclusion.strip(), by=by
    )


def _returned(
    command: ReturnCorrection, problem: Problem, by: By, at: datetime, rules: Rulebook
) -> Event:
    if problem.status != "completed":
        raise _not_now("退回整改", problem, rules)
    require_text(command.reason, "退回须写明还有什么没有改正", rules)
    ordered = problem.round > 0
    if ordered:
        _require_day(command.due_on, at, rules)
    elif command.due_on is not None:
        raise rules.refuse(
            Invalid,
            "supervision.due_on",
            "本问题没有责令改正过，退回时不定期限；由主要负责人另行责令限期改正",
        )
    return CorrectionReturned(
        occurred_at=at,
        number=command.number,
        round=problem.round + 1 if ordered else 0,
        reason=command.reason.strip(),
        due_on=command.due_on,
        clause=terms(rules).clause if ordered else "",
        by=by,
    )


def _refused(
    command: RecordRefusal, problem: Problem, by: By, at: datetime, rules: Rulebook
) -> Event:
    if problem.status != "ordered" or problem.due_on is None:
        raise _not_now("认定拒不改正", problem, rules)
    if not command.declared and at < first_moment_late(problem.due_on, rules):
        raise rules.refuse(
            IllegalState,
            "supervision.not_refused",
            f"改正期限{problem.due_on}尚未届满，也没有明确表示拒绝，不能认定拒不改正",
        )
    require_text(command.reason, "请写明认定拒不改正的理由", rules)
    require_digest(command.evidence, _EVIDENCE, rules)
    return CorrectionRefused(
        occurred_at=at,
        number=command.number,
        declared=command.declared,
        reason=command.reason.strip(),
        evidence=command.evidence,
        clause=terms(rules).refusal_clause or terms(rules).clause,
        by=by,
    )


def _dismissed(
    command: DismissProblem, problem: Problem, by: By, at: datetime, rules: Rulebook
) -> Event:
    if problem.status == "dismissed":
        raise _not_now("撤销", problem, rules)
    require_text(command.reason, "请写明查证的结果", rules)
    return ProblemDismissed(
        occurred_at=at,
        number=command.number,
        round=problem.round,
        reason=command.reason.strip(),
        by=by,
    )


def _existing(number: str, state: Problem | None, rules: Rulebook) -> Problem:
    if state is None:
        raise rules.refuse(NotFound, "supervision.no_such_problem", f"没有编号为{number}的问题")
    return state


def _require_day(due_on: date | None, at: datetime, rules: Rulebook) -> None:
    if due_on is None or not 0 <= (due_on - day_of(at, rules)).days <= TERM_LIMIT:
        raise rules.refuse(
            Invalid,
            "supervision.due_on",
            f"改正期限不得早于当天，也不得超过{TERM_LIMIT}天",
        )


def _not_now(what: str, problem: Problem, rules: Rulebook) -> IllegalState:
    return rules.refuse(
        IllegalState,
        "supervision.not_now",
        f"本问题现为“{STATUSES[problem.status]}”，不能{what}",
    )
