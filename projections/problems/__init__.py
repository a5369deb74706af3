"""Problems: what was found where, by when it is to be corrected, what was done (XG23-34, -78)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Event, Recorded
from domain.supervision.accountability import AccountabilityOpened
from domain.supervision.problem import (
    EVENTS,
    CorrectionAccepted,
    CorrectionCompleted,
    CorrectionOrdered,
    CorrectionRefused,
    CorrectionReturned,
    FoundIn,
    ProblemDismissed,
    ProblemEvent,
    ProblemRecorded,
    Status,
)
from projections.view import Row, View


class Turn(Struct, frozen=True, kw_only=True):
    """One thing that happened to the problem: its event type, who, in which words, what shows it.

    `document_number` and `due_on` of an order; `ref` is the event.
    """

    type: str
    at: datetime
    organ: str
    person: str
    says: str
    evidence: str = ""
    document_number: str = ""
    due_on: date | None = None
    ref: str


class ProblemRow(Row, frozen=True, kw_only=True):
    """`key` is the number; `organ` is to correct it. `open`: something is still to be done.

    `ordered_by` judges the correction; before there is an order, any of the `supervisors` does.
    `accountabilities`: the numbers of those that were opened on it. No personal data.
    """

    organ: str
    matter: int | None
    case: str | None
    found_in: FoundIn
    source: str
    description: str
    provision: str
    evidence: str
    cites: tuple[str, ...]
    found_by: str
    found_at: datetime
    supervisors: tuple[str, ...]
    status: Status = "found"
    open: bool = True
    ordered_by: str | None = None
    document_number: str | None = None
    due_on: date | None = None
    round: int = 0
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    turns: tuple[Turn, ...] = ()
    accountabilities: tuple[str, ...] = ()
    position: int
    version: int  # of the problem's stream


class Problems(View[ProblemRow]):
    name: ClassVar = "problems"
    label: ClassVar = "问题台账"
    events: ClassVar = (*EVENTS, AccountabilityOpened)
    row = ProblemRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case ProblemEvent(number=number) | AccountabilityOpened(problem=number):
                return (number,)
        return ()

    def fold(self, row: ProblemRow | None, key: str, recorded: Recorded) -> ProblemRow | None:
        event = recorded.event
        if isinstance(event, ProblemRecorded):
            return _recorded(key, event, recorded)
        if row is None:
            return None
        if isinstance(event, AccountabilityOpened):
            opened = (*row.accountabilities, event.number)
            return replace(row, accountabilities=opened, position=recorded.position)
        row = replace(
            row,
            turns=(*row.turns, *_turn(event, recorded)),
            position=recorded.position,
            version=recorded.version,
        )
        return _after(row, event)


def _recorded(key: str, event: ProblemRecorded, recorded: Recorded) -> ProblemRow:
    return ProblemRow(
        key=key,
        organ=event.organ,
        matter=event.matter,
        case=event.case,
        found_in=event.found_in,
        source=event.source,
        description=event.description,
        provision=event.provision,
        evidence=event.evidence,
        cites=event.cites,
        found_by=event.by.organ,
        found_at=event.occurred_at,
        supervisors=event.supervisors,
        position=recorded.position,
        version=recorded.version,
    )


def _after(row: ProblemRow, event: Event) -> ProblemRow:
    match event:
        case CorrectionOrdered(by=by, document_number=number, due_on=due_on, round=round_):
            return replace(
                row,
                status="ordered",
                ordered_by=by.organ,
                document_number=number,
                due_on=due_on,
                round=round_,
            )
        case CorrectionReturned(due_on=None):
            return replace(row, status="found", completed_at=None)
        case CorrectionReturned(by=by, due_on=due_on, round=round_):
            return replace(
                row,
                status="ordered",
                ordered_by=row.ordered_by or by.organ,
                due_on=due_on,
                round=round_,
                completed_at=None,
            )
        case CorrectionCompleted(occurred_at=at):
            return replace(row, status="completed", completed_at=at)
        case CorrectionRefused():
            return replace(row, status="refused")
        case CorrectionAccepted(occurred_at=at):
            return replace(row, status="accepted", open=False, closed_at=at)
        case ProblemDismissed(occurred_at=at):
            return replace(row, status="dismissed", open=False, closed_at=at)
    return row


def _turn(event: Event, recorded: Recorded) -> Iterable[Turn]:
    match event:
        case CorrectionOrdered(demands=says) | CorrectionCompleted(description=says):
            pass
        case CorrectionAccepted(conclusion=says) | CorrectionReturned(reason=says):
            pass
        case CorrectionRefused(reason=says) | ProblemDismissed(reason=says):
            pass
        case _:
            return
    yield Turn(
        type=event.TYPE,
        at=event.occurred_at,
        organ=event.by.organ,
        person=event.by.person,
        says=says,
        evidence=getattr(event, "evidence", ""),
        document_number=getattr(event, "document_number", ""),
        due_on=getattr(event, "due_on", None),
        ref=recorded.ref,
    )


async def about(pool: asyncpg.Pool, tenant: str, case: str) -> dict[str, list[str]]:
    """The numbers of all problems of a case, each with those of its accountabilities."""
    rows = await pool.fetch(
        "select key, accountabilities from views.problems "
        'where tenant = $1 and "case" = $2 order by found_at, key',
        tenant,
        case,
    )
    return {row["key"]: msgspec.json.decode(row["accountabilities"]) for row in rows}


class Desk(Struct, frozen=True):
    """Whose turn is asked for: `heads`, it is the principal's; `organs` are those there still are.

    `administers`: it judges what would be left to nobody of them.
    """

    organ: str
    heads: bool
    administers: bool
    organs: tuple[str, ...]
    today: date


_IN_HAND = """
select to_jsonb(t) as row from views.problems t
where tenant = $1 and open and (
    organ = $2 and $3 and status in ('found', 'ordered', 'refused')
    or organ <> $2 and (
        status = 'completed' or status = 'ordered' and due_on < $6
        or $3 and status = 'found'
        or $3 and status = 'refused' and accountabilities = '[]'
    ) and case
        when ordered_by = any($5::text[]) then ordered_by = $2
        when supervisors ?| $5::text[] then supervisors ? $2
        else $4
    end
)
order by coalesce(due_on, found_at::date), found_at, key limit $7
"""


async def in_hand(
    pool: asyncpg.Pool, tenant: str, desk: Desk, *, limit: int = 50
) -> list[ProblemRow]:
    """What waits for a seat: its own to correct, and those of others that it is to act on.

    What has no day yet has waited since it was found.
    """
    rows = await pool.fetch(
        _IN_HAND, tenant, desk.organ, desk.heads, desk.administers, desk.organs, desk.today, limit
    )
    return [msgspec.json.decode(row["row"], type=ProblemRow) for row in rows]
