"""One decision of the past, decided again: it reads the states of then, and nothing is written."""

from datetime import datetime
from typing import TypeVar

import asyncpg

from domain.kernel.authority import By
from domain.kernel.facts import Fact
from domain.kernel.personal import Sealed
from infra.log import EventLog
from infra.vault import Vault
from services.rehearsal.states import States
from services.unit import FoldCache, Unit

State = TypeVar("State")

_NOBODY = bytes(32)


class Rehearsed(Unit):
    """A unit over `States`: what its decider writes is compared, never appended."""

    def __init__(
        self, log: EventLog, states: States, *, tenant: str, by: By, at: datetime, late_reason: str
    ) -> None:
        super().__init__(
            log, FoldCache(1), tenant=tenant, by=by, at=at, fresh=True, late_reason=late_reason
        )
        self._states = states

    async def get(self, stream: str, _state: type[State]) -> Fact[State]:
        fact = self.read.get(stream)
        if fact is None:
            fact = self.read.setdefault(stream, await self._states.fact(stream))
        return fact  # type: ignore[return-value]  # as in Unit

    async def as_of(self, stream: str, version: int, _state: type[State]) -> Fact[State]:
        return await self._states.as_of(stream, version)  # type: ignore[return-value]  # as in Unit

    async def head(self) -> int:
        """The history as far as it was then."""
        return self._states.position


class Sealing(Vault):
    """Stands in for the vault: personal data stay the ciphertext that the event has."""

    def __init__(self, pool: asyncpg.Pool, sealed: Sealed | None) -> None:
        super().__init__(pool, _NOBODY)
        self._sealed = sealed

    def subject(self, tenant: str, identity: str, generation: int) -> str:  # noqa: ARG002  as asked
        return self._sealed.subject if self._sealed else ""

    async def seal(self, tenant: str, subject: str, plain: bytes) -> Sealed:  # noqa: ARG002  as asked
        if self._sealed is None:
            raise LookupError(subject)
        return self._sealed
