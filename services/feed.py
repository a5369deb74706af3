"""The event feed of a tenant: what was recorded, in order, for programs outside (DESIGN 7a).

Events leave as CloudEvents 1.0 in their newest schema, or as they are stored, with their leaf.
docs/feed.md is the guide for who reads it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.kernel.event import Event, Registry
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from infra import feed
from infra.codec import Codec, CorruptBodyError, UnknownEventError
from infra.feed import Selection, Stored
from infra.heads import Heads
from infra.log import EventLog
from infra.metrics import FEED_SECONDS

SCHEMAS = "/api/v1/schemas"
"""Where the door serves the JSON Schema of every event type."""

Form = Literal["cloudevents", "stored"]


class CloudEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An event in the structured mode of CloudEvents 1.0.

    `position` is a text: the integers of CloudEvents have 32 bits. What is empty is left out, as
    no attribute may be empty.
    """

    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"]
    dataschema: str
    position: str
    streamversion: int
    recordedat: datetime
    actor: str = ""
    post: str = ""
    command: UUID
    correlation: UUID
    causation: str = ""
    policy: str = ""
    data: Event


class Order(Struct, frozen=True):
    """What a reader asks for: events of one tenant, some of them, in one of two forms."""

    tenant: str
    selection: Selection = Selection()
    form: Form = "cloudevents"


class Line(Struct, frozen=True):
    """One event as it leaves: JSON without a line break."""

    position: int
    type: str
    recorded_at: datetime
    json: bytes


class Batch(Struct, frozen=True):
    """Events in order; `scanned_to` is the position to continue after, also where none came."""

    lines: list[Line]
    scanned_to: int
    head: int


class CrowdedError(Exception):
    """Too many read at once: with this credential (`own`), or altogether."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("too many readers of the feed")
        self.own = own


class Seats:
    """How many read at once: altogether, and with one credential.

    What one reader costs is bounded, so what all of them cost is.
    """

    def __init__(self, total: int, each: int) -> None:
        self._total = total
        self._each = each
        self._taken: Counter[str] = Counter()

    @property
    def in_use(self) -> int:
        return self._taken.total()

    @contextmanager
    def taken(self, reader: str) -> Iterator[None]:
        """Hold a seat for a while. Raises `CrowdedError`."""
        if self._taken[reader] >= self._each:
            raise CrowdedError(own=True)
        if self.in_use >= self._total:
            raise CrowdedError(own=False)
        self._taken[reader] += 1
        try:
            yield
        finally:
            self._taken[reader] -= 1
            if not self._taken[reader]:
                del self._taken[reader]


class Feed:
    """Reads any tenant's log for readers outside; the caller says which tenant and what of it."""

    def __init__(
        self,
        log: EventLog,
        codec: Codec,
        registry: Registry,
        *,
        heads: Heads,
        seats: Seats,
        public_url: str,
    ) -> None:
        self.heads = heads
        self.seats = seats
        self.registry = registry
        self.public_url = public_url.rstrip("/")
        self._log = log
        self._codec = codec
        self._encode = msgspec.json.Encoder().encode

    def types(self, patterns: Collection[str]) -> frozenset[str]:
        """The wire types that patterns name: whole, or as a prefix that ends in a dot.

        Raises `Invalid` for one that names nothing: a typing error must not be silence for ever.
        """
        for pattern in patterns:
            if not self._named([pattern]):
                raise Invalid("feed.unknown_type", f"没有“{pattern}”这样的事件类型")
        return self._named(patterns)

    def _named(self, patterns: Collection[str]) -> frozenset[str]:
        prefixes = tuple(pattern for pattern in patterns if pattern.endswith("."))
        known = [cls.TYPE for cls in self.registry]
        return frozenset(t for t in known if t in patterns or t.startswith(prefixes))

    def select(
        self, types: Collection[str], stream: str, allowed: Collection[str] | None
    ) -> Selection:
        """What is asked for, within what the reader is allowed (None: everything).

        Raises `Invalid` for an unknown type and `NotPermitted` where nothing of it is allowed.
        """
        wanted = self.types(types) if types else None
        if allowed is None:
            return Selection(wanted, stream)
        granted = self._named(allowed)
        if not granted or (wanted is not None and not wanted & granted):
            raise NotPermitted("feed.type_not_granted", "该凭证未获准读取这些类型的事件")
        return Selection(granted if wanted is None else wanted & granted, stream)

    async def read(self, order: Order, after: int, *, limit: int, wait_seconds: float = 0) -> Batch:
        """The next events above `after`; with `wait_seconds`, wait that long where there is none.

        Without waiting one stretch is looked through: a batch may be empty and yet not at the head.
        """
        head = await self._head(order.tenant, after)
        clock = asyncio.get_running_loop().time
        until = clock() + wait_seconds
        while True:
            batch = await self._batch(order, after, head, limit)
            left = until - clock()
            if batch.lines or left <= 0 or self.heads.closed:
                return batch
            after = batch.scanned_to
            if after >= head:
                await self.heads.wait_beyond(order.tenant, after, left)
                head = await self._head(order.tenant, after)

    async def follow(
        self, order: Order, after: int, *, limit: int, idle_seconds: float
    ) -> AsyncGenerator[Batch, None]:
        """Events above `after` and then as they come, until the process is about to stop.

        The next batch is read when the caller comes back for it. An empty one says how far was
        looked: where a whole stretch held nothing, and every `idle_seconds`.
        """
        head = await self._head(order.tenant, after)
        return self._following(order, after, head, limit, idle_seconds)

    async def _following(
        self, order: Order, after: int, head: int, limit: int, idle_seconds: float
    ) -> AsyncGenerator[Batch, None]:
        while not self.heads.closed:
            waited = head <= after
            if waited:
                await self.heads.wait_beyond(order.tenant, after, idle_seconds)
                head = await self._head(order.tenant, after)
            batch = await self._batch(order, after, head, limit)
            after = batch.scanned_to
            if waited and batch.lines:
                recorded_at = batch.lines[0].recorded_at
                FEED_SECONDS.observe((datetime.now(UTC) - recorded_at).total_seconds())
            yield batch

    async def _head(self, tenant: str, after: int) -> int:
        head = await self.heads.now(tenant)
        if after > head:
            # Silence would be wrong: either the position is another log's, or this log was put
            # back to an earlier day, and the reader knows what is no longer there.
            raise IllegalState("feed.beyond_head", f"日志只到第{head}条，没有第{after}条")
        return head

    async def _batch(self, order: Order, after: int, head: int, limit: int) -> Batch:
        found = await feed.read(
            self._log, order.tenant, after, head, selection=order.selection, limit=limit
        )
        make = self._stored if order.form == "stored" else self._cloud_event
        lines: list[Line] = []
        for item in found.events:
            try:
                json = self._encode(make(item))
                lines.append(Line(item.position, item.type, item.recorded_at, json))
            except (UnknownEventError, CorruptBodyError):
                # Never passed over: what stands before it is given, and then the fault is.
                if not lines:
                    raise
                return Batch(lines, lines[-1].position, head)
        return Batch(lines, found.scanned_to, head)

    def _stored(self, item: Stored) -> dict[str, object]:
        """The row; `body` leaves in base64, `leaf` in hex. docs/log.md makes one of the rest."""
        return {**msgspec.structs.asdict(item), "leaf": item.leaf.hex()}

    def _cloud_event(self, item: Stored) -> CloudEvent:
        event = self._codec.decode(item.type, item.schema, item.body)
        return CloudEvent(
            specversion="1.0",
            id=str(item.position),
            source=f"/tenants/{quote(item.tenant, safe='')}",
            type=item.type,
            subject=item.stream,
            time=item.occurred_at,
            datacontenttype="application/json",
            dataschema=self.schema_url(type(event)),
            position=str(item.position),
            streamversion=item.version,
            recordedat=item.recorded_at,
            actor=item.actor,
            post=item.post,
            command=item.command,
            correlation=item.correlation,
            causation=item.causation,
            policy=item.policy,
            data=event,
        )

    def schema_url(self, cls: type[Event]) -> str:
        """Where the schema of an event class is served: CloudEvents ask for an absolute URI."""
        return f"{self.public_url}{SCHEMAS}/{cls.TYPE}/{cls.SCHEMA}"
