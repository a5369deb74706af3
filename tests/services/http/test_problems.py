"""Every status that is not a success is a problem with its code; nothing slips past."""

from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from domain.cases.commands import Accept, Review
from domain.kernel.advice import ADVICE
from services.http.problems import MEDIA, OWN, prefers_english
from services.http.route import JSON
from services.main import Platform
from tests.services.http.knock import PREFIX, Door, bearer


def assert_problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    """What every problem has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == MEDIA
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"/api/v1/problems/{code}"
    assert told["title"]
    assert told["detail"]
    assert told["correlation"] == answer.headers["Tongban-Correlation"]
    assert told["instance"] == f"urn:uuid:{told['correlation']}"
    advice = OWN[code].advice if code in OWN else ADVICE[code]
    assert (told["title"], told["advice"]) == (advice.title, advice.text)
    return told


@pytest.fixture
async def clerk(door: Door) -> str:
    """The clerk of a township at work, where one case was received."""
    await door.set_up()
    await door.case("case-1", steps=1)
    return await door.person(door.by("xingjiang", "window_clerk"))


RECEIVE = {
    "case": "case-2", "matter": 21, "receiver": "xingjiang", "channel": "window", "stated": {},
    "applicant": {"name": "演示申请人0001", "id_number": "000000190001010001"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        (RECEIVE | {"matter": "21"}, "/matter", "Expected `int`, got `str`"),
        (
            RECEIVE | {"applicant": {"name": 1, "id_number": ""}},
            "/applicant/name",
            "Expected `str`",
        ),
        (RECEIVE | {"unheard": 1}, "", "contains unknown field `unheard`"),
        (RECEIVE | {"occurred_at": "2024-01-01T00:00:00"}, "/occurred_at", "timezone"),
        (RECEIVE | {"matter": 2**70}, "/matter", "<= 2147483647"),
        ({}, "", "missing required field `case`"),
        ([], "", "Expected `object`"),
    ],
)
async def test_a_body_that_does_not_fit_is_400_with_a_pointer(
    door: Door, clerk: str, body: Any, pointer: str, detail: str
) -> None:
    told = assert_problem(await door.post("/cases", body, clerk), 400, "http.malformed")
    (error,) = told["errors"]
    assert (error["where"], error["pointer"]) == ("body", pointer)
    assert detail in error["detail"]


async def test_what_is_malformed_elsewhere_is_400(door: Door, clerk: str) -> None:
    async def got(path: str, **headers: str) -> dict[str, Any]:
        answer = await door.get(path, clerk, **headers)
        (error,) = assert_problem(answer, 400, "http.malformed")["errors"]
        return {"where": error["where"], "pointer": error["pointer"]}

    assert await got("/cases?limit=x") == {"where": "query", "pointer": "/limit"}
    assert await got("/cases?limit=1&limit=2") == {"where": "query", "pointer": "/limit"}
    assert await got("/cases?unheard=1") == {"where": "query", "pointer": ""}
    assert await got("/cases?sort=steps") == {"where": "query", "pointer": "/sort"}
    assert await got("/cases?cursor=abc") == {"where": "query", "pointer": "/cursor"}
    assert await got("/cases?receiver=%00") == {"where": "query", "pointer": "/receiver"}
    assert await got("/seals/approval/x") == {"where": "path", "pointer": "/number"}
    wrong = {"Tongban-Correlation": "1"}
    assert await got("/cases", **wrong) == {"where": "header", "pointer": "/Tongban-Correlation"}


async def test_an_act_needs_an_id_and_a_version_that_is_one(
    door: Door, client: AsyncClient, clerk: str
) -> None:
    path = f"{PREFIX}/cases/case-1/acceptance"
    for headers in ({}, {"Idempotency-Key": "1"}):
        answer = await client.post(path, json={}, headers={**bearer(clerk), **headers})
        assert_problem(answer, 400, "http.malformed")
    body = {"document_number": "受-1"}
    for match in ("1", 'W/"1"', '"x"', "*"):
        answer = await door.post(
            "/cases/case-1/acceptance", body, clerk, headers={"If-Match": match}
        )
        assert_problem(answer, 400, "http.malformed")


async def test_broken_bodies_are_400(door: Door, client: AsyncClient, clerk: str) -> None:
    for content in (b"", b"{", b'"\xff"', b'{"case": "\\ud800"}', b"[" * 100_000, b"nul"):
        answer = await client.post(
            f"{PREFIX}/cases",
            content=content,
            headers={**bearer(clerk), "Idempotency-Key": str(uuid4()), "Content-Type": JSON},
        )
        assert_problem(answer, 400, "http.malformed")


async def test_without_a_valid_token_it_is_401(door: Door, client: AsyncClient) -> None:
    token = await door.token("auditor")
    for header in ("", "Basic x", "Bearer", "Bearer x", f"Bearer {token}x", f"Token {token}"):
        answer = await client.get(f"{PREFIX}/cases", headers={"Authorization": header})
        assert_problem(answer, 401, "http.unauthenticated")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_what_is_not_there_is_404(door: Door, client: AsyncClient, clerk: str) -> None:
    assert_problem(await client.get("/nowhere"), 404, "http.not_found")
    assert_problem(await client.get(f"{PREFIX}/nowhere"), 404, "http.not_found")
    assert_problem(await door.get("/cases/none", clerk), 404, "cases.unknown")
    assert_problem(await door.get("/problems/none"), 404, "http.not_found")
    stranger = await door.token("auditor", "elsewhere")
    assert_problem(await door.get("/matters", stranger), 404, "tenants.unknown")


async def test_another_method_is_405_and_says_which(client: AsyncClient) -> None:
    answer = await client.put(f"{PREFIX}/cases")
    assert_problem(answer, 405, "http.method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST", "OPTIONS"}
    told = await client.options(f"{PREFIX}/cases")
    assert (told.status_code, told.headers["Allow"]) == (204, "GET, OPTIONS, POST")


async def test_another_form_is_406_or_415(door: Door, client: AsyncClient, clerk: str) -> None:
    assert_problem(await door.get("/cases", clerk, Accept="text/html"), 406, "http.not_acceptable")
    accepted = await door.get("/cases", clerk, Accept="text/html, application/*;q=0.5")
    assert accepted.status_code == 200
    for media in ("text/plain", "application/json; charset=gbk", ""):
        answer = await door.post("/cases", RECEIVE, clerk, headers={"Content-Type": media})
        assert_problem(answer, 415, "http.media_type")


async def test_refusals_bring_rule_clause_and_status_of_their_kind(door: Door, clerk: str) -> None:
    by = door.by("xingjiang", "window_clerk")
    await door.give(by, Accept(case="case-1", document_number="受-1"))
    taken = await door.give(by, Accept(case="case-1", document_number="受-1"))
    told = assert_problem(taken, 409, "cases.step_taken")
    assert (told["kind"], bool(told["clause"]), bool(told["source"])) == (
        "illegal_state",
        True,
        True,
    )
    denied = await door.give(by, Review(case="case-1", opinion="可以"))
    told = assert_problem(denied, 403, "organisation.wrong_post")
    assert told["kind"] == "not_permitted"
    assert told["about"] == {"post": "window_clerk"}
    wrong = await door.post("/cases", RECEIVE | {"case": "a/b"}, clerk)
    assert assert_problem(wrong, 422, "cases.number")["kind"] == "invalid"
    nul = await door.post("/cases", RECEIVE | {"channel": "a\0b"}, clerk)
    assert_problem(nul, 422, "command.unstorable")
    early = await door.post("/cases", RECEIVE | {"occurred_at": "0001-01-01T00:00:00+14:00"}, clerk)
    assert_problem(early, 422, "time.unreal")


async def test_a_body_beyond_the_limit_is_413(door: Door, clerk: str) -> None:
    large = RECEIVE | {"channel": "x" * (2 * 1024 * 1024)}
    assert_problem(await door.post("/cases", large, clerk), 413, "http.too_large")


async def test_a_view_that_is_behind_is_503_and_an_unwritten_position_422(
    door: Door, clerk: str
) -> None:
    """Nobody keeps the views up in this test, so it can be seen that they are behind."""
    answer = await door.post("/cases", RECEIVE, clerk)
    written = answer.headers["Tongban-Position"]
    behind = await door.get(f"/cases/case-2?after={written}&wait=0.05", clerk)
    assert_problem(behind, 503, "views.behind")
    assert behind.headers["Retry-After"]
    beyond = await door.get(f"/cases?after={int(written) + 1}", clerk)
    assert_problem(beyond, 422, "views.no_such_position")
    await door.catch_up()
    assert (await door.get(f"/cases/case-2?after={written}", clerk)).status_code == 200


async def test_a_fault_tells_nothing_but_where_to_look(
    door: Door, clerk: str, platform: Platform
) -> None:
    await platform.pool.execute("alter table views.case_register rename to elsewhere")
    answer = await door.get("/cases", clerk)
    assert "elsewhere" not in answer.text
    assert "case_register" not in answer.text
    assert_problem(answer, 500, "http.fault")


async def test_a_database_that_is_away_is_503(door: Door, clerk: str, platform: Platform) -> None:
    await platform.pool.close()
    answer = await door.get("/cases", clerk)
    assert_problem(answer, 503, "database.away")
    assert answer.headers["Retry-After"]


async def test_the_correlation_given_comes_back(door: Door, clerk: str) -> None:
    given = str(uuid4())
    answer = await door.get("/cases", clerk, **{"Tongban-Correlation": given})
    assert answer.headers["Tongban-Correlation"] == given
    refused = await door.get("/cases/none", clerk, **{"Tongban-Correlation": given})
    assert assert_problem(refused, 404, "cases.unknown")["correlation"] == given


async def test_an_acts_events_carry_the_correlation(door: Door, clerk: str) -> None:
    given = uuid4()
    answer = await door.post("/cases", RECEIVE, clerk, headers={"Tongban-Correlation": str(given)})
    position = answer.json()["position"]
    (recorded,) = await door.platform.log.read("xingguo", position - 1, limit=1)
    assert recorded.correlation == given


async def test_title_and_advice_are_in_the_language_asked_for(door: Door, clerk: str) -> None:
    """DESIGN 7a; the county's own words, `detail` and the rule, stay as they are."""
    chinese = (await door.get("/cases/none", clerk)).json()
    english = (await door.get("/cases/none", clerk, **{"Accept-Language": "en-GB,en"})).json()
    own = await door.get("/nowhere", clerk, **{"Accept-Language": "en"})
    advice = ADVICE["cases.unknown"]
    assert (english["title"], english["advice"]) == (advice.title_en, advice.text_en)
    assert (chinese["title"], chinese["advice"]) == (advice.title, advice.text)
    assert (english["detail"], english["clause"]) == (chinese["detail"], chinese["clause"])
    assert own.json()["advice"] == "Check the address."


@pytest.mark.parametrize(
    ("accepted", "english"),
    [
        ("", False), ("zh-CN", False), ("*", False), ("fr", False), ("en", True),
        ("en-US,en;q=0.9", True), ("zh-CN,zh;q=0.9,en;q=0.8", False), ("en;q=0.8, zh;q=0.2", True),
        ("zh;q=0,en;q=0.1", True), ("en;q=x", False), ("EN", True), (";;,=,", False),
    ],
)  # fmt: skip
def test_which_language_a_caller_prefers(accepted: str, english: bool) -> None:  # noqa: FBT001  a case
    assert prefers_english(accepted) is english


def test_no_status_is_left_without_a_title() -> None:
    assert all(all(entry.advice) for entry in OWN.values())
