"""A state as folded, and a stretch of time."""

from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

State = TypeVar("State")


class Fact(Struct, Generic[State], frozen=True):
    """A state with the stream version it was folded from; version 0 and None: no such thing.

    `latest` is when the last event of the stream happened.
    """

    stream: str
    version: int
    state: State | None
    latest: datetime | None = None

    @property
    def ref(self) -> str:
        """How an event cites what a decision relied on."""
        return f"{self.stream}@{self.version}"


class Period(Struct, frozen=True):
    start: datetime
    end: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


def ended(periods: tuple[Period, ...], at: datetime) -> tuple[Period, ...]:
    """The last of several periods is over then."""
    *before, last = periods
    return (*before, Period(last.start, at))
