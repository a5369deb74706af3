"""Reading: in order, in pieces, by type, and fast for rebuilds."""

from contextlib import aclosing

import asyncpg
import msgspec
import pytest

from domain.kernel.event import Recorded
from infra.codec import CorruptBodyError, Replayed, UnknownEventError
from infra.log import EventLog
from tests.infra.given import NOON, Decided, an_append, received

INSERT = """
    insert into tongban.events
    select 'xg', $1, 'odd/' || $1::bigint, 1, $2, $3, now(), now(), '', '', gen_random_uuid(),
           gen_random_uuid(), '', '', $4, sha256('')
"""


@pytest.fixture
async def a_log(log: EventLog) -> EventLog:
    """Ten cases of two events each, and a neighbour's log that must not show."""
    for n in range(10):
        append = an_append(expected={f"case/{n}": 0})
        events = [(f"case/{n}", received(f"案{n}", n)),
                  (f"case/{n}", Decided(occurred_at=NOON, case=f"案{n}"))]  # fmt: skip
        await log.append(msgspec.structs.replace(append, events=events))
        await log.append(an_append("yd", expected={f"case/{n}": 0}, writes=[f"case/{n}"]))
    return log


async def test_reading_in_pieces_gives_the_whole(a_log: EventLog) -> None:
    whole = await a_log.read("xg")
    pieces: list[Recorded] = []
    while found := await a_log.read("xg", pieces[-1].position if pieces else 0, limit=3):
        pieces += found
    assert pieces == whole
    assert [r.position for r in whole] == list(range(1, 21))
    assert await a_log.read("xg", 20) == []


async def test_reading_by_type(a_log: EventLog) -> None:
    decided = await a_log.read("xg", 4, types=["tests.decided"], limit=3)
    assert [r.position for r in decided] == [6, 8, 10]
    assert {type(r.event) for r in decided} == {Decided}
    assert await a_log.read("xg", types=["tests.unheard_of"]) == []


async def test_loading_from_a_version_on(a_log: EventLog) -> None:
    assert [loaded.version for loaded in await a_log.load("xg", "case/3")] == [1, 2]
    assert [loaded.event for loaded in await a_log.load("xg", "case/3", after=1)] == [
        Decided(occurred_at=NOON, case="案3")
    ]
    assert await a_log.load("xg", "case/3", after=2) == []


async def test_a_replay_is_a_read_without_the_surroundings(a_log: EventLog) -> None:
    read = [(r.position, r.stream, r.version, r.event) for r in await a_log.read("xg")]
    replayed: list[Replayed] = []
    while found := await a_log.replay("xg", replayed[-1].position if replayed else 0, limit=7):
        replayed += found
    assert [(r.position, r.stream, r.version, r.event) for r in replayed] == read
    assert await a_log.replay("nobody") == []


@pytest.mark.parametrize("piece", [1, 3, 4, 5, 20, 21, 1000])
async def test_a_whole_replay_gives_every_event_once(a_log: EventLog, piece: int) -> None:
    """Also where the log ends with a piece, and while others append."""
    read = [(r.position, r.event) for r in await a_log.read("xg")]
    assert [
        (r.position, r.event) async for p in a_log.replay_all("xg", piece=piece) for r in p
    ] == read
    rest = [r.position async for p in a_log.replay_all("xg", 7, piece=piece) for r in p]
    assert rest == list(range(8, 21))
    assert [p async for p in a_log.replay_all("nobody", piece=piece)] == []

    seen: list[int] = []
    async for found in a_log.replay_all("xg", piece=piece):
        if not seen:
            await a_log.append(an_append(expected={"case/new": 0}, writes=["case/new"]))
        seen += [r.position for r in found]
    assert seen in (list(range(1, 21)), list(range(1, 22)))


async def test_a_replay_left_half_way_gives_its_connection_back(a_log: EventLog) -> None:
    for _ in range(20):  # more than the pool holds
        async with aclosing(a_log.replay_all("xg", piece=2)) as pieces:
            async for found in pieces:
                assert found[0].position == 1
                break
    assert await a_log.head("xg") == 20


async def test_a_replay_copes_with_any_name(log: EventLog) -> None:
    streams = ['a"b', "a\\b", "a\nb", "印章/1", "]],[[", "\u2028", "'"]
    for stream in streams:
        await log.append(an_append(expected={stream: 0}, writes=[stream]))
    assert [r.stream for r in await log.replay("xg")] == streams


@pytest.mark.parametrize(
    ("wire_type", "schema", "body", "error"),
    [
        ("tests.unheard_of", 1, b"{}", UnknownEventError),
        ("tests.received", 2, b"{}", UnknownEventError),
        ("tests.received", 1, b"{}", CorruptBodyError),
        ("tests.received", 1, b"", CorruptBodyError),
        ("tests.received", 1, b"\xff\x00", CorruptBodyError),
        # Fits between its neighbours in the array that a replay decodes, but is no event.
        (
            "tests.received", 1,
            (
                b'{"case":"x","occurred_at":"2024-05-01T12:00:00Z"}],["tests.received@1",12,"s",1,'
                b'{"case":"y","occurred_at":"2024-05-01T12:00:00Z"}'
            ),
            CorruptBodyError,
        ),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_never_passed_over(
    a_log: EventLog, admin: asyncpg.Connection, wire_type: str, schema: int, body: bytes,
    error: type[Exception],
) -> None:  # fmt: skip
    await admin.execute(INSERT, 21, wire_type, schema, body)
    await admin.execute(INSERT, 22, "tests.received", 1, b'{"case":"x","occurred_at":"2024-05-01"}')
    assert len(await a_log.read("xg", 0, limit=20)) == 20

    async def to_the_end() -> None:
        async with aclosing(a_log.replay_all("xg", piece=5)) as pieces:
            found = [r.position async for piece in pieces for r in piece]
            raise AssertionError(f"read to the end: {found}")

    readings = (
        a_log.read("xg", 15),
        a_log.replay("xg", 15),
        a_log.load("xg", "odd/21"),
        to_the_end(),
    )
    for reading in readings:
        with pytest.raises(error):
            await reading


async def test_heads(a_log: EventLog) -> None:
    assert await a_log.tenants() == {"xg": 20, "yd": 10}
    assert await a_log.head("xg") == 20
    assert await a_log.head("nobody") == 0
