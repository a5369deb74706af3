"""Consultations: what was asked where about which matter, and what was answered (XG23-14, -23)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.cases.consultation import Consulted
from domain.kernel.event import Event, Recorded
from projections.view import Row, View


class ConsultationRow(Row, frozen=True, kw_only=True):
    """No applicant: consultations hold no personal data. `person` is a staff id."""

    matter: int
    organ: str
    person: str
    question: str
    answer: str
    steered_online: bool
    consulted_at: datetime
    position: int


class Consultations(View[ConsultationRow]):
    name: ClassVar = "consultations"
    label: ClassVar = "咨询登记"
    events: ClassVar = (Consulted,)
    row = ConsultationRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.number,) if isinstance(event, Consulted) else ()

    def fold(
        self, row: ConsultationRow | None, key: str, recorded: Recorded
    ) -> ConsultationRow | None:
        match recorded.event:
            case Consulted() as event:
                return ConsultationRow(
                    key=key,
                    matter=event.matter,
                    organ=event.organ,
                    person=event.person,
                    question=event.question,
                    answer=event.answer,
                    steered_online=event.steered_online,
                    consulted_at=event.occurred_at,
                    position=recorded.position,
                )
        return row
