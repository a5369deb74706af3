"""The routes as data: complete, described, and the document says what is served."""

import json
import re
from typing import Any

import msgspec
import pytest

from domain.kernel.advice import ADVICE
from domain.kernel.platform_rules import GROUNDS
from services.commands import HANDLERS
from services.http.act import act_route
from services.http.contexts import ACTS, routes
from services.http.openapi import document, statuses
from services.http.problems import OWN
from services.http.words import FIELDS, TAGS
from tests.services.http.knock import Door

ROUTES = {route.operation: route for route in routes()}
DOCUMENT: dict[str, Any] = json.loads(document(routes()))


def test_every_command_that_somebody_may_give_has_an_act() -> None:
    assert set(ACTS) == {command for command in HANDLERS if not command.AUTOMATED}


def test_operations_have_names_of_their_own_and_a_tag_with_words() -> None:
    assert len(ROUTES) == len(routes())
    assert {route.tag for route in routes()} <= set(TAGS)


def test_the_document_is_the_same_each_time() -> None:
    assert document(routes()) == document(routes())


@pytest.mark.parametrize("command", ACTS, ids=lambda command: command.TYPE)
def test_an_acts_example_is_a_body_it_takes(command: Any) -> None:
    route = act_route(ACTS[command])
    assert route.body is not None
    msgspec.convert(route.example, route.body)


@pytest.mark.parametrize("command", ACTS, ids=lambda command: command.TYPE)
def test_every_field_of_a_body_is_described(command: Any) -> None:
    route = act_route(ACTS[command])
    assert route.body is not None
    assert [name for name in route.body.__struct_fields__ if name not in FIELDS] == []


@pytest.mark.parametrize("operation", ROUTES)
def test_an_operation_says_every_status_with_its_problem(operation: str) -> None:
    route = ROUTES[operation]
    said = DOCUMENT["paths"]["/api/v1" + route.path][route.method.lower()]["responses"]
    success = "201" if route.created else "200"
    assert set(said) == {success, *map(str, statuses(route))}
    content = next(iter(said[success]["content"].values()))
    assert "schema" in content
    msgspec.convert(content["example"], route.answer)


def test_references_of_the_document_lead_somewhere() -> None:
    found = set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(DOCUMENT)))
    assert len(found) > 50
    for reference in found:
        place: Any = DOCUMENT
        for part in reference.split("/"):
            place = place[part]


async def test_the_document_is_served(door: Door) -> None:
    answer = await door.get("/openapi.json")
    assert answer.json() == DOCUMENT


async def test_a_code_is_explained_where_its_type_leads(door: Door) -> None:
    for code, entry in OWN.items():
        told = (await door.get(f"/problems/{code}")).json()
        assert (told["title"], told["status"]) == (entry.advice.title, entry.status)
    for code, ground in GROUNDS.items():
        told = (await door.get(f"/problems/{code}")).json()
        assert told["clause"] == ground.clause
        said = (told["title"], told["title_en"], told["advice"], told["advice_en"])
        assert said == ADVICE[code]


async def test_a_countys_rule_is_explained_to_its_people(door: Door) -> None:
    await door.set_up()
    token = await door.person(door.by("xingjiang", "principal"))
    path = "/problems/seal.consent_missing"
    anybody = (await door.get(path)).json()
    assert anybody["clause"] == GROUNDS["seal.consent_missing"].clause  # the platform's own ground
    assert "text" not in anybody
    told = (await door.get(path, token)).json()
    rule = door.world.county.rules.rules["seal.consent_missing"]
    assert (told["clause"], told["text"]) == (rule.clause, rule.text)
