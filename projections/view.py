"""What a view is: one question, one table, rows folded from events.

A view says which events concern it, which rows an event touches (by key) and how it changes one. It
neither reads nor writes; the runner does, for the live table and for a rebuild alike. A row's
fields are the table's columns; nested values are jsonb.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from importlib import resources
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct

from domain.kernel.event import Event, Recorded


class Row(Struct, frozen=True, kw_only=True):
    """Base of rows; with the tenant, `key` is the primary key."""

    key: str


R = TypeVar("R", bound=Row)


class View(ABC, Generic[R]):
    name: ClassVar[str]  # of the view, its table and its folder
    label: ClassVar[str]  # what officials call it
    events: ClassVar[tuple[type[Event], ...]]
    row: type[R]

    @abstractmethod
    def keys(self, event: Event) -> Iterable[str]:
        """The rows that the event touches."""

    @abstractmethod
    def fold(self, row: R | None, key: str, recorded: Recorded) -> R | None:
        """The row after the event; None: there is still none."""

    def schema(self, table: str) -> str:
        """The DDL of the view's table under a name (live, or beside it while rebuilding)."""
        folder = resources.files("projections") / self.name
        return (folder / "schema.sql").read_text("utf-8").replace("{table}", table)

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(event.TYPE for event in self.events)
