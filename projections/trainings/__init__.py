"""Trainings: held in which form about which matters, who came and who did not (XG23-25)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event, Recorded
from domain.readiness.training import Attendance, TrainingHeld
from projections.view import Row, View


class TrainingRow(Row, frozen=True, kw_only=True):
    """`key` is the number, `absent` who was invited and did not come; people are staff ids."""

    organ: str
    trainers: tuple[str, ...]
    form: str
    title: str
    matters: tuple[int, ...]
    attendance: tuple[Attendance, ...]
    attending: tuple[str, ...]
    absent: tuple[str, ...]
    people: int
    held_at: datetime
    position: int


class Trainings(View[TrainingRow]):
    name: ClassVar = "trainings"
    label: ClassVar = "业务培训"
    events: ClassVar = (TrainingHeld,)
    row = TrainingRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.number,) if isinstance(event, TrainingHeld) else ()

    def fold(self, row: TrainingRow | None, key: str, recorded: Recorded) -> TrainingRow | None:
        match recorded.event:
            case TrainingHeld() as event:
                return TrainingRow(
                    key=key,
                    organ=event.organ,
                    trainers=event.trainers,
                    form=event.form,
                    title=event.title,
                    matters=event.matters,
                    attendance=event.attendance,
                    attending=event.attending,
                    absent=tuple(it for it in event.invited if it not in event.attending),
                    people=sum(len(came.persons) for came in event.attendance),
                    held_at=event.occurred_at,
                    position=recorded.position,
                )
        return row
