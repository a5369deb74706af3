"""Events, commands and what surrounds them in the log.

An event is a complete past fact: an immutable struct with a stable wire name (`seals.used`) and a
schema number. Its body on the wire is canonical JSON (keys sorted, UTF-8, no blanks). Whatever was
computed when it happened (authority, deadline, policy version) is frozen inside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """Base of all events. `occurred_at` is when it was so, not when it was recorded.

    `late_reason` flags what was entered late (补录) and says why; the body of any other event does
    not name it.

    Events are trees of immutable values, so the garbage collector need not follow them (`gc`):
    views read millions.
    """

    TYPE: ClassVar[str] = ""
    SCHEMA: ClassVar[int] = 1
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {}  # schema n -> how to read n as n + 1
    # Brought about by the law and the passing of time, or only observed: nobody's act, so acts from
    # before may be entered after it. So too of an act on one of many things that share a stream:
    # what is entered late of one follows nothing that was done with another, and its decider sees
    # to the order of its own.
    EFFECT: ClassVar[bool] = False

    occurred_at: datetime
    late_reason: str | UnsetType = UNSET


class Registry:
    """Wire names to event classes, given explicitly: stored data never names what to import."""

    def __init__(self, events: Iterable[type[Event]]) -> None:
        self._classes: dict[str, type[Event]] = {}
        for cls in events:
            if not cls.TYPE or "." not in cls.TYPE:
                raise ValueError(f"{cls.__name__} needs a wire name like 'seals.used'")
            if cls.TYPE in self._classes:
                raise ValueError(f"two event classes claim the wire name {cls.TYPE}")
            missing = [n for n in range(1, cls.SCHEMA) if n not in cls.UPCASTS]
            if missing:
                raise ValueError(f"{cls.TYPE}: no upcast from schema {missing}")
            self._classes[cls.TYPE] = cls

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._classes.values())

    def get(self, wire_type: str) -> type[Event] | None:
        return self._classes.get(wire_type)


class Recorded(Struct, frozen=True, gc=False):
    """An event with its place in the log of one tenant."""

    position: int
    stream: str
    version: int
    recorded_at: datetime
    actor: str
    post: str
    command: UUID
    correlation: UUID
    causation: str
    policy: str
    event: Event

    @property
    def ref(self) -> str:
        """How other events cite it: `stream@version`, unique in the tenant."""
        return f"{self.stream}@{self.version}"


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all commands: what somebody wants. `occurred_at` None means now.

    `late_reason` says why an act is entered later than the county's rules allow without one.
    `POWER` marks commands that exercise public power: where authority for one is lacking, the
    attempt is remembered. `AUTOMATED` marks those that follow from an event by a rule: no door
    takes them from anybody.
    """

    TYPE: ClassVar[str] = ""
    POWER: ClassVar[bool] = False
    AUTOMATED: ClassVar[bool] = False

    occurred_at: datetime | None = None
    late_reason: str = ""
