"""The feed over real HTTP: nothing lost, nothing twice, nobody else's, and who waits is told."""

import asyncio
import json
import random
import time
from contextlib import aclosing
from typing import Any

import httpx

from domain.attempts.attempt import AttemptMade
from domain.kernel.event import Event
from tests.services.http.feeding import IDLE, LONG, NOON, assumed, left, seated, write
from tests.services.http.served import JSON_LINES, Sent, Served, page, stream
from tests.services.working import PATIENCE

TENANTS = [f"tenant-{n:02}" for n in range(16)]


def attempt(n: int) -> Event:
    return AttemptMade(
        occurred_at=NOON, attempt=str(n), organ="window", person="p-1", post="clerk", act="cases.x",
        code="x",
        message="不可", clause="", source="", about=f"case/{n}", detail={},
    )  # fmt: skip


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
