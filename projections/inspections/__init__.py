"""Inspections: who inspects whom how, what was drawn and seen, how it was evaluated (XG23-77)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.supervision.draw import Sampling, Stratum
from domain.supervision.inspection import (
    EVENTS,
    Evaluation,
    InspectionCancelled,
    InspectionChecked,
    InspectionClosed,
    InspectionEvent,
    InspectionPlanned,
    SampleTaken,
    Status,
)
from domain.supervision.problem import ProblemRecorded
from projections.view import Row, View


class CheckRow(Struct, frozen=True):
    organ: str
    case: str | None
    in_order: bool
    description: str
    evidence: str
    at: datetime
    person: str
    ref: str


class InspectionRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `organ` inspects `organs`. The draw can be repeated from `seed`.

    `position`: of the log as of which cases count; `frame`: the digest of those to draw from.
    """

    organ: str
    kind: str
    words: str
    clause: str
    organs: tuple[str, ...]
    matters: tuple[int, ...]
    purpose: str
    since: date | None
    sampling: Sampling | None
    seed: str
    position: int
    status: Status = "planned"
    planned_at: datetime
    size: int | None = None
    frame: str | None = None
    strata: tuple[Stratum, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    problems: tuple[str, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    inspectors: tuple[str, ...] = ()
    record: str | None = None
    reason: str | None = None
    closed_at: datetime | None = None
    version: int  # of the inspection's stream

    @property
    def drawn(self) -> int:
        return sum(len(stratum.drawn) for stratum in self.strata)


class Inspections(View[InspectionRow]):
    name: ClassVar = "inspections"
    label: ClassVar = "监督检查"
    events: ClassVar = (*EVENTS, ProblemRecorded)
    row = InspectionRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case InspectionEvent(number=number):
                return (number,)
            case ProblemRecorded(found_in="inspection", source=number):
                return (number,)
        return ()

    def fold(self, row: InspectionRow | None, key: str, recorded: Recorded) -> InspectionRow | None:
        event = recorded.event
        if isinstance(event, InspectionPlanned):
            return _planned(key, event, recorded)
        if row is None:
            return None
        if isinstance(event, ProblemRecorded):
            return replace(row, problems=(*row.problems, event.number))
        return _after(replace(row, version=recorded.version), event, recorded)


def _planned(key: str, event: InspectionPlanned, recorded: Recorded) -> InspectionRow:
    return InspectionRow(
        key=key,
        organ=event.by.organ,
        kind=event.kind,
        words=event.words,
        clause=event.clause,
        organs=event.organs,
        matters=event.matters,
        purpose=event.purpose,
        since=event.since,
        sampling=event.sampling,
        seed=event.seed,
        position=event.position,
        planned_at=event.occurred_at,
        version=recorded.version,
    )


def _after(row: InspectionRow, event: Event, recorded: Recorded) -> InspectionRow:
    match event:
        case SampleTaken(size=size, frame=frame, strata=strata):
            return replace(row, status="drawn", size=size, frame=frame, strata=strata)
        case InspectionChecked():
            seen = CheckRow(
                event.organ,
                event.case,
                event.in_order,
                event.description,
                event.evidence,
                event.occurred_at,
                event.by.person,
                recorded.ref,
            )
            return replace(row, checks=(*row.checks, seen))
        case InspectionClosed(occurred_at=at):
            return replace(
                row,
                status="closed",
                evaluations=event.evaluations,
                inspectors=event.inspectors,
                record=event.record,
                closed_at=at,
            )
        case InspectionCancelled(reason=reason, occurred_at=at):
            return replace(row, status="cancelled", reason=reason, closed_at=at)
    return row
