"""A matter is handled otherwise by event: what its list prints says nothing of it any more (B-23).

丁县, an invented county below an invented city: what it took on directly is reviewed below and
decided above from a day on, or decided by the city alone. What becomes of open cases then is the
county's rule (B-22).
"""

from datetime import date

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.clocks import PauseClock, ResumeClock
from domain.cases.commands import Accept, Decide, Decline, Deliver
from domain.cases.events import CaseMoved, CaseReceived
from domain.delegation.agreement import CountersignAgreement, SignAgreement, TerminateAgreement
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command, Event
from domain.kernel.pack import AgreementTerms, Duty, ModeChangeTerms, Pack
from domain.kernel.seat import administration
from domain.matters.settled import ChangeMode
from domain.policy.adoption import AdoptPack
from infra.log import EventLog
from projections import case_register, liability
from services.commands.figures import figures
from services.demo.dossier import seat
from services.drafted import drafted
from services.processes.react import moving
from tenants.content import digest
from tests.scenarios.next_county import pack
from tests.scenarios.two_levels import (
    CITY,
    CITY_HEAD,
    COUNTY,
    COUNTY_HEAD,
    DIRECT,
    HALL,
    PAIR,
    REVIEWED,
    TwoLevels,
    two_levels,
)
from tests.world import at

CHANGE = ChangeMode(
    matter=DIRECT,
    mode="ding_review",
    effective_from=date(2022, 6, 20),
    reason="审查要点不清",
    document_number="调整〔2022〕1号",
)
TERMS = AgreementTerms(
    contents={"scope": "承接事项", "liability": "责任划分"},
    mode=("ding_review",),
    clause="示例 三(二)2",
    source="示例",
)


def printed_direct() -> Pack:
    """No matter is printed as reviewed, and there are terms for what is."""
    own = pack("sample_ding")
    matters = tuple(
        replace(it, mode="ding_direct") if it.no == REVIEWED else it for it in own.matter
    )
    return replace(own, matter=matters, agreement_of=(TERMS,))


def keeper(county: TwoLevels) -> By:
    return seat(administration(county.county.rules)[0], "principal")


async def test_seal_and_agreement_are_those_of_the_mode_that_a_matter_has(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """XG22-07, -10: its seal can be engraved beforehand; the agreement says what its mode asks."""
    county = await two_levels(pool, log, printed_direct())
    [approve, *made] = county.seal_acts("city_seal", CITY, CITY, 1)
    assert await county.refused_with(*approve) == "seal.engraved_by_delegator"
    await county.do(keeper(county), CHANGE)
    for by, command in (approve, *made):
        await county.do(by, command)

    sign = SignAgreement(
        **PAIR, contents={"scope": "示例"}, matters=(DIRECT,), valid_from=CHANGE.effective_from
    )
    refused = await county.refusal(CITY_HEAD, sign)
    assert (refused.code, "责任划分" in refused.message) == ("delegation.contents_incomplete", True)
    whole = replace(sign, contents={"scope": "示例", "liability": "示例"})
    await county.do(CITY_HEAD, whole)
    await county.do(COUNTY_HEAD, CountersignAgreement(**PAIR))

    # Handled as printed again: what was concluded ends, and is not concluded anew.
    county.now = at("2022-06-21 09:00")
    back = replace(CHANGE, mode="ding_direct", effective_from=date(2022, 6, 22))
    await county.do(keeper(county), back)
    county.now = at("2022-06-22 09:00")
    await county.do(CITY_HEAD, TerminateAgreement(**PAIR, reason="事项已改为直接承接"))
    for no in (DIRECT, REVIEWED):
        anew = replace(whole, matters=(no,), valid_from=date(2022, 6, 22))
        assert await county.refused_with(CITY_HEAD, anew) == "delegation.matter_not_delegable"


ABOVE = ChangeMode(
    matter=DIRECT,
    mode="city_decides",
    effective_from=date(2022, 6, 20),
    reason="由市级直接办理",
    document_number="调整〔2022〕2号",
)


def decided_above(in_flight: str | None) -> Pack:
    """With a mode in which the city accepts and decides; its receipt has a name of its own."""
    own = pack("sample_ding")
    [direct] = [mode for mode in own.mode if mode.id == "ding_direct"]
    steps = tuple(
        replace(
            step,
            id="take_in" if step.kind == "receive" else step.id,
            by=("city",) if step.kind in ("accept", "decide", "push") else step.by,
            after=tuple("take_in" if it == "receive" else it for it in step.after),
        )
        for step in direct.step
    )
    duty = (
        Duty(duty="collection", bearer="town_or_hall", clause="示例 六", source="示例"),
        Duty(duty="result", bearer="city", clause="示例 六", source="示例"),
        Duty(duty="external", bearer="city", clause="示例 六", source="示例"),
    )
    mode = replace(
        direct, id="city_decides", name="市级直接办理", since=None, step=steps, duty=duty
    )
    terms = ModeChangeTerms(in_flight=in_flight, clause="示例 六", source="示例")  # type: ignore[arg-type]  # known here
    return replace(
        own,
        mode=(*own.mode, mode),
        party={**own.party, "town_or_hall": "actor(take_in)"},
        mode_change=terms if in_flight else None,
    )


def accept(number: str, **dated: object) -> Accept:
    return Accept(case=number, document_number=f"受-{number}", **dated)  # type: ignore[arg-type]  # when


def grant(number: str, **dated: object) -> Decide:
    return Decide(case=number, outcome="granted", document_number=f"决-{number}", **dated)  # type: ignore[arg-type]  # when


CLERK, APPROVER = seat(COUNTY, "window_clerk"), seat(COUNTY, "approver")
ABOVE_CLERK, ABOVE_APPROVER = seat(CITY, "window_clerk"), seat(CITY, "approver")


async def external(county: TwoLevels, number: str) -> set[tuple[str, str]]:
    lines = (await county.answered(number)).lines
    return {(line.duty, line.bearer) for line in lines if line.duty in ("collection", "external")}


@pytest.mark.parametrize("rule", [None, "keep"])
async def test_a_case_is_finished_as_it_began_where_no_rule_moves_it(
    pool: asyncpg.Pool, log: EventLog, rule: str | None
) -> None:
    """B-22, B-23: received before the change, decided after; what comes in then is the city's."""
    county = await two_levels(pool, log, decided_above(rule))
    county.now = at("2022-06-16 09:00")
    await county.received("1-1", DIRECT)
    await county.do(keeper(county), ABOVE)
    county.now = at("2022-06-21 09:00")
    await county.react()
    assert (await county.received("1-2", DIRECT)).mode == "city_decides"
    for by, command in ((CLERK, accept("1-1")), (APPROVER, grant("1-1"))):
        await county.do(by, command)
    assert (await county.case("1-1")).transfers == 0
    assert await external(county, "1-1") == {("external", COUNTY)}


async def test_what_is_not_decided_goes_where_the_matter_goes_by_the_countys_rule(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-22, B-23: from the first day of the new mode; what was done before may still be entered."""
    county = await two_levels(pool, log, decided_above("move"))

    async def told(by: By, command: Command) -> str:
        return await county.refused_with(by, command)

    county.now = at("2022-06-15 09:00")
    for number in ("new", "begun", "done", "paper"):
        await county.received(number, DIRECT)
    for number in ("begun", "done"):
        await county.do(CLERK, accept(number))
    await county.do(APPROVER, grant("done"))
    await county.do(keeper(county), ABOVE)
    await county.react()
    assert (await county.case("begun")).mode == "ding_direct", "its day is still to come"

    # On the day nobody acts as before, be nothing moved yet; what was so before is still entered.
    county.now = at("2022-06-20 09:00")
    assert await told(CLERK, accept("new")) == "cases.moving"
    on_friday = at("2022-06-17 10:00")
    await county.do(CLERK, accept("paper", occurred_at=on_friday))
    await county.react()
    moved = await county.case("begun")
    [why] = moved.route.reasons
    assert (moved.mode, why.code, why.clause) == ("city_decides", "cases.moved", "示例 六")
    assert (await county.case("done")).mode == "ding_direct", "it was decided"
    waiting = {by.organ for by, item in await county.trays("begun") if item.step == "decide"}
    assert waiting == {CITY}
    unit = county.executor.unit(county.tenant, at=county.now)
    counted = {it.mode: it.received for it in (await figures(unit, 2022, await unit.rules())).modes}
    assert (counted["ding_direct"], counted["city_decides"]) == (1, 3)
    assert await told(APPROVER, grant("begun")) == "cases.wrong_performer"
    assert await told(ABOVE_APPROVER, grant("new")) == "cases.step_not_yet"

    # Who decides under the new mode goes on where the other stopped, and answers for it.
    county.now = at("2022-06-21 09:00")
    await county.do(ABOVE_CLERK, accept("new"))
    for number in ("new", "begun"):
        await county.do(ABOVE_APPROVER, grant(number))
        assert await external(county, number) == {("collection", HALL), ("external", CITY)}

    # Decided on paper before the change, entered after the case was moved: it is the county's.
    assert (await county.case("paper")).mode == "city_decides"
    await county.do(APPROVER, grant("paper", occurred_at=at("2022-06-17 16:00")))
    late = await county.case("paper")
    assert (late.mode, late.outcome, late.moved) == ("ding_direct", "granted", None)
    assert await external(county, "paper") == {("external", COUNTY)}
    await county.react()
    row = await case_register.case(county.pool, county.tenant, "paper")
    assert row is not None
    assert (row.mode, [it.cause for it in row.transfers]) == ("ding_direct", ["mode"])
    for number in ("done", "paper", "begun"):
        await county.do(seat(HALL, "window_clerk"), Deliver(case=number))
    [event] = [
        item.event
        for item in await county.executor.log.load(county.tenant, "case/begun")
        if isinstance(item.event, CaseMoved)
    ]
    assert (event.occurred_at, event.received) == (at("2022-06-20"), "take_in")
    await county.react()  # once more, and nothing moves
    assert (await county.case("begun")).transfers == 1


async def test_what_came_in_before_the_rules_knew_the_mode_goes_on_under_later_ones(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-22, B-23: all of them, however many at a time; what was declined before is as it was then.

    The steps that were granted to it are again those of the mode that it had.
    """
    county = await two_levels(pool, log)
    county.now = at("2022-06-15 09:00")
    numbers = ("1-1", "1-2", "1-3")
    for number in numbers:
        await county.received(number, DIRECT)
    first = (await county.case("1-1")).policy
    later = replace(decided_above("move"), version="2022-06-16", effective_from=date(2022, 6, 16))
    county.now = at("2022-06-16 09:00")
    await county.do(OPERATOR, AdoptPack(pack=later, digest=digest(later)))
    await county.do(keeper(county), ABOVE)
    county.now = at("2022-06-20 09:00")
    keys = await county.scheduler.to_move(county.tenant)
    assert [await county.scheduler.move(county.tenant, limit=1) for _ in range(4)] == [1, 1, 1, 0]
    # Whoever comes to one again, or died before it said that it was done, moves it no more.
    for key in keys:
        await county.reactor.carry_out(county.tenant, moving(key))
    cases = [await county.case(number) for number in numbers]
    assert {(it.mode, it.transfers, it.policy == first) for it in cases} == {
        ("city_decides", 1, False)
    }

    declined = Decline(
        case="1-1",
        ground="not_needed",
        reasons="不需要取得许可",
        document_number="不受-1",
        occurred_at=at("2022-06-17 10:00"),
    )
    await county.do(CLERK, declined)
    await county.react()
    row = await case_register.case(county.pool, county.tenant, "1-1")
    assert row is not None
    facts = (await county.answered("1-1")).facts
    assert {(it.mode, it.policy, it.outcome) for it in (row, facts)} == {
        ("ding_direct", first, "declined")
    }
    unit = county.executor.unit(county.tenant)
    told = (await unit.histories(["case/1-1"]))["case/1-1"]
    told = [replace(it, event=_granted(it.event)) for it in told]
    granted = [
        known.facts(()).granted
        for events in (told[:1], told[:-1], told)
        if (known := liability.folded("1-1", events)) is not None
    ]
    assert granted == [("accept",), (), ("accept",)]


def _granted(event: Event) -> Event:
    """As if a list granted the acceptance in the mode that the case came in under."""
    if not isinstance(event, CaseReceived):
        return event
    return replace(event, route=replace(event.route, granted=("accept",)))


async def test_a_change_that_is_taken_back_on_its_day_takes_open_cases_back(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-22: each change moves what is open; what was so before both of them finds the first mode.

    Where the decision is another step there, nobody owes that step any more once it is known that
    the case was decided before.
    """
    county = await two_levels(pool, log, decided_elsewhere())
    county.now = at("2022-06-15 09:00")
    for number in ("back", "paper"):
        await county.received(number, DIRECT)
        await county.do(CLERK, accept(number))
    await county.do(keeper(county), ABOVE)
    county.now = at("2022-06-20 09:00")
    due = await county.react()
    assert (due["decide:paper"].outcome, due["decide_above#1:paper"].outcome) == ("waived", "open")
    pause = PauseClock(case="paper", ground="hearing", notice_number="听-1")
    assert await county.refused_with(APPROVER, pause) == "cases.wrong_performer"
    await county.do(APPROVER, replace(pause, occurred_at=at("2022-06-17 10:00")))
    resume = ResumeClock(case="paper", occurred_at=at("2022-06-17 15:00"))
    await county.do(APPROVER, resume)
    await county.do(APPROVER, grant("paper", occurred_at=at("2022-06-17 16:00")))
    due = await county.react()
    assert due["decide_above#1:paper"].outcome == "waived"

    unit = county.executor.unit(county.tenant, at=county.now)
    rules = await unit.rules()
    assert await drafted(pool, unit, 2022, rules) == await figures(unit, 2022, rules)

    await county.do(keeper(county), replace(ABOVE, mode="ding_direct"))
    await county.react()
    back = await county.case("back")
    assert (back.mode, back.transfers) == ("ding_direct", 2)
    assert back.then(at("2022-06-17 16:00")).mode == "ding_direct"
    await county.do(APPROVER, grant("back", occurred_at=at("2022-06-17 16:00")))
    assert (await county.react())["decide#2:back"].outcome == "met"


def decided_elsewhere() -> Pack:
    """The decision is another step there, and has a term in both modes."""
    own = decided_above("move")
    modes = []
    for mode in own.mode:
        above = mode.id == "city_decides"
        decide = "decide_above" if above else "decide"
        steps = tuple(
            replace(
                step,
                id=decide if step.kind == "decide" else step.id,
                within="lower_review" if step.kind == "decide" else step.within,
                after=tuple(decide if it == "decide" else it for it in step.after),
            )
            for step in mode.step
        )
        modes.append(replace(mode, step=steps) if above or mode.id == "ding_direct" else mode)
    return replace(own, mode=tuple(modes))
