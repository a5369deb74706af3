"""What a command adds to the log: checked, encoded and laid out as append() takes it."""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from msgspec import Struct

from domain.kernel.event import Event
from infra.batcher import Pick, Waiting
from infra.codec import Codec, holds_nul

EVENTS_LIMIT = 1000
"""Events of one command at most."""
BYTES_LIMIT = 16 * 1024 * 1024
"""Bytes in the bodies of one command at most; a batch is closed once it holds as many."""
_VERSION_LIMIT = 2**31 - 1 - EVENTS_LIMIT
_FINGERPRINT_BYTES = 32


class ConflictError(Exception):
    """A stream that the decision read or writes has moved on; decide again on what is there now."""


class CommandReusedError(Exception):
    """The command id was used before for something else (another actor, type or body)."""


class Append(Struct, frozen=True, kw_only=True):
    """What one command adds to the log of one tenant, or nothing but its own trace.

    `expected` holds the version of every stream that the decision read, also of those it writes
    (0: the stream does not exist). `events` come in order, each with its stream. `fingerprint` is
    the SHA-256 of actor, type and body of the command.
    """

    tenant: str
    command: UUID
    fingerprint: bytes
    actor: str
    post: str
    correlation: UUID
    causation: str = ""
    policy: str = ""
    expected: Mapping[str, int]
    events: Sequence[tuple[str, Event]] = ()


class Appended(Struct, frozen=True):
    """Where the command's events stand: `count` positions from `first` on.

    Without events `count` is 0 and `first` is where the next event will stand. `repeated` tells
    that this command was carried out before and these are its positions.
    """

    first: int
    count: int
    recorded_at: datetime
    repeated: bool

    @property
    def last(self) -> int:
        return self.first + self.count - 1


class Prepared(Struct, frozen=True):
    """An append that can be stored: nothing in it can fail the batch it travels in."""

    append: Append
    reads: Sequence[tuple[str, int]]
    events: Sequence[tuple[str, int, str, int, datetime, bytes]]
    touches: frozenset[tuple[str, str]]
    writes: frozenset[tuple[str, str]]
    size: int


def prepare(append: Append, codec: Codec) -> Prepared:
    """Check and encode one command's append.

    Raises `ValueError` for what the log cannot hold or a caller must not ask.
    """
    _check(append)
    tenant = append.tenant
    versions = dict(append.expected)
    events = []
    size = 0
    for stream, event in append.events:
        if stream not in versions:
            raise ValueError(f"{stream} is written without an expected version")
        if event.occurred_at.tzinfo is None:
            # The driver would take it for the local time of this machine.
            raise ValueError(f"{event.TYPE}: occurred_at has no time zone")
        versions[stream] += 1
        body = codec.encode(event)
        if holds_nul(body):
            raise ValueError(f"{event.TYPE}: a text holds a NUL, which no view could store")
        # What cannot be read again (a NaN becomes null) would stop every reader for ever.
        codec.decode(event.TYPE, event.SCHEMA, body)
        size += len(body)
        events.append((stream, versions[stream], event.TYPE, event.SCHEMA, event.occurred_at, body))
    if size > BYTES_LIMIT:
        raise ValueError(f"the events of one command hold {size} bytes, {BYTES_LIMIT} at most")
    written = {event[0] for event in events}
    return Prepared(
        append,
        [(stream, v) for stream, v in append.expected.items() if stream not in written],
        events,
        frozenset([(tenant, stream) for stream in append.expected]),
        frozenset([(tenant, stream) for stream in written]),
        size,
    )


def _check(append: Append) -> None:
    # An empty tenant is what row-level security sees where no tenant is set.
    if not append.tenant:
        raise ValueError("an append needs a tenant")
    if "" in append.expected:
        raise ValueError("a stream needs a name")
    text = "".join(
        (
            append.tenant,
            append.actor,
            append.post,
            append.causation,
            append.policy,
            *append.expected,
        )
    )
    if b"\0" in text.encode():  # raises UnicodeEncodeError, a ValueError, for a lone surrogate
        raise ValueError("a text holds a NUL, which the database cannot store")
    if len(append.fingerprint) != _FINGERPRINT_BYTES:
        raise ValueError(f"a fingerprint has {_FINGERPRINT_BYTES} bytes")
    if len(append.events) > EVENTS_LIMIT:
        raise ValueError(f"{len(append.events)} events in one command, {EVENTS_LIMIT} at most")
    for stream, version in append.expected.items():
        if not 0 <= version <= _VERSION_LIMIT:
            raise ValueError(f"{stream} cannot have version {version}")


def columns(batch: Sequence[Prepared]) -> list[list[object]]:
    """The batch as append()'s eighteen arrays: of commands, of reads, of events."""
    commands = [prepared.append for prepared in batch]
    reads = [(n, *read) for n, prepared in enumerate(batch, 1) for read in prepared.reads]
    events = [(n, *event) for n, prepared in enumerate(batch, 1) for event in prepared.events]
    return [
        [a.tenant for a in commands],
        [a.command for a in commands],
        [a.fingerprint for a in commands],
        [a.actor for a in commands],
        [a.post for a in commands],
        [a.correlation for a in commands],
        [a.causation for a in commands],
        [a.policy for a in commands],
        *_transposed(reads, 3),
        *_transposed(events, 7),
    ]


def _transposed(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def answer(row: asyncpg.Record) -> Appended | Exception:
    """What a row of append()'s result says to its submitter."""
    outcome, first, count, recorded_at = row
    if outcome == "conflict":
        return ConflictError()
    if outcome == "mismatched":
        return CommandReusedError()
    return Appended(first, count, recorded_at, outcome == "repeated")


class IndependentPick(Pick[Prepared, Appended]):
    """Chooses batches of commands that do not disturb each other.

    In a batch none touches a stream that an earlier one writes: append() would answer it with a
    conflict; here it just takes the next batch. And no tenant is in two batches at a time: the
    second would wait for the first one's lock, and everybody in it.
    """

    def __init__(self) -> None:
        self._under_way: set[str] = set()

    def take(
        self, queue: deque[Waiting[Prepared, Appended]], size: int
    ) -> list[Waiting[Prepared, Appended]]:
        """Take the oldest independent items, at most `size`; closed at `BYTES_LIMIT`."""
        picked: list[Waiting[Prepared, Appended]] = []
        later: list[Waiting[Prepared, Appended]] = []
        written: set[tuple[str, str]] = set()
        commands: set[tuple[str, UUID]] = set()
        room = BYTES_LIMIT
        for _ in range(min(len(queue), 4 * size)):
            waiting = queue.popleft()
            prepared = waiting.item
            tenant = prepared.append.tenant
            command = (tenant, prepared.append.command)
            if tenant in self._under_way:
                later.append(waiting)
                continue
            if command in commands or not written.isdisjoint(prepared.touches):
                later.append(waiting)
            else:
                picked.append(waiting)
                room -= prepared.size
                if len(picked) == size or room <= 0:
                    break
            # What waits keeps its place before whoever comes later for the same stream or id.
            written |= prepared.writes
            commands.add(command)
        queue.extendleft(reversed(later))
        self._under_way.update([waiting.item.append.tenant for waiting in picked])
        return picked

    def done(self, taken: Sequence[Waiting[Prepared, Appended]]) -> None:
        self._under_way.difference_update([waiting.item.append.tenant for waiting in taken])
