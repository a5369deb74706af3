"""What can go wrong with a feed: it ends, it cannot go on, it is refused, nobody reads it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import psutil

from infra.database import Database
from tests.services.http.feeding import CLOUD_EVENTS, LONG, assumed, left, seated, write
from tests.services.http.served import (
    EVENT_STREAM,
    Sent,
    Served,
    blocks,
    page,
    serving,
    stream,
    whole,
)
from tests.services.working import PATIENCE, until


async def test_a_stream_goes_on_after_the_server_was_started_again(database: Database) -> None:
    async with serving(database) as first:
        await write(first.platform.log, "xg", 1, assumed(1), left(1))
        port = int(first.url.rpartition(":")[2])
        client = await first.client("xg")
        sent = stream(client)
        seen = [(await anext(sent)).id, (await anext(sent)).id]
        rest = asyncio.create_task(_drain(sent))
        await asyncio.sleep(0)
    assert await rest == []  # ended by the server, without waiting for anybody
    async with serving(database, port=port) as second:
        await write(second.platform.log, "xg", 2, assumed(2))
        async with aclosing(stream(client, seen[-1] or 0)) as resumed:
            seen.append((await anext(resumed)).id)
    assert seen == [1, 2, 3]
    await client.aclose()


async def _drain(sent: AsyncIterator[Sent]) -> list[Sent]:
    return [block async for block in sent if block.data]


async def test_a_log_put_back_to_an_earlier_day_is_noticed(
    served: Served, database: Database
) -> None:
    """Whoever went on from a position that is no more would miss what is written up to it."""
    assert database.admin_url
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute("alter table tongban.heads disable trigger user")

    async def put_head(position: int) -> None:
        await admin.execute("update tongban.heads set position = $1 where tenant = 'xg'", position)

    left_only = {"types": "organisation.post_left"}
    await write(served.platform.log, "xg", 1, assumed(1))
    async with await served.client("xg") as client:
        await put_head(4)
        assert (await page(client, 4, wait=0.2, **left_only))["head"] == 4  # and so it was seen
        await put_head(1)
        begun = time.monotonic()
        assert (await page(client, 1, wait=0.3, **left_only))["next"] == 1
        assert time.monotonic() - begun >= 0.3

        await put_head(4)
        sent = stream(client, 4, **left_only)
        assert (await anext(sent)).id == 4
        await put_head(1)
        assert await _drain(sent) == []
        for seconds in (0.3, 3, LONG):  # on a slow machine it is over before the log is put back
            await put_head(4)
            waiting = asyncio.create_task(
                client.get("/api/v1/events", params={"after": 4, "wait": seconds, **left_only})
            )
            await until(lambda: waiting.done() or served.platform.feed.seats.in_use > 0)  # noqa: B023  within this turn
            await put_head(1)
            if (answer := await waiting).status_code != 200:
                break
        assert answer.json()["code"] == "feed.beyond_head"
    await admin.close()


async def test_a_stream_ends_in_time(database: Database) -> None:
    settings: Any = {"feed_stream_seconds": 0.3, "feed_idle_seconds": 0.1}
    async with serving(database, **settings) as served, await served.client("xg") as client:
        begun = time.monotonic()
        assert await _drain(stream(client)) == []
        assert 0.3 <= time.monotonic() - begun < PATIENCE


async def test_a_stream_ends_with_its_credential(served: Served) -> None:
    for seconds in (0.5, 5, 50):  # who comes too late on a slow machine comes again
        soon = datetime.now(UTC) + timedelta(seconds=seconds)
        async with await served.client("xg", expires_at=soon) as client:
            sent = stream(client)
            try:
                assert (await anext(sent)).id == 0  # it runs
            except (AssertionError, StopAsyncIteration):  # refused, or ended before it began
                assert datetime.now(UTC) >= soon
                continue
            assert await _drain(sent) == []
            assert datetime.now(UTC) >= soon
            return
    raise AssertionError("it never ran")


async def test_who_waits_gets_nothing_once_the_credential_is_revoked(served: Served) -> None:
    await write(served.platform.log, "xg", 1, assumed(1))
    async with await served.client("xg") as client:
        waiting = asyncio.create_task(
            client.get("/api/v1/events", params={"after": 1, "wait": LONG})
        )
        await seated(served, 1)
        [credential] = await served.platform.credentials.list("xg")
        assert await served.platform.credentials.revoke("xg", credential.id)
        await write(served.platform.log, "xg", 2, assumed(2))
        answer = await waiting
    assert (answer.status_code, answer.json()["code"]) == (401, "http.unauthenticated")


async def test_what_nobody_can_read_is_never_passed_over(
    served: Served, database: Database
) -> None:
    """A newer release wrote it, say: what stands before it is given, then the fault is."""
    await write(served.platform.log, "xg", 1, assumed(1), left(1))
    assert database.admin_url
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(
        """
        insert into tongban.events
        select 'xg', n, 'odd/' || n, 1, 'tests.unheard_of', 1, now(), now(), '', '',
               gen_random_uuid(), gen_random_uuid(), '', '', '{}', sha256('')
        from generate_series(3, 4) n
        """
    )
    await admin.execute("update tongban.heads set position = 4 where tenant = 'xg'")
    await admin.close()
    async with await served.client("xg") as client:
        got = await page(client)
        assert ([event["id"] for event in got["events"]], got["next"], got["head"]) == (
            ["1", "2"], 2, 4)  # fmt: skip
        fault = await client.get("/api/v1/events", params={"after": 2})
        assert (fault.status_code, fault.json()["code"]) == (500, "http.fault")
        stored = await page(client, 2, **{"as": "stored"})
        assert [event["type"] for event in stored["events"]] == ["tests.unheard_of"] * 2


REFUSED: tuple[tuple[dict[str, str], dict[str, str], int, str], ...] = (
    ({"after": "-1"}, {}, 400, "http.malformed"),
    ({"after": "x"}, {}, 400, "http.malformed"),
    ({"after": str(2**63)}, {}, 400, "http.malformed"),
    ({"after": "2"}, {}, 409, "feed.beyond_head"),
    ({"limit": "0"}, {}, 400, "http.malformed"),
    ({"limit": "1001"}, {}, 400, "http.malformed"),
    ({"wait": "31"}, {}, 400, "http.malformed"),
    ({"as": "xml"}, {}, 400, "http.malformed"),
    ({"types": "cases.unheard_of"}, {}, 422, "feed.unknown_type"),
    ({"types": "unheard."}, {}, 422, "feed.unknown_type"),
    ({"types": "attempts"}, {}, 422, "feed.unknown_type"),
    ({"types": "'"}, {}, 400, "http.malformed"),
    ({"stream": "\0"}, {}, 400, "http.malformed"),
    ({"to": "x"}, {}, 400, "http.malformed"),
    ({}, {"Accept": "text/html"}, 406, "http.not_acceptable"),
    ({"as": "stored"}, {"Accept": CLOUD_EVENTS}, 406, "http.not_acceptable"),
    ({}, {"Accept": EVENT_STREAM, "Last-Event-ID": "x"}, 400, "http.malformed"),
    ({}, {"Accept": EVENT_STREAM, "Last-Event-ID": "²"}, 400, "http.malformed"),
    ({}, {"Accept": EVENT_STREAM, "Last-Event-ID": "2"}, 409, "feed.beyond_head"),
    ({}, {"Authorization": "Bearer x"}, 401, "http.unauthenticated"),
)


async def test_what_cannot_be_answered_is_a_problem(served: Served) -> None:
    await write(served.platform.log, "xg", 1, assumed(1))
    async with await served.client("xg") as client:
        for query, headers, status, code in REFUSED:
            raw = {name.encode(): value.encode() for name, value in headers.items()}
            answer = await client.get("/api/v1/events", params=query, headers=raw)
            told = (answer.status_code, answer.json()["code"], answer.headers["content-type"])
            assert told == (status, code, "application/problem+json"), (query, headers)


async def test_readers_are_few_and_a_seat_is_given_back(database: Database) -> None:
    async with serving(database, feed_readers=3, feed_readers_each=2) as served:
        await write(served.platform.log, "xg", 1, assumed(1))
        async with await served.client("xg") as one, await served.client("xg") as two:
            held = [stream(one), stream(one), stream(two)]
            for reading in held:
                assert (await anext(reading)).id == 1
            for client, status, code in ((one, 429, "http.too_many"), (two, 503, "feed.full")):
                answer = await client.get("/api/v1/events")
                assert (answer.status_code, answer.json()["code"]) == (status, code)
                assert int(answer.headers["retry-after"]) > 0
            for reading in held:
                await reading.aclose()
            await until(lambda: _answers(two))


async def test_a_reader_who_stops_reading_costs_little_and_disturbs_nobody(
    database: Database,
) -> None:
    """Issue 3: a slow reader cannot be turned into memory."""
    async with serving(database, feed_readers_each=20) as served:
        log = served.platform.log
        stuck = 12
        client = await served.client("xg")
        streams = [
            client.stream("GET", "/api/v1/events", headers={"Accept": EVENT_STREAM})
            for _ in range(stuck)
        ]
        responses = [await opening.__aenter__() for opening in streams]
        await write(log, "xg", 0, assumed(0))
        before = psutil.Process().memory_info().rss
        text = "长" * 20_000  # 60 kB an event
        for n in range(1, 401):
            await write(log, "xg", n, assumed(n, text))
        async with await served.client("xg") as other:
            head = await log.head("xg")
            read = [event["id"] for event in await whole(other)]
            assert read == [str(n) for n in range(1, head + 1)]
            begun = time.monotonic()
            await write(log, "xg", 1000, assumed(1000))
            assert len((await page(other, head, wait=LONG))["events"]) == 1
            assert time.monotonic() - begun < LONG
        grown = psutil.Process().memory_info().rss - before
        written = 400 * len(text.encode())
        # Were it all buffered, it would be the readers' share of what was written.
        assert grown < stuck * written / 4, f"{grown:,} bytes for {stuck} readers of {written:,}"
        # Who reads on gets all of it.
        seen: list[int] = []
        async for block in blocks(responses[0]):
            if block.data:
                seen.append(block.id or 0)
            if block.id == head:
                break
        assert seen == list(range(1, head + 1))
        for opening in streams:
            with suppress(httpx.HTTPError):
                await opening.__aexit__(None, None, None)
        await client.aclose()


async def _answers(client: httpx.AsyncClient) -> bool:
    return (await client.get("/api/v1/events")).status_code == 200
