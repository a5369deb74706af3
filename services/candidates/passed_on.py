"""推诿扯皮 (XG23-64): of one applicant in one matter one organ after the other says: not ours.

行政许可法 32 has whoever is not competent say so at once, and where to go. Each of two may be
right; that both are wrong is for a supervisor to find. What is moved by rule (an agreement that
ended) is nobody's passing on, and who answers an inquiry late is late as with any other term.
"""

from datetime import datetime

import asyncpg

from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from projections.case_register import CaseRegister, CaseRow
from projections.case_register.rows import StepRow
from projections.page import Wanted, page
from services.candidates.shape import Raised

_MOST = 20
_ACCEPT = "accept"


async def passed_on(
    row: CaseRow, pool: asyncpg.Pool, tenant: str, rules: Rulebook, by: tuple[str, ...]
) -> list[Raised]:
    """What the applicant was told before he came here and was told the same; `by`: supervisors."""
    if row.outcome != "declined" or not row.go_to:
        return []
    wanted = Wanted(
        where={
            "subject = {}": row.subject,
            "matter = {}": row.matter,
            "outcome = {}": row.outcome,
            "receiver <> {}": row.receiver,
            "received_at < {}": row.received_at,
        },
        sort="received_at",
        sorts={"received_at": datetime},
        cursor=None,
        limit=_MOST,
    )
    before = [it for it in (await page(pool, CaseRegister(), tenant, wanted)).items if it.go_to]
    if not before:
        return []
    told = [_told(it, rules) for it in (*before, row)]
    return [
        Raised(
            kind="passed_on",
            organ=row.receiver,
            matter=row.matter,
            case=row.key,
            at=_declined(row, rules).at,
            says="；".join(told),
            cites=tuple(_declined(it, rules).ref for it in (*before, row)),
            supervisors=by,
        )
    ]


def _told(row: CaseRow, rules: Rulebook) -> str:
    day = day_of(_declined(row, rules).at, rules)
    return f"{day}{rules.short(row.receiver)}称不属于本机关职权，告知向{row.go_to}申请"


def _declined(row: CaseRow, rules: Rulebook) -> StepRow:
    """Its acceptance was refused; the notice may have been handed over since."""
    mode = rules.modes.get(row.mode)
    accepting = {step.id for step in mode.step if step.kind == _ACCEPT} if mode else set()
    return next((it for it in row.steps if it.step in accepting), row.steps[-1])
