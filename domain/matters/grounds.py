"""What is put together before a matter is listed: how much it is needed, who can bear it (JX24).

An upper level may demand both before a matter is handed down (JX24-08, -28, -36). Neither lists
anything by itself: `listing` asks for them, beside the legality review of `declared`.
"""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook


class Volume(Struct, frozen=True):
    """Cases of a matter as the log had them at a moment: received from `since` to `until`.

    `organs`: how many came to each. `position`: the last of the log that was counted.
    """

    since: date
    until: date
    received: int
    granted: int
    organs: dict[str, int]
    position: int


class RecordStudy(Command, frozen=True, kw_only=True):
    """Why the matter is to be handled under a mode, argued on its case volume (研究论证).

    `unsuited`: why the modes that go first do not fit it, where there are such (JX24-15).
    """

    TYPE: ClassVar[str] = "matters.record_study"
    matter: int
    mode: str
    necessity: str
    document_number: str
    unsuited: str = ""


class EvaluateCapacity(Command, frozen=True, kw_only=True):
    """Whether the bodies that are to take the matter on under a mode can bear it (JX24-28)."""

    TYPE: ClassVar[str] = "matters.evaluate_capacity"
    matter: int
    mode: str
    organs: tuple[str, ...]
    able: bool
    opinion: str
    document_number: str


class StudyRecorded(Event, frozen=True, kw_only=True):
    """`volume` is what the argument rested on, and stays so (JX24-36)."""

    TYPE: ClassVar[str] = "matters.study_recorded"
    matter: int
    mode: str
    necessity: str
    document_number: str
    volume: Volume
    unsuited: str = ""


class CapacityEvaluated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.capacity_evaluated"
    matter: int
    mode: str
    organs: tuple[str, ...]
    able: bool
    opinion: str
    document_number: str


EVENTS = (StudyRecorded, CapacityEvaluated)

GroundsCommand = RecordStudy | EvaluateCapacity


class Study(Struct, frozen=True):
    at: datetime
    mode: str
    document_number: str
    volume: Volume
    unsuited: str = ""


class Capacity(Struct, frozen=True):
    at: datetime
    mode: str
    able: bool
    document_number: str


def decide(
    command: GroundsCommand, volume: Volume | None, at: datetime, rules: Rulebook
) -> list[Event]:
    """`volume`: of a study, the figures at that moment."""
    mode = require_mode(command.mode, rules)
    if isinstance(command, RecordStudy):
        if not (command.necessity.strip() and command.document_number.strip()):
            raise rules.refuse(
                Invalid, "matters.study_incomplete", "研究论证须写明必要性和文书编号"
            )
        if volume is None:
            raise ValueError("a study rests on figures")
        return [
            StudyRecorded(
                occurred_at=at,
                matter=command.matter,
                mode=mode,
                necessity=command.necessity,
                document_number=command.document_number,
                volume=volume,
                unsuited=command.unsuited.strip(),
            )
        ]
    if not (command.organs and command.opinion.strip() and command.document_number.strip()):
        raise rules.refuse(
            Invalid,
            "matters.capacity_incomplete",
            "承接能力评估须写明评估的单位、评估意见和文书编号",
        )
    return [
        CapacityEvaluated(
            occurred_at=at,
            matter=command.matter,
            mode=mode,
            organs=tuple(rules.organ(organ).id for organ in command.organs),
            able=command.able,
            opinion=command.opinion,
            document_number=command.document_number,
        )
    ]


def require_mode(mode: str, rules: Rulebook) -> str:
    """Refuse a mode that the rules in force do not know."""
    if mode not in rules.modes:
        known = "、".join(rules.modes)
        raise rules.refuse(
            Invalid, "matters.no_such_mode", f"没有“{mode}”这一办理方式；有：{known}"
        )
    return mode
