"""What is of no one case: attempts at power that were refused, terms of organs that were missed."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg

from domain.cases.commands import ChargeFee
from domain.kernel.rulebook import Rulebook
from domain.kernel.supervision import supervisors_of
from domain.supervision.candidate import Kind
from projections.attempts import AttemptRow, Attempts
from projections.obligations import ObligationRow, due_list
from projections.page import Wanted, page
from services.candidates.shape import Raised
from services.unit import Unit

_MOST = 200
_ITS_OWN = ("correction", "push", "feedback")  # problems already, or told with their cases
_CODES: Mapping[str, Kind] = {
    "seal.consent_missing": "without_consent",  # XG23-56
    "seal.out_of_scope": "beyond_scope",  # XG23-52
    "seal.not_in_use": "after_suspension",  # DOMAIN E4
}
"""What an attempt comes to, where it has a name beside its being one."""


async def beside(
    unit: Unit, pool: asyncpg.Pool, organ: str | None, rules: Rulebook
) -> list[Raised]:
    tried = Wanted(
        where={"organ = {}": organ},
        sort="-attempted_at",
        sorts={"attempted_at": datetime},
        cursor=None,
        limit=_MOST,
    )
    attempts = (await page(pool, Attempts(), unit.tenant, tried)).items
    late = await due_list(pool, unit.tenant, organ=organ, status="late", limit=_MOST)
    return [
        *(_attempt(row, rules) for row in attempts),
        *(_overdue(row, rules) for row in late if _counts(row)),
    ]


def _attempt(row: AttemptRow, rules: Rulebook) -> Raised:
    """XG23-70, -71: it came to nothing, but it was tried."""
    charged = row.act == ChargeFee.TYPE
    return Raised(
        kind="extra_fee" if charged else _CODES.get(row.code, "attempt"),
        organ=row.organ,
        matter=None,
        case=None,
        at=row.attempted_at,
        says=f"{row.message}（已拒绝）",
        cites=(f"attempts/{row.organ}/{row.key}@1",),
        supervisors=_all(row.organ, rules),
    )


def _counts(row: ObligationRow) -> bool:
    of, _, _ = row.about.partition("/")
    return of != "case" and row.kind not in _ITS_OWN and row.waived_by is None


def _overdue(row: ObligationRow, rules: Rulebook) -> Raised:
    return Raised(
        kind="overdue",
        organ=row.debtor,
        matter=row.matter or None,
        case=None,
        at=row.late_at or row.opened_at,
        says=f"应于{row.due_on}前完成（{row.clause or row.source}）",
        cites=(f"obligation/{row.key}@{row.version}",),
        supervisors=_all(row.debtor, rules),
    )


def _all(organ: str, rules: Rulebook) -> tuple[str, ...]:
    """Whoever supervises it in anything."""
    pairs = [(it, mode) for it in rules.pack.matter for mode in rules.modes_of(it.no)]
    return supervisors_of(rules, organ, pairs)
