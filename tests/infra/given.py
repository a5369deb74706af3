"""What the tests of the log write: two kinds of event, and appends with sensible defaults."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

import asyncpg

from domain.kernel.event import Event, Registry
from domain.registry import REGISTRY as PLATFORM
from infra.log import Append

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


class Received(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "tests.received"

    case: str
    number: int = 0


class Decided(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "tests.decided"

    case: str
    granted: bool = True


REGISTRY = Registry((*PLATFORM, Received, Decided))


def received(case: str = "案卷", number: int = 0) -> Received:
    return Received(occurred_at=NOON, case=case, number=number)


def an_append(
    tenant: str = "xg",
    *,
    expected: Mapping[str, int],
    writes: Sequence[str] = (),
    command: UUID | None = None,
    body: bytes = b"body",
    number: int = 0,
) -> Append:
    """An append with one event for each entry in `writes`."""
    return Append(
        tenant=tenant,
        command=command or uuid4(),
        fingerprint=hashlib.sha256(body).digest(),
        actor="person/1",
        post="post/1",
        correlation=UUID(int=7),
        causation="",
        policy="pack@1",
        expected=expected,
        events=[(stream, received(stream, number)) for stream in writes],
    )


async def assert_sound(admin: asyncpg.Connection) -> None:
    """Positions and versions contiguous, recorded time monotone, heads and commands in step."""
    broken = await admin.fetch(
        """
        select 'position' as what, tenant from tongban.events
        group by tenant having min(position) <> 1 or max(position) <> count(*)
        union all
        select 'version', tenant from tongban.events
        group by tenant, stream having min(version) <> 1 or max(version) <> count(*)
        union all
        select 'order', tenant from (
            select tenant, version - lag(version) over (
                       partition by tenant, stream order by position) as step
            from tongban.events) e
        where step <> 1
        union all
        select 'recorded_at', tenant from (
            select tenant, recorded_at < lag(recorded_at) over (
                       partition by tenant order by position) as back
            from tongban.events) e
        where back
        union all
        select 'head', h.tenant from tongban.heads h
        where h.position <> (select count(*) from tongban.events e where e.tenant = h.tenant)
        union all
        select 'command', c.tenant from tongban.commands c
        where c.events <> (select count(*) from tongban.events e where e.tenant = c.tenant
              and e.command = c.id
              and e.position between c.first_position and c.first_position + c.events - 1)
        union all
        select 'stray', e.tenant from tongban.events e
        where not exists (select from tongban.commands c where c.tenant = e.tenant
                          and c.id = e.command)
        """
    )
    assert not broken, [tuple(row) for row in broken]
