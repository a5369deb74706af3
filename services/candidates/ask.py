"""The candidates of one page: what its cases show and, on the first, what is of no case."""

from datetime import datetime

import asyncpg

from projections.candidates import judged
from projections.case_register import CaseRegister
from projections.page import Wanted, page
from services.candidates.beside import beside
from services.candidates.cases import of_case
from services.candidates.gaps import gaps
from services.candidates.shape import Candidates, Raised, named, shown
from services.execute import Executor
from services.liability.answer import Liabilities

MOST = 200
"""Cases of a page at most: the history of each is read."""


async def candidates(
    executor: Executor,
    pool: asyncpg.Pool,
    tenant: str,
    *,
    organ: str | None = None,
    supervisor: str | None = None,
    done: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Candidates:
    """Of the organ, and for a supervisor, where one is named; `done`: those judged too.

    Raises `CursorError`.
    """
    unit = executor.unit(tenant)
    rules = await unit.rules()
    receivers = list(rules.below(organ)) if organ else None
    wanted = Wanted(
        where={"receiver = any({})": receivers},
        sort="-received_at",
        sorts={"received_at": datetime},
        cursor=cursor,
        limit=min(limit, MOST),
    )
    rows = await page(pool, CaseRegister(), tenant, wanted)
    liabilities = Liabilities(executor, pool)
    found: list[Raised] = []
    if cursor is None:
        found += await gaps(unit, pool, rules)
        found += await beside(unit, pool, organ, rules)
    for row in rows.items:
        found += await of_case(row, liabilities, pool, unit, rules)
    cases = {row.key for row in rows.items}
    found = [it for it in found if organ in (None, it.organ) or it.case in cases]
    if supervisor is not None:
        found = [it for it in found if supervisor in it.supervisors]
    known = await judged(pool, tenant, {named(it) for it in found})
    items = {
        named(it): shown(it, known.get(named(it)), rules)
        for it in found
        if done or named(it) not in known
    }
    return Candidates(items=list(items.values()), next=rows.next)
