"""E1, row by row: a case is played, and its lines are those of the row, with their clauses."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from domain.cases.commands import CorrectCase, Forward, ReturnResult
from domain.cases.irregularity import RecordIrregularity
from domain.delegation.agreement import TerminateAgreement
from domain.liability.attribution import Line
from domain.seals.commands import ReportLoss, SuspendSeal
from infra.log import EventLog
from services.liability.answer import Liabilities
from tests.scenarios.test_guards import PILOT, WOOD
from tests.scenarios.window import DEPARTMENT_POSTS, Window, a_window
from tests.story import Story, a_story

TOWN = "xingjiang"
Row = set[tuple[str, str, str, str, str]]

# Duty, bearer, share, basis, clause. 四(四) speaks of matters handled with the seal.
IN_SCOPE: Row = {
    ("process", TOWN, "sole", "text", "四(四)"),
    ("result", TOWN, "equal", "text", "四(四)"),
    ("result", "approval", "equal", "text", "四(四)"),
    ("guidance", "approval", "sole", "text", "四(四)"),
    ("supervision", "agriculture", "part", "text", "四(四)"),
    ("supervision", "approval", "part", "text", "附件3 三(一)1"),
    ("supervision", "approval", "part", "text", "附件3 五.1"),
    ("external", "approval", "sole", "text", "附件3 四.1"),
    ("external", "approval", "sole", "law",
     "行政诉讼法 26(5); 行政复议法 10(4)，2024年起19(3); 国家赔偿法 7(4)"),
    ("external", "approval", "sole", "contested", "行政许可法 24; 最高法行诉解释 20(3)"),
    ("recourse", TOWN, "sole", "text", "附件3 四.1"),
    ("recourse", TOWN, "sole", "law", "国家赔偿法 16(1)"),
}  # fmt: skip


def taken_out(basis: str, *, sealed: bool) -> Row:
    """The second row of E1: the township alone; what bears the seal is for a person to rule on."""
    return {
        ("process", TOWN, "sole", basis, "附件3 四.2"),
        ("result", TOWN, "sole", basis, "附件3 四.2"),
        ("supervision", "approval", "part", "text", "附件3 三(一)1"),
        ("supervision", "approval", "part", "text", "附件3 五.1"),
        ("external", TOWN, "sole", basis, "附件3 四.2"),
        *([("external", "approval", "sole", "contested", "行政诉讼法 26(5)")] if sealed else []),
    }


def row(lines: tuple[Line, ...]) -> Row:
    return {(line.duty, line.bearer, line.share, line.basis, line.clause) for line in lines}


async def irregular(story: Story, finding: str) -> None:
    noted = RecordIrregularity(
        case="case-1",
        finding=finding,  # type: ignore[arg-type]  # known here
        happened_at=story.now,
        description="监督检查发现",
        evidence="0" * 64,
    )
    await story.do(story.by("approval", "principal"), noted)


async def nothing(_: Story) -> None:
    return


async def own_name(story: Story) -> None:
    await irregular(story, "own_name")


async def beyond_scope(story: Story) -> None:
    await irregular(story, "beyond_scope")


async def suspended(story: Story) -> None:
    """It had been suspended before the documents were stamped, and that is told only now."""
    head = story.by("approval", "principal")
    since = story.began
    await story.do(head, SuspendSeal(owner="approval", number=11, reason="核查", occurred_at=since))


async def ended(story: Story) -> None:
    head = story.by("approval", "principal")
    end = TerminateAgreement(
        delegator="approval",
        delegatee=TOWN,
        reason="收回",
        notice_number="终-1",
        occurred_at=story.began,
    )
    await story.do(head, end)


async def lost(story: Story) -> None:
    report = ReportLoss(owner="approval", number=11, lost_at=story.began, circumstances="未见")
    await story.do(story.by(TOWN, "custodian"), report)


@pytest.fixture
async def story(pool: asyncpg.Pool, log: EventLog) -> Story:
    return await a_story(pool, log)


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (nothing, IN_SCOPE),
        (own_name, taken_out("text", sealed=False)),
        (beyond_scope, taken_out("text", sealed=True)),
        (suspended, taken_out("default", sealed=True)),
        (ended, taken_out("default", sealed=True)),
        (lost, taken_out("default", sealed=True)),
    ],
)
async def test_delegated_under_the_seal(
    story: Story, happens: Callable[[Story], Awaitable[None]], expected: Row
) -> None:
    """XG23-20, -21, -22, -60, -72, -73, -74, -76; B-05. The department never bears own name."""
    await story.play(*story.county.case(story.plan()))
    await happens(story)
    assert row((await story.answer()).lines) == expected


async def test_facts_that_were_corrected_later_take_a_case_out_of_scope(story: Story) -> None:
    """XG23-46, -74: 15 m³ were stated, 12 were felled."""
    county = story.county
    await story.play(*county.staffing("forestry", {"principal": ()}))
    await story.play(county.pilot(12, PILOT))
    await story.play(*county.handing_down("forestry", TOWN))
    plan = story.plan("case-1", 12)
    plan = type(plan)(plan.number, plan.township, plan.matter, WOOD)
    await story.play(*county.case(plan))
    assert "equal" in {line.share for line in (await story.answer()).lines}
    correct = CorrectCase(case="case-1", stated={"volume_m3": 12.0}, reason="现场复核")
    await story.do(story.by(TOWN, "window_clerk"), correct)
    lines = (await story.answer()).lines
    assert {line.finding for line in lines} == {None, "beyond_scope"}
    assert {line.bearer for line in lines if line.duty == "result"} == {TOWN}
    [result] = [line for line in lines if line.duty == "result"]
    assert "case/case-1@" in result.rests_on[1]


async def test_an_extra_fee_is_the_townships_own(story: Story) -> None:
    """XG23-70, -75: within scope, so the outside does not change."""
    await story.play(*story.county.case(story.plan()))
    await irregular(story, "improper_fee")
    added = row((await story.answer()).lines) - IN_SCOPE
    assert added == {("process", TOWN, "sole", "text", "附件3 三(二)4; 附件3 四.2")}


CARD = {"disability_grade": "三级", "disability_kind": "肢体", "action": "新办"}


async def helped(window: Window, matter: int, decider: str, **stated: str) -> None:
    """A case that the township collects and somebody else decides, from receipt to delivery."""
    await window.staff(decider, DEPARTMENT_POSTS)
    await window.receive(matter, dict(stated))
    mode = (await window.case()).mode
    steps = {step.kind: step for step in window.county.rules.mode(mode).step}
    if not steps["forward"].optional:
        await window.do(window.clerk, Forward(case="case-1", external_reference="MZ-1"))
    await window.decided_by(decider)
    if "return" in steps:
        await window.do(window.by(decider, "window_clerk"), ReturnResult(case="case-1"))
    at_town = steps["deliver"].by != steps["decide"].by
    await window.delivered_by(window.clerk if at_town else window.by(decider, "window_clerk"))


@pytest.mark.parametrize(
    ("mode", "matter", "decider", "stated", "own"),
    [
        ("assisted", 7, "disabled_persons", CARD, {
            ("collection", TOWN, "sole", "default", "三"),
            ("guidance", "disabled_persons", "sole", "text", "四(五)"),
        }),
        ("system_extension", 5, "civil_affairs", {}, {
            ("operation", TOWN, "sole", "default", "三"),
            ("guidance", "civil_affairs", "sole", "text", "四(五)"),
        }),
        ("county_channel", 7, "disabled_persons", {**CARD, "disability_grade": "一级"}, {
            ("collection", TOWN, "sole", "default", "四(二)"),
            ("process", "disabled_persons", "sole", "default", "四(四)"),
        }),
    ],
)  # fmt: skip
async def test_the_other_modes_leave_all_but_help_with_who_decides(
    pool: asyncpg.Pool,
    log: EventLog,
    mode: str,
    matter: int,
    decider: str,
    stated: dict[str, str],
    own: Row,
) -> None:
    """E1 rows three and four, B-01, B-13: 三 has no text on liability, so most is a default."""
    window = await a_window(pool, log)
    await helped(window, matter, decider, **stated)
    await window.react()
    answer = await Liabilities(window.executor, pool).of(window.tenant, "case-1")
    assert answer.facts.mode == mode
    assert not answer.findings
    assert row(answer.lines) == own | {
        ("result", decider, "sole", "text", "四(四)"),
        ("supervision", decider, "part", "text", "四(四)"),
        ("supervision", "approval", "part", "text", "附件3 五.1"),
        ("external", decider, "sole", "law",
         "行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)"),
    }  # fmt: skip
