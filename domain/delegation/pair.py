"""What every act about an agreement names: the department that hands down, and the township."""

from datetime import datetime
from typing import TypedDict

from domain.kernel.event import Command, Event


class PairCommand(Command, frozen=True, kw_only=True):
    delegator: str
    delegatee: str


class PairEvent(Event, frozen=True, kw_only=True):
    delegator: str
    delegatee: str


class Where(TypedDict):
    """What every event about an agreement says."""

    occurred_at: datetime
    delegator: str
    delegatee: str


def about(command: PairCommand, at: datetime) -> Where:
    return {
        "occurred_at": at,
        "delegator": command.delegator,
        "delegatee": command.delegatee,
    }
