"""Giving commands: once, whoever repeats; on the version that was seen; told where it stands."""

import asyncio
from uuid import uuid4

from domain.cases.commands import Accept, Deliver
from domain.kernel.event import Command
from domain.obligations.obligation import WaiveObligation
from domain.pushes.feedback import GiveFeedback
from domain.pushes.push import AcknowledgeResult
from services.demo.acts import County
from services.http.contexts import ACTS
from tests.scenarios.channel import PACK
from tests.services.http.knock import Door
from tests.services.http.test_problems import RECEIVE, assert_problem


async def test_a_repeat_gets_the_first_answer_and_writes_nothing(door: Door) -> None:
    await door.set_up()
    by, command_id = door.by("xingjiang", "window_clerk"), uuid4()
    token = await door.person(by)
    first = await door.post("/cases", RECEIVE, token, command_id=command_id)
    again = await door.post("/cases", RECEIVE, token, command_id=command_id)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() | {"repeated": False}
    assert again.json()["repeated"] is True
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert again.headers["Tongban-Position"] == first.headers["Tongban-Position"]


async def test_ten_at_once_are_one(door: Door) -> None:
    await door.set_up()
    token, command_id = await door.person(door.by("xingjiang", "window_clerk")), uuid4()
    answers = await asyncio.gather(
        *(door.post("/cases", RECEIVE, token, command_id=command_id) for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["position"] for answer in answers}) == 1
    assert sum(not answer.json()["repeated"] for answer in answers) == 1


async def test_an_id_that_stands_for_another_command_is_refused(door: Door) -> None:
    await door.set_up()
    clerk, command_id = door.by("xingjiang", "window_clerk"), uuid4()
    token = await door.person(clerk)
    await door.post("/cases", RECEIVE, token, command_id=command_id)
    other = await door.post("/cases", RECEIVE | {"channel": "post"}, token, command_id=command_id)
    assert_problem(other, 422, "command.reused")
    other_act = await door.give(
        clerk, Accept(case="case-2", document_number="受-1"), command_id=command_id
    )
    assert_problem(other_act, 422, "command.reused")


async def test_an_act_insists_on_the_version_that_was_read(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", steps=1)
    by = door.by("xingjiang", "window_clerk")
    seen = (await door.get("/cases/case-1", await door.person(by))).headers["ETag"]
    command = Accept(case="case-1", document_number="受-1")
    for wrong in ('"0"', '"2"', '"9"'):
        answer = await door.give(by, command, headers={"If-Match": wrong})
        assert_problem(answer, 412, "command.outdated")
    done = await door.give(by, command, headers={"If-Match": seen})
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')
    stale = await door.give(by, Deliver(case="case-1"), headers={"If-Match": seen})
    assert stale.status_code in (409, 412)


async def test_of_two_who_saw_the_same_one_wins(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", steps=1)
    by = door.by("xingjiang", "window_clerk")
    answers = await asyncio.gather(
        *(
            door.give(
                by, Accept(case="case-1", document_number=f"受-{n}"), headers={"If-Match": '"1"'}
            )
            for n in range(8)
        )
    )
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_what_an_act_is_about_can_be_read_with_its_version(door: Door) -> None:
    """For every act with If-Match there is a read whose ETag is that version."""
    await door.set_up()
    await door.case("case-1")
    token = await door.person(door.by("xingjiang", "principal"))
    versions = {
        "case": "/cases/case-1",
        "agreement": "/delegations/approval/xingjiang",
        "seal": "/seals/approval/5",
        "post": "/posts/xingjiang/approver",
        "person": "/staff/xingjiang-approver",
        "policy": "/policy",
        "calendar": "/calendar",
    }
    number = door.world.county.rules.organ("xingjiang").seal_no
    versions["seal"] = f"/seals/approval/{number}"
    streams = {
        "case": "case/case-1", "agreement": "agreement/approval/xingjiang",
        "seal": f"seal/approval/{number}", "post": "post/xingjiang/approver",
        "person": "person/xingjiang-approver", "policy": "policy", "calendar": "calendar",
    }  # fmt: skip
    for kind, path in versions.items():
        answer = await door.get(path, token)
        unit = door.platform.executor.unit("xingguo")
        assert answer.headers["ETag"] == f'"{await unit.version(streams[kind])}"', kind
    row = (await door.get("/seal-uses?case=case-1&limit=1", token)).json()["items"][0]
    unit = door.platform.executor.unit("xingguo")
    assert row["version"] == await unit.version(f"use/{row['key']}")


async def test_supervision_tells_what_it_found_over_http(door: Door) -> None:
    """RA22-25, -26: both directions in one list, by kind."""
    door.world.county = County(door.world.tenant, PACK)
    await door.set_up()
    await door.case("case-1", steps=7)  # until the decision
    await door.settle()
    await door.world.play(*door.world.county.staffing("agriculture", {"supervisor": ()}))
    supervisor = door.by("agriculture", "supervisor")
    given = await door.give(
        supervisor, GiveFeedback(case="case-1", findings="相符", conclusion="problems_found")
    )
    assert [event["type"] for event in given.json()["events"]] == ["pushes.feedback_given"]
    on_the_way = AcknowledgeResult(case="case-1", push="progress")
    assert (await door.give(supervisor, on_the_way)).status_code == 200
    refused = await door.give(
        door.by("xingjiang", "principal"),
        GiveFeedback(case="case-1", findings="相符", conclusion="in_order"),
    )
    assert_problem(refused, 403, "pushes.not_supervisor")
    await door.settle()
    token = await door.person(supervisor)
    feedback, progress = ("feedback", "xingjiang"), ("progress", "agriculture")
    for query, found in {
        "kind=feedback": [feedback],
        "kind=progress": [progress],
        "acknowledged=false": [("result", "agriculture")],
        "acknowledged=true": [progress],
        "conclusion=problems_found": [feedback],
        "conclusion=in_order": [],
    }.items():
        rows = (await door.get(f"/pushes?{query}", token)).json()["items"]
        assert [(row["kind"], row["receiver"]) for row in rows] == found, query


async def test_duties_are_seen_acknowledged_and_waived_over_http(door: Door) -> None:
    """A result is pushed and acknowledged (B-06); what law sets nobody waives (B-71)."""
    await door.set_up()
    await door.case("case-1")
    await door.settle()
    token = await door.person(door.by("xingjiang", "window_clerk"))
    pushed = (await door.get("/pushes?case=case-1", token)).json()["items"]
    assert pushed
    receiver = pushed[0]["receiver"]
    await door.world.play(*door.world.county.staffing(receiver, {"principal": ()}))
    head = door.by(receiver, "principal")
    done = await door.give(head, AcknowledgeResult(case="case-1"))
    assert done.json()["events"][0]["type"] == "pushes.result_acknowledged"
    again = await door.give(head, AcknowledgeResult(case="case-1"))
    assert_problem(again, 409, "pushes.already_acknowledged")
    # It is about no version: to insist on one is not passed over in silence.
    wrong = await door.give(head, AcknowledgeResult(case="case-1"), headers={"If-Match": '"1"'})
    assert_problem(wrong, 400, "http.malformed")
    await door.catch_up()
    rows = (await door.get("/pushes?acknowledged=true", token)).json()["items"]
    assert [row["receiver"] for row in rows] == [receiver]
    duties = (await door.get("/obligations?about=case/case-1", token)).json()["items"]
    law = next(row for row in duties if row["certainty"] == "law")
    one = await door.get(f"/obligations/{law['key']}", token)
    assert one.json() == law
    waived = await door.give(head, WaiveObligation(obligation=law["key"], reason="无"))
    assert waived.status_code in (403, 409)


async def test_ones_own_write_is_read_as_soon_as_the_view_has_it(door: Door) -> None:
    await door.set_up()
    token = await door.person(door.by("xingjiang", "window_clerk"))
    written = (await door.post("/cases", RECEIVE, token)).headers["Tongban-Position"]
    reading = asyncio.create_task(door.get(f"/cases/case-2?after={written}&wait=20", token))
    done, _ = await asyncio.wait([reading], timeout=0.3)
    assert not done, "the view has not seen it yet"
    await door.catch_up()
    answer = await reading
    assert (answer.status_code, answer.json()["key"]) == (200, "case-2")
    assert answer.headers["Tongban-Position"] == written


def test_no_act_is_open_to_automation_or_to_everybody() -> None:
    commands: set[type[Command]] = set(ACTS)
    assert not any(command.AUTOMATED for command in commands)
    assert all(act.access.kinds <= {"person", "operator"} for act in ACTS.values())
    assert all(act.access.kinds for act in ACTS.values())
