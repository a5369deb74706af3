"""What one decision reads and writes: every stream it looked at, with the version it saw.

Folded states are cached per process by stream version. A decision made on cached states is safe,
since append checks the version of every stream read; a *refusal* changes nothing and so is checked
by nobody: it only counts when decided on freshly loaded states.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Fact
from domain.kernel.refusal import BeforePredecessor, NotFound
from domain.kernel.rulebook import Rulebook
from domain.policy.adoption import Adopted, Policy
from domain.registry import FOLDS
from infra.log import EventLog

State = TypeVar("State")
_CLOCKS = timedelta(hours=1)  # by which the database's may be behind ours, and far more


class FoldCache:
    """Folded states by (tenant, stream), the least recently used leaving first."""

    def __init__(self, size: int = 50_000) -> None:
        self._size = size
        self._facts: OrderedDict[tuple[str, str], Fact[object]] = OrderedDict()

    def get(self, tenant: str, stream: str) -> Fact[object] | None:
        fact = self._facts.get((tenant, stream))
        if fact is not None:
            self._facts.move_to_end((tenant, stream))
        return fact

    def put(self, tenant: str, fact: Fact[object]) -> None:
        self._facts[tenant, fact.stream] = fact
        self._facts.move_to_end((tenant, fact.stream))
        if len(self._facts) > self._size:
            self._facts.popitem(last=False)

    def advance(self, tenant: str, fact: Fact[object], events: Sequence[Event]) -> None:
        """The fact after the events that were just appended behind it."""
        self.put(tenant, fold(fact, events))


def fold(fact: Fact[State], events: Sequence[Event]) -> Fact[State]:
    evolve = FOLDS.get(streams.kind(fact.stream))
    state = fact.state
    if evolve is not None:
        for event in events:
            state = evolve(state, event)
    latest = next((e.occurred_at for e in reversed(events) if not e.EFFECT), fact.latest)
    return Fact(fact.stream, fact.version + len(events), state, latest)


class Unit:
    """One attempt at deciding one command."""

    def __init__(
        self,
        log: EventLog,
        cache: FoldCache,
        *,
        tenant: str,
        by: By,
        at: datetime,
        fresh: bool,
        late_reason: str = "",
    ) -> None:
        self._log = log
        self._cache = cache
        self.tenant = tenant
        self.by = by
        self.at = at
        self.fresh = fresh
        self.late_reason = late_reason  # why what happened at `at` is entered only now (补录)
        self.policy = ""
        self.policy_ref = ""  # where the log says that these rules were adopted
        self.read: dict[str, Fact[object]] = {}
        self.events: list[tuple[str, Event]] = []
        self.afterwards: list[Callable[[], Awaitable[object]]] = []

    async def get(self, stream: str, _state: type[State]) -> Fact[State]:
        """The stream's state as known now; version 0 and None where there is no such stream."""
        fact = self.read.get(stream)
        if fact is None:
            fact = self._cache.get(self.tenant, stream)
            if fact is None or self.fresh:
                fact = await self._load(fact or Fact(stream, 0, None))
            # Two questions at once about one stream: what the first saw is what append checks.
            fact = self.read.setdefault(stream, fact)
        return fact  # type: ignore[return-value]  # the fold of a kind of stream has one state type

    async def as_of(self, stream: str, version: int, _state: type[State]) -> Fact[State]:
        """The stream's state right after its event `version`, whatever happened since."""
        known = self._cache.get(self.tenant, stream)
        if known is not None and known.version == version:
            return known  # type: ignore[return-value]  # as in `get`
        loaded = await self._log.load(self.tenant, stream)
        first = [item.event for item in loaded if item.version <= version]
        return fold(Fact(stream, 0, None), first)

    async def history(
        self, *kinds: type[Event], until: int, after: int = 0
    ) -> AsyncIterator[Recorded]:
        """The events of these kinds behind one position and up to another, in the log's order.

        No append checks them: `until` is what the reader says that he has read to.
        """
        types = [kind.TYPE for kind in kinds]
        while after < until and (page := await self._log.read(self.tenant, after, types=types)):
            for item in page:
                if item.position > until:
                    return
                yield item
            after = page[-1].position

    async def histories(self, names: Sequence[str]) -> dict[str, list[Recorded]]:
        """Every event of some streams, as far as the log has come; no append checks them."""
        return await self._log.histories(self.tenant, names, await self.head())

    async def folded(self, names: Sequence[str]) -> dict[str, Any]:
        """What some streams are as far as the log has come; no append checks them."""
        return {
            name: fold(Fact(name, 0, None), [item.event for item in items]).state
            for name, items in (await self.histories(names)).items()
        }

    async def known_at(self, moment: datetime) -> int:
        """A position before all that happened since a moment: it was recorded no earlier."""
        return await self._log.known_at(self.tenant, moment - _CLOCKS)

    async def head(self) -> int:
        """The last position of the log."""
        return await self._log.head(self.tenant)

    async def version(self, stream: str) -> int:
        """Of any stream, whatever its state is."""
        return (await self.get(stream, object)).version

    async def rules(self, at: datetime | None = None) -> Rulebook:
        """The rules in force on the day of the act, or on that of another moment."""
        adoption, at = await self.adopted(), at or self.at
        found = adoption.in_force(at)
        if found is None:
            raise NotFound("policy.none_in_force", f"{at:%Y-%m-%d}尚无生效的政策包")
        self._under(found)
        return found.rules

    async def rules_of(self, version: str, mode: str | None = None) -> Rulebook:
        """The rules that a case was received under: it stays under them (B-22).

        `mode`: with the words of the document that its mode is from.
        """
        found = (await self.adopted()).version(version)
        self._under(found)
        return found.rules if mode is None else found.rules.within(mode)

    def _under(self, version: Adopted) -> None:
        self.policy = version.rules.version
        self.policy_ref = f"{streams.POLICY}@{version.number}"

    async def adopted(self) -> Policy:
        fact = await self.get(streams.POLICY, Policy)
        if fact.state is None:
            raise NotFound("tenants.unknown", f"没有租户“{self.tenant}”，或尚未采用政策包")
        return fact.state

    def write(self, stream: str, events: Sequence[Event]) -> None:
        """Events for a stream that this unit has read, in the order in which they happened.

        A life cycle goes forward: what is entered late still follows what its stream holds. So
        "the status at that moment" has one answer, whenever it is asked.
        """
        latest = self.read[stream].latest
        if latest is not None and self.at < latest and streams.kind(stream) in FOLDS:
            raise BeforePredecessor(latest)
        if self.late_reason:
            flag = {"late_reason": self.late_reason}
            events = [msgspec.structs.replace(event, **flag) for event in events]
        self.events += [(stream, event) for event in events]

    def versions(self) -> tuple[int, ...]:
        """Of the events written, in their order."""
        heads = {stream: fact.version for stream, fact in self.read.items()}
        found = []
        for stream, _ in self.events:
            heads[stream] += 1
            found.append(heads[stream])
        return tuple(found)

    async def finish(self) -> None:
        """What must follow the append, also when it is repeated: each may be done twice."""
        for work in self.afterwards:
            await work()

    def remember(self) -> None:
        """After the append: the cache now holds what was written."""
        for stream, fact in self.read.items():
            written = [event for target, event in self.events if target == stream]
            if written:
                self._cache.advance(self.tenant, fact, written)

    async def _load(self, known: Fact[object]) -> Fact[object]:
        loaded = await self._log.load(self.tenant, known.stream, known.version)
        fact = fold(known, [item.event for item in loaded])
        self._cache.put(self.tenant, fact)
        return fact
