"""Stretches of a tenant's log as they are stored, for whoever passes events on.

Everything is bounded: positions looked at, rows, bytes. A reader that wants few of many events is
told how far was looked, so it advances also where nothing was for it.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from infra.log import EventLog

SCAN_LIMIT = 10_000
"""Positions looked at in one reading at most: some 20 ms where nothing matches."""
BYTES_LIMIT = 256 * 1024
"""Bytes of bodies in one reading; only a single larger event exceeds it (`append.BYTES_LIMIT`)."""


class GapError(RuntimeError):
    """Positions are contiguous, yet one is missing: the log was damaged. Nobody reads past it."""


class Stored(Struct, frozen=True, gc=False):
    """An event as its row holds it; docs/log.md says how the leaf is made of the rest."""

    tenant: str
    position: int
    stream: str
    version: int
    type: str
    schema: int
    recorded_at: datetime
    occurred_at: datetime
    actor: str
    post: str
    command: UUID
    correlation: UUID
    causation: str
    policy: str
    body: bytes
    leaf: bytes


class Selection(Struct, frozen=True):
    """Which events: of these wire types (None: all), of this stream (empty: all).

    A stream that ends in a slash stands for all streams of that kind.
    """

    types: frozenset[str] | None = None
    stream: str = ""

    @property
    def whole(self) -> bool:
        return self.types is None and not self.stream


class Stretch(Struct, frozen=True):
    """What was found, and the position up to which that is everything selected."""

    events: list[Stored]
    scanned_to: int


async def read(
    log: EventLog,
    tenant: str,
    after: int,
    head: int,
    *,
    selection: Selection,
    limit: int,
    size: int = BYTES_LIMIT,
    scan: int = SCAN_LIMIT,
) -> Stretch:
    """The next events above `after` and up to `head`, a position that the log is known to have.

    At most `limit` events (from 1 on), `size` bytes of bodies, `scan` positions looked at. Raises
    `GapError`.
    """
    one_stream = selection.stream and not selection.stream.endswith("/")
    # A stream has an index of its own; all else is looked through in order of position.
    upto = head if one_stream else min(head, after + scan)
    if upto <= after:
        return Stretch([], after)
    types = None if selection.types is None else sorted(selection.types)
    query = "stored_stream" if one_stream else "stored"
    stream = selection.stream or None
    rows = await log.query(query, tenant, after, upto, types, stream, limit, size)
    events = [Stored(tenant, *row[:-1]) for row in rows]
    cut = bool(rows) and (len(rows) == limit or len(rows) < rows[-1]["matching"])
    scanned_to = events[-1].position if cut else upto
    if selection.whole and [e.position for e in events] != list(range(after + 1, scanned_to + 1)):
        raise GapError(f"{tenant}: positions {after + 1} to {scanned_to} are not all there")
    return Stretch(events, scanned_to)
