"""E1, the rows of both counties with one seal: a case is played, its lines are those of the row.

Neither document has words on liability (B-48, B-64): who bears what by the county's own text, by
default, or by law, is told with each line.
"""

from collections.abc import Mapping

import asyncpg
import pytest

from domain.attempts.attempt import AttemptMade
from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    ReturnResult,
    Review,
)
from domain.cases.irregularity import RecordIrregularity
from domain.delegation.agreement import AnnounceDelegation
from domain.pushes.push import ProgressSent, ResultSent
from domain.seals.use import Document
from infra.log import EventLog
from services.liability.answer import Answered, Liabilities
from tests.scenarios.hall import a_hall
from tests.scenarios.one_seal import HALL_POSTS, sealed, stamped
from tests.scenarios.test_liability_rows import Row, row
from tests.scenarios.town import ACCEPT, COUNTY, DEPT, GRANT, TOWN, Town
from tests.world import at

ACTED = "行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)"
LISTED, GUIDING = "附件1 办理方式", "四(一)2"
INSPECTOR = "approval_services"

OWN_NAME: Row = {
    ("process", TOWN, "sole", "default", LISTED),
    ("result", TOWN, "sole", "default", LISTED),
    ("guidance", COUNTY, "sole", "text", GUIDING),
    ("supervision", INSPECTOR, "sole", "text", "五(二)"),
    ("external", TOWN, "sole", "default", "四(二)3"),
    ("external", TOWN, "sole", "law", ACTED),
}
STEP_ONLY: Row = {
    ("step", TOWN, "sole", "default", LISTED),
    ("result", COUNTY, "sole", "default", LISTED),
    ("guidance", COUNTY, "sole", "text", GUIDING),
    ("supervision", COUNTY, "sole", "default", GUIDING),
    ("external", COUNTY, "sole", "law", ACTED),
}
EMPOWERED_STEP: Row = {
    ("step", TOWN, "sole", "default", f"{LISTED}; 附件1 备注"),
    ("result", DEPT, "sole", "default", LISTED),
    ("guidance", DEPT, "sole", "text", GUIDING),
    ("external", DEPT, "sole", "law",
     "行政诉讼法 26(1)、26(5); 最高法行诉解释 20(3); 国家赔偿法 7(1)、7(4)"),
}  # fmt: skip
EMPOWERED: Row = {
    ("process", TOWN, "sole", "default", "附件1 备注"),
    ("result", TOWN, "sole", "default", "附件1 备注"),
    ("guidance", DEPT, "sole", "text", GUIDING),
    ("external", DEPT, "sole", "law", "最高法行诉解释 20(3); 行政诉讼法 26(5); 国家赔偿法 7(4)"),
    ("external", TOWN, "sole", "contested", "行政诉讼法 26(1)"),
}
TAKEN: Row = {
    ("result", TOWN, "sole", "default", LISTED),
    ("external", TOWN, "sole", "law", ACTED),
}
"""What is the town's once it decides, on paper, where it may only take a step (B-42)."""


async def answered(town: Town) -> Answered:
    await town.projections.catch_up(town.tenant)
    return await Liabilities(town.executor, town.pool).of(town.tenant, "case-1")


async def empowered(town: Town, *matters: int) -> None:
    """By memorandum, published (ZZ22-04)."""
    await town.do(*town.county.sign(DEPT, TOWN))
    await town.do(*town.county.countersign(DEPT, TOWN))
    published = AnnounceDelegation(
        delegator=DEPT, delegatee=TOWN, matters=matters, published_in="县政务服务网（演示）"
    )
    await town.take(DEPT, "principal", published)


async def own_name(town: Town, matter: int) -> None:
    """Decided by the town and, where something comes of it on paper, certified: its own seal."""
    await town.receive(matter)
    await town.take(TOWN, "window_clerk", ACCEPT)
    await town.take(TOWN, "approver", GRANT)
    await town.seal("decision", "决-1")
    if town.county.rules.matter(matter).certificate:
        await town.seal("certificate", "证-1")
        issue = IssueCertificate(case="case-1", certificate_number="证-1")
        await town.take(TOWN, "window_clerk", issue)
    await town.take(TOWN, "window_clerk", Deliver(case="case-1"))


async def sent_up(town: Town, matter: int, steps: Mapping[str, str], decider: str) -> None:
    """Accepted by the town under its seal where the row says so, its steps taken, sent up."""
    await town.receive(matter)
    accepting = "accept" in steps
    await town.take(TOWN if accepting else decider, "window_clerk", ACCEPT)
    if accepting:
        await town.seal("acceptance", "受-1")
    for step, opinion in steps.items():
        if step != "accept":
            await town.take(TOWN, "reviewer", Review(case="case-1", step=step, opinion=opinion))
    await town.take(TOWN, "window_clerk", Forward(case="case-1"))
    await town.take(decider, "approver", GRANT)
    await town.take(decider, "window_clerk", ReturnResult(case="case-1"))
    await town.take(TOWN, "window_clerk", Deliver(case="case-1"))


async def test_a_blank_row_is_the_towns_own(town: Town) -> None:
    """E1, the first row of ZZ22 (ZZ22-13, -14, -35, -40; B-41, B-48)."""
    await own_name(town, 7)
    answer = await answered(town)
    assert (answer.facts.mode, answer.findings) == ("town_unspecified", ())
    assert row(answer.lines) == OWN_NAME


@pytest.mark.parametrize(
    ("matter", "steps"),
    [
        (1, {"accept": ""}),
        (2, {"accept": "", "review": "同意上报"}),
        (6, {"accept": "", "preliminary": "材料属实"}),
        (3, {"review": "同意上报"}),
        (16, {"preliminary": "材料属实"}),
        (60, {"recheck": "复核一致"}),
    ],
)
async def test_steps_are_the_towns_and_the_result_the_countys(
    town: Town, matter: int, steps: dict[str, str]
) -> None:
    """E1, the second row of ZZ22: one case for each value of the column (ZZ22-05, -40; B-42)."""
    await sent_up(town, matter, steps, COUNTY)
    answer = await answered(town)
    assert (answer.facts.mode, answer.findings) == ("town_steps", ())
    assert row(answer.lines) == STEP_ONLY


async def test_empowered_by_notice_to_one_step(town: Town) -> None:
    """E1, the third row of ZZ22, as 17 of its 21 matters have it (ZZ22-04, -41; B-42)."""
    await empowered(town, 27)
    await sent_up(town, 27, {"accept": ""}, DEPT)
    answer = await answered(town)
    assert (answer.facts.mode, answer.findings) == ("empowered_steps", ())
    assert row(answer.lines) == EMPOWERED_STEP


async def test_empowered_by_notice_in_its_own_name(town: Town) -> None:
    """E1, the third row of ZZ22, as the four blank ones have it (ZZ22-41; B-41, B-42)."""
    await empowered(town, 20)
    await own_name(town, 20)
    answer = await answered(town)
    assert (answer.facts.mode, answer.findings) == ("empowered_unspecified", ())
    assert row(answer.lines) == EMPOWERED


@pytest.mark.parametrize(
    ("matter", "decider", "expected"),
    [
        (1, COUNTY, STEP_ONLY),
        (27, DEPT, EMPOWERED_STEP | {
            ("external", DEPT, "sole", "contested", "最高法行诉解释 20(3)"),
        }),
    ],
)  # fmt: skip
async def test_e5_9_a_towns_decision_on_what_it_only_accepts_is_beyond_its_power(
    town: Town, matter: int, decider: str, expected: Row
) -> None:
    """E5-9, ZZ22-40, B-42: refused and remembered; if it was taken on paper, the town's own."""
    await empowered(town, 27)
    await town.receive(matter)
    await town.take(TOWN, "window_clerk", ACCEPT)
    await town.seal("acceptance", "受-1")
    await town.take(TOWN, "window_clerk", Forward(case="case-1"))
    refused = await town.refusal(town.by(TOWN, "approver"), GRANT)
    assert (refused.kind, refused.code) == ("not_permitted", "cases.wrong_performer")
    assert refused.clause == "附件1、附件2 办理方式"
    assert "ZZ22-40" in refused.source
    [attempt] = await town.executor.log.read(town.tenant, types=[AttemptMade.TYPE])
    assert isinstance(attempt.event, AttemptMade)
    assert (attempt.event.organ, attempt.event.code) == (TOWN, "cases.wrong_performer")
    await town.take(decider, "approver", GRANT)
    assert row((await answered(town)).lines) == expected - {
        line for line in expected if line[3] == "contested"
    }
    found = RecordIrregularity(
        case="case-1",
        finding="beyond_scope",
        happened_at=town.now,
        description="镇以自己名义另行出具审批决定",
        evidence="0" * 64,
    )
    await town.take(decider, "principal", found)
    answer = await answered(town)
    assert [it.finding for it in answer.findings] == ["beyond_scope"]
    theirs = {line for line in expected if line[0] in ("result", "external")}
    contested = {line for line in theirs if line[3] == "contested"}
    assert row(answer.lines) == (expected - theirs) | contested | TAKEN


async def test_the_one_seal_is_the_bodys_work_in_the_governments_name(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """E1, the row of RA22: who approves does not supervise (RA22-02, -03, -23, -24; B-64)."""
    hall = await a_hall(pool, log)
    await hall.designate()
    body, case = "jia_centre", "case-1"
    await hall.play(*hall.county.staffing(body, HALL_POSTS))
    await sealed(hall, "jia")
    hall.now = at("2022-03-01 09:00")
    clerk = hall.by(body, "window_clerk")
    await hall.received(clerk, 1)
    await hall.do(clerk, Accept(case=case, document_number="受-1"))
    await stamped(hall, case, Document("acceptance", "受-1"))
    await hall.do(hall.by(body, "reviewer"), Review(case=case, opinion="符合条件"))
    grant = Decide(case=case, outcome="granted", document_number="决-1")
    await hall.do(hall.by(body, "approver"), grant)
    await stamped(hall, case, Document("decision", "决-1"), Document("certificate", "证-1"))
    await hall.do(clerk, IssueCertificate(case=case, certificate_number="证-1"))
    await hall.do(clerk, Deliver(case=case))
    await hall.scheduler.work(hall.tenant)
    await hall.react()
    answer = await Liabilities(hall.executor, pool).of(hall.tenant, case)
    assert (answer.facts.mode, answer.findings) == ("one_seal", ())
    assert row(answer.lines) == {
        ("process", body, "sole", "default", "四(二)"),
        ("result", body, "sole", "default", "四(二)"),
        ("guidance", "civil_affairs", "sole", "text", "四(四)"),
        ("supervision", "civil_affairs", "sole", "text", "四(五)"),
        ("external", "jia_township", "sole", "law", ACTED),
    }


async def test_what_is_no_licence_is_pushed_to_nobody_and_supervised_by_default(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """四(五) speaks of 行政许可事项 alone (RA22-24, -25): what it says of others is no text."""
    hall = await a_hall(pool, log)
    await hall.designate()
    body, case = "jia_centre", "case-2"
    await hall.play(*hall.county.staffing(body, HALL_POSTS))
    await sealed(hall, "jia")
    hall.now = at("2022-03-01 09:00")
    clerk = hall.by(body, "window_clerk")
    await hall.received(clerk, 2)
    await hall.do(clerk, Accept(case=case, document_number="受-2"))
    await stamped(hall, case, Document("acceptance", "受-2"))
    await hall.do(hall.by(body, "reviewer"), Review(case=case, opinion="符合条件"))
    grant = Decide(case=case, outcome="granted", document_number="决-2")
    await hall.do(hall.by(body, "approver"), grant)
    await stamped(hall, case, Document("decision", "决-2"))
    await hall.do(clerk, Deliver(case=case))
    await hall.scheduler.work(hall.tenant)
    await hall.react()
    assert await log.read(hall.tenant, types=[ProgressSent.TYPE, ResultSent.TYPE]) == []
    answer = await Liabilities(hall.executor, pool).of(hall.tenant, case)
    assert {line for line in row(answer.lines) if line[0] == "supervision"} == {
        ("supervision", "civil_affairs", "sole", "default", "四(五)")
    }
