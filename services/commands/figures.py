"""The figures of a summary, counted from the log: how the reform runs in a county (JX24-38, -39).

One pass over the events that they are about, up to the head; of cases that move, the mode that
they moved to counts.
"""

from collections import Counter
from datetime import date, datetime

from domain.cases.events import (
    CaseDecided,
    CaseIrregularityDismissed,
    CaseIrregularityRecorded,
    CaseReceived,
    CaseTransferred,
)
from domain.kernel.event import Event, Recorded
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of, start_of
from domain.obligations.obligation import (
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
)
from domain.policy.self_inspection import OutcomeDecided
from domain.reports.summary import Figures, InMode
from domain.service_points.point import PointClosed, PointOpened
from domain.service_points.points import MonthSettled
from domain.service_points.service import ServiceRendered, ServiceVoided
from services.commands.authorities import settled_now
from services.unit import Unit

_PUSH = "push"
_COUNTED: tuple[type[Event], ...] = (
    CaseReceived,
    CaseTransferred,
    CaseDecided,
    CaseIrregularityRecorded,
    CaseIrregularityDismissed,
    ObligationOpened,
    ObligationMet,
    ObligationLate,
    ObligationWaived,
    OutcomeDecided,
    PointOpened,
    PointClosed,
    ServiceRendered,
    ServiceVoided,
    MonthSettled,
)
_ABOUT_ALL = (PointOpened, PointClosed, OutcomeDecided)
"""These stay so, whenever they happened."""


async def figures(unit: Unit, year: int, rules: Rulebook) -> Figures:
    """Of a calendar year of the county, as far as the log has come."""
    since = date(year, 1, 1)
    matters = Counter([await _mode(unit, no, rules) for no in sorted(rules.matters)])
    count = Count(start_of(since, rules), start_of(date(year + 1, 1, 1), rules))
    position = await unit.head()
    async for recorded in unit.history(*_COUNTED):
        if recorded.position > position:
            break
        count.take(recorded)
    return count.figures(since, position, matters)


async def _mode(unit: Unit, no: int, rules: Rulebook) -> str:
    settled = await settled_now(unit, no, rules)
    return settled.mode if settled else rules.mode_on(no, day_of(unit.at, rules)).id


class Count:
    """What was seen so far of the events within a time."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self._since, self._until = since, until
        self._mode: dict[str, str] = {}
        self._received: set[str] = set()
        self._outcome: dict[str, str] = {}
        self._findings: dict[str, str] = {}
        self._pushes: dict[str, str] = {}
        self._inspected: dict[tuple[str, int], str] = {}
        self._points: set[str] = set()
        self._services: set[str] = set()
        self._settled = 0

    def take(self, recorded: Recorded) -> None:
        event = recorded.event
        within = self._since <= event.occurred_at < self._until
        if within or isinstance(event, _ABOUT_ALL):
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
                self._findings[recorded.ref] = finding
            case CaseIrregularityDismissed(irregularity=version):
                self._findings.pop(f"{recorded.stream}@{version}", None)

    def _due(self, event: Event) -> None:
        match event:
            case ObligationOpened(obligation=identity, kind=kind) if kind == _PUSH:
                self._pushes[identity] = "open"
            case ObligationLate(obligation=identity) if identity in self._pushes:
                self._pushes[identity] = "late"
            case ObligationMet(obligation=identity) if self._pushes.get(identity) == "open":
                self._pushes[identity] = "met"
            case ObligationWaived(obligation=identity):
                self._pushes.pop(identity, None)

    def _base(self, event: Event) -> None:
        match event:
            case OutcomeDecided(upper=upper, matter=matter, remedy=remedy):
                self._inspected[upper, matter] = remedy
            case PointOpened(point=point):
                self._points.add(point)
            case PointClosed(point=point):
                self._points.discard(point)
            case ServiceRendered(number=number):
                self._services.add(number)
            case ServiceVoided(number=number):
                self._services.discard(number)
            case MonthSettled(points=points):
                self._settled += points

    def figures(self, since: date, position: int, matters: Counter[str]) -> Figures:
        received = Counter(self._mode[case] for case in self._received)
        decided = Counter((self._mode[case], outcome) for case, outcome in self._outcome.items())
        modes = sorted({*matters, *received, *(mode for mode, _ in decided)})
        pushes = Counter(self._pushes.values())
        return Figures(
            since=since,
            position=position,
            modes=tuple(
                InMode(
                    mode,
                    matters[mode],
                    received[mode],
                    decided[mode, "granted"],
                    decided[mode, "refused"],
                )
                for mode in modes
            ),
            pushes_on_time=pushes["met"],
            pushes_late=pushes["late"],
            pushes_open=pushes["open"],
            findings=dict(sorted(Counter(self._findings.values()).items())),
            inspected=dict(sorted(Counter(self._inspected.values()).items())),
            service_points=len(self._points),
            services=len(self._services),
            points=self._settled,
        )
