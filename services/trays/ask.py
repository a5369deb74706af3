"""What waits for a seat: steps of cases, uses of seals, whatever is due, seals in custody.

One question for every door. Whose turn it is follows from the rules that each case is under; the
cases are read a page at a time, those that came in first going first (XG23-12, -14).
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import asyncpg

from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.facts import Seal
from domain.kernel.pack import BESIDE
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.seals.life import STATUS_NAMES
from domain.seals.places import of_holder
from projections import obligations
from projections.delegation_register import reported
from projections.obligations import ObligationRow
from projections.page import Wanted, cursor_after, page
from projections.redemptions import waiting_for
from projections.tray import Tray, TrayRow
from services.execute import Executor
from services.trays.owed import shown, told_late
from services.trays.shape import (
    Due,
    InCustody,
    InSupervision,
    InTray,
    Item,
    ToApprove,
    ToldLate,
    ToWithdraw,
)
from services.trays.supervised import supervised
from services.trays.turn import Sitting, seal_name, turns
from services.unit import Unit

NOTHING = "没有待办"
MOST = 500
"""Cases of a page at most."""
_DUE = 50  # lines of what is due; the rest is in the list of obligations
_SORT = "received_at"
_BATCH = 100  # open cases that are read at once
_KEPT = 2000  # what follows for an organ from a version of the rules alone


async def in_tray(
    executor: Executor,
    pool: asyncpg.Pool,
    tenant: str,
    by: By,
    *,
    cursor: str | None = None,
    limit: int = 50,
    look_at: int = 2000,
) -> InTray:
    """The tray of a seat: of `limit` cases, after looking at so many open ones at most.

    Raises `CursorError`.
    """
    unit = executor.unit(tenant, by=by)
    rules = await unit.rules()
    sitting = Sitting(by, unit.at, await _seals(unit, rules))
    (items, following), owed, asked, found, short, told = await asyncio.gather(
        _items(unit, pool, sitting, cursor, (min(limit, MOST), look_at)),
        obligations.due_list(
            pool, tenant, seats=(by.seat,), begun=day_of(unit.at, rules), limit=_DUE
        ),
        _redemptions(pool, tenant, by, rules),
        supervised(pool, tenant, by, day_of(unit.at, rules), rules),
        _shortfalls(pool, tenant, by, rules),
        obligations.told(pool, tenant, by.seat, limit=_DUE),
    )
    kept = _in_custody(sitting, rules)
    today = day_of(unit.at, rules)
    due = [shown(row, today, rules) for row in owed]
    late = [told_late(row, by.seat, rules) for row in told]
    return InTray(
        organ=by.organ,
        organ_name=rules.short(by.organ),
        post=by.post,
        post_name=rules.post(by.post),
        summary=_summary(items, due, kept, asked, found, short, late, more=following is not None),
        items=items,
        next=following,
        due=due,
        seals=kept,
        redemptions=asked,
        problems=found,
        shortfalls=short,
        told_late=late,
    )


def _summary(
    items: Sequence[Item],
    due: Sequence[Due],
    kept: Sequence[InCustody],
    asked: Sequence[ToApprove],
    found: Sequence[InSupervision],
    short: Sequence[ToWithdraw],
    late: Sequence[ToldLate],
    *,
    more: bool,
) -> str:
    counted = (
        (f"待办{len(items)}项" + ("，还有下一页" if more else ""), items),
        (f"到期事项{len(due)}项", due),
        (f"在管印章{len(kept)}枚", kept),
        (f"待审定的积分兑现{len(asked)}笔", asked),
        (f"监管事项{len(found)}项", found),
        (f"待决定的承接不到位上报{len(short)}件", short),
        (f"逾期提请督办{len(late)}项", late),
    )
    return "；".join(text for text, found in counted if found) or NOTHING


async def _redemptions(pool: asyncpg.Pool, tenant: str, by: By, rules: Rulebook) -> list[ToApprove]:
    """Only a principal approves one."""
    rows = await waiting_for(pool, tenant, by.organ) if by.post == PRINCIPAL else []
    return [
        ToApprove(
            point=row.point,
            number=row.number,
            township=row.township,
            township_name=rules.short(row.township),
            points=row.points,
            fen=row.fen,
            fund=row.fund,
            since=row.asked_at,
        )
        for row in rows
    ]


async def _shortfalls(pool: asyncpg.Pool, tenant: str, by: By, rules: Rulebook) -> list[ToWithdraw]:
    """Only the principal of whoever gave the authority takes it back, or leaves it."""
    rows = await reported(pool, tenant, by.organ) if by.post == PRINCIPAL else []
    return [
        ToWithdraw(
            delegatee=row.delegatee,
            delegatee_name=rules.short(row.delegatee),
            matters=report.matters,
            circumstances=report.circumstances,
            document_number=report.document_number,
            since=report.at,
        )
        for row in rows
        if row.agreement is not None
        for report in row.agreement.waiting
    ]


async def _items(
    unit: Unit, pool: asyncpg.Pool, sitting: Sitting, cursor: str | None, most: tuple[int, int]
) -> tuple[list[Item], str | None]:
    """What waits for the seat in at most so many cases, of so many that are looked at.

    The cursor may lead to an empty page.
    """
    limit, look_at = most
    organ = unit.by.organ
    versions = {v.rules.version: v.rules for v in (await unit.adopted()).versions}
    matters = tuple(sorted({no for r in versions.values() for no in matters_elsewhere(organ, r)}))
    found: list[Item] = []
    cases = looked_at = 0
    while True:
        rows = await page(pool, Tray(), unit.tenant, _open(organ, matters, cursor, limit))
        owed = await _owed(pool, unit.tenant, rows.items)
        for row in rows.items:
            rules = versions[row.state.policy]
            mine = list(turns(row, sitting, owed.get(row.key, []), rules))
            found += mine
            cases += bool(mine)
            if cases == limit:
                last = row is rows.items[-1] and rows.next is None
                return found, None if last else cursor_after(row, _SORT)
        looked_at += len(rows.items)
        cursor = rows.next
        if cursor is None or looked_at >= look_at:
            return found, cursor


def _open(organ: str, matters: tuple[int, ...], cursor: str | None, limit: int) -> Wanted:
    """Open cases that came to the organ, or are of the matters, the oldest first."""
    place = "(receiver = {} or matter = any({}))" if matters else "receiver = {}"
    return Wanted(
        where={"open = {}": True, place: (organ, list(matters)) if matters else organ},
        sort=_SORT,
        sorts={_SORT: datetime},
        cursor=cursor,
        limit=max(limit, _BATCH),
    )


@lru_cache(maxsize=_KEPT)
def matters_elsewhere(organ: str, rules: Rulebook) -> tuple[int, ...]:
    """The matters in which an organ takes steps, or owns the seal on what others do in its name.

    That is, though the applicant came elsewhere.
    """
    return tuple(_elsewhere(organ, rules))


def _elsewhere(organ: str, rules: Rulebook) -> Iterator[int]:
    steps = [step for mode in rules.pack.mode for step in mode.step if step.kind not in BESIDE]
    parties = {party for step in steps for party in (*step.by, *step.else_)}
    seals = {name for step in steps for name in step.seal}
    parties |= {rule.owner for rule in rules.pack.seal if rule.id in seals and rule.owner_consents}
    # Who stands behind another organ does so for all with the same parent: one of each will do.
    # But for those that a table of relations names one by one.
    elsewhere = {other.parent: other.id for other in rules.pack.organ if other.id != organ}
    named = (line.of for line in rules.pack.relation if line.of is not None and line.of != organ)
    receivers = dict.fromkeys((*elsewhere.values(), *named))
    for matter in rules.pack.matter:
        casts = [Cast(matter, receiver, {}) for receiver in receivers]
        if any(organ in bind(rules, party, cast) for party in parties for cast in casts):
            yield matter.no


async def _owed(
    pool: asyncpg.Pool, tenant: str, rows: Iterable[TrayRow]
) -> Mapping[str, list[ObligationRow]]:
    by_stream = {streams.case(row.key): row.key for row in rows}
    made: dict[str, list[ObligationRow]] = {}
    for row in await obligations.due_about(pool, tenant, by_stream):
        made.setdefault(by_stream[row.about], []).append(row)
    return made


@lru_cache(maxsize=_KEPT)
def _names(organ: str, rules: Rulebook) -> tuple[tuple[str, int], ...]:
    """Owner and number of every seal that the organ, or a body below it, may hold."""
    # However the matters are handled, now, before, or by event from now on.
    anyhow = rules.handling({no: tuple(rules.modes) for no in rules.matters})
    held = rules.below(organ)
    return tuple(sorted({name for holder in held for name in of_holder(anyhow, holder)}))


async def _seals(unit: Unit, rules: Rulebook) -> Mapping[tuple[str, int], Seal]:
    """The seals that the organ holds, and those of its own that a body below it holds."""
    organ = unit.by.organ
    names = _names(organ, rules)
    facts = await asyncio.gather(*(unit.get(streams.seal(*name), Seal) for name in names))
    return {
        name: fact.state
        for name, fact in zip(names, facts, strict=True)
        if fact.state is not None and organ in (fact.state.holder, fact.state.owner)
    }


def _in_custody(sitting: Sitting, rules: Rulebook) -> list[InCustody]:
    """The seals that whoever sits here keeps now."""
    by, at = sitting.by, sitting.at
    return [
        InCustody(
            seal=seal_name(seal.owner, seal.number, rules),
            name=seal.name,
            status=status,
            status_label=STATUS_NAMES[status],
        )
        for seal in sitting.seals.values()
        if by.post == rules.seals[seal.rule].custodian and seal.kept_by(by.person, at)
        if (status := seal.status_at(at)) is not None
    ]
