"""What a county measures, over HTTP: rates of lists, visits, styles (ZZ22-20, -27, -29, -30)."""

from domain.cases.commands import Receive, RecordVisit
from domain.matters.online import DeclareOnline
from services.demo.acts import County, synthetic_applicant
from tests.scenarios.measured import PACK, TOWN
from tests.services.http.knock import TENANT, Door
from tests.services.http.test_problems import assert_problem


async def test_what_is_measured_is_told_with_its_counts(door: Door) -> None:
    door.world.county = County(TENANT, PACK)
    await door.set_up()
    head, clerk = door.by("approval", "principal"), door.by("xingjiang", "window_clerk")
    for no, able in ((1, True), (21, True), (2, False)):
        declared = DeclareOnline(matter=no, runs_online=True, online_able=able)
        assert (await door.give(head, declared)).status_code == 200
    received = Receive(
        case="case-1",
        matter=21,
        receiver="xingjiang",
        channel="window",
        stated={},
        applicant=synthetic_applicant("case-1"),
        style="guided",
    )
    assert (await door.give(clerk, received)).status_code == 201
    told = await door.give(clerk, RecordVisit(case="case-1", purpose="补交材料"))
    assert_problem(told, 422, "cases.visit_reason")
    again = RecordVisit(case="case-1", purpose="补交材料", reason="for_nothing")
    assert (await door.give(clerk, again)).status_code == 200
    await door.catch_up()

    token = await door.person(clerk)
    found = (await door.get("/targets", token)).json()
    rates = {rate["list"]: rate for rate in found["items"]}
    first = rates[TOWN]
    assert (first["running"], first["online_able"], first["share"], first["met"]) == (
        2, 1, 0.5, False,
    )  # fmt: skip
    assert (await door.get("/targets?as_of=2000-01-01", token)).json()["items"] == []
    assert (await door.get("/targets?list=one", token)).status_code == 400  # each has its own
    listed = (await door.get("/matters", token)).json()["items"]
    states = {item["matter"]["no"]: item["online"] for item in listed}
    assert states[1]["online_able"] is True
    assert states[3] is None

    summed = (await door.get("/visits", token)).json()
    assert summed["cases"] == [{"visits": 2, "cases": 1}]
    assert summed["organs"] == [
        {"organ": "xingjiang", "visits": 1, "unwarranted": 1, "despite_online": 1}
    ]
    styles = {it["name"]: it["cases"] for it in (await door.get("/styles", token)).json()["items"]}
    assert styles == {"导办": 1, "代办": 0}
    for query, rows in (
        ("style=guided", 1),
        ("style=by_agent", 0),
        ("visits_from=2", 1),
        ("visits_from=3", 0),
        ("unwarranted_from=1", 1),
        ("despite_online_from=2", 0),
    ):
        assert len((await door.get(f"/cases?{query}", token)).json()["items"]) == rows
