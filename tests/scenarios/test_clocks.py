"""Clocks of a case: stopped, extended, begun anew, moved elsewhere (行政许可法 32, 42, 45, 82).

From 4 January 2024 the twentieth working day is 1 February; Spring Festival is off from 10 to 17
February, the Sundays 4 and 18 February are worked.
"""

from collections.abc import Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.clocks import ClockExtended, ExtendClock, PauseClock, ResumeClock
from domain.cases.commands import (
    Accept,
    CorrectCase,
    Decline,
    NotifySupplement,
    Review,
    SupplyMaterials,
    Withdraw,
)
from domain.kernel.authority import AUTOMATION
from domain.obligations.obligation import AdjustTerm
from projections import case_register, obligations
from projections.obligations import ObligationRow
from services.cli.cases import _particulars
from services.liability.answer import Liabilities
from tests.county import County
from tests.world import at

# Acts of a case as the demo plays them.
RECEIPT, ACCEPTED, REVIEW, DECISION, LAST = 0, 4, 5, 6, 12
PAUSE = PauseClock(case="case-1", ground="expert_review", notice_number="告1")
RESUME = ResumeClock(case="case-1")
EXTEND = ExtendClock(case="case-1", reason="需补充现场核查", notice_number="延1")
NOTICE = NotifySupplement(case="case-1", missing=("营业执照",), document_number="补1")
SUPPLY = SupplyMaterials(case="case-1", materials=("营业执照",))
ACCEPT = Accept(case="case-1", document_number="受1")


def brief(rows: Mapping[str, ObligationRow]) -> dict[str, tuple[str, str]]:
    return {key: (str(row.due_on), row.outcome) for key, row in rows.items()}


async def test_what_the_law_excludes_does_not_count_and_the_head_extends_once(
    county: County,
) -> None:
    """行政许可法 42, 45: ten working days stand still, ten are added."""
    approver, head = county.by("xingjiang", "approver"), county.by("xingjiang", "principal")
    await county.steps(RECEIPT, ACCEPTED)
    assert brief(await county.react())["decide:case-1"] == ("2024-02-01", "open")
    county.now = at("2024-01-10 10:00")
    await county.do(approver, PAUSE)
    county.now = at("2024-02-05 10:00")  # nobody is late while the clock stands still
    row = (await county.react())["decide:case-1"]
    assert (row.outcome, row.paused) == ("open", True)
    county.now = at("2024-02-06 10:00")
    await county.do(approver, RESUME)
    row = (await county.react())["decide:case-1"]
    # Four days counted until the tenth of January; 16 more from 7 February on.
    assert (row.paused, str(row.due_on)) == (False, "2024-03-05")
    assert [pause.after for pause in row.pauses] == [date(2024, 1, 10)]
    (extended,) = (await county.do(head, EXTEND)).events
    event = extended[1]
    assert isinstance(event, ClockExtended)
    assert (event.days, event.certainty, event.clause) == (10, "law", "行政许可法 42")
    row = (await county.react())["decide:case-1"]
    assert (str(row.due_on), row.extra_days) == ("2024-03-19", 10)
    assert row.recomputed[-1].reason.startswith("延长期限")
    registered = await case_register.case(county.pool, county.tenant, "case-1")
    assert registered is not None
    shown = dict(_particulars(registered, county.county.rules))
    assert shown["期限中止"] == "专家评审 2024-01-10 10:00—2024-02-06 10:00（告1）"
    assert shown["期限延长"] == "10个工作日，需补充现场核查（行政许可法 42）"
    assert await county.refused(head, EXTEND) == "cases.extended_once"
    county.now = at("2024-03-19 17:00")
    await county.steps(REVIEW, LAST)
    assert (await county.react())["decide:case-1"].outcome == "met"


async def test_what_a_clock_refuses(county: County) -> None:
    """With the code and, in `refused`, a clause each."""
    approver, head = county.by("xingjiang", "approver"), county.by("xingjiang", "principal")
    await county.steps(RECEIPT, RECEIPT)
    assert await county.refused(approver, PAUSE) == "cases.clock_not_running"
    await county.steps(RECEIPT + 1, ACCEPTED)
    silent = PauseClock(case="case-1", ground="hearing", notice_number=" ")
    assert await county.refused(approver, silent) == "cases.clock_notice"
    assert await county.refused(approver, RESUME) == "cases.clock_not_paused"
    clerk = county.by("xingjiang", "window_clerk")
    assert await county.refused(clerk, PAUSE) == "organisation.wrong_post"
    assert await county.refused(approver, EXTEND) == "cases.extended_by_head"
    *_, attempt = await county.executor.log.read(county.tenant, types=(AttemptMade.TYPE,))
    assert isinstance(attempt.event, AttemptMade)
    assert attempt.event.code == "cases.extended_by_head"
    unsaid = ExtendClock(case="case-1", reason="忙", notice_number="")
    assert await county.refused(head, unsaid) == "cases.extension_reason"
    await county.do(approver, PAUSE)
    assert await county.refused(approver, PAUSE) == "cases.clock_paused"
    assert await county.refused(head, EXTEND) == "cases.clock_paused"
    await county.do(approver, RESUME)
    county.now = at("2024-02-02")  # the first moment after its last day
    assert await county.refused(head, EXTEND) == "cases.clock_ended"
    await county.steps(REVIEW, LAST)
    assert await county.refused(head, EXTEND) == "cases.clock_not_running"
    assert await county.refused(head, _adjusting("decide:case-1")) == "authority.automation_only"
    assert await county.refused(AUTOMATION, _adjusting("x")) == "obligations.unknown"


def _adjusting(identity: str) -> AdjustTerm:
    return AdjustTerm(
        obligation=identity, started_at=at("2024-01-04"), extra_days=0, pauses=(), reason="x"
    )


@pytest.mark.parametrize("matter", [25, 20])
async def test_an_extension_outside_the_law_is_followed_by_analogy(
    county: County, matter: int
) -> None:
    """No. 25 is no licence, no. 20 is one: 行政许可法 42 speaks of licences."""
    stated = {"cargo": "普通货物"} if matter == 20 else {}
    await county.steps(RECEIPT, ACCEPTED, matter=matter, stated=stated)
    done = await county.do(county.by("xingjiang", "principal"), EXTEND)
    event = done.events[0][1]
    assert isinstance(event, ClockExtended)
    assert event.certainty == ("default" if matter == 25 else "law")
    await county.react()
    registered = await case_register.case(county.pool, county.tenant, "case-1")
    assert registered is not None
    said = dict(_particulars(registered, county.county.rules))["期限延长"]
    assert said.endswith("（参照行政许可法 42）" if matter == 25 else "（行政许可法 42）")


async def test_a_term_that_law_counts_from_an_examination_waits_for_it(county: County) -> None:
    """C3 no. 24: two working days from the examination passed, not from the acceptance."""
    approver = county.by("xingjiang", "approver")
    examined = PauseClock(case="case-1", ground="examination", notice_number="考1")
    await county.steps(RECEIPT, ACCEPTED, matter=24)
    await county.do(approver, examined)
    county.now = at("2024-01-22 16:00")
    row = (await county.react())["decide:case-1"]
    assert (row.outcome, row.paused) == ("open", True)
    await county.do(approver, RESUME)
    row = (await county.react())["decide:case-1"]
    assert str(row.due_on) == "2024-01-24"


async def test_no_other_term_waits_for_an_examination(county: County) -> None:
    """行政许可法 45 does not name it."""
    examined = PauseClock(case="case-1", ground="examination", notice_number="考1")
    await county.steps(RECEIPT, ACCEPTED)
    approver = county.by("xingjiang", "approver")
    assert await county.refused(approver, examined) == "cases.clock_ground"


async def test_a_notice_in_time_stops_the_law_and_supply_starts_acceptance_anew(
    county: County,
) -> None:
    """行政许可法 32(4): told in time, nothing is deemed accepted, however long it takes."""
    clerk = county.by("xingjiang", "window_clerk")
    await county.steps(RECEIPT, RECEIPT)
    county.now = at("2024-01-05 10:00")
    await county.do(clerk, NOTICE)
    county.now = at("2024-03-04 10:00")
    assert brief(await county.react()) == {"accept:case-1": ("2024-01-11", "met")}
    await county.do(clerk, SUPPLY)
    rows = await county.react()
    again = rows["accept#1:case-1"]
    assert (str(again.due_on), again.certainty, again.lapse) == ("2024-03-11", "default", "")
    county.now = at("2024-03-12")  # too late, and no effect of law this time
    assert (await county.react())["accept#1:case-1"].outcome == "late"
    await county.do(clerk, ACCEPT)
    rows = await county.react()
    assert rows["accept#1:case-1"].fulfilled_at == county.now
    assert rows["decide#1:case-1"].started_on == date(2024, 3, 12)


async def test_a_notice_on_paper_from_before_replaces_a_deemed_acceptance(county: County) -> None:
    """The law had not accepted what was told in time, whoever entered it when (行政许可法 32)."""
    clerk = county.by("xingjiang", "window_clerk")
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    county.now = at("2024-01-15 09:00")
    assert (await county.react())["decide:case-1"].outcome == "open"
    told = at("2024-01-11 16:00")
    late = NotifySupplement(
        case="case-1", missing=("营业执照",), document_number="补1", occurred_at=told
    )
    await county.do(clerk, late)
    rows = await county.react()
    assert (rows["accept:case-1"].outcome, rows["accept:case-1"].fulfilled_at) == ("late", told)
    assert (rows["decide:case-1"].outcome, rows["decide:case-1"].waived_by) == (
        "waived",
        "automation",
    )
    await county.do(clerk, SUPPLY)
    await county.do(clerk, ACCEPT)
    rows = await county.react()
    assert rows["accept#2:case-1"].outcome == "met"
    assert rows["decide#2:case-1"].started_on == date(2024, 1, 15)


async def test_nobody_is_late_with_what_was_never_due(county: County) -> None:
    """B-05: the term of a decision that only the deemed acceptance began accuses nobody."""
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    for now in ("2024-01-15 09:00", "2024-02-05 09:00"):
        county.now = at(now)
        rows = await county.react()
    assert rows["decide:case-1"].outcome == "late"
    told = at("2024-01-11 16:00")
    await county.do(county.by("xingjiang", "window_clerk"), replace(NOTICE, occurred_at=told))
    rows = await county.react()
    assert rows["decide:case-1"].outcome == "waived"
    answer = await Liabilities(county.executor, county.pool).of(county.tenant, "case-1")
    assert answer.findings == ()


async def test_an_acceptance_on_paper_from_before_replaces_a_deemed_one(county: County) -> None:
    """The clock of the decision then started with the acceptance, not with the receipt."""
    clerk = county.by("xingjiang", "window_clerk")
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    county.now = at("2024-01-15 09:00")
    await county.react()
    afterwards = Accept(case="case-1", document_number="受1", occurred_at=at("2024-01-12"))
    assert await county.refused(clerk, afterwards) == "cases.step_taken"
    in_time = at("2024-01-11 16:00")
    await county.do(clerk, Accept(case="case-1", document_number="受1", occurred_at=in_time))
    rows = await county.react()
    accept, decide = rows["accept:case-1"], rows["decide:case-1"]
    assert (accept.outcome, accept.fulfilled_at) == ("late", in_time)  # the mark stays
    assert (decide.started_on, str(decide.due_on)) == (date(2024, 1, 11), "2024-02-07")
    row = await case_register.case(county.pool, county.tenant, "case-1")
    assert row is not None
    assert row.documents == {"acceptance": "受1"}
    assert [step.step for step in row.steps] == ["receive", "accept"]
    assert await county.refused(clerk, ACCEPT) == "cases.step_taken"


async def test_what_was_done_since_stands_before_paper_from_before(county: County) -> None:
    """A review that rested on the deemed acceptance is not undone."""
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    county.now = at("2024-01-15 09:00")
    await county.react()
    await county.do(county.by("xingjiang", "reviewer"), Review(case="case-1", opinion="符合"))
    on_paper = Accept(case="case-1", document_number="1", occurred_at=at("2024-01-11 16:00"))
    clerk = county.by("xingjiang", "window_clerk")
    assert await county.refused(clerk, on_paper) == "time.before_predecessor"


async def test_a_withdrawal_leaves_nothing_due_not_even_what_is_late(county: County) -> None:
    await county.steps(RECEIPT, ACCEPTED)
    await county.react()
    county.now = at("2024-02-03")
    assert (await county.react())["decide:case-1"].outcome == "late"
    clerk = county.by("xingjiang", "window_clerk")
    await county.do(clerk, Withdraw(case="case-1", reason="不再经营"))
    rows = await county.react()
    assert (rows["decide:case-1"].outcome, rows["decide:case-1"].waived_by) == (
        "late",
        "automation",
    )
    assert await obligations.due_list(county.pool, county.tenant) == []


async def test_declining_in_time_is_what_the_term_asks_for(county: County) -> None:
    """行政许可法 32(1), 32(2): and there is nothing to decide or to push."""
    await county.steps(RECEIPT, RECEIPT)
    declining = Decline(
        case="case-1", ground="not_needed", reasons="依法不需要取得许可", document_number="不1"
    )
    await county.do(county.by("xingjiang", "window_clerk"), declining)
    assert brief(await county.react()) == {"accept:case-1": ("2024-01-11", "met")}


async def test_a_transfer_hands_the_clocks_over_as_they_stand(county: County) -> None:
    """B-01: the same start and the same pauses for whoever has the case now."""
    hotel = {"venue": "宾馆", "action": "首次"}
    await county.steps(RECEIPT, ACCEPTED, matter=14, stated=hotel)
    await county.react()
    county.now = at("2024-01-10 10:00")
    await county.do(county.by("xingjiang", "approver"), PAUSE)
    county.now = at("2024-01-11 10:00")
    clerk = county.by("xingjiang", "window_clerk")
    await county.do(
        clerk, CorrectCase(case="case-1", stated={"venue": "酒吧"}, reason="现场查明为酒吧")
    )
    rows = await county.react()
    assert (rows["decide:case-1"].outcome, rows["decide:case-1"].waived_by) == (
        "waived",
        "automation",
    )
    moved = rows["decide#1:case-1"]
    assert (moved.debtor, moved.started_on, moved.paused) == ("approval", date(2024, 1, 4), True)
    assert await county.react() == rows


async def test_no_number_of_a_case_names_what_is_due_in_another(county: County) -> None:
    """Somebody gives the numbers: what is due must not be met, or never opened, by a likeness."""
    clerk = county.by("xingjiang", "window_clerk")
    for number in ("case-1#1", "case-1"):
        await county.steps(RECEIPT, RECEIPT, number=number)
    await county.do(clerk, replace(ACCEPT, case="case-1#1"))
    await county.do(clerk, NOTICE)
    await county.do(clerk, SUPPLY)
    rows = await county.react()
    due = {(row.about, row.kind, row.outcome) for row in rows.values()}
    assert due == {
        ("case/case-1#1", "accept", "met"),
        ("case/case-1#1", "decide", "open"),
        ("case/case-1", "accept", "met"),
        ("case/case-1", "accept", "open"),
    }
