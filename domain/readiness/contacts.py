"""业务指导员、联络员: whom a department named, what was asked, the answers (XG23-26, XG22-16).

One stream per organ, role and person, and one per question. No personal data: people are staff ids.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Period, ended
from domain.kernel.pack import ContactTerms
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import LEVELS
from domain.readiness.owners import require_theirs

_RANKS = {level: rank for rank, level in enumerate(LEVELS)}
_NAME = 200
_LENGTH = 2_000


class NameContact(Command, frozen=True, kw_only=True):
    """The organ of whoever acts names somebody for a role of the pack, be it for some matters."""

    TYPE: ClassVar[str] = "readiness.name_contact"
    role: str
    person: str
    matters: tuple[int, ...] = ()


class EndContact(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.end_contact"
    role: str
    person: str
    reason: str


class AskQuestion(Command, frozen=True, kw_only=True):
    """A township's body asks a department's advisers, without personal data."""

    TYPE: ClassVar[str] = "readiness.ask_question"
    number: str
    to: str
    question: str
    matter: int | None = None


class AnswerQuestion(Command, frozen=True, kw_only=True):
    """Somebody whom the department named answers."""

    TYPE: ClassVar[str] = "readiness.answer_question"
    number: str
    answer: str


class ContactNamed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.contact_named"
    organ: str
    role: str
    person: str
    matters: tuple[int, ...]
    clause: str
    named_by: str


class ContactEnded(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.contact_ended"
    organ: str
    role: str
    person: str
    reason: str
    ended_by: str


class QuestionAsked(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.question_asked"
    number: str
    organ: str
    to: str
    question: str
    matter: int | None
    person: str
    post: str


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """`role`: in which the person was named who answered."""

    TYPE: ClassVar[str] = "readiness.question_answered"
    number: str
    organ: str
    role: str
    answer: str
    person: str
    post: str


EVENTS = (ContactNamed, ContactEnded, QuestionAsked, QuestionAnswered)


class Contact(Struct, frozen=True):
    organ: str
    role: str
    person: str
    periods: tuple[Period, ...] = ()
    matters: tuple[int, ...] = ()  # those of the last naming; none: all

    def named_at(self, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.periods)

    def answers(self, matter: int | None, at: datetime) -> bool:
        """Whether the person is named then for a question on the matter, or on none."""
        return self.named_at(at) and (matter is None or not self.matters or matter in self.matters)


class Question(Struct, frozen=True):
    asked: QuestionAsked
    answered: datetime | None = None


def name(
    command: NameContact, state: Contact | None, by: By, at: datetime, rules: Rulebook
) -> ContactNamed:
    terms = _terms(command.role, rules)
    person = command.person.strip()
    if not 0 < len(person) <= _NAME:
        raise rules.refuse(Invalid, "readiness.contact_incomplete", "请填写人员代号")
    if state is not None and state.named_at(at):
        raise rules.refuse(
            IllegalState,
            "readiness.contact_named",
            f"{person}已是本单位的{terms.roles[command.role]}",
        )
    require_theirs((by.organ,), command.matters, rules)
    return ContactNamed(
        occurred_at=at,
        organ=by.organ,
        role=command.role,
        person=person,
        matters=tuple(dict.fromkeys(command.matters)),
        clause=terms.clause,
        named_by=by.person,
    )


def _terms(role: str, rules: Rulebook) -> ContactTerms:
    terms = rules.pack.contacts
    if terms is None or role not in terms.roles:
        known = (
            "、".join(f"{it}（{words}）" for it, words in terms.roles.items()) if terms else "无"
        )
        raise rules.refuse(
            Invalid, "readiness.no_such_role", f"本县没有这种人员，所列的是：{known}"
        )
    return terms


def end(
    command: EndContact, state: Contact | None, by: By, at: datetime, rules: Rulebook
) -> ContactEnded:
    if state is None or not state.named_at(at):
        raise rules.refuse(
            IllegalState, "readiness.not_named", f"{command.person}不是本单位指定的人员"
        )
    if not 0 < len(command.reason.strip()) <= _NAME:
        raise rules.refuse(Invalid, "readiness.reason", f"请写明理由，不超过{_NAME}字")
    return ContactEnded(
        occurred_at=at,
        organ=by.organ,
        role=command.role,
        person=command.person,
        reason=command.reason.strip(),
        ended_by=by.person,
    )


def ask(
    command: AskQuestion, state: Question | None, by: By, at: datetime, rules: Rulebook
) -> QuestionAsked:
    if state is not None:
        raise rules.refuse(
            IllegalState, "readiness.question_taken", f"问题编号{command.number}已被使用"
        )
    below, above = (_RANKS[rules.organ(organ).level] for organ in (by.organ, command.to))
    if below <= above or above > _RANKS["county"]:
        raise rules.refuse(
            NotPermitted, "readiness.not_asking", "由下级单位向上级部门的业务指导人员提问"
        )
    _require(command.question, rules)
    return QuestionAsked(
        occurred_at=at,
        number=command.number,
        organ=by.organ,
        to=command.to,
        question=command.question.strip(),
        matter=None if command.matter is None else rules.matter(command.matter).no,
        person=by.person,
        post=by.post,
    )


def known(number: str, state: Question | None, rules: Rulebook) -> Question:
    if state is None:
        raise rules.refuse(NotFound, "readiness.question_unknown", f"没有编号为{number}的问题")
    return state


def answer(
    command: AnswerQuestion,
    question: Question,
    contacts: tuple[Contact, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> QuestionAnswered:
    """`contacts`: what the answering person is named for at his own organ."""
    roles = [it.role for it in contacts if it.answers(question.asked.matter, at)]
    if by.organ != question.asked.to or not roles:
        raise rules.refuse(
            NotPermitted,
            "readiness.not_adviser",
            f"由{rules.short(question.asked.to)}就该事项指定的业务指导人员答复",
        )
    if question.answered is not None:
        raise rules.refuse(IllegalState, "readiness.question_answered", "该问题已经答复")
    _require(command.answer, rules)
    return QuestionAnswered(
        occurred_at=at,
        number=command.number,
        organ=by.organ,
        role=roles[0],
        answer=command.answer.strip(),
        person=by.person,
        post=by.post,
    )


def _require(text: str, rules: Rulebook) -> None:
    if not 0 < len(text.strip()) <= _LENGTH:
        raise rules.refuse(
            Invalid,
            "readiness.question_incomplete",
            f"请填写问题、答复，不超过{_LENGTH}字，不写个人信息",
        )


def evolve_contact(state: Contact | None, event: Event) -> Contact | None:
    match event:
        case ContactNamed(occurred_at=at):
            found = state or Contact(event.organ, event.role, event.person)
            return replace(found, periods=(*found.periods, Period(at)), matters=event.matters)
        case ContactEnded(occurred_at=at) if state:
            return replace(state, periods=ended(state.periods, at))
    return state


def evolve_question(state: Question | None, event: Event) -> Question | None:
    match event:
        case QuestionAsked():
            return Question(event)
        case QuestionAnswered(occurred_at=at) if state:
            return replace(state, answered=at)
    return state
