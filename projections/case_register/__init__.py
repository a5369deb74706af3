"""Case register: every case, where it stands, who took which step when."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.cases.events import CaseAct, CaseConcluded, CaseDeemedAccepted, CaseTransferred
from domain.cases.renewal import CaseDeemedRenewed
from domain.cases.window import MOVED
from domain.kernel.event import Event, Recorded
from projections.case_register.fold import BESIDE, STATUS, fold
from projections.case_register.rows import OUTCOME_LABELS, STATUS_LABELS, CaseRow
from projections.view import View

__all__ = [
    "OUTCOME_LABELS",
    "STATUS_LABELS",
    "CaseRegister",
    "CaseRow",
    "case",
    "cases",
]


class CaseRegister(View[CaseRow]):
    name: ClassVar = "case_register"
    label: ClassVar = "办件登记"
    events: ClassVar = (*STATUS, *BESIDE)
    row = CaseRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case CaseAct(case=case) | CaseDeemedAccepted(case=case) | CaseConcluded(case=case):
                return (case,)
            case CaseTransferred(case=case) | CaseDeemedRenewed(case=case):
                return (case,)
        return ()

    def fold(self, row: CaseRow | None, key: str, recorded: Recorded) -> CaseRow | None:
        return fold(row, key, recorded)


async def cases(
    pool: asyncpg.Pool,
    tenant: str,
    *,
    receiver: str | None = None,
    style: str | None = None,
    limit: int = 100,
) -> list[CaseRow]:
    """The newest cases, at most `limit`, of all organs or one, however served or in one style."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.case_register t "
        "where tenant = $1 and ($2::text is null or receiver = $2) "
        "and ($3::text is null or style = $3) "
        "order by received_at desc, key limit $4",
        tenant,
        receiver,
        style,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=CaseRow) for row in rows]


async def open_at(
    pool: asyncpg.Pool, tenant: str, receivers: Collection[str], *, after: str, limit: int
) -> list[CaseRow]:
    """A page of some organs' cases that are not concluded, by number behind one."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.case_register t "
        "where tenant = $1 and receiver = any($2) and concluded_at is null and key > $3 "
        "order by key limit $4",
        tenant,
        list(receivers),
        after,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=CaseRow) for row in rows]


async def to_move(
    pool: asyncpg.Pool, tenant: str, matter: int, mode: str, since: datetime, *, limit: int
) -> list[str]:
    """Undecided cases of a matter from before a moment that are not in its mode of now.

    What had left the matter's own mode stays where it went.
    """
    rows = await pool.fetch(
        "select key from views.case_register where tenant = $1 and matter = $2 and mode <> $3 "
        "and received_at < $4 and outcome is null and concluded_at is null "
        "and coalesce(routed -> 0 ->> 'code', $5) = $5 order by key limit $6",
        tenant,
        matter,
        mode,
        since,
        MOVED,
        limit,
    )
    return [row["key"] for row in rows]


async def case(pool: asyncpg.Pool, tenant: str, number: str) -> CaseRow | None:
    row = await pool.fetchrow(
        "select to_jsonb(t) as row from views.case_register t where tenant = $1 and key = $2",
        tenant,
        number,
    )
    return None if row is None else msgspec.json.decode(row["row"], type=CaseRow)
