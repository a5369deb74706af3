"""What each number of a periodic report is the number of.

A set of things, with the events that put them there or took them away (XG23-61, -68).
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from domain.cases.case import Case
from domain.cases.events import (
    CaseAccepted,
    CaseAct,
    CaseDecided,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseReceived,
    CaseWithdrawn,
)
from domain.cases.irregularity import CaseIrregularityDismissed, CaseIrregularityRecorded
from domain.cases.revocation import ApprovalRevoked
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Period, Seal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import first_moment_late
from domain.obligations.obligation import PROMISE, Obligation, ObligationLate, ObligationWaived
from domain.reports.figures import Figure
from domain.seals.life import status_after
from domain.seals.use import SealUsed, UseApplied, UseConsented, UseEvent, UseRefused, UseVoided
from services.commands.ledger import irregular
from services.unit import Unit

_CASES = (
    CaseReceived,
    CaseAccepted,
    CaseDeemedAccepted,
    CaseDeclined,
    CaseDecided,
    CaseWithdrawn,
    ApprovalRevoked,
)
_FINDINGS = (CaseIrregularityRecorded, CaseIrregularityDismissed)
_DUE = (ObligationLate, ObligationWaived)
_USES = (UseApplied, UseConsented, UseRefused, SealUsed, UseVoided)
COUNTED: tuple[type[Event], ...] = (*_CASES, *_FINDINGS, *_DUE, *_USES)
_USE_FIGURES: Mapping[type[Event], str] = {
    UseApplied: "applied",
    UseConsented: "consented",
    UseRefused: "refused",
    SealUsed: "used",
    UseVoided: "voided",
}
Place = tuple[str, int]
"""A seal: its owner and its number."""


class Scope(Struct, frozen=True, kw_only=True):
    """Whose figures, of which time; `rules` are those that the period was closed by.

    `modes`: under which modes a case must have been received; empty: under any.
    """

    by: str
    to: str
    period: Period
    handed_down: frozenset[int]
    matters: frozenset[int]
    modes: frozenset[str]
    seals: frozenset[Place]
    rules: Rulebook


Things = Mapping[Figure, frozenset[str]]
"""What each number is the number of."""


class Tally:
    """What was seen so far."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._things: dict[Figure, frozenset[str]] = {}
        self._bearing: dict[tuple[Figure, str], list[Recorded]] = {}
        self._cases: dict[str, int | None] = {}  # the matter; None: not within the scope
        self._overdue: dict[str, Figure] = {}
        self._findings: dict[str, Figure] = {}
        self._used: dict[str, tuple[Figure, Place, datetime]] = {}

    def copy(self) -> "Tally":
        """As it is, whatever is taken afterwards."""
        found = Tally(self._scope)
        found._things, found._used = dict(self._things), dict(self._used)
        return found

    async def take(self, recorded: Recorded, unit: Unit) -> None:
        event = recorded.event
        match event:
            case UseEvent():
                await self._use(event, recorded, unit)
            case ObligationLate() | ObligationWaived():
                await self._due(event, recorded, unit)
            case CaseIrregularityRecorded() | CaseIrregularityDismissed():
                await self._finding(event, recorded, unit)
            case _:
                await self._case(event, recorded, unit)

    async def _case(self, event: Event, recorded: Recorded, unit: Unit) -> None:
        if not self._by_them(event):
            return
        matter = await self._matter(recorded, unit)
        if matter is None or not self._scope.period.holds_at(event.occurred_at):
            return
        match event:
            case CaseReceived():
                self._add(Figure(matter, "", "received"), recorded)
            case CaseAccepted() | CaseDeemedAccepted():
                self._add(Figure(matter, "", "accepted"), recorded)
            case CaseDeclined():  # on paper, in time: what the law made of it is over
                self._drop(Figure(matter, "", "accepted"), recorded)
                self._add(Figure(matter, "", "declined"), recorded)
            case CaseDecided(outcome=outcome, final=True) if outcome in {"granted", "refused"}:
                self._add(Figure(matter, "", outcome), recorded)
            case CaseWithdrawn():
                self._add(Figure(matter, "", "withdrawn"), recorded)
            case ApprovalRevoked():
                self._add(Figure(matter, "", "revoked"), recorded)

    def _by_them(self, event: Event) -> bool:
        match event:
            case CaseReceived(receiver=receiver):
                return receiver == self._scope.by
            case CaseDeemedAccepted(organ=organ):
                return organ == self._scope.by
            case ApprovalRevoked(authority=authority):
                return authority.organ in {self._scope.by, self._scope.to}
            case CaseAct(authority=authority):
                return authority.organ == self._scope.by
        return False

    async def _matter(self, recorded: Recorded, unit: Unit) -> int | None:
        """Of the case that an event is of; None where it is none of this report's."""
        name = recorded.stream
        if name not in self._cases:
            case = (await unit.as_of(name, recorded.version, Case)).state
            scope = self._scope
            ours = (
                case is not None
                and case.receiver == scope.by
                and case.matter in scope.matters
                and (not scope.modes or case.mode in scope.modes)
            )
            self._cases[name] = case.matter if case and ours else None
        return self._cases[name]

    async def _finding(
        self,
        event: CaseIrregularityRecorded | CaseIrregularityDismissed,
        recorded: Recorded,
        unit: Unit,
    ) -> None:
        if isinstance(event, CaseIrregularityDismissed):
            known = f"{recorded.stream}@{event.irregularity}"
            if known in self._findings:
                self._drop(self._findings[known], recorded, known)
            return
        matter = await self._matter(recorded, unit)
        if matter is not None and self._scope.period.holds_at(event.happened_at):
            figure = Figure(matter, "", "irregular")
            self._findings[recorded.ref] = figure
            self._add(figure, recorded, recorded.ref)

    async def _due(
        self, event: ObligationLate | ObligationWaived, recorded: Recorded, unit: Unit
    ) -> None:
        identity = event.obligation
        if isinstance(event, ObligationWaived):
            if event.never_due and identity in self._overdue:
                self._drop(self._overdue[identity], recorded, identity)
            return
        scope = self._scope
        if not scope.period.holds_at(first_moment_late(event.due_on, scope.rules)):
            return
        late = (await unit.as_of(recorded.stream, recorded.version, Obligation)).state
        if late is None or late.opened.kind == PROMISE:
            return
        opened = late.opened
        if opened.debtor == scope.by and opened.matter in scope.matters:
            figure = Figure(opened.matter, "", "overdue")
            self._overdue[identity] = figure
            self._add(figure, recorded, identity)

    async def _use(self, event: UseEvent, recorded: Recorded, unit: Unit) -> None:
        place = event.owner, event.number
        if place not in self._scope.seals or not self._scope.period.holds_at(event.occurred_at):
            return
        match event:
            case UseApplied(matter=matter) | SealUsed(matter=matter):
                pass
            case UseConsented(authority=authority):
                matter = authority.matter
            case _:
                case = (await unit.get(streams.case(event.case), Case)).state
                if case is None:
                    return
                matter = case.matter
        one = f"{event.case}/{event.document}/{event.serial}"
        self._add(Figure(matter, event.document, _USE_FIGURES[type(event)]), recorded, one)
        if isinstance(event, SealUsed):
            figure = Figure(matter, event.document, "irregular")
            self._used[one] = figure, place, event.occurred_at
            self._bearing.setdefault((figure, one), []).append(recorded)

    def _add(self, figure: Figure, recorded: Recorded, thing: str = "") -> None:
        thing = thing or recorded.stream
        self._things[figure] = self._things.get(figure, frozenset()) | {thing}
        self._bearing.setdefault((figure, thing), []).append(recorded)

    def _drop(self, figure: Figure, recorded: Recorded, thing: str = "") -> None:
        thing = thing or recorded.stream
        if thing in self._things.get(figure, frozenset()):
            self._things[figure] -= {thing}
            self._bearing[figure, thing].append(recorded)

    def with_irregular(self, seals: Mapping[Place, Seal | None]) -> Things:
        """With the uses of a seal that was lost or out of use then, as the seals are known."""
        found = dict(self._things)
        for one, (figure, place, at) in self._used.items():
            seal = seals.get(place)
            if seal is not None and irregular(seal, at):
                found[figure] = found.get(figure, frozenset()) | {one}
        return found

    def reasons(
        self, old: Things, new: Things, after: int, changes: Mapping[Place, list[Recorded]]
    ) -> dict[Figure, tuple[str, ...]]:
        """The events since a position that put something among a number's things, or took it."""
        found: dict[Figure, tuple[str, ...]] = {}
        for figure in {*old, *new}:
            bearing: list[Recorded] = []
            for one in old.get(figure, frozenset()) ^ new.get(figure, frozenset()):
                bearing += self._bearing.get((figure, one), [])
                if one in self._used and self._used[one][0] == figure:
                    told = changes.get(self._used[one][1], [])
                    bearing += (it for it in told if status_after(it.event) is not None)
            since = {it.position: it.ref for it in bearing if it.position > after}
            if since:
                found[figure] = tuple(since[position] for position in sorted(since))
        return found
