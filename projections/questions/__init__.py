"""What townships asked the advisers of departments, and what they answered (XG23-26)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.readiness.contacts import QuestionAnswered, QuestionAsked
from projections.view import Row, View


class QuestionRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `open`: nobody has answered yet. No personal data."""

    organ: str
    to: str
    matter: int | None
    question: str
    asked_at: datetime
    asked_by: str
    open: bool = True
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    position: int


class Questions(View[QuestionRow]):
    name: ClassVar = "questions"
    label: ClassVar = "业务问题和答复"
    events: ClassVar = (QuestionAsked, QuestionAnswered)
    row = QuestionRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case QuestionAsked() | QuestionAnswered():
                return (event.number,)
        return ()

    def fold(self, row: QuestionRow | None, key: str, recorded: Recorded) -> QuestionRow | None:
        match recorded.event:
            case QuestionAsked() as event:
                return QuestionRow(
                    key=key,
                    organ=event.organ,
                    to=event.to,
                    matter=event.matter,
                    question=event.question,
                    asked_at=event.occurred_at,
                    asked_by=event.person,
                    position=recorded.position,
                )
            case QuestionAnswered() as event if row is not None:
                return replace(
                    row,
                    open=False,
                    answer=event.answer,
                    answered_by=event.person,
                    answered_at=event.occurred_at,
                    position=recorded.position,
                )
        return row
