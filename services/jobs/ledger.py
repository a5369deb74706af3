"""The whole ledger of seal uses as a file for Excel (XG23-59), a batch at a time."""

from datetime import datetime

import msgspec
from msgspec import Struct

from infra.jobs import Place, Slice
from projections import seal_ledger
from projections.seal_ledger import SealLedger, Which, sheet
from services.commands.ledger import judged
from services.jobs.words import Name, Number
from services.main import Platform

_FILE = "用印台账.csv"


class LedgerExport(Struct, frozen=True, kw_only=True, tag="seal_ledger", tag_field="kind"):
    """Of one department, one number, one holder, one matter; None: of all."""

    owner: Name | None = None
    number: Number | None = None
    holder: Name | None = None
    matter: Number | None = None


async def make(it: Platform, tenant: str, asked: LedgerExport, place: Place) -> Slice:
    """The cursor is the last row of the batch before."""
    unit = it.executor.unit(tenant)
    rules = await unit.rules()
    which = Which(**msgspec.structs.asdict(asked))
    total = None
    head = ""
    after: tuple[datetime, str] | None = None
    if place.cursor:
        after = msgspec.json.decode(place.cursor, type=tuple[datetime, str])
    else:
        await it.projections.catch_up(tenant, [SealLedger.name])
        total = await seal_ledger.count(it.pool, tenant, which)
        head = sheet.BOM + sheet.lines([sheet.heads(rules)])
    rows = await seal_ledger.batch(it.pool, tenant, which, after)
    entries = await judged(unit, rows)
    text = head + sheet.lines(sheet.cells(entry, rules) for entry in entries)
    last = rows[-1] if len(rows) == seal_ledger.BATCH else None
    return Slice(
        cursor=msgspec.json.encode((last.applied_at, last.key)).decode() if last else "",
        done=len(rows),
        total=total,
        name=_FILE,
        content=text.encode(),
    )
