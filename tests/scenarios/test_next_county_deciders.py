"""Two organs decide one case, and are told on at once: obeyed, and attacked."""

import asyncpg
import pytest

from domain.cases.commands import Decide
from domain.seals.use import ApplyForUse, Document
from infra.log import EventLog
from projections import case_register
from services.demo.dossier import seat
from tests.scenarios.next_county import NextCounty, jia, yi
from tests.world import at


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    return await yi(pool, log)


def granting(step: str) -> Decide:
    return Decide(case="case-1", step=step, outcome="granted", document_number="决-1")


async def test_nobody_grants_what_another_refused(county: NextCounty) -> None:
    await county.receive("case-1", 1, "south_hall")
    code = await county.refused_with(seat("safety", "approver"), granting("decide"))
    assert code == "cases.wrong_performer"
    code = await county.refused_with(seat("bureau", "approver"), granting("decide"))
    assert code == "cases.step_not_yet"
    await county.walk("case-1", {"safety": "refused"}, attack=False)
    code = await county.refused_with(seat("bureau", "approver"), granting("decide"))
    assert code in ("cases.concluded", "cases.step_absent")
    case = await county.case("case-1")
    assert (case.outcome, sorted(case.documents)) == ("refused", ["acceptance", "safety_opinion"])


async def test_there_is_no_outcome_before_the_last_has_decided(county: NextCounty) -> None:
    """Side by side: nobody seals a certificate on the first of two grants."""
    await county.receive("case-1", 2, "south_hall")
    await county.walk("case-1", until="decide", attack=False)
    await county.do(seat("bureau", "approver"), granting("decide"))
    assert (await county.case("case-1")).outcome is None
    await county.projections.catch_up(county.tenant)
    row = await case_register.case(county.pool, county.tenant, "case-1")
    assert row is not None
    assert (row.outcome, row.status, row.decided_at) == (None, "accepted", None)
    blank = ApplyForUse(
        case="case-1", owner="bureau", number=2, documents=(Document("certificate", "证-1"),)
    )
    assert await county.refused_with(seat("bureau", "seal_user"), blank) == "seal.blank"
    assert "deliver:case-1" not in await county.react()
    await county.walk("case-1", {"safety": "refused"}, attack=False)
    case = await county.case("case-1")
    assert (case.outcome, "certificate" in case.documents) == ("refused", False)


async def test_each_decides_under_its_own_seal_and_both_answer(county: NextCounty) -> None:
    await county.receive("case-1", 1, "south_hall")
    await county.walk("case-1", until="apply safety_opinion", attack=False)
    other = ApplyForUse(
        case="case-1",
        owner="bureau",
        number=2,
        documents=(Document("safety_opinion", "case-1-safety"),),
    )
    assert await county.refused_with(seat("bureau", "seal_user"), other) in (
        "cases.wrong_performer",
        "seal.out_of_scope",
    )
    assert await county.refused_with(seat("safety", "seal_user"), other) == "seal.out_of_scope"
    await county.walk("case-1", attack=False)
    joint = {
        (line.duty, line.bearer, line.share)
        for line in (await county.answered("case-1")).lines
        if line.share == "joint"
    }
    assert joint == {
        (duty, bearer, "joint")
        for duty in ("result", "external")
        for bearer in ("bureau", "safety")
    }


@pytest.mark.parametrize("which", ["one decider", "two deciders"])
async def test_the_result_is_pushed_at_once_and_feedback_is_due_a_working_day_later(
    pool: asyncpg.Pool, log: EventLog, which: str
) -> None:
    if which == "one decider":
        county, matter, organ = await jia(pool, log), 1, "east"
        await county.receive("case-1", matter, organ, extent="不跨乡镇")
    else:
        county = await yi(pool, log)
        await county.receive("case-1", 1, "south_hall")
    county.now = at("2024-03-22 16:00")  # a Friday
    await county.walk("case-1", until="decide", attack=False)
    before = await county.react()
    assert not [row for row in before.values() if row.kind == "push"]
    county.now = at("2024-03-22 17:00")
    await county.walk("case-1", until="deliver", attack=False)
    due = await county.react()
    assert [row.due_on.isoformat() for row in due.values() if row.kind == "push"] == ["2024-03-22"]
    await county.scheduler.work(county.tenant)
    due = await county.react()
    (feedback,) = [row for row in due.values() if row.kind == "feedback"]
    assert (feedback.due_on.isoformat(), feedback.debtor) == ("2024-03-25", "watch")
