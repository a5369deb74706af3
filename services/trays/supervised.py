"""Problems that wait for a seat: to correct, order, judge or pursue (XG23-62, -78, -79)."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import asyncpg

from domain.kernel.authority import By
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR, administration
from domain.supervision.problem import STATUSES, Status
from projections.problems import Desk, ProblemRow, in_hand
from services.trays.shape import InSupervision

Act = Literal["correct", "order", "judge", "pursue"]
LABELS: Mapping[Act, str] = {
    "correct": "改正",
    "order": "责令改正",
    "judge": "核查整改",
    "pursue": "追究",
}

_NEXT: Mapping[Status, Act] = {"found": "order", "refused": "pursue"}


async def supervised(
    pool: asyncpg.Pool, tenant: str, by: By, today: date, rules: Rulebook
) -> list[InSupervision]:
    """Correcting is the principal's, as is every order; whoever supervises judges (XG23-28)."""
    if by.post not in (PRINCIPAL, SUPERVISOR):
        return []
    desk = Desk(
        organ=by.organ,
        heads=by.post == PRINCIPAL,
        administers=by.organ in administration(rules),
        organs=tuple(rules.organs),
        today=today,
    )
    rows = await in_hand(pool, tenant, desk)
    return [_shown(row, _act(row, by.organ), today, rules) for row in rows]


def _act(row: ProblemRow, organ: str) -> Act:
    """What comes next for a seat whose turn it is."""
    if row.organ == organ:
        return "correct"
    return _NEXT.get(row.status, "judge")


def _late(row: ProblemRow, today: date) -> bool:
    return row.status == "ordered" and row.due_on is not None and row.due_on < today


def _shown(row: ProblemRow, act: Act, today: date, rules: Rulebook) -> InSupervision:
    return InSupervision(
        act=act,
        label=LABELS[act],
        number=row.key,
        organ=row.organ,
        organ_name=rules.short(row.organ),
        description=row.description,
        status=row.status,
        status_label=STATUSES[row.status],
        due_on=row.due_on,
        late=_late(row, today),
        since=row.completed_at or row.found_at,
    )
