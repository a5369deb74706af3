"""承诺时限: what the guide promises is due beside what the law sets (XG23-10, 行政许可法 30, 42).

Spring Festival 2024 is off from 10 to 17 February; the Sundays 4 and 18 February are worked.
"""

import pytest
from msgspec.structs import replace

from domain.cases.clocks import ExtendClock, PauseClock, ResumeClock
from domain.cases.commands import CorrectCase, Withdraw
from domain.kernel import streams
from domain.kernel.facts import Guide, Promise
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.matters import guide as guides
from domain.matters.guide import PublishGuide
from domain.obligations.obligation import WaiveObligation
from projections import obligations
from projections.matter_list import as_of
from services.cli.matters import _guide
from services.liability.answer import Liabilities
from tests.county import County
from tests.domain.test_terms import with_sla, with_step
from tests.world import XINGGUO, at

# Acts of a case as the demo plays them.
RECEIPT, ACCEPTED, REVIEW, LAST = 0, 4, 5, 12
ITEMS = dict.fromkeys(XINGGUO.guide.contents if XINGGUO.guide else {}, "（测试）内容")
GUIDE = PublishGuide(
    matter=21, contents=ITEMS, materials=("申请书",), published_in="政务服务网", promised_days=10
)
PAUSE = PauseClock(case="case-1", ground="expert_review", notice_number="告1")


async def publish(county: County, command: PublishGuide = GUIDE) -> None:
    await county.do(county.by("approval", "principal"), command)


async def due(county: County) -> dict[str, tuple[str, str]]:
    """Of the decision, by law and by promise: the last day and what became of it."""
    rows = await county.react()
    kept = ("decide", "promise")
    return {k: (str(row.due_on), row.outcome) for k, row in rows.items() if row.kind in kept}


async def test_a_promise_is_due_beside_the_law_and_breaking_it_breaks_no_law(
    county: County,
) -> None:
    """Ten working days over a holiday with make-up days; the law gives twenty."""
    await publish(county)
    county.now = at("2024-02-01 10:00")
    await county.steps(RECEIPT, ACCEPTED)
    assert await due(county) == {
        "decide:case-1": ("2024-03-05", "open"),
        "promise:case-1": ("2024-02-20", "open"),
    }
    county.now = at("2024-02-20 23:59")
    assert (await due(county))["promise:case-1"][1] == "open"
    county.now = at("2024-02-21")
    rows = await county.react()
    law, promise = rows["decide:case-1"], rows["promise:case-1"]
    assert (law.outcome, promise.outcome) == ("open", "late")
    assert (promise.certainty, promise.clause, promise.sla) == ("text", "办事指南", "")
    assert (promise.debtor, promise.post) == (law.debtor, law.post) == ("xingjiang", "approver")
    head = county.by("approval", "principal")
    waiving = WaiveObligation(obligation="promise:case-1", reason="x")
    assert await county.refused(head, waiving) == "obligations.owed_to_applicant"
    county.now = at("2024-02-26 10:00")
    await county.steps(REVIEW, LAST)
    rows = await county.react()
    law, promise = rows["decide:case-1"], rows["promise:case-1"]
    assert (law.outcome, promise.outcome) == ("met", "late")
    assert promise.fulfilled_at == law.fulfilled_at == county.now
    answer = await Liabilities(county.executor, county.pool).of(county.tenant, "case-1")
    assert answer.findings == ()


async def test_exceeding_the_law_too_is_one_finding_and_of_law(county: County) -> None:
    await publish(county)
    await county.steps(RECEIPT, ACCEPTED)
    await county.react()
    county.now = at("2024-02-02")
    assert await due(county) == {
        "decide:case-1": ("2024-02-01", "late"),
        "promise:case-1": ("2024-01-18", "late"),
    }
    (found,) = (
        await Liabilities(county.executor, county.pool).of(county.tenant, "case-1")
    ).findings
    assert (found.finding, found.at) == ("overdue", at("2024-02-02"))
    assert "行政许可法 42" in found.says


async def test_a_pause_stops_the_promise_too_and_an_extension_is_of_law_only(
    county: County,
) -> None:
    """行政许可法 42, 45: four days counted until 10 January, the rest from 7 February on."""
    approver, head = county.by("xingjiang", "approver"), county.by("xingjiang", "principal")
    await publish(county)
    await county.steps(RECEIPT, ACCEPTED)
    assert (await due(county))["promise:case-1"] == ("2024-01-18", "open")
    county.now = at("2024-01-10 10:00")
    await county.do(approver, PAUSE)
    county.now = at("2024-01-25 10:00")
    row = (await county.react())["promise:case-1"]
    assert (row.outcome, row.paused) == ("open", True)
    county.now = at("2024-02-06 10:00")
    await county.do(approver, ResumeClock(case="case-1"))
    await county.do(head, ExtendClock(case="case-1", reason="需补充核查", notice_number="延1"))
    assert await due(county) == {
        "decide:case-1": ("2024-03-19", "open"),
        "promise:case-1": ("2024-02-20", "open"),
    }
    county.now = at("2024-02-20 16:00")
    await county.steps(REVIEW, LAST)
    assert {outcome for _, outcome in (await due(county)).values()} == {"met"}


async def test_a_case_keeps_the_promise_that_was_public_on_receipt(county: County) -> None:
    """A later revision binds later cases; paper from before has what the guide said then."""
    await publish(county)
    await county.steps(RECEIPT, RECEIPT)
    county.now = at("2024-01-05 10:00")
    await publish(county, replace(GUIDE, promised_days=None))
    await county.steps(RECEIPT + 1, ACCEPTED)
    await county.steps(RECEIPT, ACCEPTED, number="case-2")
    assert set(await due(county)) == {"decide:case-1", "promise:case-1", "decide:case-2"}
    fact = (await county.executor.unit(county.tenant).get(streams.guide(21), Guide)).state
    assert fact is not None
    assert (fact.promised_days, fact.earlier) == (None, (Promise(at("2024-01-04 09:00"), 10),))
    assert [fact.promised_at(at(day)) for day in ("2024-01-04", "2024-01-05", "2024-01-06")] == [
        None,
        10,
        None,
    ]


async def test_a_deemed_acceptance_begins_the_promise_with_the_laws_term(county: County) -> None:
    await publish(county)
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    county.now = at("2024-01-12 09:00")
    assert (await due(county))["promise:case-1"] == ("2024-01-18", "open")  # from the receipt


async def test_a_withdrawal_leaves_no_promise_to_keep(county: County) -> None:
    await publish(county)
    await county.steps(RECEIPT, ACCEPTED)
    await county.react()
    clerk = county.by("xingjiang", "window_clerk")
    await county.do(clerk, Withdraw(case="case-1", reason="不再经营"))
    assert {outcome for _, outcome in (await due(county)).values()} == {"waived"}
    assert await obligations.due_list(county.pool, county.tenant) == []


async def test_a_transfer_hands_the_promise_over_as_it_stands(county: County) -> None:
    """B-01: the same start and the same pause for whoever has to decide now."""
    await publish(county, replace(GUIDE, matter=14))
    await county.steps(RECEIPT, ACCEPTED, matter=14, stated={"venue": "宾馆", "action": "首次"})
    await county.react()
    county.now = at("2024-01-10 10:00")
    await county.do(county.by("xingjiang", "approver"), PAUSE)
    correcting = CorrectCase(case="case-1", stated={"venue": "酒吧"}, reason="现场查明为酒吧")
    await county.do(county.by("xingjiang", "window_clerk"), correcting)
    rows = await county.react()
    assert rows["promise:case-1"].outcome == "waived"
    moved = rows["promise#1:case-1"]
    assert (moved.debtor, moved.days, moved.paused) == ("approval", 10, True)
    assert moved.started_at == rows["decide#1:case-1"].started_at


@pytest.mark.parametrize(
    ("matter", "days", "most"),
    [(21, 0, 20), (21, 21, 20), (24, 3, 2), (25, 21, 20)],  # no. 24 by its own limit (C3)
)
async def test_no_promise_is_longer_than_the_law_gives(
    county: County, matter: int, days: int, most: int
) -> None:
    with pytest.raises(Refusal, match=f"1至{most}个工作日") as no:
        await publish(county, replace(GUIDE, matter=matter, promised_days=days))
    assert (no.value.code, no.value.clause) == ("matters.promise", "行政许可法 42")
    await publish(county, replace(GUIDE, matter=matter, promised_days=most))


def published(rules: Rulebook, days: int) -> int | None:
    """What no. 25, which has no limit of its own, is promised by a guide under these rules."""
    command = replace(GUIDE, matter=25, promised_days=days)
    state = guides.evolve(None, *guides.decide(command, None, at("2024-01-04"), rules))
    return state.promised_days if state else None


def test_a_term_of_law_in_other_days_is_no_measure_of_working_days() -> None:
    assert published(Rulebook(with_sla(XINGGUO, "decide", days=1, unit="months")), 25) == 25


def test_nothing_is_promised_where_no_clock_counts() -> None:
    with pytest.raises(Refusal, match="没有期限可计") as no:
        published(Rulebook(with_step(XINGGUO, "decide", within=None)), 1)
    assert no.value.code == "matters.promise"


async def test_the_list_shows_what_is_promised(county: County) -> None:
    await publish(county)
    await county.projections.catch_up(county.tenant)
    day = county.now.date()
    rules = county.county.rules
    (guide,) = [
        row.guide_on(day, rules.zone)
        for period, row in await as_of(county.pool, county.tenant, day)
        if period.matter.no == 21
    ]
    assert guide is not None
    assert guide.promised_days == 10
    assert _guide(guide, rules).endswith("，承诺时限10个工作日")
