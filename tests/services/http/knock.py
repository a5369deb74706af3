"""Short hands for knocking: tokens by kind, the demo's acts as requests, the views caught up."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec
from httpx import AsyncClient, Response

from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from infra.credentials import Credential
from services.demo.acts import Act as DemoAct
from services.http import act as acts
from services.http.contexts import ACTS
from services.main import Platform
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tests.world import World

TENANT = "xingguo"
PREFIX = "/api/v1"


class Door:
    """The API as callers of one county meet it."""

    def __init__(self, platform: Platform, client: AsyncClient) -> None:
        self.platform = platform
        self.client = client
        self.world = World(platform.executor, TENANT)
        self._tokens: dict[str, str] = {}

    async def token(self, kind: Any, tenant: str = TENANT, **more: Any) -> str:
        """A token; one of the same description is issued once."""
        key = f"{kind} {tenant} {sorted(more.items())}"
        if key not in self._tokens:
            wanted = Credential(tenant=tenant, id="", kind=kind, **more)
            self._tokens[key] = (await self.platform.credentials.issue(wanted))[1]
        return self._tokens[key]

    async def person(self, by: By, tenant: str = TENANT) -> str:
        return await self.token("person", tenant, person=by.person, seat=by.seat)

    async def token_of(self, by: By) -> str:
        if by == OPERATOR:
            return await self.token("operator")
        return await self.person(by)

    async def get(self, path: str, token: str = "", **headers: str) -> Response:
        return await self.client.get(PREFIX + path, headers={**bearer(token), **headers})

    async def post(
        self,
        path: str,
        body: Any,
        token: str = "",
        *,
        command_id: UUID | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        sent = {
            "Idempotency-Key": str(command_id or uuid4()),
            "Content-Type": "application/json",
            **bearer(token),
            **(headers or {}),
        }
        return await self.client.post(
            PREFIX + path, content=msgspec.json.encode(body), headers=sent
        )

    async def give(
        self,
        by: By,
        command: Command,
        *,
        command_id: UUID | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A command as a request: the path and the rest."""
        path, body = request_of(command)
        return await self.post(
            path, body, await self.token_of(by), command_id=command_id, headers=headers
        )

    async def play(self, demo: Iterable[DemoAct]) -> list[dict[str, Any]]:
        """The demo's acts over HTTP, each of which must go through."""
        answers = []
        for item in demo:
            answer = await self.give(item.by, item.command, command_id=item.id)
            assert answer.status_code in (200, 201), (item.says, answer.text)
            answers.append(answer.json())
        return answers

    async def set_up(self, township: str = "xingjiang", delegator: str = "approval") -> None:
        """A county at work, straight on the log."""
        await self.world.set_up(delegator, township)
        await self.catch_up()

    async def case(self, number: str = "case-1", steps: int = 99) -> None:
        acts = list(self.world.county.case(self.world.plan(number)))
        await self.world.play(*acts[:steps])
        await self.catch_up()

    async def settle(self, tenant: str = TENANT) -> None:
        """What a worker would have done by now."""
        it = self.platform
        await Scheduler(Reactor(it.executor, it.projections, it.pool)).work(tenant)
        await self.catch_up(tenant)

    async def catch_up(self, tenant: str = TENANT) -> None:
        await self.platform.projections.catch_up(tenant)

    def by(self, organ: str, post: str) -> By:
        return self.world.by(organ, post)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def request_of(command: Command) -> tuple[str, dict[str, Any]]:
    """The path with its names filled, and the body."""
    act = ACTS[type(command)]
    fields = msgspec.to_builtins(command)
    path = act.path
    for name in acts.names(act.path):
        path = path.replace(f"{{{name}}}", str(fields.pop(name)))
    if fields.get("occurred_at") is None:
        fields.pop("occurred_at", None)
    return path, fields
