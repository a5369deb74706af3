"""The ledger's lines with what the seals' history says about them, as known now (XG23-60)."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from datetime import datetime

import msgspec

from domain.kernel import streams
from domain.kernel.facts import Fact, Seal
from domain.kernel.pack import Finding
from domain.kernel.rulebook import Rulebook
from projections.seal_ledger import UseRow, sheet
from projections.seal_ledger.sheet import Entry
from services.unit import Unit


async def judged(unit: Unit, rows: Iterable[UseRow]) -> list[Entry]:
    """A seal found to have been lost makes its uses since then irregular, whenever it was told."""
    rows = list(rows)
    names = {streams.seal(row.owner, row.number) for row in rows}
    found = await asyncio.gather(*(unit.get(name, Seal) for name in names))
    seals = {fact.stream: fact for fact in found}
    return [
        Entry(
            **msgspec.structs.asdict(row),
            irregular=_irregular(row, seals[streams.seal(row.owner, row.number)]),
        )
        for row in rows
    ]


def _irregular(row: UseRow, seal: Fact[Seal]) -> Finding | None:
    return irregular(seal.state, row.used_at) if row.used_at and seal.state else None


def irregular(seal: Seal, used_at: datetime) -> Finding | None:
    """What is wrong with a use of the seal at a moment, by what is known of the seal."""
    if seal.lost_at(used_at):
        return "after_loss"
    return None if seal.status_at(used_at) == "in_use" else "after_suspension"


async def as_csv(
    unit: Unit, batches: AsyncGenerator[list[UseRow], None], rules: Rulebook
) -> AsyncGenerator[bytes, None]:
    """The ledger as a file for Excel, piece by piece."""
    yield (sheet.BOM + sheet.lines([sheet.heads(rules)])).encode()
    async for rows in batches:
        entries = await judged(unit, rows)
        yield sheet.lines(sheet.cells(entry, rules) for entry in entries).encode()
