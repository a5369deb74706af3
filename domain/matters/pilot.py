"""Trying a matter out in some townships, then rolling it out by explicit decision (B-01)."""

from datetime import date, datetime
from typing import ClassVar

import msgspec

from domain.kernel.event import Command, Event
from domain.kernel.facts import Pilot
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of, due


class StartPilot(Command, frozen=True, kw_only=True):
    """Name the pilot townships of a matter whose list entry calls for a pilot (XG23-46)."""

    TYPE: ClassVar[str] = "matters.start_pilot"
    matter: int
    organs: tuple[str, ...]


class DecideRollout(Command, frozen=True, kw_only=True):
    """End the pilot and open the matter to all townships; never a mere lapse of time (XG23-47)."""

    TYPE: ClassVar[str] = "matters.decide_rollout"
    matter: int
    reason: str


class EndPilot(Command, frozen=True, kw_only=True):
    """Stop trying the matter out, without rolling it out: new cases go to the department (B-01)."""

    TYPE: ClassVar[str] = "matters.end_pilot"
    matter: int
    reason: str


class PilotStarted(Event, frozen=True, kw_only=True):
    """`earliest_rollout`: the last day of the pilot as planned; None: no length is planned."""

    TYPE: ClassVar[str] = "matters.pilot_started"
    matter: int
    organs: tuple[str, ...]
    earliest_rollout: date | None


class RolloutDecided(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.rollout_decided"
    matter: int
    reason: str


class PilotEnded(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.pilot_ended"
    matter: int
    reason: str


EVENTS = (PilotStarted, RolloutDecided, PilotEnded)

PilotCommand = StartPilot | DecideRollout | EndPilot


def decide(
    command: PilotCommand, state: Pilot | None, at: datetime, rules: Rulebook
) -> list[Event]:
    guard = rules.territory(command.matter)
    if guard is None:
        raise rules.refuse(Invalid, "matters.no_pilot", f"{rules.item(command.matter)}没有试点安排")
    if not isinstance(command, StartPilot):
        return [_closing(command, state, at, rules)]
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "matters.pilot_started",
            "试点乡镇已经确定，不再变更；扩大范围须决定全面推行",
        )
    organs = tuple(sorted(set(command.organs)))
    if guard.count is not None and len(organs) != guard.count:
        raise rules.refuse(
            Invalid, "matters.pilot_count", f"试点应为{guard.count}个乡镇，给出的是{len(organs)}个"
        )
    for organ in organs:
        if rules.organ(organ).kind != "township":
            raise rules.refuse(Invalid, "matters.pilot_count", f"{rules.short(organ)}不是乡镇")
    earliest = None
    if guard.months is not None:
        earliest = due(day_of(at, rules), guard.months, "months", Calendar()).on
    return [
        PilotStarted(
            occurred_at=at, matter=command.matter, organs=organs, earliest_rollout=earliest
        )
    ]


def _closing(
    command: DecideRollout | EndPilot, state: Pilot | None, at: datetime, rules: Rulebook
) -> Event:
    if state is None or state.rolled_out is not None or state.ended is not None:
        raise rules.refuse(IllegalState, "matters.no_pilot_running", "没有正在进行的试点")
    if not command.reason.strip():
        raise rules.refuse(Invalid, "matters.reason", "结束试点或者全面推行，须写明依据和理由")
    kind = RolloutDecided if isinstance(command, DecideRollout) else PilotEnded
    return kind(occurred_at=at, matter=command.matter, reason=command.reason)


def evolve(state: Pilot | None, event: Event) -> Pilot | None:
    match event:
        case PilotStarted(matter=matter, organs=organs, occurred_at=at):
            return Pilot(matter, organs, at)
        case RolloutDecided(occurred_at=at) if state:
            return msgspec.structs.replace(state, rolled_out=at)
        case PilotEnded(occurred_at=at) if state:
            return msgspec.structs.replace(state, ended=at)
    return state
