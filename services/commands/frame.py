"""What a random inspection draws from: the cases of its plan as the log had them (XG23-77).

A case is of the organ where the applicant came. Its risk is read from the events up to the plan's
position: high where an irregularity is on record, the approval was taken back or a term was missed;
raised where it was taken in on paper and entered late, moved to another mode, cost a fee, or made
the applicant come for no good reason; plain otherwise.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from domain.cases.events import (
    CaseIrregularityDismissed,
    CaseIrregularityRecorded,
    CaseReceived,
    CaseTransferred,
    FeeCharged,
    VisitRecorded,
)
from domain.cases.revocation import ApprovalRevoked
from domain.kernel.event import Event, Recorded
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


class _Frame(Struct):
    """What has been read so far: cases, why each is of high or raised risk, terms by obligation.

    Only of the plan's cases: a case is received before anything else happens to it.
    """

    places: Mapping[str, str]  # receiver -> the plan's organ
    planned: InspectionPlanned
    rules: Rulebook
    cases: dict[str, tuple[str, int]] = field(default_factory=dict)
    high: dict[str, set[str]] = field(default_factory=dict)
    raised: set[str] = field(default_factory=set)
    terms: dict[str, str] = field(default_factory=dict)

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
                if of == _CASE and case in self.cases:
                    self.terms[event.obligation] = case
            case ObligationLate() if event.obligation in self.terms:
                self._add(self.terms[event.obligation], event.obligation)
            case ObligationWaived(never_due=True):
                self._drop(self.terms.get(event.obligation, ""), event.obligation)

    def _add(self, case: str, why: str) -> None:
        if case not in self.cases:
            return
        self.high.setdefault(case, set()).add(why)

    def _raise(self, case: str) -> None:
        if case in self.cases:
            self.raised.add(case)

    def _drop(self, case: str, why: str) -> None:
        self.high.get(case, set()).discard(why)

    def _received(self, event: CaseReceived) -> None:
        planned, organ = self.planned, self.places.get(event.receiver)
        early = planned.since is not None and (
            day_of(event.occurred_at, self.rules) < planned.since
        )
        if organ is None or not planned.covers(organ, event.matter) or early:
            return
        self.cases[event.case] = organ, event.matter
        if isinstance(event.late_reason, str):
            self.raised.add(event.case)

    def risk(self, case: str) -> Risk:
        if self.high.get(case):
            return "high"
        return "raised" if case in self.raised else "plain"


async def frame(unit: Unit, planned: InspectionPlanned) -> list[Framed]:
    """The cases of the plan as at its position, whoever asks and whenever."""
    rules = await unit.rules_of(planned.policy)
    places: dict[str, str] = {}
    for organ in planned.organs:
        for receiver in rules.below(organ):
            places.setdefault(receiver, organ)
    found = _Frame(places, planned, rules)
    async for recorded in unit.history(*_READ, until=planned.position):
        found.add(recorded)
    return [Framed(*place, found.risk(case), case) for case, place in found.cases.items()]
