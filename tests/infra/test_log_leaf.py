"""Leaves: what append() stores is what anybody can compute from the row. Format: docs/log.md."""

import hashlib
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from infra.log import EventLog
from tests.infra.given import NOON, an_append, received

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DOCUMENT = Path(__file__).parents[2] / "docs" / "log.md"


def header(row: Mapping[str, Any]) -> bytes:
    """An implementation of its own, from the document: struct and nothing else."""

    def text(value: str) -> bytes:
        data = value.encode()
        return struct.pack(">i", len(data)) + data

    def time(value: datetime) -> bytes:
        return struct.pack(">q", (value - EPOCH) // timedelta(microseconds=1))

    return b"".join(
        [
            text(row["tenant"]),
            struct.pack(">q", row["position"]),
            text(row["stream"]),
            struct.pack(">i", row["version"]),
            text(row["type"]),
            struct.pack(">h", row["schema"]),
            time(row["recorded_at"]),
            time(row["occurred_at"]),
            text(row["actor"]),
            text(row["post"]),
            row["command"].bytes,
            row["correlation"].bytes,
            text(row["causation"]),
            text(row["policy"]),
            struct.pack(">i", len(row["body"])),
        ]
    )


def leaf(row: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(b"\0" + header(row) + row["body"]).digest()


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    tenant=texts.filter(bool),
    stream=texts.filter(bool),
    people=st.tuples(texts, texts, texts, texts),
    ids=st.tuples(st.uuids(), st.uuids()),
    occurred_at=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  the mistake
    case=texts,
)
async def test_every_column_is_in_the_leaf(
    log: EventLog,
    admin: asyncpg.Connection,
    tenant: str,
    stream: str,
    people: tuple[str, str, str, str],
    ids: tuple[UUID, UUID],
    occurred_at: datetime,
    case: str,
) -> None:
    version = len(await log.load(tenant, stream))
    actor, post, causation, policy = people
    append = replace(
        an_append(tenant, expected={stream: version}, command=ids[0]),
        actor=actor,
        post=post,
        causation=causation,
        policy=policy,
        correlation=ids[1],
        events=[(stream, replace(received(case), occurred_at=occurred_at))],
    )
    appended = await log.append(append)
    row = await admin.fetchrow(
        "select * from tongban.events where tenant = $1 and position = $2", tenant, appended.first
    )
    assert row is not None
    assert row["leaf"] == leaf(dict(row))
    if not appended.repeated:
        assert (row["actor"], row["causation"], row["occurred_at"]) == (
            actor,
            causation,
            occurred_at,
        )


@pytest.mark.parametrize(
    "column", ["tenant", "stream", "version", "actor", "policy", "leaf", "body"]
)
async def test_a_changed_column_shows(
    log: EventLog, admin: asyncpg.Connection, column: str
) -> None:
    """What a superuser does behind the triggers' back is what the leaf is for."""
    await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))
    change = {"version": "version + 1", "leaf": "sha256(leaf)", "body": "body || ' '::bytea"}
    await admin.execute("alter table tongban.events disable trigger append_only")
    await admin.execute(
        f"update tongban.events set {column} = {change.get(column, f'{column} || $$x$$')}"
    )
    row = await admin.fetchrow("select * from tongban.events")
    assert row is not None
    assert row["leaf"] != leaf(dict(row))


VECTORS: list[dict[str, Any]] = [
    dict(  # noqa: C408  as columns
        tenant="xg", position=1, stream="case/1", version=1, type="cases.received", schema=1,
        recorded_at=NOON, occurred_at=EPOCH, actor="person/1", post="post/1",
        command=UUID(int=1), correlation=UUID(int=2), causation="", policy="",
        body=b'{"case":"1","number":0,"occurred_at":"2000-01-01T00:00:00Z"}',
    ),
    dict(  # noqa: C408  as columns
        tenant="兴国", position=2**40, stream="印章/县政府公章", version=2**31 - 1,
        type="seals.used", schema=32767, recorded_at=datetime(2024, 2, 29, 23, 59, 59, 999999, UTC),
        occurred_at=datetime(1999, 12, 31, 23, 59, 59, 999999, UTC), actor="人员/张三",
        post="岗位/窗口", command=UUID(int=2**128 - 1), correlation=UUID(int=0),
        causation="案件/1@3", policy="兴国@2024.1", body=b"{}",
    ),
    dict(  # noqa: C408  as columns
        tenant="t", position=3, stream="s", version=0, type="x", schema=2, recorded_at=EPOCH,
        occurred_at=EPOCH, actor="", post="", command=UUID(int=0), correlation=UUID(int=0),
        causation="", policy="", body=b"",
    ),
]  # fmt: skip
LEAVES = [
    "c642b35cbe1b7419445cbf7cfc5e068a7bc9b7c62dd5523d77e4d344ae7d578f",
    "7cdfd9b01a9e764ebb442cc0ba81ecdaf64c934a9bb4d92f60d28fe3fc323533",
    "554c00f9cb8dc7242a72baf8bbd4167f41a0a831bd87ecda2e49333e98930e5f",
]


@pytest.mark.parametrize("n", range(3))
async def test_golden_vectors(admin: asyncpg.Connection, n: int) -> None:
    """Fixed for good: leaves that were published never change. PostgreSQL and Python agree."""
    row = VECTORS[n]
    assert leaf(row).hex() == LEAVES[n]
    assert LEAVES[n] in DOCUMENT.read_text("utf-8")
    source = await admin.fetchval("select prosrc from pg_proc where proname = 'append'")
    expression = (
        "sha256(" + source.partition("sha256(")[2].partition("|| r.body)")[0] + "|| r.body)"
    )
    columns = ", ".join(
        f"${i}::{kind} as {name}"
        for i, (name, kind) in enumerate(zip(row, KINDS, strict=True), start=1)
    )
    computed = await admin.fetchval(f"select {expression} from (select {columns}) r", *row.values())
    assert computed.hex() == LEAVES[n]


KINDS = [
    "text", "int8", "text", "int4", "text", "int2", "timestamptz", "timestamptz", "text", "text",
    "uuid", "uuid", "text", "text", "bytea",
]  # fmt: skip
