"""The HTTP door with a real socket, and readers of its feed as integrators would write them."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx
import uvicorn
from msgspec import Struct

from infra.config import Config
from infra.credentials import Credential
from infra.database import Database
from services.http.app import create_app
from services.main import Platform, open_platform
from tests.services.working import PATIENCE

JSON_LINES = "application/x-ndjson"
EVENT_STREAM = "text/event-stream"


class Served(Struct):
    """A running server; `url` without a slash at its end."""

    platform: Platform
    url: str

    async def token(self, tenant: str, kind: Any = "auditor", **others: Any) -> str:
        credential = Credential(tenant=tenant, kind=kind, id="", **others)
        _, token = await self.platform.credentials.issue(credential)
        return token

    async def client(self, tenant: str, kind: Any = "auditor", **others: Any) -> httpx.AsyncClient:
        token = await self.token(tenant, kind, **others)
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.AsyncClient(
            base_url=self.url, headers=headers, timeout=PATIENCE, trust_env=False
        )


@asynccontextmanager
async def serving(database: Database, *, port: int = 0, **settings: Any) -> AsyncIterator[Served]:
    """Serve on this port, or any; the server stops as `tongban serve` does."""
    config = Config(master_key="00" * 32, pool_size=8, **settings)
    async with open_platform(config, database) as platform:
        listening = socket.create_server(("127.0.0.1", port), backlog=256)
        server = uvicorn.Server(
            uvicorn.Config(create_app(platform), http="h11", log_config=None, access_log=False,
                           lifespan="off", timeout_graceful_shutdown=60)
        )  # fmt: skip
        serving = asyncio.create_task(server._serve([listening]))
        try:
            while not server.started:
                assert not serving.done(), serving.exception()
                await asyncio.sleep(0.01)
            yield Served(platform, f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            await platform.heads.close()
            server.should_exit = True
            await serving


class Sent(NamedTuple):
    """A block of server-sent events; `data` is empty where it only says how far was looked."""

    id: int | None
    event: str
    data: str


async def blocks(response: httpx.Response) -> AsyncGenerator[Sent, None]:
    """Blocks that arrived whole; the rest of one that was cut off is thrown away."""
    rest = b""
    async for piece in response.aiter_bytes():
        *whole, rest = (rest + piece).split(b"\n\n")
        for block in whole:
            fields = dict(re.findall(r"^(id|event|data): (.*)$", block.decode(), re.MULTILINE))
            position = int(fields["id"]) if "id" in fields else None
            yield Sent(position, fields.get("event", ""), fields.get("data", ""))


async def stream(
    client: httpx.AsyncClient, after: int = 0, **query: Any
) -> AsyncGenerator[Sent, None]:
    """One connection's blocks that have an id, until the server ends it."""
    headers = {"Accept": EVENT_STREAM, "Last-Event-ID": str(after)}
    async with client.stream("GET", "/api/v1/events", headers=headers, params=query) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        async for block in blocks(response):
            if block.id is not None:
                yield block


async def page(client: httpx.AsyncClient, after: int = 0, **query: Any) -> dict[str, Any]:
    answer = await client.get("/api/v1/events", params={"after": after, **query})
    assert answer.status_code == 200, answer.text
    return dict(json.loads(answer.content))


async def whole(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    """Every event there is, page by page."""
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        got = await page(client, after, **query)
        found += got["events"]
        assert got["next"] > after or got["next"] == got["head"]
        after = got["next"]
        if after >= got["head"]:
            return found
