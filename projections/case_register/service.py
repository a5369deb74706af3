"""How applicants were served, over all cases: how often they came, why, in which style."""

import asyncpg
import msgspec
from msgspec import Struct

from domain.kernel.rulebook import Rulebook


class VisitCount(Struct, frozen=True):
    """So many cases whose applicant came so often, the receipt at a window included (B-51)."""

    visits: int
    cases: int


class ReasonCount(Struct, frozen=True):
    """Visits after the receipt for one reason; "" where the county asks for none."""

    reason: str
    visits: int


class OrganVisits(Struct, frozen=True):
    """What happened at one organ's window: visits after the receipt, those against the rules."""

    organ: str
    visits: int
    unwarranted: int  # ZZ22-30
    despite_online: int  # ZZ22-29


class VisitSummary(Struct, frozen=True):
    cases: tuple[VisitCount, ...]
    reasons: tuple[ReasonCount, ...]
    organs: tuple[OrganVisits, ...]


async def visits(pool: asyncpg.Pool, tenant: str) -> VisitSummary:
    """Each part in the order of its names; organs with most visits against the rules first."""
    row = await pool.fetchval(
        "with mine as (select visits, visited from views.case_register where tenant = $1), "
        "made as (select visit from mine, jsonb_array_elements(visited) as visit), "
        "counted as (select visits, count(*) as cases from mine group by visits), "
        "why as (select visit ->> 'reason' as reason, count(*) as visits from made group by 1), "
        "at as (select visit ->> 'organ' as organ, count(*) as visits, "
        "count(*) filter (where (visit ->> 'unwarranted')::boolean) as unwarranted, "
        "count(*) filter (where (visit ->> 'despite_online')::boolean) as despite_online "
        "from made group by 1) "
        "select jsonb_build_object("
        "'cases', coalesce((select jsonb_agg(c order by c.visits) from counted c), '[]'), "
        "'reasons', coalesce((select jsonb_agg(w order by w.reason) from why w), '[]'), "
        "'organs', coalesce((select jsonb_agg(o order by o.unwarranted + o.despite_online desc, "
        "o.organ) from at o), '[]'))",
        tenant,
    )
    return msgspec.json.decode(row, type=VisitSummary)


class StyleUse(Struct, frozen=True):
    """A style of the county's, with its name; None is for cases that state none."""

    style: str | None
    name: str
    cases: int


async def styles(pool: asyncpg.Pool, tenant: str, rules: Rulebook) -> tuple[StyleUse, ...]:
    """How many cases were served in each style, also in those of earlier rules (RA22-17)."""
    rows = await pool.fetch(
        "select style, count(*) as cases from views.case_register where tenant = $1 "
        "group by style order by style",
        tenant,
    )
    cases = {row["style"]: row["cases"] for row in rows}
    names = {**{style: style or "" for style in cases}, **rules.pack.style}
    return tuple(StyleUse(style, names[style], cases.get(style, 0)) for style in names)
