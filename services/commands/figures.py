"""The figures of a summary, counted from the log: how the reform runs in a county (JX24-38, -39).

A summary covers what was recorded since the one before it, up to the position that it is frozen at;
the first one covers everything since the county's rules began. So each event is in one summary:
what happened between a summary and the end of its year is in the next one, and so is paper that was
entered later. What stands and what waits (points, pushes) is carried over. What a summary said
stays said: what is dismissed or voided after it is taken back from none that follows. Of cases that
move, the mode that they moved to counts.
"""

from collections import Counter

from domain.cases.events import (
    CaseDecided,
    CaseMoved,
    CaseReceived,
    CaseTransferred,
)
from domain.cases.irregularity import CaseIrregularityDismissed, CaseIrregularityRecorded
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.obligations.escalation import ObligationEvent
from domain.obligations.obligation import (
    Obligation,
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
)
from domain.policy.self_inspection import SelfInspection
from domain.reports.summary import NOTHING, PUSH, Counted, Figures, Summary, SummarySent
from domain.service_points.point import PointClosed, PointOpened
from domain.service_points.points import MonthSettled
from domain.service_points.service import ServiceRendered, ServiceVoided
from services.commands.authorities import settled_now
from services.unit import Unit

_COUNTED: tuple[type[Event], ...] = (
    CaseReceived,
    CaseTransferred,
    CaseMoved,
    CaseDecided,
    CaseIrregularityRecorded,
    CaseIrregularityDismissed,
    ObligationOpened,
    ObligationMet,
    ObligationLate,
    ObligationWaived,
    PointOpened,
    PointClosed,
    ServiceRendered,
    ServiceVoided,
    MonthSettled,
)


async def figures(unit: Unit, year: int, rules: Rulebook) -> Figures:
    """Of the summary of a year, as far as the log has come."""
    position = await unit.head()
    earlier = await sent_before(unit, year)
    before = earlier.figures if earlier else NOTHING
    count = Count(before)
    async for recorded in unit.history(*_COUNTED, after=before.position, until=position):
        if count.is_strange(recorded.event):
            was = await unit.as_of(recorded.stream, recorded.version - 1, Obligation)
            count.recall(was.state)
        count.take(recorded)
    return await told(count.counted(), earlier, position, unit, rules)


async def told(
    counted: Counted, earlier: SummarySent | None, position: int, unit: Unit, rules: Rulebook
) -> Figures:
    """What was counted since the summary before, with what stands at the end."""
    began = (await unit.adopted()).own[0].effective_from
    matters = Counter([await _mode(unit, no, rules) for no in sorted(rules.matters)])
    return Figures(
        since=day_of(earlier.occurred_at, rules) if earlier else began,
        until=day_of(unit.at, rules),
        after=earlier.figures.position if earlier else 0,
        position=position,
        modes=counted.modes(matters),
        pushes_on_time=counted.pushes_on_time,
        pushes_late=counted.pushes_late,
        pushes_open=counted.pushes_open,
        findings=dict(sorted(counted.findings.items())),
        inspected=dict(sorted((await _inspected(unit)).items())),
        service_points=counted.service_points,
        services=counted.services,
        points=counted.points,
    )


async def sent_before(unit: Unit, year: int) -> SummarySent | None:
    """The summary of the year before, or of the last that had one."""
    demanded = (it.rules.pack.summary for it in (await unit.adopted()).versions)
    years = {terms.due_on.year for terms in demanded if terms and terms.due_on.year < year}
    for earlier in sorted(years, reverse=True):
        found = (await unit.get(streams.summary(earlier), Summary)).state
        if found is not None:
            return found.sent
    return None


async def _mode(unit: Unit, no: int, rules: Rulebook) -> str:
    settled = await settled_now(unit, no, rules)
    return settled.mode if settled else rules.mode_on(no, day_of(unit.at, rules)).id


async def _inspected(unit: Unit) -> Counter[str]:
    """The outcomes that stand, whenever they were decided."""
    uppers = {it.pack.id for it in (await unit.adopted()).above}
    states = [
        (await unit.get(streams.self_inspection(upper), SelfInspection)).state
        for upper in sorted(uppers)
    ]
    found = (outcome for state in states if state for outcome in state.outcomes.values())
    return Counter(outcome.remedy for outcome in found)


class Count:
    """What was seen so far of the events of a period, which follows on what was counted before."""

    def __init__(self, before: Figures) -> None:
        self._mode: dict[str, str] = {}
        self._received: set[str] = set()
        self._outcome: dict[str, str] = {}
        self.findings: dict[str, str] = {}
        self.pushes: dict[str, str] = {}
        self._others: set[str] = set()  # of what is due: no pushes, or no open ones
        self.waiting = before.pushes_open  # since before, and not met with as yet
        self.points = before.service_points
        self.services: set[str] = set()
        self.settled = 0

    def is_strange(self, event: Event) -> bool:
        """Whether it is about something due that was opened before the period."""
        return (
            isinstance(event, ObligationEvent)
            and not isinstance(event, ObligationOpened)
            and event.obligation not in self.pushes
            and event.obligation not in self._others
        )

    def recall(self, was: Obligation | None) -> None:
        """Of something strange: what it was right before."""
        if was is None:
            return
        identity = was.opened.obligation
        if was.opened.kind == PUSH and was.outcome == "open":
            self.pushes[identity] = "open"
            self.waiting -= 1
        else:
            self._others.add(identity)

    def take(self, recorded: Recorded) -> None:
        event = recorded.event
        self._case(event, recorded)
        self._due(event)
        self._base(event)

    def _case(self, event: Event, recorded: Recorded) -> None:
        match event:
            case CaseReceived(case=case, route=route):
                self._received.add(case)
                self._mode[case] = route.mode
            case CaseTransferred(case=case, route=route):
                self._mode[case] = route.mode
            case CaseDecided(case=case, outcome=outcome, mode=mode, final=True):
                self._outcome[case] = outcome
                self._mode[case] = mode
            case CaseIrregularityRecorded(finding=finding):
                self.findings[recorded.ref] = finding
            case CaseIrregularityDismissed(irregularity=version):
                self.findings.pop(f"{recorded.stream}@{version}", None)

    def _due(self, event: Event) -> None:
        match event:
            case ObligationOpened(obligation=identity, kind=kind):
                if kind == PUSH:
                    self.pushes[identity] = "open"
                else:
                    self._others.add(identity)
            case ObligationLate(obligation=identity) if identity in self.pushes:
                self.pushes[identity] = "late"
            case ObligationMet(obligation=identity) if self.pushes.get(identity) == "open":
                self.pushes[identity] = "met"
            case ObligationWaived(obligation=identity, never_due=never) if (
                never or self.pushes.get(identity) == "open"
            ):
                self.pushes.pop(identity, None)
                self._others.add(identity)

    def _base(self, event: Event) -> None:
        match event:
            case PointOpened():
                self.points += 1
            case PointClosed():
                self.points -= 1
            case ServiceRendered(number=number):
                self.services.add(number)
            case ServiceVoided(number=number):
                self.services.discard(number)
            case MonthSettled(points=points):
                self.settled += points

    def counted(self) -> Counted:
        decided = Counter((self._mode[case], outcome) for case, outcome in self._outcome.items())
        pushes = Counter(self.pushes.values())
        return Counted(
            received=Counter(self._mode[case] for case in self._received),
            decided=decided,
            findings=Counter(self.findings.values()),
            pushes_on_time=pushes["met"],
            pushes_late=pushes["late"],
            pushes_open=pushes["open"] + self.waiting,
            service_points=self.points,
            services=len(self.services),
            points=self.settled,
        )
