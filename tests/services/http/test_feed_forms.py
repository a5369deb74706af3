"""Every form that the feed gives events in: the same events, in one order, and schemas of them."""

import base64
import json
from contextlib import aclosing
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import jsonschema_rs

from tests.infra.test_log_leaf import leaf
from tests.services.http.feeding import CLOUD_EVENTS, assumed, left, write
from tests.services.http.served import JSON_LINES, Sent, Served, stream, whole
from tests.world import World

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
