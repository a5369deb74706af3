"""函询 and 函复: a township's body asks a department, which owes it an answer (RA22-22, -23).

One stream per inquiry. The reply is due by the rules that the inquiry was sent under; where those
set no term, it is owed all the same, and nobody is late with it. No personal data is in either.
"""

from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec import Struct

from domain.exchange.bodies import is_department, of_township
from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook

_SUBJECT_LENGTH = 200
_LENGTH = 2_000


class SendInquiry(Command, frozen=True, kw_only=True):
    """Ask a county department, without personal data (RA22-22).

    `to` is the department; `matter` and `case` say what it is about, where it is about one.
    """

    TYPE: ClassVar[str] = "exchange.send_inquiry"
    number: str
    to: str
    subject: str
    question: str
    matter: int | None = None
    case: str | None = None


class AnswerInquiry(Command, frozen=True, kw_only=True):
    """Reply to an inquiry to the own department; `document_number` is the reply's (RA22-23)."""

    TYPE: ClassVar[str] = "exchange.answer_inquiry"
    number: str
    answer: str
    document_number: str


class WithdrawInquiry(Command, frozen=True, kw_only=True):
    """Take an inquiry back before it is answered: nobody owes a reply to it any more."""

    TYPE: ClassVar[str] = "exchange.withdraw_inquiry"
    number: str
    reason: str


class InquirySent(Event, frozen=True, kw_only=True):
    """`policy` is the version of the rules that say until when the reply is due."""

    TYPE: ClassVar[str] = "exchange.inquiry_sent"
    number: str
    organ: str
    to: str
    subject: str
    question: str
    matter: int | None
    case: str | None
    person: str
    post: str
    policy: str


class InquiryAnswered(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "exchange.inquiry_answered"
    number: str
    organ: str
    answer: str
    document_number: str
    person: str
    post: str


class InquiryWithdrawn(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "exchange.inquiry_withdrawn"
    number: str
    organ: str
    reason: str
    person: str
    post: str


EVENTS = (InquirySent, InquiryAnswered, InquiryWithdrawn)


class Inquiry(Struct, frozen=True):
    sent: InquirySent
    answered: datetime | None = None
    withdrawn: datetime | None = None


def send(
    command: SendInquiry, state: Inquiry | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "exchange.number_taken",
            f"函询编号{command.number}已被使用，请换一个编号",
        )
    if not of_township(rules.organ(by.organ)):
        raise rules.refuse(
            NotPermitted, "exchange.not_township", "函询由乡镇的机构向县级主管部门提出"
        )
    if command.to == by.organ:
        raise rules.refuse(Invalid, "exchange.to_oneself", "不能向本单位函询")
    asked = rules.organ(command.to)
    if not is_department(asked):
        raise rules.refuse(
            Invalid, "exchange.not_department", f"{asked.name}不是县级主管部门，请另选函询对象"
        )
    subject, question = command.subject.strip(), command.question.strip()
    if not _complete(subject, _SUBJECT_LENGTH) or not _complete(question, _LENGTH):
        raise rules.refuse(
            Invalid,
            "exchange.incomplete",
            f"请填写函询的标题（不超过{_SUBJECT_LENGTH}字）和问题（不超过{_LENGTH}字），"
            "不写个人信息",
        )
    return [
        InquirySent(
            occurred_at=at,
            number=command.number,
            organ=by.organ,
            to=command.to,
            subject=subject,
            question=question,
            matter=None if command.matter is None else rules.matter(command.matter).no,
            case=command.case,
            person=by.person,
            post=by.post,
            policy=rules.version,
        )
    ]


def answer(
    command: AnswerInquiry, state: Inquiry | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    sent = _open(command.number, state, rules)
    if by.organ != sent.to:
        raise rules.refuse(
            NotPermitted, "exchange.not_asked", f"本件函询由{rules.short(sent.to)}函复"
        )
    text, document = command.answer.strip(), command.document_number.strip()
    if not _complete(text, _LENGTH) or not _complete(document, _SUBJECT_LENGTH):
        raise rules.refuse(
            Invalid,
            "exchange.answer_incomplete",
            f"请填写函复的内容（不超过{_LENGTH}字，不写个人信息）和文号",
        )
    return [
        InquiryAnswered(
            occurred_at=at,
            number=command.number,
            organ=by.organ,
            answer=text,
            document_number=document,
            person=by.person,
            post=by.post,
        )
    ]


def withdraw(
    command: WithdrawInquiry, state: Inquiry | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    sent = _open(command.number, state, rules)
    if by.organ != sent.organ:
        raise rules.refuse(
            NotPermitted, "exchange.not_inquirer", f"本件函询由{rules.short(sent.organ)}撤回"
        )
    reason = command.reason.strip()
    if not _complete(reason, _LENGTH):
        raise rules.refuse(Invalid, "exchange.reason", "撤回函询须写明原因")
    return [
        InquiryWithdrawn(
            occurred_at=at,
            number=command.number,
            organ=by.organ,
            reason=reason,
            person=by.person,
            post=by.post,
        )
    ]


def _open(number: str, state: Inquiry | None, rules: Rulebook) -> InquirySent:
    """The inquiry, which still waits for its answer."""
    if state is None:
        raise rules.refuse(NotFound, "exchange.unknown", f"没有编号为{number}的函询")
    if state.answered is not None:
        raise rules.refuse(IllegalState, "exchange.already_answered", "本件函询已经函复")
    if state.withdrawn is not None:
        raise rules.refuse(IllegalState, "exchange.withdrawn", "本件函询已经撤回")
    return state.sent


def _complete(text: str, length: int) -> bool:
    return 0 < len(text) <= length


def evolve(state: Inquiry | None, event: Event) -> Inquiry | None:
    match event:
        case InquirySent():
            return Inquiry(event)
        case InquiryAnswered(occurred_at=at) if state:
            return msgspec.structs.replace(state, answered=at)
        case InquiryWithdrawn(occurred_at=at) if state:
            return msgspec.structs.replace(state, withdrawn=at)
    return state
