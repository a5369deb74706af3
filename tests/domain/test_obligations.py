"""One obligation: given events, when a command, then events or a refusal (DESIGN 6)."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.kernel.event import Event
from domain.kernel.facts import Fact
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar
from domain.obligations.deciding import (
    adjust,
    mark_late,
    meet,
    open_,
    recompute,
    require_waivable,
    waive,
)
from domain.obligations.obligation import (
    AdjustTerm,
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
    evolve,
)
from tests.domain.test_workdays import published
from tests.world import XINGGUO, at

RULES = Rulebook(XINGGUO)
NOW = at("2022-09-30 15:00")
OPEN = OpenObligation(
    obligation="push:case-1:agriculture",
    kind="push",
    about="case/case-1",
    matter=21,
    debtor="xingjiang",
    creditor="agriculture",
    post="window_clerk",
    started_at=NOW,
    days=3,
    unit="working_days",
    roll=False,
    sla="push_result",
    certainty="borrowed",
    clause="附件3 三(二)2",
    source="XG23-67",
    lapse="",
    rules=RULES.version,
)
ID = OPEN.obligation
KNOWN = Fact("calendar", 1, published(2022))
UNKNOWN: Fact[Calendar] = Fact("calendar", 0, None)
MEET = MeetObligation(obligation=ID, evidence="push/case-1/agriculture@1", at=NOW)
WAIVE = WaiveObligation(obligation=ID, reason="已当面移交")
SOMEBODY = ("agriculture-principal", "agriculture")


def opened(calendar: Fact[Calendar] = KNOWN, command: OpenObligation = OPEN) -> Obligation:
    (event,) = open_(command, None, calendar, NOW, RULES)
    state = evolve(None, event)
    assert state is not None
    return state


def after(state: Obligation, *events: Event) -> Obligation:
    for event in events:
        state = evolve(state, event) or state
    return state


MET = ObligationMet(occurred_at=NOW, obligation=ID, evidence="x@1", at=NOW)
LATE = ObligationLate(occurred_at=NOW, obligation=ID, due_on=date(2022, 10, 10))
WAIVED = ObligationWaived(
    occurred_at=NOW, obligation=ID, by="x", organ="agriculture", reason="x", clause=""
)


def test_its_due_date_is_frozen_with_the_calendar_it_was_computed_with() -> None:
    """E5-5: concluded on 2022-09-30, three working days end on 2022-10-10."""
    (event,) = open_(OPEN, None, KNOWN, NOW, RULES)
    assert isinstance(event, ObligationOpened)
    assert (event.started_on, event.due_on) == (date(2022, 9, 30), date(2022, 10, 10))
    assert (event.provisional, event.calendar) == (False, "calendar@1")


def test_the_clock_starts_on_the_countys_day() -> None:
    """Half past midnight in the county is still the day before in UTC."""
    command = replace(OPEN, started_at=at("2022-09-30 00:30"))
    assert opened(command=command).opened.started_on == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("events", "outcome", "fulfilled"),
    [
        ([MET], "met", True),
        ([LATE], "late", False),
        ([LATE, MET], "late", True),  # fulfilled late stays late
        ([WAIVED], "waived", False),
    ],
)
def test_the_first_outcome_stays(events: list[Event], outcome: str, fulfilled: bool) -> None:  # noqa: FBT001  a case
    state = after(opened(), *events)
    assert state.outcome == outcome
    assert (state.fulfilled is not None) == fulfilled
    # Everything that comes again, or too late, appends nothing.
    assert open_(OPEN, state, KNOWN, NOW, RULES) == []
    assert mark_late(state, KNOWN, at("2023-01-01"), RULES) == []
    assert len(waive(WAIVE, state, SOMEBODY, NOW)) == (events == [LATE])  # its outcome stays
    assert recompute(state, UNKNOWN, NOW) == []
    assert len(meet(MEET, state, KNOWN, NOW, RULES)) == (events == [LATE])


def test_it_is_late_at_the_midnight_after_its_last_day() -> None:
    with pytest.raises(Refusal) as refused:
        mark_late(opened(), KNOWN, at("2022-10-10 23:59:59"), RULES)
    assert refused.value.code == "obligations.not_yet_late"
    (event,) = mark_late(opened(), KNOWN, at("2022-10-11"), RULES)
    assert event == ObligationLate(
        occurred_at=at("2022-10-11"), obligation=ID, due_on=date(2022, 10, 10)
    )


def test_a_provisional_date_makes_nobody_late() -> None:
    state = opened(UNKNOWN)
    assert (state.due_on, state.provisional) == (date(2022, 10, 5), True)
    with pytest.raises(Refusal) as refused:
        mark_late(state, UNKNOWN, at("2023-01-01"), RULES)
    assert refused.value.code == "obligations.provisional"
    late_enough = replace(MEET, at=at("2023-01-01"))
    assert len(meet(late_enough, state, UNKNOWN, NOW, RULES)) == 1


@pytest.mark.parametrize(
    ("done", "late"), [("2022-10-10 23:59:59", False), ("2022-10-11", True), ("2022-12-01", True)]
)
def test_what_is_done_after_its_last_day_is_late_though_nobody_marked_it(
    done: str,
    late: bool,  # noqa: FBT001  a case
) -> None:
    events = meet(replace(MEET, at=at(done)), opened(), KNOWN, at("2022-12-01"), RULES)
    assert [type(event) for event in events] == [ObligationLate] * late + [ObligationMet]
    state = after(opened(), *events)
    assert (state.outcome, state.fulfilled) == ("late" if late else "met", at(done))


def test_what_time_itself_fulfils_is_nobodys_delay() -> None:
    state = opened(command=replace(OPEN, lapse="agreement_expired"))
    (event,) = meet(replace(MEET, at=at("2022-10-11")), state, KNOWN, NOW, RULES)
    assert isinstance(event, ObligationMet)


def test_lateness_is_judged_by_the_calendar_as_adopted() -> None:
    """Whoever has not recomputed a date yet must neither be hurt nor helped by that."""
    state, moment = opened(), at("2022-10-11")
    year = published(2022).years[2022]
    longer = replace(year, holidays=year.holidays | {date(2022, 10, 10)})
    corrected = Fact("calendar", 2, Calendar({2022: longer}))
    with pytest.raises(Refusal) as refused:
        mark_late(state, corrected, moment, RULES)
    assert refused.value.code == "obligations.not_yet_late"
    assert len(meet(replace(MEET, at=moment), state, corrected, moment, RULES)) == 1
    moved, late = mark_late(opened(UNKNOWN), KNOWN, moment, RULES)
    assert isinstance(moved, DueRecomputed)
    assert isinstance(late, ObligationLate)
    assert moved.new_due_on == late.due_on == date(2022, 10, 10)


def test_recomputing_tells_old_and_new_date() -> None:
    state = opened(UNKNOWN)
    (event,) = recompute(state, KNOWN, NOW)
    assert event == DueRecomputed(
        occurred_at=NOW,
        obligation=ID,
        old_due_on=date(2022, 10, 5),
        new_due_on=date(2022, 10, 10),
        old_provisional=True,
        new_provisional=False,
        calendar="calendar@1",
    )
    assert recompute(after(state, event), KNOWN, NOW) == []


@pytest.mark.parametrize(
    ("changed", "events", "reason", "code"),
    [
        ({"certainty": "law"}, [], "x", "obligations.statutory"),
        ({"creditor": ""}, [], "x", "obligations.owed_to_applicant"),
        ({"lapse": "agreement_expired"}, [], "x", "obligations.by_time"),
        ({}, [LATE], "x", "obligations.has_outcome"),
        ({}, [MET], "x", "obligations.has_outcome"),
        ({}, [], " ", "obligations.reason"),
    ],
)
def test_what_may_not_be_waived(
    changed: dict[str, object], events: list[Event], reason: str, code: str
) -> None:
    command = replace(OPEN, **changed)
    state = after(opened(command=command), *events)
    with pytest.raises(Refusal) as refused:
        require_waivable(WaiveObligation(obligation=ID, reason=reason), state, RULES)
    assert refused.value.code == code
    assert refused.value.clause


@pytest.mark.parametrize("changed", [{"days": -1}, {"days": 99_999}, {"obligation": ""}])
def test_a_term_that_cannot_be_is_refused(changed: dict[str, object]) -> None:
    command = replace(OPEN, **changed)
    with pytest.raises(Refusal) as refused:
        open_(command, None, KNOWN, NOW, RULES)
    assert refused.value.code == "obligations.term"


# Terms that stand still, are extended, or began at another moment (行政许可法 42, 45).

ADJUST = AdjustTerm(obligation=ID, started_at=NOW, extra_days=0, pauses=(), reason="期限中止")


def adjusted(state: Obligation, **fields: object) -> Obligation:
    events = adjust(replace(ADJUST, **fields), state, KNOWN, NOW, RULES)
    assert [type(event) for event in events] == [TermAdjusted]
    again = after(state, *events)
    assert adjust(replace(ADJUST, **fields), again, KNOWN, NOW, RULES) == []
    return again


def test_nobody_is_late_while_the_clock_stands_still() -> None:
    """Resumed, the days between do not count: two are left from 11 October on."""
    stopped = at("2022-10-08 10:00")  # a Saturday that is worked: the first of the three
    state = adjusted(opened(), pauses=((stopped, None),))
    assert state.paused
    with pytest.raises(Refusal) as refused:
        mark_late(state, KNOWN, at("2023-01-01"), RULES)
    assert refused.value.code == "obligations.paused"
    assert len(meet(replace(MEET, at=at("2022-12-01")), state, KNOWN, NOW, RULES)) == 1
    state = adjusted(state, pauses=((stopped, at("2022-10-11 15:00")),))
    assert (state.due_on, state.paused) == (date(2022, 10, 13), False)
    assert len(mark_late(state, KNOWN, at("2022-10-14"), RULES)) == 1


def test_what_was_over_before_the_clock_stopped_is_late() -> None:
    state = adjusted(opened(), pauses=((at("2022-10-10 10:00"), None),))
    assert not state.paused
    assert len(mark_late(state, KNOWN, at("2022-10-11"), RULES)) == 1


def test_an_extension_adds_days_and_another_start_moves_all() -> None:
    state = adjusted(opened(), extra_days=10)
    assert state.due_on == date(2022, 10, 24)
    earlier = adjusted(state, extra_days=10, started_at=at("2022-09-29"))
    assert (earlier.started_on, earlier.due_on) == (date(2022, 9, 29), date(2022, 10, 21))


def test_an_outcome_stays_and_the_date_tells_the_truth() -> None:
    state = adjusted(after(opened(), LATE), extra_days=10)
    assert (state.outcome, state.due_on) == ("late", date(2022, 10, 24))


def test_of_two_fulfilments_the_earlier_counts() -> None:
    """Paper entered late: it was done before, though its lateness is on record."""
    state = after(opened(), LATE, replace(MET, at=at("2022-10-12")))
    (event,) = meet(replace(MEET, at=at("2022-10-09")), state, KNOWN, NOW, RULES)
    state = after(state, event)
    assert (state.outcome, state.fulfilled) == ("late", at("2022-10-09"))
    assert meet(replace(MEET, at=at("2022-10-10")), state, KNOWN, NOW, RULES) == []


def test_what_was_late_and_is_overtaken_waits_for_nobody() -> None:
    state = after(opened(), LATE)
    (event,) = waive(WAIVE, state, SOMEBODY, NOW)
    state = after(state, event)
    assert (state.outcome, state.waived) == ("late", True)
    assert waive(WAIVE, state, SOMEBODY, NOW) == []
    assert meet(MEET, state, KNOWN, NOW, RULES) == []


def test_an_extension_beyond_every_bound_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        adjust(replace(ADJUST, extra_days=99_999), opened(), KNOWN, NOW, RULES)
    assert refused.value.code == "obligations.term"
