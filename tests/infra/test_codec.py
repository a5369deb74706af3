"""Bodies: canonical on the way in, newest class on the way out, upcast in between."""

import hashlib
from typing import Any, ClassVar

import msgspec
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg_pool import ConnectionPool

from domain.kernel.event import Event, Registry
from infra.codec import (
    Codec,
    CorruptBodyError,
    DomainEvent,
    LibraryMapper,
    Replayed,
    UnknownEventError,
    parse_topic,
    topic,
)
from infra.database import Database
from infra.log import EventLog
from infra.recorder import TongbanRecorder
from tests.infra.given import NOON, Received, an_append, received


class CountedV1(Event, frozen=True, kw_only=True):
    """`n` is text, as a first version would have it."""

    TYPE: ClassVar[str] = "tests.counted"

    n: str


def _number(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "n": int(fields["n"])}


class CountedV2(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "tests.counted"
    SCHEMA: ClassVar[int] = 2
    UPCASTS: ClassVar[Any] = {1: _number}

    n: int


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    count = fields.pop("n")
    return {**fields, "count": count, "unit": "份"}


class CountedV3(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "tests.counted"
    SCHEMA: ClassVar[int] = 3
    UPCASTS: ClassVar[Any] = {1: _number, 2: _named}

    count: int
    unit: str


NEWEST = CountedV3(occurred_at=NOON, count=7, unit="份")


def test_a_body_is_canonical_json(codec: Codec) -> None:
    assert codec.encode(received("案卷一")) == (
        '{"case":"案卷一","number":0,"occurred_at":"2024-05-01T12:00:00Z"}'.encode()
    )


def test_decoding_gives_back_what_was_encoded(codec: Codec) -> None:
    assert codec.decode("tests.received", 1, codec.encode(received("甲"))) == received("甲")


@pytest.mark.parametrize(
    ("schema", "stored"),
    [
        (1, CountedV1(occurred_at=NOON, n="7")),
        (2, CountedV2(occurred_at=NOON, n=7)),
        (3, NEWEST),
    ],
)
def test_every_stored_schema_reads_as_the_newest_class(schema: int, stored: Event) -> None:
    body = Codec(Registry([type(stored)])).encode(stored)
    assert Codec(Registry([CountedV3])).decode("tests.counted", schema, body) == NEWEST


async def test_old_schemas_in_the_log_read_as_the_newest_class(log: EventLog) -> None:
    """Written by three releases in turn, read by the last one, by each way of reading."""
    releases = [CountedV1(occurred_at=NOON, n="7"), CountedV2(occurred_at=NOON, n=7), NEWEST]
    for version, event in enumerate(releases):
        release = EventLog(log._pool, Codec(Registry([type(event)])))
        append = msgspec.structs.replace(
            an_append(expected={"count/1": version}), events=[("count/1", event)]
        )
        await release.append(append)

    today = EventLog(log._pool, Codec(Registry([CountedV3, Received])))
    assert [r.event for r in await today.read("xg")] == [NEWEST] * 3
    assert [loaded.event for loaded in await today.load("xg", "count/1")] == [NEWEST] * 3
    replayed = [(r.position, r.stream, r.version, r.event) for r in await today.replay("xg")]
    assert replayed == [(n, "count/1", n, NEWEST) for n in (1, 2, 3)]
    yesterday = EventLog(log._pool, Codec(Registry([CountedV2])))
    with pytest.raises(UnknownEventError, match=r"tests\.counted@3"):
        await yesterday.read("xg")


@pytest.mark.parametrize(
    ("wire_type", "schema"), [("tests.other", 1), ("tests.counted", 4), ("tests.counted", 0)]
)
def test_an_unknown_type_or_schema_is_named(wire_type: str, schema: int) -> None:
    with pytest.raises(UnknownEventError, match=f"{wire_type}@{schema}"):
        Codec(Registry([CountedV3])).decode(wire_type, schema, b"{}")


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        (3, b""),
        (3, b"\xff"),
        (3, b"[]"),
        (3, b'{"count":"seven","unit":"x","occurred_at":"2024-05-01T12:00:00Z"}'),
        (3, b'{"unit":"x"}'),
        (2, b'{"occurred_at":"2024-05-01T12:00:00Z"}'),
        (1, b'{"n":"seven","occurred_at":"2024-05-01T12:00:00Z"}'),
        (1, b"null"),
    ],
)
def test_a_body_that_does_not_fit_is_corrupt(schema: int, body: bytes) -> None:
    with pytest.raises(CorruptBodyError, match=f"tests.counted@{schema}"):
        Codec(Registry([CountedV3])).decode("tests.counted", schema, body)


def test_lines_decode_at_once_or_not_at_all(codec: Codec) -> None:
    body = codec.encode(received("甲", 3))
    line = b'["tests.received@1",5,"case/1",2,' + body + b"]"
    [decoded] = codec.decode_lines(b"[" + line + b"]") or []
    assert isinstance(decoded, Replayed)
    assert (decoded.position, decoded.stream, decoded.version) == (5, "case/1", 2)
    assert decoded.event == received("甲", 3)
    assert codec.decode_lines(b"[" + line + b',["tests.other@1",6,"case/1",3,{}]]') is None
    assert Codec(Registry([])).decode_lines(b"[" + line + b"]") is None


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("seals.used", ("seals.used", 1)),
        ("seals.used@2", ("seals.used", 2)),
        ("seals.used@32767", ("seals.used", 32767)),
        ("seals.used@1", ("seals.used@1", 1)),
        ("seals.used@02", ("seals.used@02", 1)),
        ("seals.used@32768", ("seals.used@32768", 1)),
        ("seals.used@²", ("seals.used@²", 1)),
        ("@3", ("@3", 1)),
        ("a@b@3", ("a@b", 3)),
    ],
)
def test_topics(value: str, parsed: tuple[str, int]) -> None:
    assert parse_topic(value) == parsed
    assert topic(*parsed) == value


@given(st.text(min_size=1))
def test_any_topic_reads_back_as_it_was_written(value: str) -> None:
    assert topic(*parse_topic(value)) == value


def test_the_librarys_mapper_through_the_recorder(database: Database, codec: Codec) -> None:
    mapper = LibraryMapper(codec)
    events = [DomainEvent("case/1", n, received("案", n)) for n in (1, 2)]
    with ConnectionPool[psycopg.Connection[Any]](database.url, min_size=1, open=True) as pool:
        recorder = TongbanRecorder(pool, "xg")
        positions = recorder.insert_events([mapper.to_stored_event(event) for event in events])
        stored = recorder.select_events("case/1")
        notified = recorder.select_notifications(1, 10, topics=["tests.received"])
    assert positions == [1, 2]
    assert [mapper.to_domain_event(event) for event in stored] == events
    assert [mapper.to_domain_event(event) for event in notified] == events


def test_the_librarys_mapper_writes_schemas_into_topics() -> None:
    mapper = LibraryMapper(Codec(Registry([CountedV3])))
    stored = mapper.to_stored_event(DomainEvent("count/1", 1, NEWEST))
    assert stored.topic == "tests.counted@3"
    assert mapper.to_domain_event(stored).event == NEWEST
    with pytest.raises(TypeError, match="not a DomainEvent"):
        mapper.to_stored_event(hashlib)  # type: ignore[arg-type]  # known here
