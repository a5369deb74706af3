"""A case that leaves its mode: facts turn out otherwise, or an instrument ends (B-01)."""

import asyncpg
import pytest

from domain.cases.commands import (
    Accept,
    CorrectCase,
    Decide,
    Review,
    TransferCase,
)
from domain.cases.events import CaseCorrected, CaseTransferred
from domain.kernel.authority import AUTOMATION
from infra.log import EventLog
from tests.scenarios.test_intake import stamped
from tests.scenarios.window import DEPARTMENT_POSTS, Window, a_window

ACCEPT = Accept(case="case-1", document_number="受-1")
REVIEW = Review(case="case-1", opinion="符合条件")
GRANT = Decide(case="case-1", outcome="granted", document_number="决-1")
DANGEROUS = CorrectCase(case="case-1", stated={"cargo": "危险货物"}, reason="现场核实")
ENDED = TransferCase(
    case="case-1",
    code="delegation.not_in_force",
    message="委托协议已终止",
    clause="附件3 二.1",
    source="XG23-05",
)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    county = await a_window(pool, log)
    await county.staff("approval", DEPARTMENT_POSTS)
    return county


async def test_corrected_facts_outside_the_delegation_send_the_case_on(county: Window) -> None:
    """B-01, XG23-49: transferred with the reason; what was done keeps counting."""
    await county.receive(20, {"cargo": "普通货物"})
    await county.do(county.clerk, ACCEPT)
    corrected, moved = await county.events(county.clerk, DANGEROUS)
    assert isinstance(corrected, CaseCorrected)
    assert (corrected.corrected, corrected.stated) == (("cargo",), {"cargo": "危险货物"})
    assert isinstance(moved, CaseTransferred)
    assert (moved.mode_before, moved.route.mode, moved.cause, moved.transfer) == (
        "no2_seal",
        "county_channel",
        "correction",
        1,
    )
    (reason,) = moved.route.reasons
    assert (reason.code, reason.clause) == ("cases.outside_guard", "附件2 第20项")

    reviewer = county.by("xingjiang", "reviewer")
    assert await county.refused(reviewer, REVIEW) == "cases.outside_guard"
    await county.do(county.by("approval", "reviewer"), REVIEW)
    await county.do(county.by("approval", "approver"), GRANT)
    await county.delivered_by(county.by("approval", "window_clerk"))
    row = await county.row()
    assert [(step.step, step.organ) for step in row.steps] == [
        ("receive", "xingjiang"),
        ("accept", "xingjiang"),
        ("review", "approval"),
        ("decide", "approval"),
        ("deliver", "approval"),
    ]
    (transfer,) = row.transfers
    assert (transfer.mode_before, transfer.mode, row.mode) == (
        "no2_seal",
        "county_channel",
        "county_channel",
    )
    assert row.stated == {"cargo": "危险货物"}


async def test_a_correction_within_the_delegation_changes_no_mode(county: Window) -> None:
    await county.receive(14, {"venue": "宾馆", "action": "首次"})
    correct = CorrectCase(case="case-1", stated={"venue": "旅店"}, reason="笔误")
    (event,) = await county.events(county.clerk, correct)
    assert isinstance(event, CaseCorrected)
    assert event.outside == ()
    assert await county.refused(county.clerk, correct) == "cases.nothing_corrected"
    silent = CorrectCase(case="case-1", stated={"venue": "招待所"}, reason=" ")
    assert await county.refused(county.clerk, silent) == "cases.reason"
    assert (await county.case()).mode == "no2_seal"


async def test_after_the_decision_a_correction_is_only_put_on_record(county: Window) -> None:
    """Who then answers for it, liability says: the decision itself stands until it is changed."""
    await county.receive(20, {"cargo": "普通货物"})
    await county.do(county.clerk, ACCEPT)
    await stamped(county, "acceptance", "受-1")
    await county.do(county.by("xingjiang", "reviewer"), REVIEW)
    await county.do(county.by("xingjiang", "approver"), GRANT)
    (event,) = await county.events(county.clerk, DANGEROUS)
    assert isinstance(event, CaseCorrected)
    assert [reason.code for reason in event.outside] == ["cases.outside_guard"]
    assert (await county.case()).mode == "no2_seal"


async def test_where_the_instrument_ended_the_department_goes_on(county: Window) -> None:
    """XG23-17: the township decides only under the agreement; its open cases are not lost."""
    await county.receive()
    await county.do(county.clerk, ACCEPT)
    (moved,) = await county.events(AUTOMATION, ENDED)
    assert isinstance(moved, CaseTransferred)
    assert (moved.cause, moved.route.reasons[0].text) == ("instrument", "委托协议已终止")
    assert await county.refused(county.by("xingjiang", "reviewer"), REVIEW) == (
        "delegation.not_in_force"
    )
    await county.do(county.by("approval", "reviewer"), REVIEW)
    await county.do(county.by("approval", "approver"), GRANT)
    await county.delivered_by(county.by("approval", "window_clerk"))
    assert (await county.row()).outcome == "granted"


async def test_only_the_rule_transfers_and_only_once(county: Window) -> None:
    await county.receive()
    assert await county.refused(county.clerk, ENDED) == "authority.automation_only"
    await county.do(AUTOMATION, ENDED)
    assert await county.refused(AUTOMATION, ENDED) == "cases.no_channel"


async def test_the_clocks_of_the_new_channel_start_where_the_old_ones_did(
    county: Window,
) -> None:
    """The applicant waits no longer for a transfer: same start, the department's debt."""
    await county.receive()
    await county.do(county.clerk, ACCEPT)
    before = {row.key: row for row in (await county.react()).values() if row.outcome == "open"}
    (old,) = before.values()
    await county.do(AUTOMATION, ENDED)
    after = await county.react()
    assert after[old.key].outcome == "waived"
    (new,) = (row for row in after.values() if row.outcome == "open")
    assert (new.kind, new.debtor, new.due_on) == ("decide", "approval", old.due_on)
    assert new.key != old.key
