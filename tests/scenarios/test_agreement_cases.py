"""Open cases when an agreement ends (`agreement.in_flight`); nobody hands on (XG23-71, B-19)."""

from datetime import date, timedelta

import pytest

from domain.attempts.attempt import AttemptMade
from domain.cases.case import Case
from domain.cases.commands import Decide, Receive
from domain.delegation.agreement import AgreementExpired, TerminateAgreement
from domain.delegation.standing import Redelegate
from domain.kernel import streams
from domain.kernel.refusal import NotPermitted
from domain.seals.use import Stamp
from services.demo.acts import TOWNSHIP_POSTS, synthetic_applicant
from tests.county import County
from tests.scenarios.agreeing import (
    DEPT,
    OTHER,
    PAIR,
    TOWN,
    announced,
    concluded,
    head,
    received,
    renewed,
    terminated,
    transferred,
)
from tests.world import at


async def mode(county: County, number: str) -> str:
    found = await county.executor.unit(county.tenant).get(streams.case(number), Case)
    assert found.state is not None
    return found.state.mode


async def test_termination_moves_open_cases_of_the_pair_and_no_others(county: County) -> None:
    await county.play(*county.county.staffing(OTHER, TOWNSHIP_POSTS))
    await county.play(*county.county.handing_down(DEPT, OTHER))
    await county.steps(0, 12)  # case-1 is concluded
    await received(county, "case-2")
    elsewhere = Receive(
        case="case-4",
        matter=21,
        receiver=OTHER,
        channel="window",
        stated={},
        applicant=synthetic_applicant("4"),
    )
    await county.do(county.by(OTHER, "window_clerk"), elsewhere)
    county.now += timedelta(hours=1)
    await terminated(county)
    await county.react()
    (moved,) = await transferred(county)
    assert (moved.case, moved.mode_before, moved.route.mode) == (
        "case-2",
        "no2_seal",
        "county_channel",
    )
    (reason,) = moved.route.reasons
    assert (reason.code, reason.clause) == ("delegation.not_in_force", "附件3 二.1")
    assert await mode(county, "case-2") == "county_channel"
    assert await mode(county, "case-4") == "no2_seal"


async def test_an_end_that_is_entered_late_moves_what_was_received_since(county: County) -> None:
    """It came by what was known then; the township may not go on with it."""
    county.now = at("2024-02-06 09:00")
    await received(county, "case-1")
    await county.react()
    county.now = at("2024-02-07 09:00")
    ending = TerminateAgreement(
        **PAIR, reason="调整", notice_number="终-1", occurred_at=at("2024-02-05 17:00")
    )
    await head(county, ending)
    await county.react()
    assert [moved.case for moved in await transferred(county)] == ["case-1"]
    assert await mode(county, "case-1") == "county_channel"


async def test_the_last_day_moves_them_too_unless_the_next_agreement_holds(
    county: County,
) -> None:
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    await announced(county, *range(14, 25))
    await concluded(county, date(2024, 4, 1), None, 21)
    await received(county, "case-1", 21)
    await received(county, "case-2", 24)
    await county.react()
    county.now = at("2024-04-01 08:00")
    await county.react()
    assert [moved.case for moved in await transferred(county)] == ["case-2"]
    (ended,) = await county.executor.log.read(county.tenant, types=(AgreementExpired.TYPE,))
    await county.reactor.react_to(county.tenant, ended.position)  # delivered again
    assert [moved.case for moved in await transferred(county)] == ["case-2"]


@pytest.mark.parametrize("to", ["某村民委员会", "农商银行网点", "代办员"])
async def test_redelegation_is_refused_and_remembered(county: County, to: str) -> None:
    attempt = Redelegate(**PAIR, to=to, matters=(21,))
    with pytest.raises(NotPermitted) as refused:
        await county.do(county.by(TOWN, "principal"), attempt)
    assert (refused.value.code, refused.value.clause) == (
        "delegation.redelegation",
        "附件3 三(二)5",
    )
    (remembered,) = await county.executor.log.read(county.tenant, types=(AttemptMade.TYPE,))
    assert isinstance(remembered.event, AttemptMade)
    assert remembered.event.detail == {"delegator": DEPT, "to": to, "matters": "第21项"}
    assert remembered.event.about == streams.agreement(DEPT, TOWN)


async def test_an_outlet_decides_nothing_and_stamps_nothing(county: County) -> None:
    """B-13, B-19: it may receive what the list sends it; power it has none."""
    await county.steps(0, 4)
    await county.play(*county.county.staffing("bank_outlets", TOWNSHIP_POSTS))
    number = county.county.rules.organ(TOWN).seal_no or 0
    deciding = Decide(case="case-1", outcome="granted", document_number="x")
    stamping = Stamp(case="case-1", owner=DEPT, number=number, document="acceptance")
    assert await county.refused(county.by("bank_outlets", "approver"), deciding) == (
        "cases.wrong_performer"
    )
    assert await county.refused(county.by("bank_outlets", "custodian"), stamping) == (
        "seal.organ_without_seal"
    )
    remembered = await county.executor.log.read(county.tenant, types=(AttemptMade.TYPE,))
    assert [item.event.organ for item in remembered if isinstance(item.event, AttemptMade)] == [
        "bank_outlets",
        "bank_outlets",
    ]
