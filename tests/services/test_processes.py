"""From events to duties and back: what a case, an agreement and a calendar make due (DESIGN 6)."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest
from msgspec.structs import asdict, replace

from domain.calendars.years import AdoptCalendarYear, CorrectCalendarYear
from domain.cases.case import Case
from domain.cases.commands import Accept
from domain.delegation.agreement import ExpireAgreement
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, OPERATOR
from domain.obligations.obligation import MarkLate, OpenObligation, WaiveObligation
from domain.pushes.push import AcknowledgeResult, SendResult
from infra.vault import Vault
from projections import (
    case_register,
    liability,
    obligations,
    progress,
    pushes,
)
from projections.obligations import ObligationRow
from services.commands.questions import held
from services.processes.reaction import Reaction
from services.processes.reactor import CURSOR, ReactionError, Reactor
from services.processes.scheduler import Scheduler
from tenants.calendars import seed
from tests.county import County
from tests.world import at

PUSH = "push:case-1:agriculture"


# Acts of a case with a certificate, as the demo plays them.
RECEIPT, ACCEPTANCE, ACCEPTED, DECISION, LAST = 0, 1, 4, 6, 12


def brief(rows: Mapping[str, ObligationRow]) -> dict[str, tuple[str, str, str]]:
    return {key: (row.debtor, str(row.due_on), row.outcome) for key, row in rows.items()}


async def test_a_case_opens_what_is_due_and_meets_it_step_by_step(county: County) -> None:
    """行政许可法 32, 42, 44, 82; XG22-21. Spring Festival 2024 is off from 02-10 to 02-17."""
    await county.steps(RECEIPT, RECEIPT)
    assert brief(await county.react()) == {"accept:case-1": ("xingjiang", "2024-01-11", "open")}
    county.now = at("2024-01-11 23:59:59")
    await county.steps(ACCEPTANCE, ACCEPTED)
    county.now = at("2024-01-12 00:00:01")  # the worker was slow; the township was not
    rows = await county.react()
    assert brief(rows) == {
        "accept:case-1": ("xingjiang", "2024-01-11", "met"),
        "decide:case-1": ("xingjiang", "2024-02-07", "open"),  # 01-12 is the first of 20
    }
    assert rows["decide:case-1"].post == "approver"
    assert rows["decide:case-1"].clause == "行政许可法 42 82"
    county.now = at("2024-02-07 10:00")
    await county.steps(ACCEPTED + 1, LAST)
    rows = await county.react()
    assert brief(rows) == {
        "accept:case-1": ("xingjiang", "2024-01-11", "met"),
        "decide:case-1": ("xingjiang", "2024-02-07", "met"),
        "deliver:case-1": ("xingjiang", "2024-02-27", "met"),
        PUSH: ("xingjiang", "2024-02-18", "open"),
    }
    push = rows[PUSH]
    assert (push.creditor, push.certainty, push.clause) == (
        "agriculture",
        "borrowed",
        "附件3 三(二)2",
    )
    # What follows from an event says from which, and in which matter it belongs.
    events = await county.executor.log.read(county.tenant, types=("obligations.opened",))
    assert [item.causation for item in events][-1].startswith("case/case-1@")
    assert {item.actor for item in events} == {"automation"}


async def test_a_result_is_pushed_once_and_acknowledged(county: County) -> None:
    """XG23-67, B-06."""
    await county.steps(RECEIPT, LAST)
    await county.react()
    county.now += timedelta(days=1)
    assert await county.scheduler.push(county.tenant) == 1
    (sent,) = await county.executor.log.read(county.tenant, types=("pushes.result_sent",))
    again = await county.do(AUTOMATION, SendResult(obligation=PUSH))  # by another worker
    assert again.events == ()
    assert (await county.react())[PUSH].outcome == "met"
    assert await county.scheduler.push(county.tenant) == 0

    supervisor = county.by("agriculture", "supervisor")
    assert (
        await county.refused(county.by("xingjiang", "principal"), AcknowledgeResult(case="case-1"))
        == "pushes.unknown"
    )
    assert (
        await county.refused(
            replace(supervisor, person="somebody"), AcknowledgeResult(case="case-1")
        )
        == "organisation.post_not_held"
    )
    await county.do(supervisor, AcknowledgeResult(case="case-1"))
    assert await county.refused(supervisor, AcknowledgeResult(case="case-1")) == (
        "pushes.already_acknowledged"
    )
    await county.projections.catch_up(county.tenant)
    (row,) = await pushes.pushes(county.pool, county.tenant, to="agriculture")
    assert (row.sender, row.in_name_of, row.outcome) == ("xingjiang", "approval", "granted")
    assert set(row.documents) == {"acceptance", "decision", "certificate"}
    assert row.acknowledged_by == supervisor.person
    assert row.sent == f"push/case-1/agriculture@{sent.version}"
    assert await pushes.pushes(county.pool, county.tenant, waiting=True) == []


async def test_every_supervising_department_gets_the_result(county: County) -> None:
    """XG23-40: four supervise no. 13, among them the department that delegated."""
    await county.set_up("health")
    await county.steps(RECEIPT, LAST, matter=13)
    rows = await county.react()
    receivers = {row.creditor for row in rows.values() if row.kind == "push"}
    assert receivers == {"health", "civil_affairs", "medical_insurance", "rural_revitalisation"}
    await county.scheduler.work(county.tenant)
    assert {row.outcome for row in (await county.react()).values()} == {"met"}


async def test_a_push_that_is_late_is_late_and_still_sent(county: County) -> None:
    await county.steps(RECEIPT, LAST)
    await county.react()
    county.now = at("2024-01-09 23:59")  # the third working day is 01-09
    assert (await county.react())[PUSH].outcome == "open"
    county.now = at("2024-01-10")
    late = (await county.react())[PUSH]
    assert (late.outcome, late.late_at, late.fulfilled_at) == ("late", county.now, None)
    await county.scheduler.work(county.tenant)
    done = (await county.react())[PUSH]
    assert (done.outcome, done.fulfilled_at) == ("late", county.now)


async def test_what_is_done_too_late_is_late_though_no_worker_had_looked(county: County) -> None:
    """Nobody is late for our being slow, and nobody in time for it either."""
    await county.steps(RECEIPT, ACCEPTED)
    county.now = at("2024-02-05 08:00")  # the twentieth working day was 02-01
    await county.steps(ACCEPTED + 1, DECISION)
    decide = (await county.react())["decide:case-1"]
    assert (decide.outcome, decide.fulfilled_at) == ("late", county.now)

    await county.steps(RECEIPT, LAST, number="case-2")
    await county.reactor.catch_up(county.tenant)
    county.now = at("2024-02-09")
    await county.scheduler.push(county.tenant)
    sent = (await county.react())["push:case-2:agriculture"]
    assert (sent.outcome, sent.fulfilled_at) == ("late", county.now)


async def test_a_calendar_that_nobody_recomputed_by_makes_nobody_late(county: County) -> None:
    await county.steps(RECEIPT, LAST)
    assert str((await county.react())[PUSH].due_on) == "2024-01-09"
    county.now = at("2024-01-10 00:00:01")
    year = asdict(seed(2024))
    year["holidays"] = (*year["holidays"], date(2024, 1, 9))
    await county.do(OPERATOR, CorrectCalendarYear(**year, reason="临时放假"))
    marking = MarkLate(obligation=PUSH)  # decided upon before the correction
    assert await county.refused(AUTOMATION, marking) == "obligations.not_yet_late"
    row = (await county.react())[PUSH]
    assert (row.outcome, str(row.due_on)) == ("open", "2024-01-10")


async def test_a_refusal_has_no_term_of_law_for_its_delivery(county: County) -> None:
    """行政许可法 44 sets one for certificates; the result is pushed either way."""
    await county.steps(RECEIPT, LAST, refuse=True)
    assert set(await county.react()) == {"accept:case-1", "decide:case-1", PUSH}


async def test_without_a_word_in_time_a_licence_case_is_accepted_by_law(county: County) -> None:
    """行政许可法 32: since its receipt, so the clock of the decision started then."""
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    county.now = at("2024-01-12")
    rows = await county.react()
    accept, decide = rows["accept:case-1"], rows["decide:case-1"]
    assert (accept.outcome, accept.fulfilled_at) == ("late", county.now)
    assert (decide.started_on, decide.due_on) == (date(2024, 1, 4), date(2024, 2, 1))
    case = await case_register.case(county.pool, county.tenant, "case-1")
    assert case is not None
    assert case.status == "deemed_accepted"
    assert (case.steps[1].organ, case.steps[1].person) == ("xingjiang", "")

    facts, _ = await liability.live(county.pool, county.tenant, "case-1")
    assert facts is not None
    assert facts.evidence["accept"] == (case.steps[1].ref,)  # who answers for the process sees it

    clerk = county.by("xingjiang", "window_clerk")
    accepting = Accept(case="case-1", document_number="1")
    assert await county.refused(clerk, accepting) == "cases.step_taken"
    # It goes on to the decision: there is no notice of acceptance that could bear a seal.
    await county.steps(ACCEPTED + 1, LAST)
    rows = await county.react()
    assert {key: row.outcome for key, row in rows.items()} == {
        "accept:case-1": "late",
        "decide:case-1": "met",
        "deliver:case-1": "met",
        PUSH: "open",
    }
    state = await county.executor.unit(county.tenant).get(streams.case("case-1"), Case)
    assert state.state is not None
    assert state.state.concluded == county.now


@pytest.mark.parametrize("opened", [True, False])
async def test_the_law_accepts_at_midnight_whether_or_not_a_worker_looks(
    county: County,
    opened: bool,  # noqa: FBT001  a case
) -> None:
    """行政许可法 32: else the clock of the decision would hang on a worker's speed."""
    await county.steps(RECEIPT, RECEIPT)
    if opened:
        await county.react()
    clerk = county.by("xingjiang", "window_clerk")
    county.now = at("2024-01-12")
    accepting = Accept(case="case-1", document_number="1")
    assert await county.refused(clerk, accepting) == "cases.step_taken"
    if not opened:  # what is opened today may be paper that is still being entered
        assert (await county.react())["accept:case-1"].outcome == "open"
        county.now = at("2024-01-13")
    rows = await county.react()
    assert rows["accept:case-1"].outcome == "late"
    assert rows["decide:case-1"].started_on == date(2024, 1, 4)


async def test_paper_that_is_entered_late_has_the_day_to_be_entered_whole(county: County) -> None:
    """DESIGN 3: its receipt alone, entered after its term, is no deemed acceptance yet."""
    clerk = county.by("xingjiang", "window_clerk")
    county.now = at("2024-01-26 09:00")
    [receipt, *_] = county.county.case(county.plan())
    on_paper = msgspec.structs.replace(receipt.command, occurred_at=at("2024-01-04 10:00"))
    await county.do(clerk, on_paper)
    assert (await county.react())["accept:case-1"].outcome == "open"
    in_time = at("2024-01-05 10:00")
    await county.do(clerk, Accept(case="case-1", document_number="1", occurred_at=in_time))
    rows = await county.react()
    assert (rows["accept:case-1"].outcome, rows["accept:case-1"].fulfilled_at) == ("met", in_time)
    county.now = at("2024-01-27")
    assert (await county.react())["accept:case-1"].outcome == "met"


async def test_an_acceptance_in_time_may_be_entered_later(county: County) -> None:
    """As long as its lateness is not on record (0010)."""
    await county.steps(RECEIPT, RECEIPT)
    await county.react()
    in_time = at("2024-01-11 16:00")
    county.now = at("2024-01-12 08:00")
    accepting = Accept(case="case-1", document_number="1", occurred_at=in_time)
    await county.do(county.by("xingjiang", "window_clerk"), accepting)
    rows = await county.react()
    accept, decide = rows["accept:case-1"], rows["decide:case-1"]
    assert (accept.outcome, accept.fulfilled_at) == ("met", in_time)
    assert decide.started_on == date(2024, 1, 11)


async def test_what_is_no_licence_is_accepted_by_default_and_marked_so(county: County) -> None:
    """行政许可法 32 does not speak of no. 25, which is none: the county follows it by analogy."""
    await county.steps(RECEIPT, RECEIPT, matter=25)
    row = (await county.react())["accept:case-1"]
    assert (row.certainty, row.lapse) == ("default", "deemed_accepted")
    county.now = at("2024-01-12")
    rows = await county.react()
    assert {key: row.outcome for key, row in rows.items()} == {
        "accept:case-1": "late",
        "decide:case-1": "open",
    }
    found = await county.executor.log.read(county.tenant, types=("cases.deemed_accepted",))
    assert [getattr(item.event, "basis", "") for item in found] == ["default"]


async def test_who_it_is_owed_to_may_waive_it(county: County) -> None:
    await county.steps(RECEIPT, LAST)
    await county.react()
    waiving = WaiveObligation(obligation=PUSH, reason="材料已当面移交")
    assert await county.refused(county.by("xingjiang", "principal"), waiving) == (
        "organisation.not_principal"
    )
    assert await county.refused(county.by("agriculture", "supervisor"), waiving) == (
        "organisation.not_principal"
    )
    await county.do(county.by("agriculture", "principal"), waiving)
    row = (await county.react())[PUSH]
    assert (row.outcome, row.waived_by, row.reason) == (
        "waived",
        "agriculture-principal",
        "材料已当面移交",
    )
    assert await county.scheduler.push(county.tenant) == 0
    assert await county.refused(AUTOMATION, SendResult(obligation=PUSH)) == "pushes.not_due"
    statutory = WaiveObligation(obligation="decide:case-1", reason="x")
    assert await county.refused(county.by("approval", "principal"), statutory) == (
        "obligations.statutory"
    )
    unknown = WaiveObligation(obligation="decide:case-2", reason="x")
    assert await county.refused(AUTOMATION, unknown) == "obligations.unknown"


async def test_nobody_but_the_platform_does_what_follows_by_rule(county: County) -> None:
    head = county.by("approval", "principal")
    expiring = ExpireAgreement(delegator="approval", delegatee="xingjiang")
    for command in (MarkLate(obligation="x"), SendResult(obligation="x"), expiring):
        assert await county.refused(head, command) == "authority.automation_only"
    assert await county.refused(AUTOMATION, expiring) == "delegation.not_ended"


# Calendars.


def new_year(*holidays: str) -> dict[str, object]:
    """A made-up calendar of 2025, which the county has not adopted."""
    days = tuple(date.fromisoformat(day) for day in holidays)
    return {"year": 2025, "holidays": days, "workdays": (), "source": "（测试）放假安排"}


async def test_a_provisional_date_is_recomputed_old_and_new_shown(county: County) -> None:
    """B-70: nobody is late by a date that rests on a year without a calendar."""
    county.now = at("2024-12-30 09:00")
    await county.steps(RECEIPT, LAST)
    row = (await county.react())[PUSH]
    assert (str(row.due_on), row.provisional) == ("2025-01-02", True)  # 1 January by its weekday
    county.now = at("2025-01-03")
    assert (await county.react())[PUSH].outcome == "open"
    assert await obligations.provisional(county.pool, county.tenant) == 1

    adopting = AdoptCalendarYear(**new_year("2025-01-01"))  # type: ignore[arg-type]  # known here
    await county.do(OPERATOR, adopting)
    row = (await county.react())[PUSH]
    assert (str(row.due_on), row.provisional, row.calendar) == ("2025-01-03", False, "calendar@3")
    correcting = CorrectCalendarYear(
        **new_year("2025-01-01", "2025-01-02", "2025-01-03"),  # type: ignore[arg-type]  # known here
        reason="放假安排调整",
    )
    await county.do(OPERATOR, correcting)
    row = (await county.react())[PUSH]
    assert [
        (str(item.old_due_on), str(item.new_due_on), item.old_provisional, item.calendar)
        for item in row.recomputed
    ] == [
        ("2025-01-02", "2025-01-03", True, "calendar@3"),
        ("2025-01-03", "2025-01-07", False, "calendar@4"),
    ]
    county.now = at("2025-01-08")
    assert (await county.react())[PUSH].outcome == "late"
    # What has its outcome keeps its dates, also under another calendar.
    await county.do(
        OPERATOR,
        CorrectCalendarYear(**new_year("2025-01-01"), reason="再调整"),  # type: ignore[arg-type]  # known here
    )
    row = (await county.react())[PUSH]
    assert (row.outcome, str(row.due_on)) == ("late", "2025-01-07")


async def test_recomputing_goes_through_every_page(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.now = at("2024-12-30 09:00")
    for n in range(5):
        await county.steps(RECEIPT, RECEIPT, number=f"case-{n}")
    await county.react()
    paged = obligations.resting_on

    async def pages(pool: asyncpg.Pool, tenant: str, year: int, *, after: str) -> list[str]:
        return await paged(pool, tenant, year, after=after, limit=2)

    monkeypatch.setattr(obligations, "resting_on", pages)
    await county.do(OPERATOR, AdoptCalendarYear(**new_year("2025-01-01")))  # type: ignore[arg-type]  # known here
    rows = await county.react()
    assert [len(row.recomputed) for row in rows.values()] == [1] * 5


# Following the log.


async def test_reacting_again_or_twice_at_once_adds_nothing(county: County) -> None:
    for n in range(4):
        await county.steps(RECEIPT, LAST, number=f"case-{n}")
    other = Scheduler(Reactor(county.executor, county.projections, county.pool))
    await asyncio.gather(county.scheduler.work(county.tenant), other.work(county.tenant))
    rows = await county.react()
    assert len(rows) == 16
    assert {row.outcome for row in rows.values()} == {"met"}
    head = await county.executor.log.head(county.tenant)
    await county.pool.execute("delete from views.checkpoints where view = 'reactor'")
    await other.work(county.tenant)
    assert await county.executor.log.head(county.tenant) == head
    assert await progress.position(county.pool, county.tenant, CURSOR) == head


def test_nobody_knows_the_id_of_what_follows_by_rule_before(pool: asyncpg.Pool) -> None:
    """Whoever did could use it up for a command of their own: no push, nobody ever late."""
    reaction = Reaction(PUSH, "push", SendResult(obligation=PUSH), "")
    made = reaction.id("county", Vault(pool, bytes(32)))
    assert made == reaction.id("county", Vault(pool, bytes(32)))
    assert made != reaction.id("county", Vault(pool, bytes(31) + b"1"))
    assert made != reaction.id("elsewhere", Vault(pool, bytes(32)))


async def test_what_fails_is_named_passed_over_and_made_up_for(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    await county.steps(RECEIPT, RECEIPT)
    await county.steps(RECEIPT, RECEIPT, number="case-2")
    received = await county.executor.log.read(county.tenant, types=("cases.received",))
    carry_out = Reactor.carry_out

    async def failing(self: Reactor, tenant: str, reaction: Reaction) -> None:
        command = reaction.command
        if isinstance(command, OpenObligation) and command.obligation == "accept:case-1":
            raise RuntimeError("a poisoned one")
        await carry_out(self, tenant, reaction)

    monkeypatch.setattr(Reactor, "carry_out", failing)
    with pytest.raises(ReactionError) as failed:
        await county.reactor.catch_up(county.tenant)
    assert failed.value.position == received[0].position
    assert await progress.position(county.pool, county.tenant, CURSOR) == failed.value.position - 1
    await county.reactor.pass_over(county.tenant, failed.value.position)
    await county.steps(ACCEPTANCE, ACCEPTED)
    assert set(await county.react()) == {"accept:case-2", "decide:case-1"}

    monkeypatch.undo()
    await county.reactor.react_to(county.tenant, failed.value.position)
    rows = await county.react()
    assert {key: row.outcome for key, row in rows.items()} == {
        "accept:case-1": "met",
        "accept:case-2": "open",
        "decide:case-1": "open",
    }


async def test_due_lists_by_organ_seat_and_day(county: County) -> None:
    await county.steps(RECEIPT, LAST)
    await county.steps(RECEIPT, RECEIPT, number="case-2")
    await county.react()

    async def keys(**wanted: Any) -> list[str]:
        rows = await obligations.due_list(county.pool, county.tenant, **wanted)
        return [row.key for row in rows]

    assert await keys() == [PUSH, "accept:case-2"]
    assert await keys(organ="agriculture") == []
    assert await keys(seats=("xingjiang/window_clerk",)) == [PUSH, "accept:case-2"]
    assert await keys(seats=()) == []
    assert await keys(until=date(2024, 1, 9)) == [PUSH]
    assert await keys(limit=1) == [PUSH]
    assert "accept:case-1" in await keys(status="met")
    unit, rules = county.executor.unit(county.tenant), county.county.rules
    assert await held(unit, "xingjiang-window_clerk", rules) == ("xingjiang/window_clerk",)
    assert await held(unit, "nobody", rules) == ()
