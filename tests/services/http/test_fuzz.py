"""schemathesis over the OpenAPI document: no server error, no undocumented answer.

Every kind of credential at every operation that is for it. Coverage, the phase with thousands of
requests, probes one operation of each shape: acts of one shape differ in nothing that the door
looks at. So do those who hold no post, with what people are asked already. Headers that may be left
out are the door's as well: with a seat or a version made up, hardly a request would get past it.
"""

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

import pytest

from infra.database import Database
from services.http.contexts import routes
from services.http.route import Route
from tests.services.http.knock import PREFIX
from tests.services.http.served import Served, serving
from tests.services.http.test_access import KINDS, is_for, token_of
from tests.services.working import PATIENCE
from tests.world import World

SEED = "20231130"
OTHERS = [kind for kind in KINDS if kind != "person"]
SECONDS = 500  # a bound, not what it takes
# The document's own examples, said in words of the county that is there.
MEANT = {"township": "xingjiang", "department": "approval", "staff-1": "xingjiang-x"}
SETTINGS: dict[str, Any] = {
    "feed_stream_seconds": 0.2,
    "feed_idle_seconds": 0.1,
    "public_per_minute": 1_000_000,
}
CONFIG = """
[phases.coverage]
unexpected-methods = ["PUT"]
"""


def shape(route: Route) -> object:
    """What the door itself does with a request; routes of one shape differ in what is behind."""
    return route.command, bool(route.view), bool(route.places), bool(route.access.kinds)


def _least(mine: Iterable[Route], kind: str) -> list[Route]:
    """All that is for nobody who holds a post; of what people are asked too, one of each shape."""
    if kind in ("person", "nobody"):
        return list(mine)
    shared = {route.operation for route in routes() if is_for(route, "person")}
    own = [route for route in mine if route.operation not in shared]
    return own + one_of_each_shape(route for route in mine if route.operation in shared)


def one_of_each_shape(every: Iterable[Route]) -> list[Route]:
    found: dict[object, Route] = {}
    for route in every:
        found.setdefault(shape(route), route)
    return list(found.values())


async def following(served: Served) -> None:
    """What a worker does: keeps the views up."""
    while True:
        await served.platform.projections.catch_up("xingguo")
        await asyncio.sleep(0.5)


async def fuzz(
    served: Served, folder: Path, token: str, phases: str, chosen: Iterable[Route], examples: int
) -> None:
    """Run schemathesis as integrators do; its words are the failure's."""
    document = _meant(json.loads(await _document(served)))
    # Told by name which operations are meant, it would look through all the names at every step.
    operations = {route.operation for route in chosen}
    document["paths"] = _only(document["paths"], operations, headers="coverage" in phases)
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    (folder / "schemathesis.toml").write_text(CONFIG, "utf-8")
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("st")), "--config-file", "schemathesis.toml", "run",
        "openapi.json", "--url", served.url, "--phases", phases, "--seed", SEED,
        "--max-examples", str(examples), "--continue-on-failure", "--no-shrink", "--no-color",
        "--suppress-health-check", "all", "--warnings", "off", "--generation-database", "none",
        "--request-timeout", str(PATIENCE),
        # A well-formed command may still be refused: that is what the rules are for.
        "--exclude-checks", "positive_data_acceptance",
        *(("-H", f"Authorization: Bearer {token}") if token else ()),
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, said.decode()
    assert "No issues found" in said.decode(), said.decode()


async def _document(served: Served) -> str:
    client = await served.client("xingguo")
    async with client:
        return (await client.get(f"{PREFIX}/openapi.json")).text


def _only(
    paths: dict[str, Any], operations: Container[str], *, headers: bool
) -> dict[str, dict[str, Any]]:
    """These operations; without `headers`, without those that may be left out."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for path, item in paths.items():
        for method, operation in item.items():
            if operation["operationId"] in operations:
                found[path][method] = operation | {
                    "parameters": [
                        parameter
                        for parameter in operation.get("parameters", ())
                        if headers or parameter["in"] != "header" or parameter["required"]
                    ]
                }
    return found


def _meant(node: Any, *, example: bool = False) -> Any:
    """The document with its examples' words meant; a field may be called like one of them."""
    if isinstance(node, dict):
        inside = {key: example or key in ("example", "examples") for key in node}
        return {key: _meant(value, example=inside[key]) for key, value in node.items()}
    if isinstance(node, list):
        return [_meant(value, example=example) for value in node]
    return MEANT.get(node, node) if example and isinstance(node, str) else node


@pytest.mark.parametrize("kinds", [["person"], [*OTHERS, "nobody"]], ids=["people", "others"])
async def test_no_request_meets_a_fault_or_an_undocumented_answer(
    database: Database, tmp_path: Path, kinds: list[str]
) -> None:
    async with serving(database, **SETTINGS) as served:
        world = World(served.platform.executor)
        await world.set_up()
        await world.play(*world.county.case(world.plan("case-1")))
        await served.platform.projections.catch_up("xingguo")
        follower = asyncio.create_task(following(served))
        try:
            for kind in kinds:
                await knock(served, tmp_path, kind)
        finally:
            follower.cancel()


async def knock(served: Served, folder: Path, kind: str) -> None:
    token = ""
    if kind in KINDS:
        token = await served.token(**{"tenant": "xingguo", **token_of(kind)})
    mine = [r for r in routes() if is_for(r, kind) and bool(token) == bool(r.access.kinds)]
    if kind in ("person", "nobody"):
        await fuzz(served, folder, token, "coverage,fuzzing", one_of_each_shape(mine), 2)
    await fuzz(served, folder, token, "examples,fuzzing", _least(mine, kind), 2)
