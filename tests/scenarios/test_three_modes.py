"""The three handling modes and the county's own channel, from receipt to delivery (XG23-04)."""

import asyncpg
import pytest

from domain.cases.commands import (
    Accept,
    Decide,
    Decline,
    Deliver,
    Forward,
    ReturnResult,
    Review,
)
from domain.cases.events import CaseConcluded, CaseDelivered, CaseForwarded, ResultReturned
from infra.log import EventLog
from tests.scenarios.window import DEPARTMENT_POSTS, OUTLET_POSTS, Window, a_window

GRANT = Decide(case="case-1", outcome="granted", document_number="决-1")
ACCEPT = Accept(case="case-1", document_number="受-1")
FORWARD = Forward(case="case-1")
CARD: dict[str, str | float] = {
    "disability_grade": "三级",
    "disability_kind": "肢体",
    "action": "新办",
}


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    return await a_window(pool, log)


async def test_the_township_decides_and_seals_in_the_departments_name(county: Window) -> None:
    """XG23-17, -51: 2号章委托办 ends at the township; every step is in the department's name."""
    await county.play(*county.county.case(county.plan()))
    row = await county.row()
    assert (row.status, row.outcome, row.mode) == ("concluded", "granted", "no2_seal")
    assert {(step.organ, step.in_name_of) for step in row.steps} == {("xingjiang", "approval")}


async def test_the_township_helps_and_the_body_decides(county: Window) -> None:
    """XG23-04 乡镇帮办代办: collected, forwarded, decided by the owner, returned, delivered."""
    await county.staff("disabled_persons", DEPARTMENT_POSTS)
    clerk, body = county.clerk, county.by("disabled_persons", "window_clerk")
    await county.receive(7, CARD)
    assert await county.refused(body, ACCEPT) == "cases.step_not_yet"
    (forwarded,) = await county.events(clerk, FORWARD)
    assert isinstance(forwarded, CaseForwarded)
    assert forwarded.to == ("disabled_persons",)
    for helper in ("window_clerk", "approver"):
        by = county.by("xingjiang", helper)
        command = ACCEPT if helper == "window_clerk" else GRANT
        assert await county.refused(by, command) == "cases.wrong_performer"
    assert [attempt.act for attempt in await county.attempts()] == ["cases.decide"]

    await county.decided_by("disabled_persons")
    assert await county.refused(clerk, Deliver(case="case-1")) == "cases.step_not_yet"
    (returned,) = await county.events(body, ReturnResult(case="case-1"))
    assert isinstance(returned, ResultReturned)
    assert returned.to == ("xingjiang",)
    assert (await county.row()).status == "returned"
    delivered, concluded = await county.delivered_by(clerk)
    assert isinstance(delivered, CaseDelivered)
    assert isinstance(concluded, CaseConcluded)
    assert delivered.authority.in_name_of == "disabled_persons"


async def test_what_the_body_declines_comes_back_through_the_township(county: Window) -> None:
    await county.staff("disabled_persons", DEPARTMENT_POSTS)
    body = county.by("disabled_persons", "window_clerk")
    await county.receive(7, CARD)
    await county.do(county.clerk, FORWARD)
    decline = Decline(
        case="case-1", ground="not_needed", reasons="已有有效证件", document_number="不-1"
    )
    await county.do(body, decline)
    assert await county.refused(county.clerk, Deliver(case="case-1")) == "cases.step_not_yet"
    await county.do(body, ReturnResult(case="case-1"))
    assert isinstance((await county.delivered_by(county.clerk))[-1], CaseConcluded)
    assert (await county.row()).outcome == "declined"


async def test_the_township_operates_the_owners_system(county: Window) -> None:
    """XG23-04 业务系统延伸办: entered in the owner's system, with the number that it gives."""
    await county.staff("civil_affairs", DEPARTMENT_POSTS)
    await county.receive(5)
    assert await county.refused(county.clerk, FORWARD) == "cases.external_reference"
    number = Forward(case="case-1", external_reference="MZ-2024-7")
    (forwarded,) = await county.events(county.clerk, number)
    assert isinstance(forwarded, CaseForwarded)
    approver = county.by("xingjiang", "approver")
    assert await county.refused(approver, GRANT) == "cases.wrong_performer"
    await county.decided_by("civil_affairs")
    delivered, _ = await county.delivered_by(county.clerk)
    assert isinstance(delivered, CaseDelivered)
    assert delivered.authority.in_name_of == "civil_affairs"
    row = await county.row()
    assert (row.external_reference, row.outcome) == ("MZ-2024-7", "granted")


async def test_a_bank_outlet_enters_and_forwards_and_has_no_power(county: Window) -> None:
    """B-13, XG23-41: a place of handling; who decides is the owner of the system."""
    await county.staff("bank_outlets", OUTLET_POSTS)
    await county.staff("human_resources", DEPARTMENT_POSTS)
    outlet = county.by("bank_outlets", "window_clerk")
    await county.receive(1, by=outlet)
    await county.do(outlet, Forward(case="case-1", external_reference="RS-1"))
    assert await county.refused(outlet, ACCEPT) == "cases.wrong_performer"
    assert await county.refused(outlet, GRANT) == "cases.wrong_performer"
    assert [attempt.organ for attempt in await county.attempts()] == ["bank_outlets"]
    await county.decided_by("human_resources")
    await county.delivered_by(outlet)
    row = await county.row()
    assert {step.organ for step in row.steps if step.step in ("accept", "decide")} == {
        "human_resources"
    }


async def test_the_counter_may_hand_on_what_a_guard_sends_to_the_county(county: Window) -> None:
    """B-01: routed, not rejected; collected at the township, decided by the department."""
    await county.staff("approval", DEPARTMENT_POSTS)
    await county.receive(20, {"cargo": "危险货物"})
    (forwarded,) = await county.events(county.clerk, FORWARD)
    assert isinstance(forwarded, CaseForwarded)
    assert forwarded.to == ("approval",)
    await county.decided_by("approval")
    assert await county.refused(county.clerk, FORWARD) == "cases.step_taken"
    assert await county.refused(county.clerk, Deliver(case="case-1")) == "cases.outside_guard"
    await county.delivered_by(county.by("approval", "window_clerk"))
    row = await county.row()
    assert (row.mode, row.outcome) == ("county_channel", "granted")


async def test_what_nobody_forwarded_goes_on_without_it(county: Window) -> None:
    """The step is optional: an online application reaches the department by itself."""
    await county.staff("approval", DEPARTMENT_POSTS)
    await county.receive(20, {"cargo": "危险货物"})
    await county.do(county.by("approval", "window_clerk"), ACCEPT)
    assert await county.refused(county.clerk, FORWARD) == "cases.step_passed"
    review = Review(case="case-1", opinion="符合")
    await county.do(county.by("approval", "reviewer"), review)


async def test_the_county_pushes_its_result_to_the_regulator(county: Window) -> None:
    """XG23-67: approval and supervision are apart in the county's own channel too."""
    await county.staff("approval", DEPARTMENT_POSTS)
    await county.receive(20, {"cargo": "危险货物"})
    await county.decided_by("approval")
    await county.delivered_by(county.by("approval", "window_clerk"))
    due = [row for row in (await county.react()).values() if row.kind == "push"]
    assert [(row.debtor, row.creditor) for row in due] == [("approval", "transport")]
