"""append(): what each command is answered, and what can never get into the log."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from infra.append import BYTES_LIMIT, EVENTS_LIMIT, IndependentPick, Prepared, columns, prepare
from infra.batcher import Waiting
from infra.codec import Codec
from infra.log import Append, Appended, CommandReusedError, ConflictError, EventLog
from tests.infra.given import NOON, REGISTRY, Received, an_append, assert_sound, received

ONE_ID = UUID(int=1)
CALL = (
    "select * from tongban.append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)"
)


async def in_one_batch(log: EventLog, *appends: Append) -> Sequence[Appended | Exception]:
    return await log._append_batch([prepare(append, log._codec) for append in appends])


async def test_events_get_the_next_positions_and_versions(log: EventLog) -> None:
    first = await log.append(an_append(expected={"case/1": 0}, writes=["case/1", "case/1"]))
    second = await log.append(
        an_append(expected={"case/1": 2, "case/2": 0}, writes=["case/2", "case/1"])
    )
    assert (first.first, first.count, first.last, first.repeated) == (1, 2, 2, False)
    assert (second.first, second.last) == (3, 4)
    events = await log.read("xg")
    assert [(r.position, r.stream, r.version) for r in events] == [
        (1, "case/1", 1), (2, "case/1", 2), (3, "case/2", 1), (4, "case/1", 3),
    ]  # fmt: skip
    assert [r.recorded_at for r in events] == [first.recorded_at] * 2 + [second.recorded_at] * 2
    assert events[0].ref == "case/1@1"
    assert (events[0].actor, events[0].post, events[0].policy) == ("person/1", "post/1", "pack@1")
    assert events[0].correlation == UUID(int=7)


async def test_a_command_without_events_leaves_its_trace(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))
    command = an_append(expected={"case/1": 1})
    appended = await log.append(command)
    assert (appended.count, appended.first, appended.last) == (0, 2, 1)
    assert await admin.fetchval("select count(*) from tongban.commands") == 2
    assert (await log.append(command)).repeated
    await assert_sound(admin)


async def test_recorded_time_does_not_follow_a_clock_that_goes_back(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    """The server's clock was ahead by a day when the last event was recorded, and is right now."""
    await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))
    await admin.execute("update tongban.heads set recorded_at = recorded_at + interval '1 day'")
    ahead = await admin.fetchval("select recorded_at from tongban.heads")
    appended = await log.append(an_append(expected={"case/1": 1}, writes=["case/1"]))
    assert appended.recorded_at == ahead
    assert (await log.read("xg", 1))[0].recorded_at == ahead


async def test_a_repeat_returns_the_first_outcome_also_when_streams_moved(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    command = an_append(expected={"case/1": 0}, writes=["case/1"])
    first = await log.append(command)
    await log.append(an_append(expected={"case/1": 1}, writes=["case/1"]))
    again = await log.append(command)
    assert again == msgspec.structs.replace(first, repeated=True)
    assert await log.head("xg") == 2
    await assert_sound(admin)


@pytest.mark.parametrize("stale", [False, True])
async def test_a_command_id_used_for_something_else_is_refused(
    log: EventLog,
    stale: bool,  # noqa: FBT001  a case
) -> None:
    await log.append(an_append(expected={"case/1": 0}, writes=["case/1"], command=ONE_ID))
    other = an_append(expected={"case/1": 0 if stale else 1}, command=ONE_ID, body=b"other")
    with pytest.raises(CommandReusedError):
        await log.append(other)
    assert await log.head("xg") == 1


@pytest.mark.parametrize("expected", [0, 2, 99])
async def test_a_written_stream_at_another_version_is_a_conflict(
    log: EventLog, admin: asyncpg.Connection, expected: int
) -> None:
    await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))
    with pytest.raises(ConflictError):
        await log.append(an_append(expected={"case/1": expected}, writes=["case/1"]))
    assert await admin.fetchval("select count(*) from tongban.commands") == 1
    await assert_sound(admin)


@pytest.mark.parametrize("expected", [0, 2])
async def test_a_stream_that_was_only_read_and_moved_is_a_conflict(
    log: EventLog, expected: int
) -> None:
    await log.append(an_append(expected={"agreement/1": 0}, writes=["agreement/1"]))
    with pytest.raises(ConflictError):
        await log.append(
            an_append(expected={"agreement/1": expected, "case/1": 0}, writes=["case/1"])
        )
    assert await log.head("xg") == 1


async def test_a_conflicted_command_can_be_decided_again_under_its_id(log: EventLog) -> None:
    with pytest.raises(ConflictError):
        await log.append(an_append(expected={"case/1": 3}, writes=["case/1"], command=ONE_ID))
    again = await log.append(an_append(expected={"case/1": 0}, writes=["case/1"], command=ONE_ID))
    assert not again.repeated


async def test_each_command_of_a_batch_has_its_own_outcome(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    done = an_append(expected={"case/0": 0}, writes=["case/0"])
    await log.append(done)
    repeated, reused, conflict, appended, other_tenant = await in_one_batch(
        log,
        done,
        an_append(expected={"case/3": 0}, writes=["case/3"], command=done.command, body=b"x"),
        an_append(expected={"case/0": 0, "case/1": 0}, writes=["case/1"]),
        an_append(expected={"case/2": 0}, writes=["case/2", "case/2"]),
        an_append("yd", expected={"case/0": 0}, writes=["case/0"]),
    )
    assert isinstance(repeated, Appended)
    assert repeated.repeated
    assert isinstance(reused, CommandReusedError)
    assert isinstance(conflict, ConflictError)
    assert isinstance(appended, Appended)
    assert (appended.first, appended.count) == (2, 2)
    assert isinstance(other_tenant, Appended)
    assert other_tenant.first == 1
    await assert_sound(admin)


async def test_write_skew_within_a_batch_never_lets_both_through(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    """A reads X and writes Y, B reads Y and writes X: one after the other, B would see Y moved."""
    a, b = await in_one_batch(
        log,
        an_append(expected={"x": 0, "y": 0}, writes=["y"]),
        an_append(expected={"x": 0, "y": 0}, writes=["x"]),
    )
    assert isinstance(a, Appended)
    assert isinstance(b, ConflictError)
    await assert_sound(admin)


async def test_two_commands_of_a_batch_on_one_stream_one_wins(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    outcomes = await in_one_batch(
        log, *(an_append(expected={"case/1": 0}, writes=["case/1"]) for _ in range(5))
    )
    assert isinstance(outcomes[0], Appended)
    assert all(isinstance(outcome, ConflictError) for outcome in outcomes[1:])
    await assert_sound(admin)


async def test_a_read_before_a_write_in_a_batch_is_no_conflict(log: EventLog) -> None:
    """In array order the reader comes first, so it saw what was there."""
    outcomes = await in_one_batch(
        log,
        an_append(expected={"agreement/1": 0, "case/1": 0}, writes=["case/1"]),
        an_append(expected={"agreement/1": 0}, writes=["agreement/1"]),
    )
    assert all(isinstance(outcome, Appended) for outcome in outcomes)


async def test_one_id_twice_in_a_batch_is_carried_out_once(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    first, second = await in_one_batch(
        log,
        an_append(expected={"case/1": 0}, writes=["case/1"], command=ONE_ID),
        an_append(expected={"case/2": 0}, writes=["case/2"], command=ONE_ID),
    )
    assert isinstance(first, Appended)
    assert isinstance(second, ConflictError)
    await assert_sound(admin)


async def test_tenants_may_use_the_same_names_and_ids_in_one_batch(
    log: EventLog, admin: asyncpg.Connection
) -> None:
    tenants = [f"t{n}" for n in range(20)]
    outcomes = await in_one_batch(
        log,
        *(an_append(t, expected={"case/1": 0}, writes=["case/1"], command=ONE_ID) for t in tenants),
    )
    assert all(isinstance(o, Appended) and (o.first, o.repeated) == (1, False) for o in outcomes)
    again = await in_one_batch(
        log, an_append("t3", expected={"case/1": 0}, command=ONE_ID, body=b"other"),
        an_append("t4", expected={"case/1": 0}, writes=["case/1"], command=ONE_ID),
        an_append("t5", expected={"case/1": 1}, writes=["case/1"]),
    )  # fmt: skip
    assert [type(outcome) for outcome in again] == [CommandReusedError, Appended, Appended]
    await assert_sound(admin)


async def test_submitters_of_dependent_commands_do_not_meet_in_a_batch(log: EventLog) -> None:
    """Twenty at once: whoever touches what another writes travels later, none is disturbed."""
    appends = [an_append(expected={f"case/{n}": 0}, writes=[f"case/{n}"]) for n in range(20)]
    outcomes = await asyncio.gather(*(log.append(append) for append in appends * 3))
    assert sum(not outcome.repeated for outcome in outcomes) == 20
    assert await log.head("xg") == 20


def test_a_batch_takes_no_command_that_another_one_disturbs(codec: Codec) -> None:
    appends = [
        an_append(expected={"a": 0, "ref": 1}, writes=["a"]),
        an_append(expected={"b": 0, "a": 0}, writes=["b"]),  # reads what the first writes
        an_append(expected={"c": 0, "ref": 1}, writes=["c"]),
        an_append(expected={"b": 0}, writes=["b"]),  # must not overtake the second
        an_append("yd", expected={"a": 0}, writes=["a"]),
        an_append(expected={"d": 0}, writes=["d"]),
    ]
    assert _picked(appends, codec, size=3) == [[0, 2, 4], [1, 5], [3]]


def test_a_batch_holds_one_command_per_id(codec: Codec) -> None:
    appends = [
        an_append(expected={"a": 0}, writes=["a"], command=ONE_ID),
        an_append(expected={"b": 0}, writes=["b"], command=ONE_ID),
        an_append("yd", expected={"b": 0}, writes=["b"], command=ONE_ID),
    ]
    assert _picked(appends, codec, size=9) == [[0, 2], [1]]


def test_a_batch_is_closed_when_it_is_heavy(codec: Codec) -> None:
    heavy = "x" * (BYTES_LIMIT // 2 + 1)
    appends = [
        msgspec.structs.replace(
            an_append(expected={f"case/{n}": 0}), events=[(f"case/{n}", received(heavy))]
        )
        for n in range(4)
    ]
    assert _picked(appends, codec, size=9) == [[0, 1], [2, 3]]


def test_a_tenant_is_in_one_batch_at_a_time(codec: Codec) -> None:
    """The second batch would wait for the first one's lock, and other counties with it."""
    appends = [an_append(t, expected={f"c/{n}": 0}) for n, t in enumerate(["a", "b", "a", "c"])]
    queue: Any = deque(Waiting(prepare(a, codec), None) for a in appends)  # type: ignore[arg-type]  # known here
    pick = IndependentPick()
    first = pick.take(queue, 2)
    assert [w.item.append.tenant for w in first] == ["a", "b"]
    second = pick.take(queue, 2)
    assert [w.item.append.tenant for w in second] == ["c"]
    assert pick.take(queue, 2) == []
    pick.done(first)
    assert [w.item.append.tenant for w in pick.take(queue, 2)] == ["a"]


def _picked(appends: Sequence[Append], codec: Codec, size: int) -> list[list[int]]:
    prepared = [prepare(append, codec) for append in appends]
    queue: Any = deque(Waiting(p, None) for p in prepared)  # type: ignore[arg-type]  # known here
    batches = []
    pick = IndependentPick()
    while queue:
        taken = pick.take(queue, size)
        batches.append([prepared.index(w.item) for w in taken])
        pick.done(taken)
    return batches


def _changed(**changes: object) -> Append:
    return msgspec.structs.replace(an_append(expected={"case/1": 0}, writes=["case/1"]), **changes)


@pytest.mark.parametrize(
    ("append", "reason"),
    [
        (_changed(expected={"case/2": 0}), "case/1 is written without an expected version"),
        (_changed(expected={"case/1": -1}), "cannot have version -1"),
        (_changed(expected={"case/1": 2**31}), "cannot have version"),
        (_changed(expected={"case/1": 0, "": 0}), "a stream needs a name"),
        (_changed(tenant=""), "needs a tenant"),
        (_changed(actor="a\0b"), "NUL"),
        (_changed(expected={"case/1": 0, "c\0": 0}), "NUL"),
        (_changed(post="\ud800"), "surrogates"),
        (_changed(fingerprint=b"short"), "32 bytes"),
        (_changed(events=[("case/1", received("a\0b"))]), "NUL"),
        (_changed(events=[("case/1", received("\\\0"))]), "NUL"),
        (_changed(events=[("case/1", received(number="x"))]), "tests.received@1"),  # type: ignore[arg-type]  # known here
        (
            _changed(events=[("case/1", Received(occurred_at=datetime(2024, 5, 1), case="x"))]),  # noqa: DTZ001  the mistake
            "no time zone",
        ),
        (_changed(events=[("case/1", received())] * (EVENTS_LIMIT + 1)), "at most"),
        (_changed(events=[("case/1", received("x" * BYTES_LIMIT))]), "at most"),
    ],
)
async def test_what_cannot_be_stored_is_refused_before_anything_is_sent(
    append: Append, reason: str
) -> None:
    nothing: Any = None  # a pool that would fail at the first touch
    with pytest.raises(ValueError, match=reason):
        await EventLog(nothing, Codec(REGISTRY)).append(append)


async def test_a_text_that_only_looks_like_an_escape_is_stored(log: EventLog) -> None:
    texts = ["\\u0000", "a\\\\u0000"]
    events = [("case/1", received(text)) for text in texts]
    await log.append(msgspec.structs.replace(an_append(expected={"case/1": 0}), events=events))
    assert [r.event for r in await log.read("xg")] == [event for _, event in events]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"actor": "nul\0"}, id="NUL in a text"),
        pytest.param({"post": "\udfff"}, id="lone surrogate"),
        pytest.param({"command": "no uuid"}, id="not a uuid"),
        pytest.param({"policy": 7}, id="not a text"),
        pytest.param({"tenant": None}, id="null tenant"),
        pytest.param({"fingerprint": b"short"}, id="refused by a constraint"),
    ],
)
async def test_one_unstorable_command_fails_alone(
    log: EventLog, admin: asyncpg.Connection, spoil: dict[str, Any]
) -> None:
    """Also what the checks before sending would miss never fails its neighbours."""
    good = [
        prepare(an_append(expected={f"c/{n}": 0}, writes=[f"c/{n}"]), log._codec) for n in range(6)
    ]
    spoilt = msgspec.structs.replace(
        good[0], append=msgspec.structs.replace(good[0].append, **{"command": uuid4(), **spoil})
    )
    outcomes = await log._append_batch([*good[:4], spoilt, *good[4:]])
    assert isinstance(outcomes.pop(4), Exception)
    assert [isinstance(o, Appended) and o.first for o in outcomes] == [1, 2, 3, 4, 5, 6]
    await assert_sound(admin)


@pytest.mark.parametrize(
    "occurred_at",
    [
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(2024, 5, 1, tzinfo=UTC) + timedelta(microseconds=1),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
async def test_occurred_times_keep_their_microseconds(log: EventLog, occurred_at: datetime) -> None:
    event = Received(occurred_at=occurred_at, case="x")
    await log.append(_changed(events=[("case/1", event)]))
    assert (await log.read("xg"))[0].event == event


async def test_bad_loads_fail_alone(log: EventLog) -> None:
    await log.append(an_append(expected={"case/1": 0}, writes=["case/1"]))
    good, bad, other = await asyncio.gather(
        log.load("xg", "case/1"),
        log.load("xg", "nul\0"),
        log.load("xg", "case/2"),
        return_exceptions=True,
    )
    assert isinstance(good, list)
    assert len(good) == 1
    assert isinstance(bad, Exception)
    assert other == []


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
async def test_isolation_with_an_old_snapshot_is_refused(
    app: asyncpg.Connection, codec: Codec, level: str
) -> None:
    """The snapshot would be older than the lock; positions would be given twice."""
    arrays = columns([prepare(an_append(expected={"case/1": 0}, writes=["case/1"]), codec)])
    await app.execute(f"begin isolation level {level}")
    with pytest.raises(asyncpg.PostgresError, match="READ COMMITTED") as refused:
        await app.fetch(CALL, *arrays)
    assert refused.value.sqlstate == "TB002"


def _spoil(arrays: list[Any], n: int, value: object) -> list[Any]:
    return [*arrays[:n], value, *arrays[n + 1 :]]


@pytest.mark.parametrize(
    ("column", "value", "sqlstate"),
    [
        pytest.param(0, ["xg", "xg"], "TB003", id="one tenant too many"),
        pytest.param(7, [], "TB003", id="a column missing"),
        pytest.param(8, [2], "TB003", id="a read of no command"),
        pytest.param(8, [None], "TB003", id="a read of null"),
        pytest.param(9, [None], "TB003", id="a read of no stream"),
        pytest.param(10, [None], "TB003", id="a read of no version"),
        pytest.param(11, [0], "TB003", id="an event of no command"),
        pytest.param(11, [None], "TB003", id="an event of null"),
        pytest.param(13, [1, 2], "TB003", id="a version too many"),
        pytest.param(0, [""], "23514", id="an empty tenant"),
        pytest.param(0, [None], "23502", id="no tenant"),
        pytest.param(12, [""], "23514", id="an empty stream"),
        pytest.param(15, [0], "23514", id="schema 0"),
        pytest.param(2, [b"x"], "23514", id="a short fingerprint"),
    ],
)
async def test_malformed_calls_are_refused(
    app: asyncpg.Connection, codec: Codec, column: int, value: object, sqlstate: str
) -> None:
    append = an_append(expected={"ref/1": 0, "case/1": 0}, writes=["case/1"])
    with pytest.raises(asyncpg.PostgresError) as refused:
        await app.fetch(CALL, *_spoil(columns([prepare(append, codec)]), column, value))
    assert refused.value.sqlstate == sqlstate


@pytest.mark.parametrize("versions", [[2, 1], [1, 1], [1, 3], [2, 3], [0, 2]])
async def test_versions_must_follow_each_other_in_order(
    app: asyncpg.Connection, codec: Codec, versions: list[int]
) -> None:
    append = an_append(expected={"case/1": 0}, writes=["case/1", "case/1"])
    [row] = await app.fetch(CALL, *_spoil(columns([prepare(append, codec)]), 13, versions))
    assert row["outcome"] == "conflict"


async def test_an_infinite_time_is_refused(app: asyncpg.Connection, codec: Codec) -> None:
    arrays = columns([prepare(an_append(expected={"case/1": 0}, writes=["case/1"]), codec)])
    call = CALL.replace("$17", "array['infinity'::timestamptz]").replace("$18", "$17")
    with pytest.raises(asyncpg.CheckViolationError):
        await app.fetch(call, *arrays[:16], arrays[17])


def test_a_prepared_append_splits_reads_from_writes(codec: Codec) -> None:
    prepared: Prepared = prepare(an_append(expected={"a": 0, "b": 4}, writes=["a", "a"]), codec)
    assert prepared.reads == [("b", 4)]
    assert [(stream, version) for stream, version, *_ in prepared.events] == [("a", 1), ("a", 2)]
    assert prepared.events[0][4] == NOON
