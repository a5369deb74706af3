"""Lists: pages that neither skip nor repeat while others write; filters, sorting, limits."""

import base64
import random
from typing import Any

import msgspec
import pytest

from services.http.contexts import routes
from services.http.route import Route
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem

LISTS = [route for route in routes() if "sort" in route.query.__struct_fields__]


async def walk(door: Door, path: str, token: str, limit: int) -> list[dict[str, Any]]:
    """All pages."""
    found: list[dict[str, Any]] = []
    cursor = ""
    sign = "&" if "?" in path else "?"
    while True:
        page = (await door.get(f"{path}{sign}limit={limit}{cursor}", token)).json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        assert len(page["items"]) == limit
        cursor = f"&cursor={page['next']}"


async def receive(door: Door, *numbers: str) -> None:
    for number in numbers:
        await door.world.play(next(door.world.county.case(door.world.plan(number))))
    await door.catch_up()


@pytest.mark.parametrize("sort", ["received_at", "-received_at"])
@pytest.mark.parametrize("seed", range(2))
async def test_pages_hold_what_was_there_once_while_others_write(
    door: Door, sort: str, seed: int
) -> None:
    draw = random.Random(seed)
    await door.set_up()
    token = await door.person(door.by("xingjiang", "window_clerk"))
    start = [f"old-{n}" for n in range(12)]
    await receive(door, *start)
    seen: list[str] = []
    cursor, page, written = "", 0, 0
    while True:
        limit = draw.randint(1, 4)
        path = f"/cases?sort={sort}&limit={limit}{cursor}"
        answer = (await door.get(path, token)).json()
        seen += [row["key"] for row in answer["items"]]
        if answer["next"] is None:
            break
        cursor, page = f"&cursor={answer['next']}", page + 1
        # Meanwhile: new cases, and old ones that move on.
        if page < 6:
            written += 1
            await receive(door, f"new-{written}")
            moved = draw.choice(start)
            acts = list(door.world.county.case(door.world.plan(moved)))
            await door.world.play(acts[1])
            await door.catch_up()
    assert [seen.count(key) for key in start] == [1] * len(start)
    assert len(seen) == len(set(seen))


async def test_every_list_walks_sorts_and_filters(door: Door) -> None:
    await door.set_up()
    await door.world.play(*door.world.county.staffing("gulonggang", {"principal": ()}))
    for number in ("case-1", "case-2", "case-3"):
        await door.case(number)
    await door.settle()
    token = await door.person(door.by("xingjiang", "window_clerk"))
    for route in LISTS:
        await assert_walks_sorts_and_filters(door, route, token)


async def assert_walks_sorts_and_filters(door: Door, route: Route, token: str) -> None:
    sort_of = next(f for f in msgspec.structs.fields(route.query) if f.name == "sort")
    for sort in sort_of.type.__origin__.__args__:
        every = await walk(door, f"{route.path}?sort={sort}", token, 500)
        for limit in (1, 2):
            paged = await walk(door, f"{route.path}?sort={sort}", token, limit)
            assert paged == every, route.operation
        column = sort.removeprefix("-")
        order = [(row[column], row["key"]) for row in every]
        assert order == sorted(order, reverse=sort.startswith("-")), route.operation
    rows = await walk(door, route.path, token, 500)
    for field in msgspec.structs.fields(route.query):
        if rows and field.name in rows[0] and isinstance(rows[0][field.name], str | int):
            value = rows[0][field.name]
            told = await walk(door, f"{route.path}?{field.name}={value}", token, 500)
            assert told == [row for row in rows if row[field.name] == value], route.operation


async def test_a_cursor_is_of_its_list_and_sorting(door: Door) -> None:
    await door.set_up()
    await receive(door, "a", "b", "c")
    token = await door.person(door.by("xingjiang", "window_clerk"))
    cursor = (await door.get("/cases?limit=1", token)).json()["next"]
    assert (await door.get(f"/cases?limit=1&cursor={cursor}", token)).status_code == 200
    for path in (f"/cases?sort=received_at&cursor={cursor}", f"/delegations?cursor={cursor}"):
        assert (await door.get(path, token)).status_code == 400
    for broken in (cursor[:-3], "%00", "YQ", "W10"):
        assert (await door.get(f"/cases?cursor={broken}", token)).status_code == 400
    operator = await door.token("operator")
    for path, sort, place in (
        ("/cases", "-received_at", "0001-01-01T00:00:00+14:00"),
        ("/cases", "-received_at", "9999-12-31T23:59:59-14:00"),
        ("/delegations", "key", "\0"),
    ):
        forged = base64.urlsafe_b64encode(msgspec.json.encode((sort, place, "k"))).decode()
        asker = operator if path == "/delegations" else token
        answer = await door.get(f"{path}?cursor={forged.rstrip('=')}", asker)
        assert_problem(answer, 400, "http.malformed")


async def test_a_moment_at_the_end_of_the_calendar_is_no_fault(door: Door) -> None:
    token = await door.token("auditor")
    await door.set_up()
    for moment in (
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59Z",
    ):
        for path in (
            f"/cases?received_from={moment}",
            f"/cases?received_before={moment}",
            f"/authority?organ=xingjiang&person=xingjiang-approver&matter=21&at={moment}",
            f"/matters?as_of={moment[:10]}",
        ):
            assert_problem(await door.get(path, token), 400, "http.malformed")


async def test_the_matter_list_is_that_of_the_day(door: Door) -> None:
    await door.set_up()
    token = await door.person(door.by("xingjiang", "window_clerk"))
    today = (await door.get("/matters", token)).json()
    assert len(today["items"]) == len(door.world.county.pack.matter)
    assert (await door.get("/matters?as_of=2000-01-01", token)).json()["items"] == []


async def test_questions_answer_as_the_log_says(door: Door) -> None:
    await door.set_up()
    await door.case("case-1")
    token = await door.person(door.by("xingjiang", "window_clerk"))
    path = "/authority?organ=xingjiang&person=xingjiang-approver&matter=21"
    told = (await door.get(path, token)).json()
    assert told["granted"] is True
    assert [link["kind"] for link in told["authority"]["chain"]][:2] == ["pack", "matter"]
    denied = (await door.get(path + "&post=reviewer", token)).json()
    assert (denied["granted"], denied["code"]) == (False, "organisation.wrong_post")
    wrong = await door.get(path + "&step=nothing", token)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "cases.no_such_step")
    lines = (await door.get("/cases/case-1/liability", token)).json()["lines"]
    assert {line["line"]["layer"] for line in lines} == {"internal", "external", "recourse"}
    assert all(line["bearer"]["name"] for line in lines)
    covered = (await door.get("/delegation-coverage", token)).json()
    assert (covered["signed"], covered["seals_in_use"]) == (1, 1)
    assert covered["called_for"] > 1
