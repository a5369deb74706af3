"""Health, readiness and figures: what a balancer and a monitor are told."""

import asyncio
import re

import asyncpg
import pytest

from infra.database import Database
from services.http import operations
from tests.services.http.knock import TENANT, Door, bearer
from tests.services.working import PATIENCE


async def test_health_asks_nothing_of_anybody(door: Door) -> None:
    await door.platform.pool.close()
    answer = await door.client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert (await door.client.head("/health")).status_code == 200


async def test_ready_says_what_it_looked_at(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "_PATIENCE_SECONDS", PATIENCE)
    await door.set_up()
    answer = await door.client.get("/ready")
    assert answer.status_code == 200
    checks = {check["name"]: check["state"] for check in answer.json()["checks"]}
    assert checks == {"process": "ok", "database": "ok", "views": "ok", "tasks": "ok"}


async def test_a_view_that_lags_is_told_and_keeps_no_traffic_away(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "_PATIENCE_SECONDS", PATIENCE)
    monkeypatch.setattr(operations, "BEHIND_SECONDS", PATIENCE)
    await door.set_up()
    async with door.platform.pool.acquire() as connection:
        await connection.execute(
            "update views.checkpoints set position = 0 where view = 'case_register'"
        )
    checks = (await door.client.get("/ready")).json()["checks"]
    assert {check["state"] for check in checks} == {"ok"}, "lag of moments is none"
    operator = await door.token("operator", tenant="")
    figures = (await door.client.get("/metrics", headers=bearer(operator))).text
    head = await door.platform.log.head(TENANT)
    assert f'tongban_view_behind_events{{view="case_register"}} {head}.0' in figures
    assert 'tongban_view_behind_events{view="seal_ledger"} 0.0' in figures


async def test_readiness_does_not_wait_for_ever(door: Door, database: Database) -> None:
    assert database.admin_url
    admin = await asyncpg.connect(database.admin_url)
    async with asyncio.timeout(PATIENCE), admin.transaction():
        await admin.execute("lock table views.checkpoints")
        # A machine that stands still for a while says so of the database, whose look comes first.
        while (answer := await door.client.get("/ready")).status_code != 200:
            pass
    await admin.close()
    assert {"name": "views", "state": "behind"}.items() <= answer.json()["checks"][2].items()


async def test_a_process_that_stops_takes_no_traffic(door: Door) -> None:
    await door.platform.heads.close()
    answer = await door.client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"][0] == {
        "name": "process", "state": "failed", "detail": "stopping",
    }  # fmt: skip


async def test_without_its_database_a_process_is_alive_and_not_ready(door: Door) -> None:
    await door.platform.pool.close()
    answer = await door.client.get("/ready")
    assert answer.status_code == 503
    [_, database] = answer.json()["checks"]
    assert database["name"] == "database"
    assert database["state"] == "failed"
    assert database["detail"]


async def test_figures_are_the_platform_operators_alone(door: Door) -> None:
    assert (await door.client.get("/metrics")).status_code == 401
    for kind in ("auditor", "operator"):
        answer = await door.client.get("/metrics", headers=bearer(await door.token(kind)))
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"


async def test_figures_say_what_is_due_and_name_nobody(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", 2)
    await door.settle()
    operator = await door.token("operator", tenant="")
    answer = await door.client.get("/metrics", headers=bearer(operator))
    assert answer.status_code == 200
    figures = answer.text
    assert 'tongban_obligations{state="open"} 1.0' in figures
    assert re.search(r"^tongban_append_seconds_count [1-9]", figures, re.MULTILINE)
    assert "tongban_feed_readers 0.0" in figures
    assert "tongban_feed_seconds_count" in figures
    for name in (TENANT, "xingjiang", "case-1"):
        assert name not in figures
