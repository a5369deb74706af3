"""Data subjects: erasing is destroying the key; the log keeps only that and when it was done."""

from datetime import datetime
from typing import ClassVar

from domain.kernel.authority import PLATFORM, By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import Invalid, NotPermitted


class EraseSubject(Command, frozen=True, kw_only=True):
    """Destroy the key under which a person's data stands in the log (个人信息保护法 47)."""

    TYPE: ClassVar[str] = "subjects.erase"
    subject: str
    reason: str


class SubjectErased(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "subjects.erased"
    subject: str
    reason: str


EVENTS = (SubjectErased,)


def decide(command: EraseSubject, by: By, at: datetime) -> list[Event]:
    if by.organ != PLATFORM:
        raise NotPermitted("subjects.not_operator", "销毁个人信息密钥由平台操作员依批准办理")
    if not command.reason.strip():
        raise Invalid(
            "subjects.reason",
            "须写明依据和理由",
            clause="个人信息保护法 47",
            source="个人信息保护法 47",
        )
    return [SubjectErased(occurred_at=at, subject=command.subject, reason=command.reason)]
