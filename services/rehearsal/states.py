"""The streams of a county as they were before each event, under rules that it did not have.

Every adoption of the county's own rules is read as one of the rehearsed pack, under the adopted
version's name: so cases find "their" rules, and what upper levels laid beside stays beside. A case
that would have gone elsewhere goes on there: what was done in it counts for the step of that kind.
"""

from collections import OrderedDict
from collections.abc import Mapping

from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.commands import StepCommand
from domain.cases.events import CaseReceived, CaseTransferred, StepTaken
from domain.cases.routing import Route
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Fact
from domain.kernel.pack import Mode, Pack
from domain.policy.adoption import (
    PackAdopted,
    Policy,
    UpperPackAdopted,
    evolve,
    require_no_clash,
    require_region,
)
from infra.log import EventLog
from services.rehearsal.asked import ASKED
from services.unit import fold

SIZE = 100_000
"""Streams whose state is kept; of others it is folded again when somebody asks for it."""


class States:
    """States by stream at `position`, and which cases go another way.

    `pack` None: every act by the rules of its time, which should come to what was recorded.
    """

    def __init__(self, log: EventLog, tenant: str, pack: Pack | None, size: int = SIZE) -> None:
        self._log = log
        self._tenant = tenant
        self._pack = pack
        self._above = pack if pack is not None and pack.upper is not None else None
        self._size = size
        self._facts: OrderedDict[str, Fact[object]] = OrderedDict()
        self._pinned: Fact[object] = Fact(streams.POLICY, 0, None)
        self.real = Policy()  # what the county had
        self._routes: dict[str, Route] = {}
        self.position = 0
        self.elsewhere: dict[str, Route] = {}  # by case: where it would be, if not where it was

    @property
    def policy(self) -> Policy:
        """As far as it was adopted; rehearsed content under the adopted names."""
        state = self._pinned.state
        return state if isinstance(state, Policy) else Policy()

    async def fact(self, stream: str) -> Fact[object]:
        if stream == streams.POLICY:
            return self._pinned
        known = self._facts.get(stream)
        if known is None:
            known = await self._load(stream)
            self._put(known)
        self._facts.move_to_end(stream)
        return known

    async def as_of(self, stream: str, version: int) -> Fact[object]:
        told = await self._log.histories(self._tenant, [stream], self.position)
        fact: Fact[object] = Fact(stream, 0, None)
        for recorded in told[stream]:
            if recorded.version <= version:
                fact = self._after(fact, recorded)
        return fact

    def apply(self, recorded: Recorded) -> None:
        """The event has happened: in a stream that nobody asked for it is only passed by."""
        self.position = recorded.position
        stream = recorded.stream
        if stream == streams.POLICY:
            self._adopted(recorded)
        elif stream in self._facts or recorded.version == 1:
            fact = self._facts.get(stream) or Fact(stream, 0, None)
            self._put(self._after(fact, recorded))

    def _adopted(self, recorded: Recorded) -> None:
        """What an upper level issued, if that is rehearsed, lies beside from the first day on.

        As at its adoption: refused where it binds other regions, or means another by a name.
        """
        self.real = evolve(self.real, recorded.event) or self.real
        first = not self.policy.own
        self._pinned = self._after(self._pinned, recorded)
        event = recorded.event
        if not self._above or not isinstance(event, PackAdopted):
            return
        require_region(self._above, event.pack)
        require_no_clash(event.pack, self._above)
        if not first:
            return
        beside = UpperPackAdopted(
            occurred_at=event.occurred_at,
            pack=self._above,
            digest="",
            effective_from=event.effective_from,
            evidence="",
        )
        version = self._pinned.version
        self._pinned = replace(fold(self._pinned, [beside]), version=version)

    def in_force(self, event: CaseReceived) -> str:
        """The rules that a case would be received under."""
        found = None if self._above is None else self.policy.in_force(event.occurred_at)
        return event.policy if found is None else found.rules.version

    def routed(self, recorded: Recorded, case: str, route: Route) -> None:
        """By this event the case would have gone where `route` says."""
        self._routes[recorded.ref] = route
        self.elsewhere[case] = route

    async def _load(self, stream: str) -> Fact[object]:
        told = await self._log.histories(self._tenant, [stream], self.position)
        fact: Fact[object] = Fact(stream, 0, None)
        for recorded in told[stream]:
            fact = self._after(fact, recorded)
        return fact

    def _put(self, fact: Fact[object]) -> None:
        self._facts[fact.stream] = fact
        self._facts.move_to_end(fact.stream)
        if len(self._facts) > self._size:
            self._facts.popitem(last=False)

    def _after(self, fact: Fact[object], recorded: Recorded) -> Fact[object]:
        event = self._rehearsed(recorded, fact.state)
        if event is None:  # it would not have come to that, but its place in the stream is taken
            return replace(fact, version=recorded.version)
        return fold(fact, [event])

    def _rehearsed(self, recorded: Recorded, state: object) -> Event | None:
        """The event as it would have been."""
        event = recorded.event
        match event:
            case PackAdopted(pack=adopted):
                return replace(event, pack=named(self._pack, adopted))
            case UpperPackAdopted(pack=adopted) if self._above and adopted.id == self._above.id:
                return replace(event, pack=named(self._above, adopted))
            case CaseReceived():
                route = self._routes.get(recorded.ref, event.route)
                return replace(event, route=route, policy=self.in_force(event))
            case CaseTransferred() if recorded.ref in self._routes:
                return replace(event, route=self._routes[recorded.ref])
            case CaseTransferred() if isinstance(state, Case) and state.mode != event.mode_before:
                return None
            case StepTaken() if isinstance(state, Case):
                mode = self.mode_of(state)
                return replace(event, step=step_like(event.step, kind_of(event), mode))
        return event

    def mode_of(self, case: Case) -> Mode | None:
        known = self.policy.known.get(case.policy)
        return None if known is None else known.rules.modes.get(case.mode)


def named(pack: Pack | None, adopted: Pack) -> Pack:
    """The rehearsed content under the names that the county's events know."""
    if pack is None or (pack.upper is None) != (adopted.upper is None):
        return adopted
    return replace(
        pack, id=adopted.id, version=adopted.version, effective_from=adopted.effective_from
    )


_KINDS: Mapping[type[Event], str] = {
    CaseReceived: "receive",
    **{e: c.KIND for e, c in ASKED.items() if issubclass(c, StepCommand)},
}


def kind_of(event: StepTaken) -> str:
    """The kind of step that the event takes."""
    return _KINDS[type(event)]


def step_like(step: str, kind: str | None, mode: Mode | None) -> str:
    """The step of the mode that stands for one of another mode: of its name, else of its kind."""
    if mode is None or any(it.id == step and kind in (None, it.kind) for it in mode.step):
        return step
    return next((it.id for it in mode.step if it.kind == kind), step)
