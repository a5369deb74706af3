"""What a random inspection draws from: the cases of its plan as the log had them (XG23-77).

A case is of the organ where the applicant came. Its risk is read from the events up to the plan's
position: high where an irregularity is on record, the approval was taken back or a term was missed;
raised where it was taken in on paper and entered late, moved to another mode (not by a rule that
takes all open cases along: that says nothing of this one), cost a fee, or made the applicant come
for no good reason; plain otherwise.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from domain.cases.events import (
    CaseReceived,
    CaseTransferred,
    FeeCharged,
    VisitRecorded,
)
from domain.cases.irregularity import CaseIrregularityDismissed, CaseIrregularityRecorded
from domain.cases.revocation import ApprovalRevoked
from domain.kernel.event import Event, Recorded
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.obligations.escalation import ObligationEvent
from domain.obligations.obligation import (
    PROMISE,
    ObligationLate,
    ObligationOpened,
    ObligationWaived,
)
from domain.supervision.draw import Framed, Risk
from domain.supervision.inspection import InspectionPlanned
from services.unit import Unit

_READ: tuple[type[Event], ...] = (
    CaseReceived,
    CaseIrregularityRecorded,
    CaseIrregularityDismissed,
    CaseTransferred,
    FeeCharged,
    VisitRecorded,
    ApprovalRevoked,
    ObligationOpened,
    ObligationLate,
    ObligationWaived,
)
_CASE = "case"
AT_ONCE = 50_000
"""Positions of the log that are read in one go: some seconds."""


class Seen(Struct):
    """What has been read so far: cases, why each is of high or raised risk, terms by obligation.

    Only of the plan's cases: a case is received before anything else happens to it. Up to
    `position` of the log; `complete`: that is the plan's.
    """

    position: int = 0
    complete: bool = False
    cases: dict[str, tuple[str, int]] = field(default_factory=dict)
    high: dict[str, set[str]] = field(default_factory=dict)
    raised: set[str] = field(default_factory=set)
    terms: dict[str, str] = field(default_factory=dict)

    def frame(self) -> list[Framed]:
        return [Framed(*place, self._risk(case), case) for case, place in self.cases.items()]

    def _risk(self, case: str) -> Risk:
        if self.high.get(case):
            return "high"
        return "raised" if case in self.raised else "plain"


class _Reader(Struct):
    """Adds what events say to what was seen."""

    places: Mapping[str, str]  # receiver -> the plan's organ
    planned: InspectionPlanned
    rules: Rulebook
    seen: Seen

    def add(self, recorded: Recorded) -> None:
        event = recorded.event
        match event:
            case CaseReceived():
                self._received(event)
            case CaseIrregularityRecorded(case=case):
                self._add(case, f"{recorded.version}")
            case CaseIrregularityDismissed(case=case, irregularity=version):
                self._drop(case, f"{version}")
            case ApprovalRevoked(case=case):
                self._add(case, event.TYPE)
            case CaseTransferred(case=case) | FeeCharged(case=case):
                self._raise(case)
            case VisitRecorded(case=case) if event.unwarranted or event.despite_online:
                self._raise(case)
            case ObligationEvent():
                self._term(event)

    def _term(self, event: ObligationEvent) -> None:
        match event:
            case ObligationOpened(about=about, kind=kind) if kind != PROMISE:
                of, _, case = about.partition("/")
                if of == _CASE and case in self.seen.cases:
                    self.seen.terms[event.obligation] = case
            case ObligationLate() if event.obligation in self.seen.terms:
                self._add(self.seen.terms[event.obligation], event.obligation)
            case ObligationWaived(never_due=True):
                self._drop(self.seen.terms.get(event.obligation, ""), event.obligation)

    def _add(self, case: str, why: str) -> None:
        if case not in self.seen.cases:
            return
        self.seen.high.setdefault(case, set()).add(why)

    def _raise(self, case: str) -> None:
        if case in self.seen.cases:
            self.seen.raised.add(case)

    def _drop(self, case: str, why: str) -> None:
        self.seen.high.get(case, set()).discard(why)

    def _received(self, event: CaseReceived) -> None:
        planned, organ = self.planned, self.places.get(event.receiver)
        early = planned.since is not None and (
            day_of(event.occurred_at, self.rules) < planned.since
        )
        if organ is None or not planned.covers(organ, event.matter) or early:
            return
        self.seen.cases[event.case] = organ, event.matter
        if isinstance(event.late_reason, str):
            self.seen.raised.add(event.case)


async def frame(unit: Unit, planned: InspectionPlanned, rules: Rulebook) -> list[Framed]:
    """The cases of the plan as at its position, whoever asks and whenever.

    Where that takes longer than a request may, it is long work: `services/jobs/drawing.py`.
    """
    if planned.position > AT_ONCE:
        raise rules.refuse(
            IllegalState,
            "supervision.long_draw",
            f"日志到{planned.position}条，抽取需要较长时间，请作为长时间任务（draw）提交",
        )
    seen = Seen()
    await collect(unit, planned, seen)
    return seen.frame()


async def collect(unit: Unit, planned: InspectionPlanned, seen: Seen) -> None:
    """Read on, a stretch of the log."""
    rules = await unit.rules_of(planned.policy)
    places: dict[str, str] = {}
    for organ in planned.organs:
        for receiver in rules.below(organ):
            places.setdefault(receiver, organ)
    reader = _Reader(places, planned, rules, seen)
    until = min(planned.position, seen.position + AT_ONCE)
    async for recorded in unit.history(*_READ, after=seen.position, until=until):
        reader.add(recorded)
    seen.position, seen.complete = until, until == planned.position
