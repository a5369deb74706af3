"""Long work, asked for over HTTP: a worker does it, another goes on after it, somebody stops it."""

import pytest
from httpx import ASGITransport, AsyncClient

from infra.database import Database
from infra.jobs import Slice
from projections import seal_ledger
from services.commands.ledger import as_csv
from services.http.app import create_app
from services.jobs import register
from services.jobs.kinds import make
from services.main import Platform
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem
from tests.services.working import a_platform, a_worker, conclude, tongban, until
from tests.world import World

JOB = "6f1f0c2e-6a60-4f3b-9a53-0f8f0b1f9a10"
OTHER = "6f1f0c2e-6a60-4f3b-9a53-0f8f0b1f9a11"
THIRD = "6f1f0c2e-6a60-4f3b-9a53-0f8f0b1f9a12"
ASK = {"job": JOB, "asked": {"kind": "seal_ledger"}}


async def test_a_ledger_is_exported_once_however_often_its_worker_dies(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_ledger, "BATCH", 1)  # several slices of a small ledger
    monkeypatch.setattr(register, "BATCH", 1)
    async with a_platform(database) as it:
        world = World(it.executor)
        await world.set_up()
        await conclude(world, "一", "二")
        await it.projections.catch_up(world.tenant)
        app = create_app(it)
        transport = ASGITransport(app)  # type: ignore[arg-type]  # known here
        async with AsyncClient(transport=transport, base_url="http://tongban.test") as client:
            door = Door(it, client)
            token = await door.person(world.by("xingjiang", "principal"))
            await _ask_and_see(door, token, it, world)
            await _stop_another(door, token, it, world)
    said = await tongban(database, "jobs", "list", world.tenant)
    assert "导出用印台账" in said
    assert "已取消" in said


async def _ask_and_see(door: Door, token: str, it: Platform, world: World) -> None:
    first = await door.post("/jobs", ASK, token)
    again = await door.post("/jobs", ASK, token)
    assert (first.status_code, again.json()["state"]) == (201, "queued")
    other = {"job": JOB, "asked": {"kind": "seal_ledger", "matter": 1}}
    assert_problem(await door.post("/jobs", other, token), 409, "jobs.id_taken")
    assert_problem(await door.get(f"/jobs/{JOB}/file", token), 409, "jobs.not_done")
    [job] = await it.jobs.newest(world.tenant)
    # A worker takes the first slice, makes the second, and dies before that is noted.
    place = await it.jobs.place(world.tenant, job.id)
    assert place is not None
    for _ in range(2):
        found = await make(it, world.tenant, place)
        assert isinstance(found, Slice)
        if not place.cursor:
            place = await it.jobs.advance(world.tenant, job.id, place, found)
            assert place is not None
    async with a_worker(it):
        await until(lambda: _ended(it, world.tenant))
    shown = (await door.get(f"/jobs/{JOB}", token)).json()
    assert (shown["state"], shown["done"]) == ("done", shown["total"])
    assert shown["total"] > 1
    kept = await door.get(f"/jobs/{JOB}/file", token)
    unit = it.executor.unit(world.tenant)
    batches = seal_ledger.archive(it.pool, world.tenant)
    pieces = [piece async for piece in as_csv(unit, batches, await unit.rules())]
    assert kept.content == b"".join(pieces)
    assert_problem(await door.post(f"/jobs/{JOB}/cancel", {}, token), 409, "jobs.ended")


async def _stop_another(door: Door, token: str, it: Platform, world: World) -> None:
    stranger = await door.person(world.by("xingjiang", "window_clerk"))
    asked = {"kind": "case_register", "matter": 0}
    assert_problem(
        await door.post("/jobs", {"job": OTHER, "asked": {}}, token), 400, "http.malformed"
    )
    await door.post("/jobs", {"job": OTHER, "asked": asked}, token)
    refused = await door.post(f"/jobs/{OTHER}/cancel", {}, stranger)
    assert_problem(refused, 403, "jobs.not_asker")
    stopped = (await door.post(f"/jobs/{OTHER}/cancel", {}, token)).json()
    assert stopped["state"] == "cancelled"
    async with a_worker(it):
        await until(lambda: _ended(it, world.tenant))
    assert_problem(await door.get(f"/jobs/{OTHER}/file", token), 409, "jobs.not_done")
    unknown = await door.get(f"/jobs/{OTHER[:-1]}9", token)
    assert_problem(unknown, 404, "jobs.unknown")
    third = {"job": THIRD, "asked": {"kind": "case_register"}}
    await door.post("/jobs", third, token)
    async with a_worker(it):
        await until(lambda: _ended(it, world.tenant))
    lines = (await door.get(f"/jobs/{THIRD}/file", token)).text.splitlines()
    assert lines[0].startswith("\ufeff办件编号")
    assert [line.partition(",")[0] for line in lines[1:]] == ["一", "二"]
    assert len((await door.get("/jobs", token)).json()["items"]) == 3


async def _ended(it: Platform, tenant: str) -> bool:
    waiting = await it.tasks.waiting(tenant)
    return "job" not in waiting and not await it.jobs.open(tenant, 1)
