"""Consultation (咨询): a question about a matter and its answer, before any case (XG23-13, -14)."""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook

_LENGTH = 2_000


class Consult(Command, frozen=True, kw_only=True):
    """Record what was asked and answered, without personal data.

    `steered_online`: the applicant was shown the way to the online service (XG23-23).
    """

    TYPE: ClassVar[str] = "cases.consult"
    number: str
    matter: int
    organ: str
    question: str
    answer: str
    steered_online: bool = False


class Consulted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.consulted"
    number: str
    matter: int
    organ: str
    person: str
    post: str
    question: str
    answer: str
    steered_online: bool


EVENTS = (Consulted,)


class Consultation(Struct, frozen=True):
    number: str


def record(
    command: Consult,
    state: Consultation | None,
    by: tuple[str, str],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`by` are the person and the post."""
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "consultations.number_taken",
            f"咨询编号{command.number}已被使用，请换一个编号",
        )
    for text in (command.question, command.answer):
        if not text.strip() or len(text) > _LENGTH:
            raise rules.refuse(
                Invalid,
                "consultations.incomplete",
                f"请填写咨询的问题和答复，各不超过{_LENGTH}字，不写个人信息",
            )
    person, post = by
    return [
        Consulted(
            occurred_at=at,
            number=command.number,
            matter=rules.matter(command.matter).no,
            organ=command.organ,
            person=person,
            post=post,
            question=command.question,
            answer=command.answer,
            steered_online=command.steered_online,
        )
    ]


def evolve(state: Consultation | None, event: Event) -> Consultation | None:
    return Consultation(event.number) if isinstance(event, Consulted) else state
