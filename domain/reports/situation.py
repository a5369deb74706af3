"""重要情况及时请示报告: what an organ tells the levels above at once, and their reply (JX24-41)."""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook

_LENGTH = 5_000


class ReportSituation(Command, frozen=True, kw_only=True):
    """Report an important situation, without personal data; `to`: to whom, by its name."""

    TYPE: ClassVar[str] = "reports.report_situation"
    number: str
    organ: str
    to: str
    title: str
    text: str


class RecordReply(Command, frozen=True, kw_only=True):
    """Record what was replied, with the number of the reply."""

    TYPE: ClassVar[str] = "reports.record_reply"
    number: str
    reply: str
    document_number: str


class SituationReported(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "reports.situation_reported"
    number: str
    organ: str
    to: str
    title: str
    text: str
    person: str


class ReplyRecorded(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "reports.reply_recorded"
    number: str
    reply: str
    document_number: str
    person: str


EVENTS = (SituationReported, ReplyRecorded)


class Situation(Struct, frozen=True):
    number: str
    organ: str
    replied: datetime | None = None


def report(
    command: ReportSituation, state: Situation | None, person: str, at: datetime, rules: Rulebook
) -> list[Event]:
    if state is not None:
        raise rules.refuse(
            IllegalState, "reports.number_taken", f"报告编号{command.number}已被使用"
        )
    for text in (command.to, command.title, command.text):
        _require(text, "请填写报告给谁、标题和内容", rules)
    return [
        SituationReported(
            occurred_at=at,
            number=command.number,
            organ=command.organ,
            to=command.to,
            title=command.title,
            text=command.text,
            person=person,
        )
    ]


def reply(
    command: RecordReply, state: Situation, person: str, at: datetime, rules: Rulebook
) -> list[Event]:
    if state.replied is not None:
        raise rules.refuse(IllegalState, "reports.already_replied", "该报告已有答复，不再重复登记")
    for text in (command.reply, command.document_number):
        _require(text, "请填写答复的内容和编号", rules)
    return [
        ReplyRecorded(
            occurred_at=at,
            number=command.number,
            reply=command.reply,
            document_number=command.document_number,
            person=person,
        )
    ]


def _require(text: str, what: str, rules: Rulebook) -> None:
    if not text.strip() or len(text) > _LENGTH:
        raise rules.refuse(Invalid, "reports.incomplete", f"{what}，不超过{_LENGTH}字")


def evolve(state: Situation | None, event: Event) -> Situation | None:
    match event:
        case SituationReported(number=number, organ=organ):
            return Situation(number, organ)
        case ReplyRecorded(occurred_at=at) if state:
            return replace(state, replied=at)
    return state
