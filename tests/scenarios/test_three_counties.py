"""Three counties at work at once on one installation, all ids colliding: none meets another.

Invariant 3, with every county's own pack.
"""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from httpx import ASGITransport, AsyncClient

from domain.attempts.attempt import AttemptMade
from infra.append import CommandReusedError
from infra.config import Config
from infra.database import Database, connect
from infra.embedded import EmbeddedServer
from infra.log import EventLog
from projections.catalogue import VIEWS
from services.http.app import create_app
from services.liability.answer import Liabilities
from services.main import open_platform
from tests.scenarios.test_liability_rows import Row, row
from tests.scenarios.three_counties import (
    BODY,
    CASE,
    COUNTIES,
    NUMBER,
    OWNER,
    Installation,
    receive,
    story,
)
from tests.servers import a_database
from tests.services.http.knock import Door, request_of
from tests.services.http.test_access import KINDS, ROUTES, address
from tests.world import CODEC

REFUSED = {
    "xingguo": "organisation.wrong_post",
    "zezhou": "cases.wrong_performer",
    "rongan": "organisation.wrong_post",
}
PLACES = {"summary_counts": {"opened", "closed"}}
Views = dict[str, list[dict[str, object]]]


def unplaced(views: Views) -> Views:
    """Without positions in the log: what follows from several streams is done in any order."""
    found = {}
    for name, rows in views.items():
        places = PLACES.get(name, set()) | {"position"}
        found[name] = [{c: it for c, it in row.items() if c not in places} for row in rows]
    return found


async def at_once(installation: Installation, draw: Random) -> None:
    """Every county a few acts further in each round, all at the same time, the views behind."""
    await installation.projections.ensure()
    left = {tenant: list(enumerate(story(tenant))) for tenant in COUNTIES}
    while any(left.values()):
        tasks = []
        for tenant in draw.sample(list(left), len(left)):
            taken = [left[tenant].pop(0) for _ in range(min(draw.randint(1, 5), len(left[tenant])))]
            if taken:
                moves = [move for _, move in taken]
                tasks.append(installation.play(tenant, taken[0][0], moves))
        if draw.random() < 0.3:
            tasks.append(_catch_up(installation, draw.choice(list(COUNTIES))))
        await asyncio.gather(*tasks)
    await asyncio.gather(*(installation.settle(tenant) for tenant in COUNTIES))


async def _catch_up(installation: Installation, tenant: str) -> None:
    await installation.projections.catch_up(tenant)


async def alone(server: EmbeddedServer, tenant: str) -> tuple[Views, Row]:
    """The same story with the installation to itself."""
    async with a_database(server) as database, connect(database, 4) as pool:
        log = EventLog(pool, CODEC)
        installation = Installation(pool, log)
        await installation.projections.ensure()
        await installation.play(tenant, 0, story(tenant))
        await installation.settle(tenant)
        answer = await Liabilities(installation.executor, pool).of(tenant, CASE)
        found = await installation.views(tenant), row(answer.lines)
        await log.close()
    return found


@pytest.fixture
async def installation(pool: asyncpg.Pool, log: EventLog) -> Installation:
    return Installation(pool, log)


@pytest.mark.parametrize("seed", [1, 2])
async def test_each_county_is_as_if_it_were_alone(
    server: EmbeddedServer, installation: Installation, seed: int
) -> None:
    await at_once(installation, Random(seed))
    bearers = []
    for tenant in COUNTIES:
        assert installation.refused[tenant] == [f"{len(story(tenant)) - 1} {REFUSED[tenant]}"]
        views, expected = await alone(server, tenant)
        assert (len(views["case_register"]), len(views["attempts"])) == (2, 1)
        assert unplaced(await installation.views(tenant)) == unplaced(views)
        answer = await Liabilities(installation.executor, installation.pool).of(tenant, CASE)
        assert row(answer.lines) == expected
        bearers.append(expected)
    assert bearers[0] != bearers[1] != bearers[2] != bearers[0]


@pytest.fixture
async def played(installation: Installation) -> Installation:
    await at_once(installation, Random(3))
    return installation


async def test_everything_collides_and_nothing_is_lost_or_doubled(played: Installation) -> None:
    """Streams, seats, seals, cases, applicants, command ids: the same in all three logs."""
    log, streams, commands = played.executor.log, [], []
    for tenant in COUNTIES:
        events = await log.read(tenant, 0, limit=2000)
        assert [item.position for item in events] == list(range(1, len(events) + 1))
        streams.append({item.stream for item in events})
        commands.append({item.command for item in events})
        [attempt] = await log.read(tenant, types=[AttemptMade.TYPE])
        assert isinstance(attempt.event, AttemptMade)
        assert attempt.event.code == REFUSED[tenant]
    assert {
        f"case/{CASE}", "case/case-2", f"seal/{OWNER}/{NUMBER}", f"post/{OWNER}/principal",
        f"person/{BODY}-window_clerk",
    } <= set.intersection(*streams)  # fmt: skip
    assert {UUID(int=n) for n in range(1, 40)} <= set.intersection(*commands)


async def test_a_repeated_command_is_its_own_countys(played: Installation) -> None:
    """What another county did under this id is neither repeated nor in the way."""
    for tenant in COUNTIES:
        before = await played.executor.log.head(tenant)
        moves = story(tenant)
        for n in (0, 5, len(moves) - 2):
            await played.play(tenant, n, [moves[n]])
        assert await played.executor.log.head(tenant) == before
    here, there = (story(tenant)[-2] for tenant in ("xingguo", "rongan"))
    for command in (here.command, there.command):
        with pytest.raises(CommandReusedError):
            await played.executor.execute("zezhou", here.by, command, UUID(int=10))


async def test_views_built_anew_are_each_countys_own(played: Installation) -> None:
    live = {tenant: await played.views(tenant) for tenant in COUNTIES}
    for view in VIEWS:
        await played.projections.rebuild(view.name)
    assert {tenant: await played.views(tenant) for tenant in COUNTIES} == live


# At the door: with a token of one county, asking for what is called the same in another.


@pytest.fixture
async def door(played: Installation, database: Database) -> AsyncIterator[Door]:
    async with open_platform(Config(master_key="00" * 32, pool_size=8), database) as platform:
        transport = ASGITransport(create_app(platform))  # type: ignore[arg-type]  # known here
        async with AsyncClient(transport=transport, base_url="http://tongban.test") as client:
            yield Door(platform, client)


def clerk(tenant: str) -> dict[str, str]:
    """At the hall or station; in the second county the case is the town's."""
    organ = OWNER if tenant == "zezhou" else BODY
    return {"person": f"{organ}-window_clerk", "seat": f"{organ}/window_clerk"}


def foreign(tenant: str) -> set[str]:
    """The names of other counties and of their organs that this county's own rules never say."""
    own = msgspec.json.encode(COUNTIES[tenant].pack).decode()
    others = [(other, COUNTIES[other].pack) for other in COUNTIES if other != tenant]
    words = {organ.name for _, pack in others for organ in pack.organ}
    return {name for name, _ in others} | {word for word in words if word not in own}


async def test_no_token_opens_another_countys_door(played: Installation, door: Door) -> None:
    """Every route, for every kind of caller of every county; the feed to its end."""
    subjects = {}
    for tenant in COUNTIES:
        token = await door.token("person", tenant, **clerk(tenant))
        case = (await door.get(f"/cases/{CASE}", token)).json()
        assert case["matter"] == {"xingguo": 21, "zezhou": 7, "rongan": 1}[tenant]
        subjects[tenant] = case["subject"]
    assert len(set(subjects.values())) == 3, "one applicant, and no way to tell that he is one"
    seen = 0
    for tenant in COUNTIES:
        words = foreign(tenant) | {subjects[other] for other in COUNTIES if other != tenant}
        assert len(words) > 20
        callers: dict[str, dict[str, Any]] = {**KINDS, "person": clerk(tenant)}
        del callers["platform operator"]
        for kind, more in callers.items():
            token = await door.token(tenant=tenant, **{"kind": kind, **more})
            for route in ROUTES:
                if route.method != "GET" or route.path.startswith(("/public", "/platform")):
                    continue
                path = address(route).replace("xingjiang", BODY).replace("approval", OWNER)
                told = await door.get(path, token)
                seen += told.status_code == 200
                assert [word for word in words if word in told.text] == [], (kind, route.path)
        feed = await door.token("auditor", tenant)
        page = (await door.get("/events?limit=1000", feed)).json()
        assert page["next"] == page["head"] == await played.executor.log.head(tenant)
        assert len(page["events"]) == page["head"]
    assert seen > 200


async def test_a_query_code_is_one_countys(door: Door) -> None:
    """The same case number: whoever holds the slip of one county learns nothing in the others."""
    codes = {tenant: door.platform.vault.query_code(tenant, CASE) for tenant in COUNTIES}
    for tenant in COUNTIES:
        for of, code in codes.items():
            answer = await door.get(f"/public/{tenant}/cases/{CASE}?code={code}")
            assert answer.status_code == (200 if of == tenant else 404)


async def test_who_is_erased_in_one_county_is_readable_in_the_others(door: Door) -> None:
    """One identity number, three subjects, three keys."""
    told, subjects = {}, {}
    for tenant in COUNTIES:
        token = await door.token("person", tenant, **clerk(tenant))
        told[tenant] = (await door.get(f"/cases/{CASE}/applicant", token)).json()["applicant"]
        subjects[tenant] = (await door.get(f"/cases/{CASE}", token)).json()["subject"]
    assert told["xingguo"] == told["zezhou"] == told["rongan"]
    operator = await door.token("operator", "zezhou")
    reason = {"reason": "经批准"}
    for other in ("xingguo", "rongan"):  # named in the wrong county: nobody there
        answer = await door.post(f"/subjects/{subjects[other]}/erasure", reason, operator)
        assert (answer.status_code, answer.json()["code"]) == (404, "subjects.unknown")
    done = await door.post(f"/subjects/{subjects['zezhou']}/erasure", reason, operator)
    assert done.status_code == 200
    for tenant in COUNTIES:
        token = await door.token("person", tenant, **clerk(tenant))
        answer = await door.get(f"/cases/{CASE}/applicant", token)
        if tenant == "zezhou":
            assert (answer.status_code, answer.json()["code"]) == (404, "subjects.erased")
        else:
            assert answer.json()["applicant"] == told[tenant]


async def test_one_key_of_a_request_is_three_requests(door: Door) -> None:
    """An Idempotency-Key that another county has used is new here, and a repetition is none."""
    key = uuid4()
    for tenant, matter in (("xingguo", 21), ("zezhou", 7), ("rongan", 2)):
        organ = clerk(tenant)["seat"].partition("/")[0]
        path, body = request_of(receive(matter, organ, "case-3")[1])
        token = await door.token("person", tenant, **clerk(tenant))
        head = await door.platform.log.head(tenant)
        for _ in range(2):
            answer = await door.post(path, body, token, command_id=key)
            assert answer.status_code in (200, 201), answer.text
            assert await door.platform.log.head(tenant) == head + 1
