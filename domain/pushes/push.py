"""Results of approvals pushed to supervising departments, and acknowledged (XG23-67, B-06).

One stream per case and receiver: it is sent once, whoever tries again. No personal data is in it.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, NotFound


class SendResult(Command, frozen=True, kw_only=True):
    """Send the result that an obligation to push calls for."""

    TYPE: ClassVar[str] = "pushes.send_result"
    AUTOMATED: ClassVar[bool] = True
    obligation: str


class AcknowledgeResult(Command, frozen=True, kw_only=True):
    """The organ of whoever acts has received the result of the case."""

    TYPE: ClassVar[str] = "pushes.acknowledge_result"
    case: str


class ResultSent(Event, frozen=True, kw_only=True):
    """What the receiver sees. `documents` are numbers by kind of document."""

    TYPE: ClassVar[str] = "pushes.result_sent"
    case: str
    matter: int
    sender: str
    in_name_of: str
    to: str
    outcome: Literal["granted", "refused"]
    documents: dict[str, str]
    decided_at: datetime
    concluded_at: datetime
    obligation: str


class ResultAcknowledged(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "pushes.result_acknowledged"
    case: str
    to: str
    person: str
    post: str


EVENTS = (ResultSent, ResultAcknowledged)


class Push(Struct, frozen=True):
    sent: ResultSent
    acknowledged: datetime | None = None


def send(sent: ResultSent, state: Push | None) -> list[Event]:
    return [] if state is not None else [sent]


def acknowledge(
    command: AcknowledgeResult, state: Push | None, organ: str, seat: tuple[str, str], at: datetime
) -> list[Event]:
    """`seat` is person and post of the receiving `organ`."""
    if state is None:
        raise NotFound("pushes.unknown", f"没有向本单位推送过办件{command.case}的审批结果")
    if state.acknowledged is not None:
        raise IllegalState("pushes.already_acknowledged", "本单位已经签收该审批结果")
    person, post = seat
    return [
        ResultAcknowledged(occurred_at=at, case=command.case, to=organ, person=person, post=post)
    ]


def evolve(state: Push | None, event: Event) -> Push | None:
    match event:
        case ResultSent():
            return Push(event)
        case ResultAcknowledged(occurred_at=at) if state:
            return msgspec.structs.replace(state, acknowledged=at)
    return state
