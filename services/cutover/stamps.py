"""Every stamp with the seals that a notice prohibits, with what it rested on (B-20, B-22)."""

from datetime import datetime

import asyncpg
from msgspec import Struct

from domain.kernel import streams
from domain.kernel.event import Recorded
from domain.kernel.facts import Seal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import start_of
from domain.policy.adoption import AdoptedAbove, Policy
from domain.policy.self_inspection import SelfInspection
from domain.seals.use import SealUsed
from projections.page import Page, Wanted, page
from projections.seal_ledger import SealLedger, UseRow
from services.commands.self_inspections import existing, seals_of
from services.unit import Unit

PAGE = 500


class Stamp(Struct, frozen=True, kw_only=True):
    """One stamp: `rested_on`, link by link, as the event keeps it; `in_use`: the seal was then."""

    used_at: datetime
    before: bool
    seal: str
    holder: str
    matter: int
    item: str
    case: str
    document: str
    document_number: str
    approved_by: str
    stamped_by: str
    rested_on: tuple[str, ...]
    in_use: bool
    ref: str


class Stamps(Struct, frozen=True):
    """A page of stamps, the first made first. `next` is the cursor of the page that follows."""

    items: tuple[Stamp, ...]
    next: str | None = None


async def stamps(
    unit: Unit, pool: asyncpg.Pool, upper: str, *, cursor: str | None = None, limit: int = PAGE
) -> Stamps:
    """Who used the seals, a page at a time: a county has more stamps than a machine has room."""
    state = await existing(unit, upper)
    policy = await unit.adopted()
    since = start_of(notice_of(policy, upper).effective_from, await unit.rules())
    rows = await used_by(unit, pool, state, policy, cursor=cursor or "", limit=limit)
    events = await unit.histories([streams.use(row.case, row.document) for row in rows.items])
    made = [
        await _stamp(unit, row, recorded, since, policy.version(recorded.policy).rules)
        for row in rows.items
        for recorded in events[streams.use(row.case, row.document)]
        if isinstance(recorded.event, SealUsed) and recorded.event.serial == row.serial
    ]
    return Stamps(tuple(made), rows.next)


def notice_of(policy: Policy, upper: str) -> AdoptedAbove:
    return next(it for it in reversed(policy.above) if it.pack.id == upper)


async def used_by(
    unit: Unit,
    pool: asyncpg.Pool,
    state: SelfInspection,
    policy: Policy,
    *,
    cursor: str,
    limit: int,
) -> Page[UseRow]:
    """Whatever was stamped for the matters with the seals that bear on them."""
    bearing = [
        (finding.matter, *seal)
        for finding in state.ever
        for seal in dict.fromkeys(seals_of(finding, policy))
    ]
    numbers, owners, seals = zip(*bearing, strict=True) if bearing else ((), (), ())
    is_one = "(matter, owner, number) in (select * from unnest({}::int[], {}::text[], {}::int[]))"
    wanted = Wanted(
        where={is_one: (numbers, owners, seals)},
        sort="used_at",
        sorts={"used_at": datetime},
        cursor=cursor or None,
        limit=limit,
    )
    return await page(pool, SealLedger(), unit.tenant, wanted)


def used_at(row: UseRow) -> datetime:
    """When it was stamped: the rows are of what was."""
    if row.used_at is None:
        raise LookupError(row.key)
    return row.used_at


async def in_use(unit: Unit, row: UseRow) -> bool:
    seal = (await unit.get(streams.seal(row.owner, row.number), Seal)).state
    return seal is not None and seal.status_at(used_at(row)) == "in_use"


async def _stamp(
    unit: Unit, row: UseRow, recorded: Recorded, since: datetime, rules: Rulebook
) -> Stamp:
    used = recorded.event
    if not isinstance(used, SealUsed):
        raise TypeError(recorded.ref)
    seal = (await unit.get(streams.seal(used.owner, used.number), Seal)).state
    return Stamp(
        used_at=used.occurred_at,
        before=used.occurred_at < since,
        seal=seal.name if seal else f"{rules.short(used.owner)}（{used.number}）",
        holder=rules.short(used.authority.organ),
        matter=used.matter,
        item=rules.item(used.matter),
        case=used.case,
        document=used.document,
        document_number=used.document_number,
        approved_by=used.approved_by,
        stamped_by=used.stamped_by,
        rested_on=tuple(f"{link.says}（{link.ref}）" for link in used.authority.chain),
        in_use=await in_use(unit, row),
        ref=recorded.ref,
    )
