"""What tests of the feed write, and how they wait for its readers."""

import hashlib
from datetime import UTC, datetime
from uuid import uuid4

from domain.attempts.attempt import AttemptMade
from domain.kernel.event import Event
from domain.organisation.events import PostAssumed, PostLeft
from infra.log import Append, EventLog
from tests.services.http.served import Served
from tests.services.working import until

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
IDLE = 0.2  # seconds after which a stream says that nothing came
LONG = 30  # seconds, the longest that anybody may wait
CLOUD_EVENTS = "application/cloudevents-batch+json"


def assumed(n: int, text: str = "") -> Event:
    return PostAssumed(occurred_at=NOON, organ="window", post=f"post-{n}", person=text or "p-1")


def left(n: int) -> Event:
    return PostLeft(occurred_at=NOON, organ="window", post=f"post-{n}", person="p-1")


async def write(log: EventLog, tenant: str, n: int, *events: Event) -> None:
    """One command that begins streams of its own."""
    command = uuid4()
    await log.append(
        Append(
            tenant=tenant,
            command=command,
            fingerprint=hashlib.sha256(command.bytes).digest(),
            actor="p-1",
            post="window/clerk",
            correlation=command,
            expected={f"post/window/{n}": 0, f"attempts/{n}": 0},
            events=[
                (f"attempts/{n}" if isinstance(e, AttemptMade) else f"post/window/{n}", e)
                for e in events
            ],
        )
    )


async def seated(served: Served, readers: int) -> None:
    """So many readers have begun."""
    await until(lambda: served.platform.feed.seats.in_use >= readers)
