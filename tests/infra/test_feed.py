"""Stretches of the log: everything bounded, nothing passed over, all that a leaf is made of."""

import asyncio
import time
from itertools import product

import asyncpg
import msgspec
import pytest

from infra import feed
from infra.feed import GapError, Selection, Stretch
from infra.heads import Heads
from infra.log import EventLog
from tests.infra.given import NOON, Decided, an_append, received
from tests.infra.test_log_leaf import leaf

CASES = 10
LENGTH = 2 * CASES
WHOLE = Selection()
LONG = 120.0  # seconds that nobody is meant to wait for


@pytest.fixture
async def a_log(log: EventLog) -> EventLog:
    """Ten cases of two events each, and a neighbour's log that must not show."""
    for n in range(CASES):
        append = an_append(expected={f"case/{n}": 0})
        events = [(f"case/{n}", received(f"案{n}", n)),
                  (f"case/{n}", Decided(occurred_at=NOON, case=f"案{n}"))]  # fmt: skip
        await log.append(msgspec.structs.replace(append, events=events))
        await log.append(an_append("yd", expected={f"seal/{n}": 0}, writes=[f"seal/{n}"]))
    return log


async def stretch(
    log: EventLog, after: int, head: int = LENGTH, *, limit: int = 100, size: int = 1 << 20,
    selection: Selection = WHOLE,
) -> Stretch:  # fmt: skip
    return await feed.read(log, "xg", after, head, selection=selection, limit=limit, size=size)


def positions(found: Stretch) -> list[int]:
    return [item.position for item in found.events]


async def test_every_column_leaves_and_the_leaf_fits(a_log: EventLog) -> None:
    found = await stretch(a_log, 0)
    assert positions(found) == list(range(1, LENGTH + 1))
    assert found.scanned_to == LENGTH
    for item in found.events:
        assert leaf(msgspec.structs.asdict(item)) == item.leaf
    read = await a_log.read("xg")
    assert [(r.position, r.stream, r.version, r.recorded_at, r.actor, r.post, r.command,
             r.correlation, r.causation, r.policy, r.event.TYPE) for r in read] == [
        (s.position, s.stream, s.version, s.recorded_at, s.actor, s.post, s.command,
         s.correlation, s.causation, s.policy, s.type) for s in found.events]  # fmt: skip


SELECTIONS = (
    Selection(),
    Selection(frozenset({"tests.decided"})),
    Selection(stream="case/3"),
    Selection(stream="case/"),
    Selection(stream="seal/"),
    Selection(frozenset({"tests.decided"}), "case/3"),
    Selection(frozenset()),
)


def selected(selection: Selection, stream: str, wire_type: str) -> bool:
    kind = selection.stream.endswith("/") and stream.startswith(selection.stream)
    of_type = selection.types is None or wire_type in selection.types
    return of_type and (kind or selection.stream in ("", stream))


async def test_pieces_make_the_whole(a_log: EventLog) -> None:
    whole = await a_log.read("xg")
    for selection, limit in product(SELECTIONS, (1, 3, 19, 20, 21)):
        pieces: list[int] = []
        after = 0
        while after < LENGTH:
            found = await stretch(a_log, after, limit=limit, selection=selection)
            assert len(found.events) <= limit
            assert found.scanned_to > after
            pieces += positions(found)
            after = found.scanned_to
        assert pieces == [
            r.position for r in whole if selected(selection, r.stream, r.event.TYPE)
        ], (selection, limit)
        assert after == LENGTH
    assert (await stretch(a_log, LENGTH)) == Stretch([], LENGTH)


async def test_a_reading_ends_with_the_head_it_was_given(a_log: EventLog) -> None:
    """What was appended after the head was read may be visible; the next reading takes it."""
    assert positions(await stretch(a_log, 0, 7)) == list(range(1, 8))
    assert await stretch(a_log, 7, 7) == Stretch([], 7)


async def test_bytes_are_bounded_yet_one_event_always_passes(log: EventLog) -> None:
    for n, text in enumerate(("a", "b" * 5000, "c", "d")):
        append = an_append(expected={f"case/{n}": 0})
        events = [(f"case/{n}", received(text))]
        await log.append(msgspec.structs.replace(append, events=events))
    for selection in (Selection(), Selection(frozenset({"tests.received"}))):
        found = await stretch(log, 0, 4, size=1000, selection=selection)
        assert (positions(found), found.scanned_to) == ([1, 2], 2)
        found = await stretch(log, 1, 4, size=1000, selection=selection)
        assert (positions(found), found.scanned_to) == ([2], 2)
        found = await stretch(log, 2, 4, size=1000, selection=selection)
        assert (positions(found), found.scanned_to) == ([3, 4], 4)


async def test_a_filter_looks_through_a_bounded_stretch(a_log: EventLog) -> None:
    async def five(after: int, selection: Selection) -> Stretch:
        return await feed.read(
            a_log, "xg", after, LENGTH, selection=selection, limit=100, size=10_000, scan=5
        )

    nothing = Selection(frozenset({"tests.unheard_of"}))
    assert await five(3, nothing) == Stretch([], 8)
    assert await five(17, nothing) == Stretch([], LENGTH)
    assert (await five(0, Selection())).scanned_to == 5
    # A stream has an index of its own.
    found = await five(0, Selection(stream="case/9"))
    assert (positions(found), found.scanned_to) == ([19, 20], LENGTH)


async def test_a_missing_position_stops_every_reader_of_the_whole(
    a_log: EventLog, admin: asyncpg.Connection
) -> None:
    await admin.execute(
        """
        insert into tongban.events
        select 'xg', 22, 'odd', 1, 'tests.received', 1, now(), now(), '', '', gen_random_uuid(),
               gen_random_uuid(), '', '', '{}', sha256('')
        """
    )
    with pytest.raises(GapError):
        await stretch(a_log, 18, 22)
    assert positions(await stretch(a_log, 18, 20)) == [19, 20]


async def test_heads_wake_only_whom_it_concerns(a_log: EventLog) -> None:
    heads = Heads(a_log, 0.01)
    assert await heads.wait_beyond("xg", LENGTH - 1, LONG) == LENGTH
    xg = asyncio.create_task(heads.wait_beyond("xg", LENGTH, LONG))
    yd = asyncio.create_task(heads.wait_beyond("yd", CASES, LONG))
    nobody = asyncio.create_task(heads.wait_beyond("nobody", 0, 0.05))
    await asyncio.sleep(0)
    await a_log.append(an_append(expected={"case/new": 0}, writes=["case/new"]))
    assert await xg == LENGTH + 1
    assert await nobody == 0
    assert not yd.done()
    begun = time.monotonic()
    await heads.close()
    assert await yd == CASES
    assert await heads.wait_beyond("yd", CASES, LONG) == CASES
    assert time.monotonic() - begun < LONG


async def test_nobody_waits_nobody_polls(a_log: EventLog, admin: asyncpg.Connection) -> None:
    heads = Heads(a_log, 0.01)
    assert await heads.wait_beyond("xg", LENGTH - 1, LONG) == LENGTH
    assert heads._poller is not None
    await asyncio.wait([heads._poller])
    # And the next who waits sees what happened in the meantime.
    await a_log.append(an_append(expected={"case/new": 0}, writes=["case/new"]))
    assert await heads.wait_beyond("xg", LENGTH, LONG) == LENGTH + 1
    await heads.close()


async def test_who_waits_does_not_notice_that_connections_died(
    a_log: EventLog, admin: asyncpg.Connection
) -> None:
    heads = Heads(a_log, 0.01)
    for n in range(5):
        waiting = asyncio.create_task(heads.wait_beyond("xg", LENGTH + n, LONG))
        await asyncio.sleep(0.02)
        await admin.execute(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """
        )
        await a_log.append(an_append(expected={f"new/{n}": 0}, writes=[f"new/{n}"]))
        assert await waiting == LENGTH + n + 1
    await heads.close()
