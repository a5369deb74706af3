"""What of a case is pushed to supervising departments, and acknowledged (XG23-67, B-06, RA22-25).

Its result, once it is decided or concluded, or how it is going (审批过程): what a push tells
follows from what the clock of its step starts from. One stream per case, receiver and step: it is
sent once, whoever tries again. The first result has the receiver's stream and so needs no name. No
personal data is in it.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, NotFound


class SendResult(Command, frozen=True, kw_only=True):
    """Send what an obligation to push calls for: the result of its case, or how it is going."""

    TYPE: ClassVar[str] = "pushes.send_result"
    AUTOMATED: ClassVar[bool] = True
    obligation: str


class AcknowledgeResult(Command, frozen=True, kw_only=True):
    """The organ of whoever acts has received the result of the case, or another `push` of it.

    `push` is its name in the list of pushes; empty: the result.
    """

    TYPE: ClassVar[str] = "pushes.acknowledge_result"
    case: str
    push: str = ""


class TakenStep(Struct, frozen=True):
    """A step of the case that was taken: which, by which organ, when."""

    step: str
    name: str
    organ: str
    at: datetime


class Sent(Event, frozen=True, kw_only=True):
    """What every push tells its receiver. `documents` are numbers by kind of document.

    `push` tells apart what one receiver is sent in one case; empty: its result.
    """

    case: str
    matter: int
    sender: str
    in_name_of: str
    to: str
    documents: dict[str, str]
    obligation: str
    push: str = ""


class ResultSent(Sent, frozen=True, kw_only=True):
    """审批结果. `concluded_at`: None where it is sent with the decision, before the conclusion."""

    TYPE: ClassVar[str] = "pushes.result_sent"
    outcome: Literal["granted", "refused"]
    decided_at: datetime
    concluded_at: datetime | None = None


class ProgressSent(Sent, frozen=True, kw_only=True):
    """审批过程: the steps taken so far and the documents made, without any outcome (RA22-25)."""

    TYPE: ClassVar[str] = "pushes.progress_sent"
    steps: tuple[TakenStep, ...]


class ResultAcknowledged(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "pushes.result_acknowledged"
    case: str
    to: str
    person: str
    post: str
    push: str = ""


EVENTS = (ResultSent, ProgressSent, ResultAcknowledged)


class Push(Struct, frozen=True):
    sent: Sent
    acknowledged: datetime | None = None


def send(sent: Sent, state: Push | None) -> list[Event]:
    return [] if state is not None else [sent]


def acknowledge(
    command: AcknowledgeResult, state: Push | None, organ: str, seat: tuple[str, str], at: datetime
) -> list[Event]:
    """`seat` is person and post of the receiving `organ`."""
    if state is None or (state.sent.case, state.sent.to) != (command.case, organ):
        what = f"名为“{command.push}”的推送" if command.push else "审批结果"
        raise NotFound("pushes.unknown", f"没有向本单位推送过办件{command.case}的{what}")
    if state.acknowledged is not None:
        raise IllegalState("pushes.already_acknowledged", "本单位已经签收该推送")
    person, post = seat
    return [
        ResultAcknowledged(
            occurred_at=at,
            case=command.case,
            to=organ,
            person=person,
            post=post,
            push=command.push,
        )
    ]


def evolve(state: Push | None, event: Event) -> Push | None:
    match event:
        case Sent():
            return Push(event)
        case ResultAcknowledged(occurred_at=at) if state:
            return msgspec.structs.replace(state, acknowledged=at)
    return state
