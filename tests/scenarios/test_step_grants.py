"""A county whose lists say which steps are the town's: who accepts, reviews, decides, seals.

ZZ22-40, -41, -42; DOMAIN B-41 to B-45, E5-9.
"""

import pytest

from domain.cases.case import Case
from domain.cases.commands import (
    Deliver,
    Forward,
    IssueCertificate,
    ReturnResult,
    Review,
)
from domain.delegation.agreement import AnnounceDelegation
from domain.kernel import streams
from domain.kernel.refusal import Refusal
from projections import matter_list
from tests.scenarios.town import ACCEPT, COUNTY, DEPT, GRANT, STATION, TOWN, Town


async def test_what_a_row_grants_is_the_towns_and_the_decision_the_countys(town: Town) -> None:
    """乡级负责受理: accepted under the town's seal, sent up, decided by the county."""
    await town.receive(1)
    await town.take(TOWN, "window_clerk", ACCEPT)
    refused = await town.refusal(town.by(TOWN, "window_clerk"), Forward(case="case-1"))
    assert refused.code == "cases.step_not_yet"
    await town.seal("acceptance", "受-1")
    await town.take(TOWN, "window_clerk", Forward(case="case-1"))
    refused = await town.refusal(town.by(TOWN, "approver"), GRANT)
    assert (refused.code, refused.clause) == ("cases.wrong_performer", "附件1、附件2 办理方式")
    await town.take(COUNTY, "approver", GRANT)
    await town.take(COUNTY, "window_clerk", ReturnResult(case="case-1"))
    await town.take(TOWN, "window_clerk", Deliver(case="case-1"))
    assert (await town.case()).outcome == "granted"
    assert await town.bearers() == {
        ("step", TOWN, "default"),
        ("result", COUNTY, "default"),
        ("guidance", COUNTY, "text"),
        ("supervision", COUNTY, "default"),
        ("external", COUNTY, "law"),
    }


@pytest.mark.parametrize(("accepter", "receiver"), [(COUNTY, TOWN), (STATION, STATION)])
async def test_who_else_accepts_where_the_town_only_reviews(
    town: Town, accepter: str, receiver: str
) -> None:
    """乡级负责审核 (B-43)."""
    await town.receive(3, receiver)
    refused = await town.refusal(town.by(TOWN, "window_clerk"), ACCEPT)
    assert refused.code == "cases.wrong_performer"
    await town.take(accepter, "window_clerk", ACCEPT)
    await town.take(TOWN, "reviewer", Review(case="case-1", step="review", opinion="同意上报"))
    await town.take(TOWN, "window_clerk", Forward(case="case-1"))
    await town.take(COUNTY, "approver", GRANT)
    assert ("step", TOWN, "default") in await town.bearers()


async def test_a_step_that_nobody_takes_is_not_there(town: Town) -> None:
    await town.receive(1)
    await town.take(TOWN, "window_clerk", ACCEPT)
    review = Review(case="case-1", step="preliminary", opinion="同意")
    refused = await town.refusal(town.by(TOWN, "reviewer"), review)
    assert refused.code in ("cases.step_absent", "cases.wrong_performer")


async def test_a_blank_row_is_handled_in_the_towns_own_name(town: Town) -> None:
    """婚姻生育情况证明: the certificate bears the town's own seal (B-41, ZZ22-13)."""
    await town.receive(7)
    await town.take(TOWN, "window_clerk", ACCEPT)
    await town.take(TOWN, "approver", GRANT)
    await town.seal("decision", "决-1")
    await town.seal("certificate", "证-1")
    issue = IssueCertificate(case="case-1", certificate_number="证-1")
    await town.take(TOWN, "window_clerk", issue)
    await town.take(TOWN, "window_clerk", Deliver(case="case-1"))
    assert {duty: bearer for duty, bearer, _ in await town.bearers()} == {
        "process": TOWN,
        "result": TOWN,
        "guidance": COUNTY,
        "supervision": "approval_services",
        "external": TOWN,
    }


async def test_empowerment_rests_on_its_memorandum_and_its_publication(town: Town) -> None:
    """就业登记, 县人社局直接赋权 (ZZ22-04): until both stand the department handles it."""
    await town.receive(27)
    routed = (await town.case()).route
    assert (routed.mode, routed.reasons[0].code) == ("county_channel", "delegation.no_agreement")
    assert (routed.reasons[0].text, routed.reasons[0].clause) == ("没有签订备忘录", "四(一)2")
    await town.do(*town.county.sign(DEPT, TOWN))
    await town.do(*town.county.countersign(DEPT, TOWN))
    await town.receive(27, number="case-2")
    publish = AnnounceDelegation(
        delegator=DEPT, delegatee=TOWN, matters=(27,), published_in="县政务服务网（演示）"
    )
    await town.take(DEPT, "principal", publish)
    await town.receive(27, number="case-3")
    unit = town.executor.unit(town.tenant)
    cases = [(await unit.get(streams.case(f"case-{n}"), Case)).state for n in (1, 2, 3)]
    assert [case and case.mode for case in cases] == [
        "county_channel",
        "county_channel",
        "empowered_steps",
    ]


@pytest.mark.parametrize("decider", [TOWN, COUNTY])
async def test_a_station_helps_and_whoever_law_names_decides(town: Town, decider: str) -> None:
    """初审或帮办代办 (ZZ22-42): with the town's seal where the town decides."""
    await town.receive(1001, STATION)
    first = Review(case="case-1", step="preliminary", opinion="材料齐全")
    await town.take(STATION, "window_clerk", first)
    await town.take(STATION, "window_clerk", Forward(case="case-1"))
    await town.take(decider, "window_clerk", ACCEPT)
    await town.take(decider, "approver", GRANT)
    if decider == TOWN:
        await town.seal("decision", "决-1")
    await town.take(decider, "window_clerk", ReturnResult(case="case-1"))
    await town.take(STATION, "window_clerk", Deliver(case="case-1"))
    assert await town.bearers() == {
        ("collection", STATION, "default"),
        ("step", STATION, "default"),
        ("result", decider, "default"),
        ("external", decider, "law"),
        ("supervision", TOWN, "text"),  # ZZ22-38
        ("supervision", "approval_services", "text"),
    }


@pytest.mark.parametrize(
    ("matter", "organ", "clause"),
    [
        (5, TOWN, "社会救助暂行办法 16"),
        (43, TOWN, "中共中央、国务院关于实现巩固拓展脱贫攻坚成果同乡村振兴有效衔接的意见"),
        (1003, STATION, "人口与计划生育法（2021年修正）"),
        (1006, STATION, "人口与计划生育法（2021年修正）"),
        (1018, STATION, "社会救助暂行办法 16"),
    ],
)
async def test_what_law_has_done_away_with_is_not_received(
    town: Town, matter: int, organ: str, clause: str
) -> None:
    """B-45: refused by that law, which stays in the list's history."""
    with pytest.raises(Refusal) as refused:
        await town.receive(matter, organ)
    assert (refused.value.code, refused.value.clause) == ("matters.not_current", clause)
    found = town.county.rules.matter(matter)
    assert found.status_note in refused.value.message
    assert town.county.rules.item(matter) in refused.value.message
    await town.projections.catch_up(town.tenant)
    listed = await matter_list.as_of(town.pool, town.tenant, town.now.date())
    assert matter in {period.matter.no for period, _ in listed}


async def test_e5_9_both_lists_are_adopted_as_printed(town: Town) -> None:
    """E5-9, ZZ22-39, -42, B-40, B-41: every row, what bears one name twice, and the blanks."""
    await town.projections.catch_up(town.tenant)
    listed = await matter_list.as_of(town.pool, town.tenant, town.now.date())
    found = [period.matter for period, _ in listed]
    first = {matter.no: matter for matter in found if matter.list_name == "镇级清单"}
    assert len(first) == 99
    assert len(found) == 99 + 44
    assert first[2].name == first[8].name
    assert (first[2].mode_label, first[8].mode_label) == ("乡级负责受理、审核", "乡级负责受理")
    assert sum(not matter.mode_label for matter in found) == 24


async def test_the_view_shows_both_lists_as_printed(town: Town) -> None:
    """Row numbers, blanks, status, source of power (ZZ22-39, -41, -42; B-41)."""
    await town.projections.catch_up(town.tenant)
    listed = await matter_list.as_of(town.pool, town.tenant, town.now.date())
    rows = {period.matter.no: period.matter for period, _ in listed}
    assert len(rows) == 143
    assert (rows[7].mode_label, rows[7].mode_name) == ("", "以镇政府名义办理")
    assert (rows[20].power_source, rows[1].power_source) == ("县人社局直接赋权", "")
    assert (rows[61].remark, rows[61].delegator) == ("县行政审批局直接赋权", "县行政审批局")
    village = rows[1006]
    assert (village.list_name, village.row, village.status) == ("村级清单", 6, "repealed")
    assert not village.on_application
