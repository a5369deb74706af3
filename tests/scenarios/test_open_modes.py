"""A row without 办理方式 is settled by the county, with its reason, for what comes then (B-41)."""

from datetime import date

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.commands import Forward, Review
from domain.delegation.agreement import AnnounceDelegation
from domain.kernel import streams
from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import Refusal
from domain.matters.settled import SettleMode, words
from domain.policy.adoption import AdoptPack
from infra.log import EventLog
from projections import matter_list
from projections.matter_list import SettledMode
from services.commands.questions import may
from tenants.loader import digest
from tests.scenarios.town import ACCEPT, COUNTY, DEPT, GRANT, PACK, TOWN, Town, a_town
from tests.world import at

ADMINISTRATION = "approval_services"
STEPS = SettleMode(
    matter=13,
    mode="town_steps",
    grants=("accept", "review"),
    reason="社会救助由镇受理、审核",
    document_number="泽审改办〔2022〕9号",
)


@pytest.fixture
async def town(pool: asyncpg.Pool, log: EventLog) -> Town:
    made = await a_town(pool, log)
    await made.play(*made.county.staffing(ADMINISTRATION, {"principal": ()}))
    return made


async def settle(town: Town, command: SettleMode) -> None:
    await town.take(ADMINISTRATION, "principal", command)


async def mode_of(town: Town, number: str) -> str:
    case = (await town.executor.unit(town.tenant).get(streams.case(number), Case)).state
    assert case is not None
    return case.mode


async def shown(town: Town, matter: int, day: date) -> SettledMode | None:
    await town.projections.catch_up(town.tenant)
    listed = await matter_list.as_of(town.pool, town.tenant, day)
    policy = await town.executor.unit(town.tenant).adopted()
    (row,) = (row for _, row in listed if row.no == matter)
    return row.settled_on(day, town.county.rules.zone, policy.lists)


async def test_from_then_on_cases_run_as_settled_and_those_before_as_they_were(
    town: Town,
) -> None:
    """低收入家庭认定: the town accepts and reviews, the county decides and answers (E1)."""
    await town.receive(13, number="before")
    town.now = at("2022-05-12 09:00")
    await settle(town, STEPS)
    await town.receive(13)
    assert await mode_of(town, "before") == "town_unspecified"
    await town.take(TOWN, "window_clerk", ACCEPT)
    await town.take(TOWN, "reviewer", Review(case="case-1", step="review", opinion="同意上报"))
    refused = await town.refusal(town.by(TOWN, "approver"), GRANT)
    assert refused.code == "cases.wrong_performer"
    await town.seal("acceptance", "受-1")
    await town.take(TOWN, "window_clerk", Forward(case="case-1"))
    await town.take(COUNTY, "approver", GRANT)
    assert await town.bearers() == {
        ("step", TOWN, "default"),
        ("result", COUNTY, "default"),
        ("guidance", COUNTY, "text"),
        ("supervision", COUNTY, "default"),
        ("external", COUNTY, "law"),
    }


async def test_who_may_is_answered_as_a_case_would_be_that_comes_in_now(town: Town) -> None:
    async def decider() -> str:
        unit = town.executor.unit(town.tenant, by=town.by(TOWN, "approver"))
        return (await may(unit, 13, "decide", await unit.rules())).organ

    assert await decider() == TOWN
    await settle(town, STEPS)
    with pytest.raises(Refusal) as refused:
        await decider()
    assert refused.value.code == "cases.wrong_performer"


async def test_the_list_shows_it_from_its_day_on_with_reason_and_document(town: Town) -> None:
    town.now = at("2022-05-12 09:00")
    await settle(town, STEPS)
    assert await shown(town, 13, date(2022, 5, 11)) is None
    assert await shown(town, 12, date(2022, 5, 12)) is None
    found = await shown(town, 13, date(2022, 5, 12))
    assert found is not None
    assert (found.reason, found.document_number) == (STEPS.reason, STEPS.document_number)
    rules = town.county.rules
    assert words(found.mode, found.grants, rules) == ("乡级负责所列环节，县级决定（受理、审核）")


async def test_to_leave_it_as_it_is_settles_it_too(town: Town) -> None:
    """法律援助咨询服务 stays the town's own, which is no longer open then."""
    kept = SettleMode(
        matter=18, mode="town_unspecified", reason="咨询服务由镇自行办理", document_number="明1号"
    )
    await settle(town, kept)
    await town.receive(18)
    assert await mode_of(town, "case-1") == "town_unspecified"
    found = await shown(town, 18, town.now.date())
    assert (found and found.mode) == "town_unspecified"


async def test_an_empowered_row_is_settled_under_the_memorandum_that_it_needs_anyway(
    town: Town,
) -> None:
    """劳动用工备案, 县人社局直接赋权 (B-42, ZZ22-04): acceptance is the town's, no more."""
    accept = SettleMode(
        matter=20,
        mode="empowered_steps",
        grants=("accept",),
        reason="与县人社局会商",
        document_number="明2号",
    )
    await settle(town, accept)
    await town.receive(20, number="unsigned")
    assert await mode_of(town, "unsigned") == "county_channel"
    await town.do(*town.county.sign(DEPT, TOWN))
    await town.do(*town.county.countersign(DEPT, TOWN))
    publish = AnnounceDelegation(
        delegator=DEPT, delegatee=TOWN, matters=(20,), published_in="县政务服务网（演示）"
    )
    await town.take(DEPT, "principal", publish)
    await town.receive(20)
    assert await mode_of(town, "case-1") == "empowered_steps"
    await town.take(TOWN, "window_clerk", ACCEPT)
    await town.seal("acceptance", "受-1")
    await town.take(TOWN, "window_clerk", Forward(case="case-1"))
    refused = await town.refusal(town.by(TOWN, "approver"), GRANT)
    assert refused.code == "cases.wrong_performer"
    await town.take(DEPT, "approver", GRANT)


async def test_a_list_that_prints_it_goes_before_what_was_settled(town: Town) -> None:
    """The next version of the list says how the matter is handled: then that counts."""
    await settle(town, STEPS)
    matters = tuple(
        replace(m, mode="county_channel", mode_label="县级办理") if m.no == 13 else m
        for m in PACK.matter
    )
    pack = replace(PACK, version="2022-06-01", effective_from=date(2022, 6, 1), matter=matters)
    await town.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))
    town.now = at("2022-06-01 09:00")
    await town.receive(13)
    assert await mode_of(town, "case-1") == "county_channel"
    assert await shown(town, 13, date(2022, 6, 1)) is None
    assert await shown(town, 13, date(2022, 5, 31)) is not None


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(STEPS, matter=1), "matters.mode_given"),
        (replace(STEPS, mode="nowhere"), "matters.no_such_mode"),
        (replace(STEPS, mode="empowered_unspecified", grants=()), "matters.no_such_mode"),
        (replace(STEPS, mode="empowered_steps"), "matters.no_such_mode"),
        (replace(STEPS, matter=20), "matters.no_such_mode"),  # without its memorandum (ZZ22-04)
        (replace(STEPS, grants=("decide",)), "matters.no_such_grant"),
        (replace(STEPS, document_number=" "), "matters.reason"),
    ],
)
async def test_what_settles_nothing_is_refused(town: Town, command: SettleMode, code: str) -> None:
    refused = await town.refusal(town.by(ADMINISTRATION, "principal"), command)
    assert refused.code == code


async def test_only_who_administers_the_service_settles_it(town: Town) -> None:
    refused = await town.refusal(town.by(TOWN, "principal"), STEPS)
    assert refused.code == "organisation.not_administration"
