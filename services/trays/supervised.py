"""Problems that wait for a seat: to correct, order, judge or pursue (XG23-62, -78, -79)."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import asyncpg

from domain.kernel.authority import By
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.supervision.problem import STATUSES
from projections.problems import ProblemRow, in_hand
from services.trays.shape import InSupervision

Act = Literal["correct", "order", "judge", "pursue"]
LABELS: Mapping[Act, str] = {
    "correct": "改正",
    "order": "责令改正",
    "judge": "核查整改",
    "pursue": "追究",
}


async def supervised(
    pool: asyncpg.Pool, tenant: str, by: By, today: date, rules: Rulebook
) -> list[InSupervision]:
    """Correcting is the principal's, as is every order; whoever supervises judges (XG23-28)."""
    if by.post not in (PRINCIPAL, SUPERVISOR):
        return []
    rows = await in_hand(pool, tenant, by.organ)
    return [_shown(row, act, today, rules) for row in rows if (act := _act(row, by, today))]


def _act(row: ProblemRow, by: By, today: date) -> Act | None:
    """What comes next for this seat; None: it is not its turn."""
    heads = by.post == PRINCIPAL
    if row.organ == by.organ:
        return "correct" if heads else None
    if row.status == "completed" or _late(row, today):
        return "judge"
    if row.status == "found" and heads:
        return "order"
    unpursued = row.status == "refused" and not row.accountabilities
    return "pursue" if unpursued and heads else None


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
