"""Candidates that were judged: confirmed as a problem, or dismissed and why (XG23-62)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.kernel.event import Event, Recorded
from domain.supervision.candidate import (
    EVENTS,
    CandidateConfirmed,
    CandidateDismissed,
    CandidateEvent,
    Kind,
)
from projections.view import Row, View


class JudgedRow(Row, frozen=True, kw_only=True):
    """`key` is the candidate's; `problem` where it was confirmed, `reason` where dismissed."""

    kind: Kind
    organ: str
    matter: int | None
    case: str | None
    cites: tuple[str, ...]
    problem: str | None = None
    reason: str | None = None
    judged_by: str
    person: str
    judged_at: datetime
    position: int


class Candidates(View[JudgedRow]):
    name: ClassVar = "candidates"
    label: ClassVar = "平台提示的处理"
    events: ClassVar = EVENTS
    row = JudgedRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.candidate,) if isinstance(event, CandidateEvent) else ()

    def fold(self, row: JudgedRow | None, key: str, recorded: Recorded) -> JudgedRow | None:
        event = recorded.event
        if not isinstance(event, CandidateEvent):
            return row
        return JudgedRow(
            key=key,
            kind=event.kind,
            organ=event.organ,
            matter=event.matter,
            case=event.case,
            cites=event.cites,
            problem=event.problem if isinstance(event, CandidateConfirmed) else None,
            reason=event.reason if isinstance(event, CandidateDismissed) else None,
            judged_by=event.by.organ,
            person=event.by.person,
            judged_at=event.occurred_at,
            position=recorded.position,
        )


async def judged(pool: asyncpg.Pool, tenant: str, keys: Iterable[str]) -> Mapping[str, JudgedRow]:
    """Those of some candidates that were judged, by key."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.candidates t where tenant = $1 and key = any($2)",
        tenant,
        list(keys),
    )
    found = (msgspec.json.decode(row["row"], type=JudgedRow) for row in rows)
    return {row.key: row for row in found}
