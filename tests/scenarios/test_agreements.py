"""Agreements from the first signature to their end, one term after the other (B-10, XG23-55)."""

from datetime import date, timedelta

import pytest

from domain.cases.commands import Receive
from domain.cases.events import CaseReceived
from domain.delegation.agreement import CountersignAgreement, TerminateAgreement
from domain.delegation.standing import GiveExpiryNotice
from domain.kernel import streams
from domain.kernel.refusal import Refusal
from domain.obligations.obligation import WaiveObligation
from services.demo.acts import synthetic_applicant
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
    renewed,
    row,
    signed,
    terminated,
    town,
)
from tests.world import at


async def test_an_agreement_ends_with_its_last_day_and_nobody_is_late(county: County) -> None:
    await terminated(county)  # the first had no last day: nothing was due with it
    await renewed(county, date(2024, 3, 31))
    (due,) = await duties(county, "expiry")
    assert due.key.startswith("expiry:approval:xingjiang:")
    assert (due.debtor, due.creditor, due.due_on) == (DEPT, TOWN, date(2024, 3, 31))
    assert not due.provisional
    county.now = at("2024-04-01")
    (due,) = await duties(county, "expiry")
    assert (due.outcome, due.fulfilled_at) == ("met", county.now)
    registered = await row(county)
    assert registered.status(county.now) == "expired"
    assert registered.papers[-1].ref == due.evidence
    await renewed(county, date(2024, 12, 31))  # another one, with an obligation of its own
    assert [(str(due.due_on), due.outcome) for due in await duties(county, "expiry")] == [
        ("2024-03-31", "met"),
        ("2024-12-31", "open"),
    ]
    assert (await row(county)).status(county.now) == "in_force"


async def test_an_end_is_recorded_also_where_the_next_agreement_was_faster(county: County) -> None:
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    await county.react()
    county.now = at("2024-04-01 08:00")
    await renewed(county, date(2024, 12, 31))  # before any worker looked
    assert [due.outcome for due in await duties(county, "expiry")] == ["met", "open"]


async def test_termination_overtakes_the_end_of_the_term(county: County) -> None:
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    await county.react()
    await terminated(county)
    found = (await county.react()).values()
    assert {due.kind for due in found} == {"expiry", "expiry_notice"}
    assert {(due.outcome, due.waived_by) for due in found} == {("waived", "automation")}
    assert {due.reason for due in found} == {"协议提前终止：调整"}
    county.now = at("2024-04-02")
    assert len(await county.react()) == 2
    assert (
        await county.executor.log.read(county.tenant, types=("delegation.agreement_expired",)) == []
    )


async def test_nobody_waives_what_time_itself_brings(county: County) -> None:
    """Waived, the end would come all the same and be on no record."""
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    (due,) = await duties(county, "expiry")
    waiving = WaiveObligation(obligation=due.key, reason="x")
    assert await county.refused(county.by(TOWN, "principal"), waiving) == "obligations.by_time"


async def test_the_township_is_told_thirty_days_before_the_end(county: County) -> None:
    """XG23-55: the document sets a term and no notice, so thirty days are the county's default."""
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    (due,) = await duties(county, "expiry_notice")
    assert (due.debtor, due.creditor, due.due_on) == (DEPT, TOWN, date(2024, 3, 1))
    assert (due.certainty, due.clause) == ("default", "附件3 二.1")
    await head(county, GiveExpiryNotice(**PAIR, notice="到期不再续签"))
    (due,) = await duties(county, "expiry_notice")
    assert due.outcome == "met"
    assert (await row(county)).papers[-1].says == "到期不再续签"


async def test_a_new_agreement_says_what_the_notice_would_and_silence_is_late(
    county: County,
) -> None:
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    await signed(county, date(2024, 4, 1), date(2024, 6, 30))
    (due,) = await duties(county, "expiry_notice")
    assert due.outcome == "met"
    await town(county, CountersignAgreement(**PAIR))
    await county.react()
    county.now = at("2024-06-01")
    assert [due.outcome for due in await duties(county, "expiry_notice")] == ["met", "late"]


async def test_there_is_no_expiry_to_tell_of_without_a_last_day(county: County) -> None:
    by = county.by(DEPT, "principal")
    assert await county.refused(by, GiveExpiryNotice(**PAIR, notice="x")) == "delegation.no_end"


async def test_a_short_agreement_needs_no_notice(county: County) -> None:
    await terminated(county)
    await renewed(county, county.now.date() + timedelta(days=20))
    assert await duties(county, "expiry_notice") == []


async def test_the_next_term_is_signed_before_the_end_and_begins_after_it(county: County) -> None:
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    by = county.by(DEPT, "principal")
    for early in (date(2024, 2, 1), date(2024, 3, 31)):
        with pytest.raises(Refusal) as refused:
            await signed(county, early, None)
        assert refused.value.code == "delegation.already_signed"
    await concluded(county, date(2024, 4, 1), None, 21)
    await announced(county, 21)
    await county.react()
    registered = await row(county)
    assert registered.status(county.now) == "in_force"
    assert registered.matters(county.now) == tuple(range(14, 26))
    county.now = at("2024-04-01 09:00")
    await county.react()
    assert (await row(county)).matters(county.now) == (21,)
    assert (await received(county, "case-2")).route.mode == "no2_seal"
    assert (await received(county, "case-3", 24)).route.mode == "county_channel"
    assert await county.refused(by, TerminateAgreement(**PAIR, reason=" ")) == "delegation.reason"


async def test_an_act_entered_late_finds_the_agreement_it_was_done_under(county: County) -> None:
    """DESIGN 3: authority is judged as valid when it occurred, as known now."""
    await terminated(county)
    await renewed(county, date(2024, 3, 31))
    await announced(county, *range(14, 25))
    county.now = at("2024-04-02 09:00")
    await county.react()
    await concluded(county, date(2024, 4, 2), None, 25)  # without no. 21
    then = await fact(county)
    assert then.covers(21, at("2024-03-29"))
    assert not then.covers(21, county.now)
    late = Receive(
        case="case-2",
        matter=21,
        receiver=TOWN,
        channel="window",
        stated={},
        applicant=synthetic_applicant("2"),
        occurred_at=at("2024-03-29 10:00"),
    )
    done = await county.do(county.by(TOWN, "window_clerk"), late)
    ((_, event),) = done.events
    assert isinstance(event, CaseReceived)
    assert event.route.mode == "no2_seal"
    (link,) = [link for link in event.authority.chain if link.kind == "agreement"]
    first = then.terms[1]
    assert link.ref == f"{streams.agreement(DEPT, TOWN)}@{first.countersigned}"


async def test_an_unsigned_agreement_waits_and_can_be_taken_back(county: County) -> None:
    await terminated(county)
    await signed(county, date(2024, 2, 1), None)
    with pytest.raises(Refusal) as refused:
        await signed(county, date(2024, 2, 1), None)
    assert refused.value.code == "delegation.already_signed"
    await terminated(county)
    await concluded(county, date(2024, 2, 1), None)
    assert [term.terminated for term in (await fact(county)).terms] == [True, True, False]
