"""Trying a matter out in some townships, then rolling it out by explicit decision (B-01)."""

from datetime import datetime
from typing import ClassVar

import msgspec

from domain.kernel.event import Command, Event
from domain.kernel.facts import Pilot
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


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


class PilotStarted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.pilot_started"
    matter: int
    organs: tuple[str, ...]


class RolloutDecided(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.rollout_decided"
    matter: int
    reason: str


EVENTS = (PilotStarted, RolloutDecided)


def decide(
    command: StartPilot | DecideRollout, state: Pilot | None, at: datetime, rules: Rulebook
) -> list[Event]:
    guard = rules.territory(command.matter)
    if guard is None:
        raise rules.refuse(Invalid, "matters.no_pilot", f"第{command.matter}项没有试点安排")
    if isinstance(command, DecideRollout):
        if state is None or state.rolled_out is not None:
            raise rules.refuse(IllegalState, "matters.no_pilot_running", "没有正在进行的试点")
        return [RolloutDecided(occurred_at=at, matter=command.matter, reason=command.reason)]
    if state is not None:
        raise rules.refuse(IllegalState, "matters.pilot_started", "试点乡镇已经确定")
    organs = tuple(sorted(set(command.organs)))
    if guard.count is not None and len(organs) != guard.count:
        raise rules.refuse(
            Invalid, "matters.pilot_count", f"试点应为{guard.count}个乡镇，给出的是{len(organs)}个"
        )
    for organ in organs:
        if rules.organ(organ).kind != "township":
            raise rules.refuse(Invalid, "matters.pilot_count", f"{rules.short(organ)}不是乡镇")
    return [PilotStarted(occurred_at=at, matter=command.matter, organs=organs)]


def evolve(state: Pilot | None, event: Event) -> Pilot | None:
    match event:
        case PilotStarted(matter=matter, organs=organs, occurred_at=at):
            return Pilot(matter, organs, at)
        case RolloutDecided(occurred_at=at) if state:
            return msgspec.structs.replace(state, rolled_out=at)
    return state
