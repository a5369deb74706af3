"""The clock of a decision against one that counts the days off on its fingers (行政许可法 42, 45).

Any order of pausing, resuming, extending, deciding and marking leads to exactly one outcome, by the
day that the model says, and to one extension at most.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.cases import fold as cases
from domain.cases import terms
from domain.cases.case import Case
from domain.cases.clocks import ExtendClock, PauseClock
from domain.cases.events import CaseAccepted, CaseDecided, CaseReceived
from domain.cases.intake import Taken
from domain.cases.routing import Route
from domain.kernel.authority import Authority
from domain.kernel.event import Event
from domain.kernel.facts import Fact
from domain.kernel.personal import Sealed
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, start_of
from domain.obligations.deciding import adjust, mark_late, meet, open_
from domain.obligations.obligation import (
    AdjustTerm,
    MeetObligation,
    Obligation,
    ObligationLate,
    ObligationMet,
    OpenObligation,
)
from domain.obligations.obligation import evolve as evolve_obligation
from services.processes import cases as process
from tests.domain.test_workdays import published
from tests.world import XINGGUO

RULES = Rulebook(XINGGUO)
CALENDAR: Fact[Calendar] = Fact("calendar", 1, published(2024, 2025))
START = date(2024, 1, 4)
LIMIT, EXTENSION = 20, 10
DECIDE = "decide:case-1"
PAUSE = PauseClock(case="case-1", ground="expert_review", notice_number="1")
EXTEND = ExtendClock(case="case-1", reason="需补充核查", notice_number="2")
EARLY = timedelta(days=20)
OUTCOMES = (ObligationMet, ObligationLate)


class Clock(RuleBasedStateMachine):
    """A case of no. 21 from its acceptance on, its obligation, and the days that were counted."""

    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.case: Case | None = None
        self.obligation: Obligation | None = None
        self.first: list[type[Event]] = []  # the outcome, once it is there
        self.extensions = 0
        self.counted, self.standing, self.over = 0, False, False
        given = self._taken("receive")
        sealed = Sealed("AES-256-GCM", "x", b"", b"")
        self._happens(
            CaseReceived(
                **given,
                matter=21,
                receiver="xingjiang",
                channel="window",
                stated={},
                applicant=sealed,
                route=Route("no2_seal"),
                policy=RULES.version,
            )
        )
        self._happens(CaseAccepted(**self._taken("accept"), document_number="1"))

    @property
    def now(self) -> datetime:
        return start_of(self.today, RULES) + timedelta(hours=9)

    @property
    def limit(self) -> int:
        return LIMIT + EXTENSION * self.extensions

    def _taken(self, step: str) -> Taken:
        authority = Authority("xingjiang", "approval", "x", "x", 21, "no2_seal", step, ())
        return {"occurred_at": self.now, "case": "case-1", "step": step, "authority": authority}

    def _happens(self, event: Event) -> None:
        """The event, and what follows from it for the term of the decision."""
        self.case = cases.evolve(self.case, event)
        assert self.case is not None
        for command in process.commands(event, "case/case-1@1", self.case, RULES):
            if getattr(command, "obligation", "") == DECIDE:
                self._follows(command)

    def _follows(self, command: object) -> None:
        state = self.obligation
        match command:
            case OpenObligation():
                events = open_(command, state, CALENDAR, self.now, RULES)
            case AdjustTerm() if state:
                events = adjust(command, state, CALENDAR, self.now, RULES)
            case MeetObligation() if state:
                events = meet(command, state, CALENDAR, self.now, RULES)
            case _:
                raise AssertionError(command)
        self._recorded(events)

    def _recorded(self, events: list[Event]) -> None:
        for event in events:
            self.obligation = evolve_obligation(self.obligation, event)
            if isinstance(event, OUTCOMES) and not self.first:
                self.first.append(type(event))

    def _step(self) -> tuple[Case, Taken]:
        assert self.case is not None
        return self.case, self._taken("decide")

    @property
    def decided(self) -> bool:
        return self.case is not None and "decide" in self.case.steps

    @rule(days=st.integers(1, 15))
    def days_pass(self, days: int) -> None:
        for _ in range(days):
            # The term is over with the day that was its last, unless its head extends it then.
            self.over = self.over or self.counted == self.limit
            self.today += timedelta(days=1)
            assert CALENDAR.state is not None
            if not self.standing and not self.over and CALENDAR.state.is_working(self.today):
                self.counted += 1

    @rule()
    def paused(self) -> None:
        case, taken = self._step()
        step = RULES.step("no2_seal", "decide")
        if self.decided or self.standing:
            with pytest.raises(Refusal):
                terms.pause(PAUSE, case, step, taken, RULES)
            return
        self.standing = True
        (event,) = terms.pause(PAUSE, case, step, taken, RULES)
        self._happens(event)

    @rule()
    def resumed(self) -> None:
        case, taken = self._step()
        step = RULES.step("no2_seal", "decide")
        if self.decided or not self.standing:
            with pytest.raises(Refusal):
                terms.resume(case, step, taken, RULES)
            return
        self.standing = False
        (event,) = terms.resume(case, step, taken, RULES)
        self._happens(event)

    @rule()
    def extended(self) -> None:
        case, taken = self._step()
        step = RULES.step("no2_seal", "decide")
        calendar = CALENDAR.state or Calendar()
        if self.decided or self.standing or self.over or self.extensions:
            with pytest.raises(Refusal):
                terms.extend(EXTEND, case, step, taken, calendar, RULES)
            return
        self.extensions = 1
        (event,) = terms.extend(EXTEND, case, step, taken, calendar, RULES)
        assert event.certainty == "law"
        self._happens(event)

    @precondition(lambda self: not self.decided and self.today - START > EARLY)
    @rule()
    def decide(self) -> None:
        self._happens(
            CaseDecided(
                **self._taken("decide"),
                outcome="granted",
                reasons="",
                remedies="",
                document_number="3",
                mode="no2_seal",
                policy=RULES.version,
            )
        )
        assert self.obligation is not None
        assert self.obligation.fulfilled == self.now
        assert self.first == [ObligationLate if self.over else ObligationMet]

    @rule()
    def marked(self) -> None:
        """As a worker does at any time."""
        assert self.obligation is not None
        if self.first or self.over:
            self._recorded(mark_late(self.obligation, CALENDAR, self.now, RULES))
            assert self.first
            return
        with pytest.raises(Refusal) as refused:
            mark_late(self.obligation, CALENDAR, self.now, RULES)
        assert refused.value.code in ("obligations.not_yet_late", "obligations.paused")

    @invariant()
    def one_outcome(self) -> None:
        assert self.obligation is not None
        expected = {ObligationMet: "met", ObligationLate: "late"}
        outcome = expected[self.first[0]] if self.first else "open"
        assert self.obligation.outcome == outcome
        assert self.obligation.extra_days == EXTENSION * self.extensions
        assert self.obligation.started_on == START

    @invariant()
    def its_last_day(self) -> None:
        """The model's, counted on from today; what stands still has none."""
        assert self.obligation is not None
        if self.decided:
            return
        spent = self.counted == self.limit
        assert self.obligation.paused == (self.standing and not spent)
        if self.standing or spent:
            return
        day, left = self.today, self.limit - self.counted
        while left:
            day += timedelta(days=1)
            assert CALENDAR.state is not None
            left -= CALENDAR.state.is_working(day)
        assert self.obligation.due_on == day


Clock.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_the_clock_of_a_decision = Clock.TestCase
