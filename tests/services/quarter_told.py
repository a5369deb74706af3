"""What the log of one county tells of the quarter, read with eyes of its own.

Nothing here uses the folds of the domain, nor its calendars.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from domain.calendars.years import YearAdopted, YearCorrected
from domain.cases.events import CaseConcluded, CaseDeemedAccepted, CaseReceived, CaseTransferred
from domain.delegation.agreement import AgreementExpired
from domain.kernel.event import Event, Recorded
from domain.obligations.obligation import (
    DueRecomputed,
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
    TermAdjusted,
)
from domain.pushes.push import Sent
from domain.reports.closing import PeriodClosed
from domain.reports.periodic import ReportSent
from services.demo.act import Act
from tests.services.quarter import LAST, ZONE, is_worked
from tests.services.quarter_known import CLOSED, DUE, ENDED

E = TypeVar("E", bound=Event)
_DAY = timedelta(days=1)
Outcome = ObligationMet | ObligationLate | ObligationWaived
WORDS: dict[type[Event], str] = {
    ObligationMet: "met", ObligationLate: "late", ObligationWaived: "waived",
}  # fmt: skip
COURSES = {("met",), ("late",), ("late", "met"), ("waived",), ("late", "waived")}
"""The first is the outcome. What was late may still be done, or be taken from whoever owes it."""
ONCE = (CaseReceived, CaseConcluded, CaseDeemedAccepted, CaseTransferred, AgreementExpired)
"""Events of which no stream here has two."""


def by_hand(start: date, days: int) -> date:
    """The day with which so many working days are over; that of the event is not counted."""
    while days:
        start += _DAY
        days -= is_worked(start)
    return start


class Due:
    """One obligation: its last day as it is now, and all that came of it."""

    def __init__(self, opened: ObligationOpened, begun: int) -> None:
        self.opened = opened
        self.begun = begun  # position, as of the first that came of it
        self.settled = 0
        self.on = opened.due_on
        self.provisional = opened.provisional  # a year's calendar is missing: nobody is late by it
        self.adjusted = False
        self.course: list[Outcome] = []

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(WORDS[type(it)] for it in self.course)

    @property
    def over(self) -> datetime:
        """The first moment after its last day."""
        return datetime.combine(self.on + _DAY, time(), ZONE)


class Told:
    """Of one tenant. Every assertion is about all that its log holds."""

    def __init__(self, tenant: str, log: Sequence[Recorded]) -> None:
        self.tenant = tenant
        self.log = log
        self.due: dict[str, Due] = {}
        for recorded in log:
            self._take(recorded.event, recorded.position)

    def _take(self, event: Event, position: int) -> None:
        match event:
            case ObligationOpened(obligation=key):
                assert key not in self.due, f"opened twice: {key}"
                self.due[key] = Due(event, position)
            case DueRecomputed(obligation=key, new_due_on=on, new_provisional=provisional):
                self.due[key].on, self.due[key].provisional = on, provisional
            case TermAdjusted(obligation=key, new_due_on=on, provisional=provisional):
                self.due[key].on, self.due[key].provisional = on, provisional
                self.due[key].adjusted = True
            case ObligationMet() | ObligationLate() | ObligationWaived():
                due = self.due[event.obligation]
                due.settled = due.settled or position
                due.course.append(event)

    def of(self, kind: type[E]) -> list[tuple[str, E]]:
        """Events of this kind, each with its stream."""
        return [(it.stream, it.event) for it in self.log if isinstance(it.event, kind)]

    def assert_each_act_once(self, acts: Sequence[Act]) -> None:
        """Also where whoever acted did not hear that it was done, and did it again."""
        assert [it.position for it in self.log] == list(range(1, len(self.log) + 1))
        written: dict[object, list[int]] = defaultdict(list)
        for it in self.log:
            written[it.command].append(it.position)
        for positions in written.values():
            assert positions == list(range(positions[0], positions[-1] + 1))
        assert {act.id for act in acts if not act.refused} <= set(written)
        assert not {act.id for act in acts if act.refused} & set(written)
        for kind in ONCE:
            assert set(Counter(stream for stream, _ in self.of(kind)).values()) <= {1}, kind

    def assert_each_obligation_has_one_true_outcome(self) -> None:
        for key, due in self.due.items():
            if due.opened.historic or due.opened.standing:  # never alarms, never ends (B-02)
                assert "late" not in due.words, f"{key}: {due.words}"
                continue
            if not due.course:
                assert due.on > LAST, f"nothing came of {key}, due on {due.on}"
                continue
            assert due.words in COURSES, f"{key}: {due.words}"
            met = next((it for it in due.course if isinstance(it, ObligationMet)), None)
            late = next((it for it in due.course if isinstance(it, ObligationLate)), None)
            if met and due.opened.lapse != "agreement_expired":
                was_late = met.at >= due.over and not due.provisional
                assert was_late == (late is not None), f"{key}: {met.at}, {due.on}"
            if late:
                assert not due.provisional
                assert late.occurred_at >= due.over, f"{key}: marked at {late.occurred_at}"
                assert late.due_on == due.on
        ended = {key: (*self.due[key].words, "open")[0] for key in ENDED[self.tenant]}
        assert ended == ENDED[self.tenant]

    def assert_last_days_are_those_counted_by_hand(self) -> None:
        """But for what was done before the right calendar was taken in: its last day stays."""
        known = {key: str(self.due[key].on) for key in DUE[self.tenant]}
        assert known == DUE[self.tenant]
        right = max(
            it.position for it in self.log if isinstance(it.event, YearAdopted | YearCorrected)
        )
        counted = 0
        for key, due in self.due.items():
            done = due.course and (
                due.settled < right or not isinstance(due.course[0], ObligationLate)
            )
            if due.opened.unit != "working_days" or due.adjusted or (due.begun < right and done):
                continue
            counted += 1
            assert due.on == by_hand(due.opened.started_on, due.opened.days), key
        assert counted > 30

    def assert_nothing_is_sent_or_closed_twice(self) -> None:
        sent = [event for _, event in self.of(Sent)]
        for what in (
            Counter((type(it), it.case, it.to, it.push) for it in sent),
            Counter(it.obligation for it in sent),
            Counter((event.report, event.period) for _, event in self.of(PeriodClosed)),
            Counter(stream for stream, _ in self.of(ReportSent)),
        ):
            assert set(what.values()) <= {1}, what
        periods = [event.period for _, event in self.of(PeriodClosed)]
        assert sorted(periods) == CLOSED[self.tenant]
        owed = {key for key, due in self.due.items() if due.opened.kind == "push"}
        waived = {key for key in owed if self.due[key].words[-1:] == ("waived",)}
        assert {it.obligation for it in sent} == owed - waived
