"""Agreements from the first signature to their end, and what becomes of open cases (B-10)."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.case import Case
from domain.cases.commands import Accept, ChargeFee, Decide, Receive, RecordVisit, Withdraw
from domain.cases.events import CaseReceived, CaseTransferred
from domain.delegation.agreement import (
    AgreementExpired,
    AnnounceDelegation,
    CountersignAgreement,
    ExpireAgreement,
    MattersEnded,
    SignAgreement,
    TerminateAgreement,
)
from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.standing import (
    GiveExpiryNotice,
    Redelegate,
    ResumeAgreement,
    SuspendAgreement,
)
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.kernel.event import Command
from domain.kernel.facts import Agreement
from domain.kernel.refusal import NotPermitted, Refusal
from domain.obligations.obligation import WaiveObligation
from domain.seals.use import Stamp
from projections import delegation_register
from projections.delegation_register import DelegationRow
from projections.obligations import ObligationRow
from services.demo.acts import TOWNSHIP_POSTS, synthetic_applicant
from tests.county import County
from tests.world import at

DEPT, TOWN, OTHER = "approval", "xingjiang", "gulonggang"
PAIR: Any = {"delegator": DEPT, "delegatee": TOWN}


async def head(county: County, command: Command) -> None:
    """The department's principal acts."""
    await county.do(county.by(DEPT, "principal"), command)


async def town(county: County, command: Command) -> None:
    """The township's principal acts."""
    await county.do(county.by(TOWN, "principal"), command)


async def signed(county: County, start: date, until: date | None, *matters: int) -> None:
    """The department signs a new agreement, of all its matters unless some are named."""
    first = next(
        act.command
        for act in county.county.handing_down(DEPT, TOWN)
        if isinstance(act.command, SignAgreement)
    )
    await head(
        county,
        replace(first, valid_from=start, valid_until=until, matters=matters or first.matters),
    )


async def concluded(county: County, start: date, until: date | None, *matters: int) -> None:
    await signed(county, start, until, *matters)
    await town(county, CountersignAgreement(**PAIR))


async def renewed(county: County, until: date) -> None:
    """A new agreement of the same two from today on, with a last day."""
    await concluded(county, county.now.date(), until)


async def terminated(county: County) -> None:
    await head(county, TerminateAgreement(**PAIR, reason="调整"))


async def announced(county: County, *matters: int) -> None:
    await head(county, AnnounceDelegation(**PAIR, matters=matters, published_in="县政府门户网站"))


async def received(county: County, number: str, matter: int = 21) -> CaseReceived:
    receipt = Receive(
        case=number,
        matter=matter,
        receiver=TOWN,
        channel="window",
        stated={},
        applicant=synthetic_applicant(number),
    )
    done = await county.do(county.by(TOWN, "window_clerk"), receipt)
    ((_, event),) = done.events
    assert isinstance(event, CaseReceived)
    return event


async def row(county: County) -> DelegationRow:
    (found,) = await delegation_register.register(county.pool, county.tenant)
    return found


async def duties(county: County, kind: str) -> list[ObligationRow]:
    return [row for row in (await county.react()).values() if row.kind == kind]


async def fact(county: County) -> Agreement:
    found = await county.executor.unit(county.tenant).get(streams.agreement(DEPT, TOWN), Agreement)
    assert found.state is not None
    return found.state


# The end of a term (XG23-55).


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


# One term after the other.


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


# Amendments (B-10): the schedule changes, with a validity of its own.


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


# Suspension: the delegator supervises and corrects (XG23-62).


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


# Cases in flight (pack: agreement.in_flight).


async def transferred(county: County) -> list[CaseTransferred]:
    found = await county.executor.log.read(county.tenant, types=(CaseTransferred.TYPE,))
    return [item.event for item in found if isinstance(item.event, CaseTransferred)]


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


# Nobody hands on what was handed to him (XG23-71, B-19).


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
