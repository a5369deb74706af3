"""Obligations: what is due, to whom, until when, and what became of it (DESIGN 6)."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from domain.kernel.event import Event, Recorded
from domain.obligations.escalation import ObligationEscalated, ObligationEvent
from domain.obligations.obligation import (
    DueRecomputed,
    ObligationLate,
    ObligationMet,
    ObligationOpened,
    ObligationWaived,
    Outcome,
    TermAdjusted,
)
from projections.obligations.ask import (
    PAGE,
    STATUS_LABELS,
    Status,
    about,
    due_about,
    due_list,
    due_now,
    fulfilled,
    late_since,
    obligation,
    provisional,
    resting_on,
    to_push,
    told,
)
from projections.obligations.rows import Escalated, ObligationRow, Recomputed
from projections.view import View

__all__ = [
    "PAGE",
    "STATUS_LABELS",
    "ObligationRow",
    "Obligations",
    "Status",
    "about",
    "due_about",
    "due_list",
    "due_now",
    "fulfilled",
    "late_since",
    "obligation",
    "provisional",
    "resting_on",
    "to_push",
    "told",
]


class Obligations(View[ObligationRow]):
    name: ClassVar = "obligations"
    label: ClassVar = "到期事项"
    events: ClassVar = (
        ObligationOpened,
        DueRecomputed,
        TermAdjusted,
        ObligationMet,
        ObligationLate,
        ObligationWaived,
        ObligationEscalated,
    )
    row = ObligationRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.obligation,) if isinstance(event, ObligationEvent) else ()

    def fold(self, row: ObligationRow | None, key: str, recorded: Recorded) -> ObligationRow | None:
        event = recorded.event
        if isinstance(event, ObligationOpened):
            return _opened(key, event, recorded)
        if row is None:
            return None
        first = row.outcome == "open"
        replace = msgspec.structs.replace
        row = replace(row, position=recorded.position, version=recorded.version)
        match event:
            case DueRecomputed():
                moved = Recomputed(
                    event.old_due_on,
                    event.new_due_on,
                    event.old_provisional,
                    event.new_provisional,
                    event.calendar,
                    event.occurred_at,
                    recorded.ref,
                )
                return replace(
                    row,
                    due_on=event.new_due_on,
                    provisional=event.new_provisional,
                    paused=event.paused,
                    other_due_on=event.other_due_on,
                    calendar=event.calendar,
                    recomputed=(*row.recomputed, moved),
                )
            case TermAdjusted():
                return _adjusted(row, event, recorded)
            case ObligationEscalated():
                row = _escalated(row, event, recorded.ref)
            case ObligationMet(at=at, evidence=evidence):
                outcome: Outcome = "met" if first else row.outcome
                return replace(row, outcome=outcome, fulfilled_at=at, evidence=evidence)
            case ObligationLate(occurred_at=at):
                row = replace(row, outcome="late", late_at=at)
            case ObligationWaived(by=by, reason=reason, never_due=never):
                outcome = "waived" if first or never else row.outcome
                return replace(row, outcome=outcome, waived_by=by, reason=reason)
        return row


def _escalated(row: ObligationRow, event: ObligationEscalated, ref: str) -> ObligationRow:
    found = Escalated(
        event.step,
        event.organs,
        event.post,
        event.occurred_at,
        event.clause,
        event.source,
        event.certainty,
        ref,
    )
    return msgspec.structs.replace(
        row,
        escalated=(*row.escalated, found),
        told=tuple(dict.fromkeys((*row.told, *found.seats))),
    )


def _adjusted(row: ObligationRow, event: TermAdjusted, recorded: Recorded) -> ObligationRow:
    moved = Recomputed(
        row.due_on,
        event.new_due_on,
        row.provisional,
        event.provisional,
        event.calendar,
        event.occurred_at,
        recorded.ref,
        event.reason,
    )
    return msgspec.structs.replace(
        row,
        started_at=event.started_at,
        started_on=event.started_on,
        extra_days=event.extra_days,
        pauses=event.pauses,
        paused=event.paused,
        due_on=event.new_due_on,
        provisional=event.provisional,
        other_due_on=event.other_due_on,
        calendar=event.calendar,
        recomputed=(*row.recomputed, moved),
    )


def _opened(key: str, event: ObligationOpened, recorded: Recorded) -> ObligationRow:
    return ObligationRow(
        key=key,
        kind=event.kind,
        about=event.about,
        matter=event.matter,
        debtor=event.debtor,
        creditor=event.creditor,
        post=event.post,
        started_at=event.started_at,
        started_on=event.started_on,
        days=event.days,
        unit=event.unit,
        sla=event.sla,
        certainty=event.certainty,
        clause=event.clause,
        source=event.source,
        lapse=event.lapse,
        rules=event.rules,
        due_on=event.due_on,
        provisional=event.provisional,
        other_due_on=event.other_due_on,
        standing=event.standing,
        outcome="historic" if event.historic else "open",
        calendar=event.calendar,
        opened=recorded.ref,
        opened_at=event.occurred_at,
        position=recorded.position,
        version=recorded.version,
    )
