"""How long a step of a case may take, and who may stop or extend it (行政许可法 42, 45; C3)."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from domain.cases.case import Case, holds, occurs
from domain.cases.clocks import (
    GROUNDS,
    ClockExtended,
    ClockPaused,
    ClockResumed,
    ExtendClock,
    PauseClock,
)
from domain.cases.intake import Taken
from domain.kernel.pack import Limit, Sla, Step
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, Due, Pause, day_of, due, first_moment_late


class Term(Struct, frozen=True):
    """A time limit, the matter's own one (C3) before the general, and when its clock started."""

    step: Step
    sla: Sla
    own: Limit | None
    started: datetime

    @property
    def limit(self) -> Sla | Limit:
        return self.own or self.sla


def due_id(step: str, again: int, number: str) -> str:
    """The id of what is due in a case, `again`: how often it began anew.

    The case's number comes last: somebody gave it, so it must not be able to name another's duty.
    """
    return f"{step}#{again}:{number}" if again else f"{step}:{number}"


def term_due(identity: str) -> str:
    """What an id of `due_id` has before its case: the step, and how often it began anew."""
    return identity.partition(":")[0]


def step_due(identity: str) -> str:
    """The step that an id of `due_id` is about."""
    return term_due(identity).partition("#")[0]


def terms(case: Case, rules: Rulebook) -> Iterator[Term]:
    """The terms whose clock has started, of steps that exist in this case, taken or not.

    Acceptance waits for the applicant from the supplement notice on, and is due anew when all of it
    is in (行政许可法 32).
    """
    for step in rules.mode(case.mode).step:
        anew = step.kind == "accept" and case.supplement is not None
        sla = rules.slas.get((step.anew if anew else step.within) or "")
        if sla is None or not (occurs(step, case, rules) and holds(sla.when, case, rules)):
            continue
        started = case.supplied if anew else _started(sla, case, rules)
        if started is not None:
            yield Term(step, sla, _own(step, case, rules), started)


def _started(sla: Sla, case: Case, rules: Rulebook) -> datetime | None:
    if sla.starts == "conclude":
        return case.concluded
    starts = [step for step in rules.mode(case.mode).step if step.kind == sla.starts]
    taken = [case.steps[step.id].at for step in starts if step.id in case.steps]
    if sla.starts == "decide" and taken:
        # Where several decide, nothing waits for the decision before the last of them has.
        return None if case.outcome is None else max(taken)
    return next(iter(taken), None)


def _own(step: Step, case: Case, rules: Rulebook) -> Limit | None:
    if step.kind != "decide":
        return None
    limits = rules.matter(case.matter).limit
    return next((limit for limit in limits if limit.of == "decision"), None)


def pauses(case: Case, rules: Rulebook) -> tuple[Pause, ...]:
    return tuple(
        Pause(day_of(since, rules), None if until is None else day_of(until, rules))
        for since, until in case.pauses
    )


def ends(term: Term, case: Case, calendar: Calendar, rules: Rulebook) -> Due:
    """The last day for the decision, with its pauses and its extension."""
    return due(
        day_of(term.started, rules),
        term.limit.days + case.extended_days,
        term.limit.unit,
        calendar,
        roll=term.sla.roll,
        pauses=pauses(case, rules),
    )


def pause(
    command: PauseClock, case: Case, step: Step, taken: Taken, rules: Rulebook
) -> list[ClockPaused]:
    term = _running(step, case, rules)
    if command.ground == "examination" and (term.own is None or term.own.after is None):
        raise rules.refuse(
            Invalid, "cases.clock_ground", "本事项的期限不自考试合格之日起算，不因考试中止"
        )
    if not command.notice_number.strip():
        raise rules.refuse(
            Invalid,
            "cases.clock_notice",
            f"{GROUNDS[command.ground]}所需时间不计算在期限内，须书面告知申请人：请填写告知书编号",
        )
    if _paused(case):
        raise rules.refuse(IllegalState, "cases.clock_paused", "期限已经中止，请先恢复计算")
    return [ClockPaused(**taken, ground=command.ground, notice_number=command.notice_number)]


def resume(case: Case, step: Step, taken: Taken, rules: Rulebook) -> list[ClockResumed]:
    _running(step, case, rules)
    if not _paused(case):
        raise rules.refuse(IllegalState, "cases.clock_not_paused", "期限没有中止，无需恢复计算")
    return [ClockResumed(**taken)]


def extend(
    command: ExtendClock, case: Case, step: Step, taken: Taken, calendar: Calendar, rules: Rulebook
) -> list[ClockExtended]:
    """Once, while the clock runs and before its term is over (行政许可法 42)."""
    term = _running(step, case, rules)
    extension = term.sla.extension
    if extension is None:
        raise rules.refuse(IllegalState, "cases.not_extendable", "本件的办理期限不得延长")
    if not (command.reason.strip() and command.notice_number.strip()):
        raise rules.refuse(
            Invalid,
            "cases.extension_reason",
            "延长期限须将理由告知申请人：请填写理由和告知书编号",
        )
    if case.extended_days:
        raise rules.refuse(IllegalState, "cases.extended_once", "期限只能延长一次，本件已经延长")
    if _paused(case):
        raise rules.refuse(IllegalState, "cases.clock_paused", "期限中止期间不能延长，请先恢复计算")
    last = ends(term, case, calendar, rules)
    if not last.provisional and taken["occurred_at"] >= first_moment_late(last.on, rules):
        raise rules.refuse(
            IllegalState,
            "cases.clock_ended",
            f"期限已于{last.on}届满，届满后不得延长；请尽快作出决定",
        )
    return [
        ClockExtended(
            **taken,
            days=extension.days,
            unit=term.limit.unit,
            reason=command.reason,
            notice_number=command.notice_number,
            certainty=extension.certainty if _literal(term, case, rules) else "default",
            clause=extension.clause,
        )
    ]


def _literal(term: Term, case: Case, rules: Rulebook) -> bool:
    """Whether the clause on extension speaks of this very term, and not by analogy."""
    own, sla = term.own, term.sla
    general = own is None or (own.days, own.unit, own.certainty) == (
        sla.days,
        sla.unit,
        sla.certainty,
    )
    return general and sla.scope in (None, rules.matter(case.matter).power)


def _running(step: Step, case: Case, rules: Rulebook) -> Term:
    """The term of a decision that is not made yet, or the refusal where none runs."""
    found = (term for term in terms(case, rules) if term.step.id == step.id)
    term = next(found, None)
    if term is None or step.id in case.steps or case.concluded is not None:
        raise rules.refuse(
            IllegalState,
            "cases.clock_not_running",
            f"“{step.name or step.id}”的期限没有在计算："
            "受理之后、作出决定之前方可中止、恢复或者延长",
        )
    return term


def _paused(case: Case) -> bool:
    return bool(case.pauses) and case.pauses[-1][1] is None
