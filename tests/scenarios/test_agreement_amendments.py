"""An agreement while it holds: its schedule changes (B-10), it is suspended, resumed (XG23-62)."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.cases.commands import Accept, ChargeFee, RecordVisit, Withdraw
from domain.delegation.agreement import ExpireAgreement, MattersEnded
from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.standing import ResumeAgreement, SuspendAgreement
from domain.kernel.authority import AUTOMATION
from tests.county import County
from tests.scenarios.agreeing import (
    DEPT,
    PAIR,
    TOWN,
    announced,
    concluded,
    duties,
    fact,
    head,
    received,
    row,
    terminated,
    town,
    transferred,
)
from tests.world import at


async def test_an_amendment_adds_from_its_day_and_what_is_added_is_announced_itself(
    county: County,
) -> None:
    """XG23-53, B-11: no. 24 is a licence; its announcement is not that of the others."""
    await terminated(county)
    await concluded(county, county.now.date(), None, 21)
    await announced(county, 21)
    await head(
        county, AmendAgreement(**PAIR, add=(24,), valid_from=date(2024, 2, 1), reason="清单调整")
    )
    county.now = at("2024-01-31 10:00")
    assert (await received(county, "case-1", 24)).route.mode == "county_channel"  # one signature
    await town(county, CountersignAmendment(**PAIR))
    assert (await received(county, "case-2", 24)).route.mode == "county_channel"  # not yet begun
    county.now = at("2024-02-01 09:00")
    unannounced = await received(county, "case-3", 24)
    assert [reason.code for reason in unannounced.route.reasons] == ["delegation.not_announced"]
    await announced(county, 24)
    event = await received(county, "case-4", 24)
    assert event.route.mode == "no2_seal"
    (link,) = [link for link in event.authority.chain if link.kind == "agreement"]
    agreement = await fact(county)
    latest = agreement.terms[-1]
    assert link.ref.endswith(f"@{latest.schedule[-1].version}")
    assert latest.schedule[-1].version > latest.countersigned


async def test_what_is_removed_leaves_at_once_and_its_open_cases_go_to_the_county(
    county: County,
) -> None:
    await received(county, "case-1", 21)
    await received(county, "case-2", 24)
    await head(
        county,
        AmendAgreement(**PAIR, remove=(21,), valid_from=county.now.date(), reason="清单调整"),
    )
    county.now += timedelta(minutes=1)
    await town(county, CountersignAmendment(**PAIR))
    await county.react()
    (moved,) = await transferred(county)
    assert moved.case == "case-1"
    assert [reason.code for reason in moved.route.reasons] == ["delegation.matter_not_in_agreement"]
    county.now += timedelta(minutes=1)
    assert (await received(county, "case-3", 21)).route.mode == "county_channel"
    assert (await received(county, "case-4", 24)).route.mode == "no2_seal"


async def test_what_is_removed_later_leaves_on_its_day(county: County) -> None:
    await received(county, "case-1", 21)
    await head(
        county, AmendAgreement(**PAIR, remove=(21,), valid_from=date(2024, 2, 1), reason="调整")
    )
    await town(county, CountersignAmendment(**PAIR))
    (due,) = await duties(county, "amendment")
    assert (due.due_on, due.outcome) == (date(2024, 1, 31), "open")
    assert await transferred(county) == []
    county.now = at("2024-02-01 00:30")
    (due,) = await duties(county, "amendment")
    assert due.outcome == "met"
    (moved,) = await transferred(county)
    assert (moved.case, moved.occurred_at) == ("case-1", county.now)
    (ended,) = await county.executor.log.read(county.tenant, types=(MattersEnded.TYPE,))
    assert isinstance(ended.event, MattersEnded)
    assert ended.event.ended_at == at("2024-02-01")
    # By another worker, again:
    assert await county.refused(AUTOMATION, ExpireAgreement(**PAIR)) == "delegation.not_ended"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"add": (21,)}, "delegation.amendment_without_effect"),  # is in it
        ({"remove": (13,)}, "delegation.amendment_without_effect"),  # is not
        ({}, "delegation.amendment_without_effect"),
        ({"add": (13,)}, "delegation.matter_not_delegable"),  # another department's
        ({"add": (7,)}, "delegation.matter_not_delegable"),  # XG23-52: not by seal
        ({"remove": (21,), "reason": " "}, "delegation.reason"),
    ],
)
async def test_an_amendment_that_does_not_stand_is_not_signed(
    county: County, changes: dict[str, object], code: str
) -> None:
    plain = AmendAgreement(**PAIR, valid_from=date(2024, 2, 1), reason="清单调整")
    assert await county.refused(county.by(DEPT, "principal"), replace(plain, **changes)) == code


async def test_an_amendment_belongs_into_its_term_and_to_both(county: County) -> None:
    await terminated(county)
    await concluded(county, county.now.date(), date(2024, 3, 31), 21)
    by = county.by(DEPT, "principal")
    change = AmendAgreement(**PAIR, add=(22,), valid_from=date(2024, 4, 1), reason="清单调整")
    assert await county.refused(by, change) == "delegation.amendment_outside_term"
    other = county.by(TOWN, "principal")
    assert await county.refused(other, CountersignAmendment(**PAIR)) == "delegation.no_amendment"
    assert await county.refused(other, change) == "organisation.not_principal"
    await head(county, replace(change, valid_from=date(2024, 3, 1)))
    assert await county.refused(by, CountersignAmendment(**PAIR)) == "organisation.not_principal"
    county.now = at("2024-04-01 09:00")  # the term is over: so is what was to amend it
    assert await county.refused(other, CountersignAmendment(**PAIR)) == "delegation.not_in_force"


async def test_a_suspended_agreement_carries_no_act_until_it_is_resumed(county: County) -> None:
    await received(county, "case-1")
    await received(county, "case-4")
    by = county.by(DEPT, "principal")
    assert await county.refused(by, ResumeAgreement(**PAIR, reason="x")) == (
        "delegation.not_suspended"
    )
    await head(county, SuspendAgreement(**PAIR, reason="检查发现问题"))
    assert await county.refused(by, SuspendAgreement(**PAIR, reason="x")) == (
        "delegation.already_suspended"
    )
    await county.react()
    assert (await row(county)).status(county.now) == "suspended"
    assert (await received(county, "case-2")).route.mode == "county_channel"
    assert await transferred(county) == []  # what is open stays, and waits
    accepting = Accept(case="case-1", document_number="case-1-受")
    assert await county.refused(county.by(TOWN, "window_clerk"), accepting) == (
        "delegation.suspended"
    )
    # What the applicant does is put on record all the same.
    clerk = county.by(TOWN, "window_clerk")
    await county.do(clerk, RecordVisit(case="case-1", purpose="询问进度"))
    await county.do(clerk, Withdraw(case="case-4", reason="不再申请"))
    fee = ChargeFee(case="case-1", name="加急费", amount_yuan=50, basis="无")
    assert await county.refused(clerk, fee) == "delegation.suspended"
    county.now += timedelta(days=1)
    await head(county, ResumeAgreement(**PAIR, reason="整改完成"))
    then = await fact(county)
    assert not then.in_force(county.now - timedelta(hours=1))
    assert then.in_force(county.now)
    assert (await received(county, "case-3")).route.mode == "no2_seal"
    await county.do(county.by(TOWN, "window_clerk"), accepting)
