"""What a command leads to for one obligation.

What happens by rule (opening, meeting, marking, adjusting) may be repeated, to no effect.
"""

from datetime import date, datetime

from msgspec.structs import replace

from domain.kernel.event import Event
from domain.kernel.facts import Fact
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import (
    TERM_LIMIT,
    Calendar,
    Due,
    Pause,
    day_of,
    due,
    first_moment_late,
)
from domain.obligations.obligation import (
    ENDS_BY_TIME,
    AdjustTerm,
    AnnulObligation,
    DueRecomputed,
    MeetObligation,
    Obligation,
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
    OpenObligation,
    TermAdjusted,
    WaiveObligation,
)

_ID_LENGTH = 300


def open_(
    command: OpenObligation,
    state: Obligation | None,
    calendar: Fact[Calendar],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None:
        return []
    if not command.obligation or len(command.obligation) > _ID_LENGTH:
        raise Invalid("obligations.term", f"编号须为1至{_ID_LENGTH}个字符")
    if not 0 <= command.days <= TERM_LIMIT:
        raise Invalid("obligations.term", f"期限须在0至{TERM_LIMIT}之间")
    started_on = day_of(command.started_at, rules)
    ends, other = (
        due(started_on, command.days, command.unit, calendar.state or Calendar(), roll=roll)
        for roll in (command.roll, not command.roll)
    )
    until = command.historic_until
    return [
        ObligationOpened(
            occurred_at=at,
            obligation=command.obligation,
            kind=command.kind,
            about=command.about,
            matter=command.matter,
            debtor=command.debtor,
            creditor=command.creditor,
            post=command.post,
            started_at=command.started_at,
            started_on=started_on,
            days=command.days,
            unit=command.unit,
            roll=command.roll,
            sla=command.sla,
            certainty=command.certainty,
            clause=command.clause,
            source=command.source,
            lapse=command.lapse,
            rules=command.rules,
            due_on=ends.on,
            provisional=ends.provisional,
            calendar=calendar.ref,
            other_due_on=_if_other(ends, other, command.sla),
            historic=until is not None and ends.on <= until,
            standing=command.standing,
        )
    ]


def _if_other(ends: Due, other: Due, sla: str) -> date | None:
    """The day by the other reading of days off; a day that was named can be read in one way."""
    return other.on if sla and other.on != ends.on else None


def meet(
    command: MeetObligation,
    state: Obligation,
    calendar: Fact[Calendar],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """What was done after the last day was late, also where nobody had marked it by then.

    Of two fulfilments the earlier one counts: paper that is entered late tells when it was done.
    """
    done = state.fulfilled is not None and state.fulfilled <= command.at
    if done or state.waived:
        return []
    met = ObligationMet(
        occurred_at=at, obligation=command.obligation, evidence=command.evidence, at=command.at
    )
    ends = _ends(state, calendar)
    open_ended = ends.provisional or ends.paused or state.opened.standing
    in_time = open_ended or command.at < first_moment_late(ends.on, rules)
    if state.outcome != "open" or in_time or state.opened.lapse in ENDS_BY_TIME:
        return [met]
    return [*_late(state, calendar, at), met]


def mark_late(
    state: Obligation, calendar: Fact[Calendar], at: datetime, rules: Rulebook
) -> list[Event]:
    if state.outcome != "open" or state.opened.standing:
        return []
    ends = _ends(state, calendar)
    if ends.provisional:
        raise IllegalState(
            "obligations.provisional", f"期限{ends.on}为暂定：当年日历尚未采用，不作逾期认定"
        )
    if ends.paused:
        raise IllegalState("obligations.paused", "期限中止计算期间，不作逾期认定")
    # What is entered late, from paper, comes one act after the other: the acts that met a term in
    # time are not there yet when it is opened. The rest of that day is theirs.
    entered_on = day_of(state.opened.occurred_at, rules)
    if at < first_moment_late(max(ends.on, entered_on), rules):
        raise IllegalState("obligations.not_yet_late", f"期限{ends.on}尚未届满，或者当天才补录")
    return _late(state, calendar, at)


def _late(state: Obligation, calendar: Fact[Calendar], at: datetime) -> list[Event]:
    """Late by the calendar as adopted, be it that nobody has recomputed the date by it yet."""
    on = _ends(state, calendar).on
    late = ObligationLate(occurred_at=at, obligation=state.opened.obligation, due_on=on)
    return [*recompute(state, calendar, at), late]


def _other(state: Obligation, calendar: Fact[Calendar]) -> date | None:
    opened = state.opened
    turned = replace(state, opened=replace(opened, roll=not opened.roll))
    return _if_other(_ends(state, calendar), _ends(turned, calendar), opened.sla)


def _ends(state: Obligation, calendar: Fact[Calendar]) -> Due:
    opened = state.opened
    return due(
        state.started_on,
        opened.days + state.extra_days,
        opened.unit,
        calendar.state or Calendar(),
        roll=opened.roll,
        pauses=state.pauses,
    )


def adjust(
    command: AdjustTerm,
    state: Obligation,
    calendar: Fact[Calendar],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """The term as it is all in all (行政许可法 42, 45); an outcome that it has stays."""
    if not 0 <= state.opened.days + command.extra_days <= TERM_LIMIT:
        raise Invalid("obligations.term", f"期限须在0至{TERM_LIMIT}之间")
    started_on = day_of(command.started_at, rules)
    pauses = tuple(
        Pause(day_of(since, rules), None if until is None else day_of(until, rules))
        for since, until in command.pauses
    )
    wanted = (command.started_at, command.extra_days, pauses)
    if state.waived or wanted == (state.started_at, state.extra_days, state.pauses):
        return []
    adjusted = replace(state, started_on=started_on, extra_days=command.extra_days, pauses=pauses)
    ends = _ends(adjusted, calendar)
    return [
        TermAdjusted(
            occurred_at=at,
            obligation=command.obligation,
            started_at=command.started_at,
            started_on=started_on,
            extra_days=command.extra_days,
            pauses=pauses,
            reason=command.reason,
            old_due_on=state.due_on,
            new_due_on=ends.on,
            provisional=ends.provisional,
            paused=ends.paused,
            calendar=calendar.ref,
            other_due_on=_other(adjusted, calendar),
        )
    ]


def recompute(state: Obligation, calendar: Fact[Calendar], at: datetime) -> list[Event]:
    if state.outcome != "open":
        return []
    opened = state.opened
    before = Due(state.due_on, state.provisional, state.paused)
    after, other = _ends(state, calendar), _other(state, calendar)
    if (after, other) == (before, state.other_due_on):
        return []
    return [
        DueRecomputed(
            occurred_at=at,
            obligation=opened.obligation,
            old_due_on=before.on,
            new_due_on=after.on,
            old_provisional=before.provisional,
            new_provisional=after.provisional,
            paused=after.paused,
            calendar=calendar.ref,
            other_due_on=other,
        )
    ]


def require_waivable(command: WaiveObligation, state: Obligation, rules: Rulebook) -> None:
    """Refuse to waive what law or time itself sets, what an applicant is owed, what is settled."""
    opened = state.opened
    if opened.certainty == "law":
        raise NotPermitted(
            "obligations.statutory",
            f"法定期限不得免除：{opened.clause or opened.source}",
            clause=opened.clause,
        )
    if opened.lapse:
        # Waived, it would never be put on record, and happen all the same.
        raise NotPermitted("obligations.by_time", "期限届满即发生的事项，无可免除")
    if not opened.creditor:
        raise NotPermitted("obligations.owed_to_applicant", "对申请人负有的义务，任何机关不得免除")
    if state.outcome != "open":
        raise IllegalState("obligations.has_outcome", "该义务已有结果（按期、逾期或者免除）")
    if not command.reason.strip():
        raise rules.refuse(Invalid, "obligations.reason", "免除义务须说明理由")


def waive(
    command: WaiveObligation | AnnulObligation,
    state: Obligation,
    by: tuple[str, str],
    at: datetime,
) -> list[Event]:
    """`by` is person and organ. What was late stays late, and nobody waits for it any more.

    Unless it was never due: then it was not late either, though it was done.
    """
    never = isinstance(command, AnnulObligation)
    done = state.fulfilled is not None and not (never and state.outcome == "late")
    if done or state.waived:
        return []
    person, organ = by
    return [
        ObligationWaived(
            occurred_at=at,
            obligation=command.obligation,
            by=person,
            organ=organ,
            reason=command.reason,
            clause=state.opened.clause,
            never_due=never,
        )
    ]
