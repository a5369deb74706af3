"""The feed over real HTTP: nothing lost, nothing twice, nobody else's, and bounds that hold."""

import asyncio
import base64
import hashlib
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import jsonschema_rs
import psutil
import pytest

from domain.attempts.attempt import AttemptMade
from domain.kernel.event import Event
from domain.organisation.events import PostAssumed, PostLeft
from infra.database import Database
from infra.log import Append, EventLog
from tests.infra.test_log_leaf import leaf
from tests.services.http.served import (
    EVENT_STREAM,
    JSON_LINES,
    Sent,
    Served,
    blocks,
    page,
    serving,
    stream,
    whole,
)
from tests.services.working import PATIENCE
from tests.world import World

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
TENANTS = [f"tenant-{n:02}" for n in range(16)]
IDLE = 0.2  # seconds after which a stream says that nothing came
LONG = 30  # seconds, the longest that anybody may wait
CLOUD_EVENTS = "application/cloudevents-batch+json"


@pytest.fixture
async def served(database: Database) -> AsyncIterator[Served]:
    async with serving(database, feed_idle_seconds=IDLE) as opened:
        yield opened


def assumed(n: int, text: str = "") -> Event:
    return PostAssumed(occurred_at=NOON, organ="window", post=f"post-{n}", person=text or "p-1")


def left(n: int) -> Event:
    return PostLeft(occurred_at=NOON, organ="window", post=f"post-{n}", person="p-1")


def attempt(n: int) -> Event:
    return AttemptMade(
        occurred_at=NOON, attempt=str(n), organ="window", person="p-1", post="clerk", act="cases.x",
        code="x",
        message="不可", clause="", source="", about=f"case/{n}", detail={},
    )  # fmt: skip


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


# Ten readers, sixteen writers.


class Reader:
    """Reads one tenant's feed, is cut off again and again, and goes on where it was."""

    def __init__(self, client: httpx.AsyncClient, tenant: str, seed: int) -> None:
        self.client = client
        self.tenant = tenant
        self.random = random.Random(seed)
        self.after = 0
        self.got: list[tuple[int, str]] = []
        self.cuts = 0

    def take(self, line: str) -> None:
        event = json.loads(line)
        assert event.get("source", f"/tenants/{self.tenant}") == f"/tenants/{self.tenant}"
        assert event.get("tenant", self.tenant) == self.tenant
        self.got.append((int(event["position"]), event["type"]))
        self.after = int(event["position"])

    async def read_until(self, reached: "asyncio.Future[int]") -> None:
        patience = 1.0
        while not reached.done() or self.after < reached.result():
            before = self.after
            try:
                async with asyncio.timeout(patience * self.random.uniform(0.02, 0.4)):
                    await self.once()
            except (TimeoutError, httpx.TransportError):
                self.cuts += 1
            # Where the machine is too slow for anything to arrive, a reader gives it more time.
            patience = 1.0 if self.after > before else patience * 1.5

    async def once(self) -> None:
        raise NotImplementedError


class Streaming(Reader):
    """Server-sent events, of some types where given."""

    query: dict[str, str] = {}  # noqa: RUF012  of the class, never changed

    async def once(self) -> None:
        async with aclosing(stream(self.client, self.after, **self.query)) as sent:
            async for block in sent:
                assert block.id is not None
                assert block.id >= self.after
                if block.data:
                    self.take(block.data)
                self.after = block.id


class StreamingSome(Streaming):
    query = {"types": "attempts.,organisation.post_left"}  # noqa: RUF012


class Paging(Reader):
    async def once(self) -> None:
        got = await page(self.client, self.after, limit=self.random.randint(1, 40))
        for event in got["events"]:
            self.take(json.dumps(event))
        self.after = got["next"]


class Waiting(Reader):
    """Long polls for JSON lines in the stored form; uses what arrived of a page cut off."""

    async def once(self) -> None:
        query = {"after": str(self.after), "wait": "5", "limit": "30", "as": "stored"}
        async with self.client.stream(
            "GET", "/api/v1/events", params=query, headers={"Accept": JSON_LINES}
        ) as response:
            assert response.status_code == 200
            async for line in response.aiter_lines():
                self.take(line)


async def test_ten_readers_cut_off_at_random_get_everything_once_in_order(served: Served) -> None:
    """Issue 3: by poll and by SSE, while 16 tenants write."""
    kinds = (Streaming, StreamingSome, Paging, Waiting, Streaming)
    readers = [
        kind(await served.client(tenant), tenant, n)
        for n, (kind, tenant) in enumerate(zip(kinds * 2, TENANTS * 2, strict=False))
    ]
    reached: dict[str, asyncio.Future[int]] = {
        tenant: asyncio.get_running_loop().create_future() for tenant in TENANTS
    }

    async def writing(tenant: str) -> None:
        for n in range(60):
            await write(served.platform.log, tenant, n, assumed(n), attempt(n), left(n))
            await asyncio.sleep(random.uniform(0, 0.12))
        reached[tenant].set_result(await served.platform.log.head(tenant))

    async with asyncio.timeout(2 * PATIENCE):
        await asyncio.gather(
            *map(writing, TENANTS),
            *(reader.read_until(reached[reader.tenant]) for reader in readers),
        )
    for reader in readers:
        recorded = [
            (r.position, r.event.TYPE) for r in await served.platform.log.read(reader.tenant)
        ]
        some = isinstance(reader, StreamingSome)
        wanted = [r for r in recorded if not some or r[1] != "organisation.post_assumed"]
        assert reader.got == wanted
        await reader.client.aclose()
    assert sum(reader.cuts for reader in readers) > 50


async def test_a_reader_never_sees_another_tenant(served: Served) -> None:
    """Not by asking for it either: the tenant comes from the credential alone."""
    for tenant in ("a", "b"):
        await write(served.platform.log, tenant, 1, assumed(1, f"only-{tenant}"))
    async with await served.client("a") as client:
        for path in ("/api/v1/events?stream=post/", "/api/v1/events?as=stored&after=0"):
            text = (await client.get(path)).text
            assert "only-b" not in text
            assert "/tenants/b" not in text
        for name in ("tenant", "source"):
            refused = await client.get("/api/v1/events", params={name: "b"})
            assert refused.status_code == 400
        refused = await client.get("/api/v1/events", headers={"Tongban-Tenant": "b"})
        assert [e["source"] for e in refused.json()["events"]] == ["/tenants/a"]


# The forms.

ATTRIBUTE = r"^[a-z0-9]{1,20}$"
CLOUD_EVENT = {
    # CloudEvents 1.0.2, section 3 and the JSON format, as we use them.
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "format": "uri-reference", "minLength": 1},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "minLength": 1},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"type": "string", "format": "uri", "minLength": 1},
        "subject": {"type": "string", "minLength": 1},
        "time": {"type": "string", "format": "date-time"},
        "recordedat": {"type": "string", "format": "date-time"},
        "data": {"type": "object"},
    },
    "propertyNames": {"pattern": ATTRIBUTE},
    # Every other attribute is a string that is not empty, a 32-bit integer or a boolean.
    "additionalProperties": {
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
            {"type": "boolean"},
        ]
    },
}


def validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


async def played(served: Served) -> World:
    """A county with a whole case: nearly every type of event there is."""
    world = World(served.platform.executor)
    await world.set_up()
    await world.play(*world.county.case(world.plan()))
    return world


async def test_every_event_of_a_story_is_a_cloud_event_and_fits_its_schema(served: Served) -> None:
    world = await played(served)
    envelope = validator(CLOUD_EVENT)
    schemas: dict[str, jsonschema_rs.Draft202012Validator] = {}
    async with await served.client(world.tenant) as client:
        listed = (await client.get("/api/v1/schemas")).json()["schemas"]
        urls = {entry["type"]: entry["url"] for entry in listed}
        events = await whole(client)
        for event in events:
            envelope.validate(event)
            assert event["dataschema"] == urls[event["type"]]
            if event["type"] not in schemas:
                path = event["dataschema"].partition("8000")[2]
                schema = (await client.get(path)).json()
                assert schema["$id"] == event["dataschema"]
                schemas[event["type"]] = validator(schema)
            schemas[event["type"]].validate(event["data"])
    assert len(schemas) > 15
    recorded = await served.platform.log.read(world.tenant, limit=10_000)
    assert [event["id"] for event in events] == [str(r.position) for r in recorded]
    for event, r in zip(events, recorded, strict=True):
        assert (event["position"], event["subject"], event["streamversion"], event["type"],
                event["actor"], event["post"], UUID(event["command"]),
                UUID(event["correlation"]), event.get("causation", ""), event.get("policy", ""),
                datetime.fromisoformat(event["time"]), datetime.fromisoformat(event["recordedat"]),
                ) == (str(r.position), r.stream, r.version, r.event.TYPE, r.actor, r.post,
                      r.command, r.correlation, r.causation, r.policy, r.event.occurred_at,
                      r.recorded_at)  # fmt: skip


async def test_every_type_has_a_schema_that_is_one(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.url, trust_env=False) as client:  # no credential
        listed = (await client.get("/api/v1/schemas")).json()["schemas"]
        types = {cls.TYPE for cls in served.platform.feed.registry}
        assert {entry["type"] for entry in listed} == types
        for entry in listed:
            path = f"/api/v1/schemas/{entry['type']}/{entry['schema']}"
            answer = await client.get(path)
            assert answer.headers["content-type"] == "application/schema+json"
            schema = answer.json()
            assert entry["url"].endswith(path)
            validator(schema)  # raises for what is no schema
            assert not validator(schema).is_valid({})
            again = await client.get(path, headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert "max-age" in again.headers["cache-control"]
        for path in ("cases.unheard_of/1", "cases.received/32767", "cases.received/0"):
            missing = await client.get(f"/api/v1/schemas/{path}")
            assert missing.status_code in (400, 404)
            assert missing.headers["content-type"] == "application/problem+json"


async def test_from_the_stored_form_anybody_computes_the_leaf(served: Served) -> None:
    await write(served.platform.log, "xg", 1, assumed(1, "张三\n"), left(1))
    async with await served.client("xg") as client:
        events = await whole(client, **{"as": "stored"})
    assert [event["position"] for event in events] == [1, 2]
    for event in events:
        row = {
            **event,
            "body": base64.b64decode(event["body"]),
            "command": UUID(event["command"]),
            "correlation": UUID(event["correlation"]),
            "recorded_at": datetime.fromisoformat(event["recorded_at"]),
            "occurred_at": datetime.fromisoformat(event["occurred_at"]),
        }
        assert leaf(row).hex() == event["leaf"]


async def test_one_order_in_every_form(served: Served) -> None:
    for n in range(30):
        await write(served.platform.log, "xg", n, assumed(n), left(n))
    async with await served.client("xg") as client:
        events = await whole(client, limit=7)
        query = {"limit": 100}
        lines = await client.get("/api/v1/events", params=query, headers={"Accept": JSON_LINES})
        assert lines.headers["content-type"] == JSON_LINES
        assert (lines.headers["tongban-position"], lines.headers["tongban-head"]) == ("60", "60")
        assert [json.loads(line) for line in lines.text.splitlines()] == events
        answer = await client.get("/api/v1/events", params=query, headers={"Accept": CLOUD_EVENTS})
        assert answer.headers["content-type"] == CLOUD_EVENTS
        assert answer.json() == events
        sent: list[Sent] = []
        async with aclosing(stream(client)) as incoming:
            async for block in incoming:
                sent.append(block)
                if block.id == 60:
                    break
        assert [json.loads(block.data) for block in sent] == events
        assert [(block.id, block.event) for block in sent] == [
            (int(event["id"]), event["type"]) for event in events
        ]


# Waiting, resuming, filters.


async def test_a_long_poll_answers_soon_after_a_write_and_not_before(served: Served) -> None:
    await write(served.platform.log, "xg", 1, assumed(1))
    async with await served.client("xg") as client:
        begun = time.monotonic()
        empty = await page(client, 1, wait=0.3)
        assert (empty["events"], empty["next"], empty["head"]) == ([], 1, 1)
        assert time.monotonic() - begun >= 0.3

        assert served.platform.feed.seats.in_use == 0
        begun = time.monotonic()
        waiting = asyncio.create_task(page(client, 1, wait=LONG))
        await seated(served, 1)
        await write(served.platform.log, "other", 1, assumed(1))
        assert not waiting.done()
        await write(served.platform.log, "xg", 2, assumed(2))
        assert [event["id"] for event in (await waiting)["events"]] == ["2"]
        assert time.monotonic() - begun < LONG  # alone some 50 ms


async def seated(served: Served, readers: int) -> None:
    """So many readers have begun."""
    async with asyncio.timeout(PATIENCE):
        while served.platform.feed.seats.in_use < readers:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_who_wants_few_of_many_advances_all_the_same(served: Served) -> None:
    for n in range(20):
        await write(served.platform.log, "xg", n, assumed(n), left(n))
    await write(served.platform.log, "xg", 99, attempt(99))
    await write(served.platform.log, "xg", 100, assumed(100))
    async with await served.client("xg") as client:
        got = await page(client, types="attempts.", wait=10)
        assert [event["id"] for event in got["events"]] == ["41"]
        assert (got["next"], got["head"]) == (42, 42)
        got = await page(client, stream="post/window/3")
        assert [event["streamversion"] for event in got["events"]] == [1, 2]
        assert got["next"] == 42
        got = await page(client, stream="attempts/", types="organisation.")
        assert (got["events"], got["next"]) == ([], 42)
        async with aclosing(stream(client, types="attempts.made")) as sent:
            begun = time.monotonic()
            first, second, third = [await anext(sent) for _ in range(3)]
            assert time.monotonic() - begun >= IDLE  # not running round and round
        assert (first.id, first.event) == (41, "attempts.made")
        # The place moves on without an event: at once, and it is said from time to time.
        assert (second, third) == (Sent(42, "", ""), Sent(42, "", ""))


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
            while not (  # noqa: ASYNC110
                waiting.done() or served.platform.feed.seats.in_use
            ):
                await asyncio.sleep(0.01)
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
            except AssertionError:
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


# Who, and what not.


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


async def test_each_kind_of_credential_sees_its_own_part(served: Served) -> None:
    """DESIGN 7a: what a reader may not see is skipped, and its position moves on."""
    await write(served.platform.log, "xg", 1, assumed(1), attempt(1), left(1), attempt(2))

    async def seen(kind: str, query: Any = None, **others: Any) -> object:
        async with await served.client("xg", kind, **others) as client:
            answer = await client.get("/api/v1/events", params=query or {})
            if answer.status_code != 200:
                return answer.status_code, answer.json()["code"]
            got = answer.json()
            assert (got["next"], got["head"]) == (4, 4)
            return [int(event["id"]) for event in got["events"]]

    feed: Any = {"scopes": ("feed",)}
    assert await seen("auditor") == [1, 2, 3, 4]
    assert await seen("operator") == [1, 3]
    assert await seen("operator", {"types": "attempts."}) == (403, "feed.type_not_granted")
    assert await seen("service", types=("attempts.",), **feed) == [2, 4]
    assert await seen("service", types=("organisation.post_left", "gone.away"), **feed) == [3]
    both = {"types": "organisation.post_left,attempts.made"}
    assert await seen("service", both, types=("organisation.",), **feed) == [3]
    assert await seen("service", **feed) == (403, "feed.type_not_granted")
    assert await seen("service", scopes=("read",), types=("attempts.",)) == (
        403, "credentials.kind")  # fmt: skip
    assert await seen("person", person="p-1", seat="window/clerk") == (403, "credentials.kind")


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
            async with asyncio.timeout(PATIENCE):
                while (await two.get("/api/v1/events")).status_code != 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)


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
