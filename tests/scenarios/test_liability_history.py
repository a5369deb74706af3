"""Who answers, as known then and as known now: E5-6 and its relatives (B-05, B-74)."""

from datetime import timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.irregularity import DismissIrregularity, RecordIrregularity
from domain.delegation.agreement import TerminateAgreement
from domain.kernel.pack import Finding
from domain.kernel.refusal import Refusal
from domain.liability.attribution import Line, changed
from domain.organisation.posts import LeavePost
from domain.seals.commands import ReportLoss
from domain.seals.use import VoidUse
from infra.log import EventLog
from projections import case_register
from services.liability.answer import Answered
from tests.story import Story, a_story
from tests.world import at

TOWN = "xingjiang"


@pytest.fixture
async def story(pool: asyncpg.Pool, log: EventLog) -> Story:
    return await a_story(pool, log)


def found(answer: Answered) -> set[Finding]:
    return {finding.finding for finding in answer.findings}


def bearers(lines: tuple[Line, ...] | list[Line], duty: str) -> set[tuple[str, str]]:
    return {(line.bearer, line.basis) for line in lines if line.duty == duty}


async def test_two_uses_after_a_loss_are_regular_until_it_is_reported(story: Story) -> None:
    """E5-6, XG23-60, -74: nothing is rewritten, and the earlier answer can be had again."""
    acts = list(story.county.case(story.plan()))
    story.now = at("2024-01-08 10:00")
    await story.play(*acts[:7])  # received, accepted under the seal, decided
    story.now = lost = at("2024-01-08 17:00")
    story.now = at("2024-01-09 10:00")
    await story.play(*acts[7:])  # the decision and the certificate are stamped
    before = await story.answer()
    assert not before.findings
    assert bearers(before.lines, "result") == {(TOWN, "text"), ("approval", "text")}

    story.now = at("2024-01-11 17:00")
    report = ReportLoss(owner="approval", number=11, lost_at=lost, circumstances="下班清点时未见")
    await story.do(story.by(TOWN, "custodian"), report)
    after = await story.answer()
    assert [(f.finding, f.says) for f in after.findings] == [
        ("after_loss", "盖章：审批决定"),
        ("after_loss", "盖章：证书"),
    ]
    seal = await story.executor.log.load(story.tenant, "seal/approval/11")
    reported = f"seal/approval/11@{seal[-1].version}"
    assert [f.rests_on for f in after.findings] == [
        ("use/case-1/decision@3", reported),
        ("use/case-1/certificate@3", reported),
    ]
    assert bearers(after.lines, "result") == {(TOWN, "default")}
    assert bearers(after.lines, "external") == {(TOWN, "default"), ("approval", "contested")}
    assert not [line for line in after.lines if line.layer == "recourse"]
    # What was known before the report has not changed, and what changed is said line by line.
    then = await story.answer(known_at=before.known_at)
    assert then.lines == before.lines
    went, came = changed(then.lines, after.lines)
    assert {line.clause for line in went if line.layer == "internal"} == {"四(四)"}
    assert {line.layer for line in went} == {"internal", "external", "recourse"}
    assert {line.finding for line in came} == {"after_loss"}
    assert all(reported in line.rests_on for line in came)


async def test_a_use_before_the_loss_stays_regular(story: Story) -> None:
    """As valid when it happened: the moment decides, not what the seal is like today."""
    await story.play(*story.county.case(story.plan()))
    lost = story.now
    story.now += timedelta(days=3)
    report = ReportLoss(owner="approval", number=11, lost_at=lost, circumstances="下班清点时未见")
    await story.do(story.by(TOWN, "custodian"), report)
    assert not (await story.answer()).findings


async def test_a_stamp_that_was_made_void_counts_for_nothing(story: Story) -> None:
    """XG23-60: a spoiled paper was never given to anybody, nor is the case handled with it."""
    acts = list(story.county.case(story.plan()))
    lost = story.now
    await story.play(*acts[:4])  # the notice of acceptance is applied for, consented to, stamped
    report = ReportLoss(owner="approval", number=11, lost_at=lost, circumstances="清点时未见")
    stamped = await story.answer()
    await story.play(acts[4])
    head = await story.executor.log.head(story.tenant)
    await story.do(story.by(TOWN, "custodian"), report)
    assert found(await story.answer()) == {"after_loss"}
    void = VoidUse(
        owner="approval", number=11, case="case-1", document="acceptance", reason="印文模糊"
    )
    await story.do(story.by(TOWN, "custodian"), void)
    answer = await story.answer()
    assert not answer.findings
    assert answer.lines == stamped.lines
    assert "seal_use" in (await story.answer(known_at=head)).facts.evidence
    again = await story.answer(known_at=answer.known_at)
    assert again.facts == answer.facts


async def test_as_valid_at_an_earlier_moment_later_acts_do_not_count(story: Story) -> None:
    acts = list(story.county.case(story.plan()))
    await story.play(*acts[:7])
    decided = story.now
    await story.play(*acts[7:])
    [partly, *_] = [x for x in (await story.answer(valid_at=decided)).lines if x.duty == "result"]
    assert partly.rests_on == ("case/case-1@4", "use/case-1/acceptance@3")
    [wholly, *_] = [x for x in (await story.answer()).lines if x.duty == "result"]
    assert {"use/case-1/decision@3", "use/case-1/certificate@3"} < set(wholly.rests_on)
    with pytest.raises(Refusal) as refused:
        await story.answer(valid_at=decided - timedelta(days=1))
    assert refused.value.code == "cases.unknown"


async def test_what_was_known_before_the_receipt_is_no_case(story: Story) -> None:
    head = await story.executor.log.head(story.tenant)
    await story.play(*story.county.case(story.plan()))
    with pytest.raises(Refusal) as refused:
        await story.answer(known_at=head)
    assert refused.value.code == "cases.unknown"
    with pytest.raises(Refusal) as refused:
        await story.answer(known_at=10**6)
    assert refused.value.code == "feed.beyond_head"


async def test_a_moment_is_the_last_position_recorded_by_then(story: Story) -> None:
    """Every position is found again by its own recorded time."""
    await story.play(*story.county.case(story.plan()))
    log = story.executor.log
    for recorded in await log.read(story.tenant):
        known = await log.known_at(story.tenant, recorded.recorded_at)
        [last] = await log.read(story.tenant, known - 1, limit=1)
        assert known >= recorded.position
        assert last.recorded_at == recorded.recorded_at
    assert await log.known_at(story.tenant, at("2000-01-01")) == 0
    assert await log.known_at("nobody", at("2024-01-01")) == 0


async def test_every_live_answer_can_be_had_again(story: Story) -> None:
    """Invariant 6: a replay as known then equals what the live view answered then."""
    lost = story.now
    answers = []
    for act in story.county.case(story.plan()):
        await story.play(act)
        answers.append(await story.answer())
    report = ReportLoss(owner="approval", number=11, lost_at=lost, circumstances="清点时未见")
    await story.do(story.by(TOWN, "custodian"), report)
    answers.append(await story.answer())
    assert [bool(answer.findings) for answer in answers] == [False] * 13 + [True]
    for live in answers:
        again = await story.answer(known_at=live.known_at)
        assert (again.facts, again.lines) == (live.facts, live.lines)


async def test_an_agreement_that_had_ended_is_told_later(story: Story) -> None:
    """XG23-74, B-05: authority that had lapsed is beyond scope."""
    acts = list(story.county.case(story.plan()))
    await story.play(*acts[:6])
    ended = story.now
    await story.play(*acts[6:])
    end = TerminateAgreement(delegator="approval", delegatee=TOWN, reason="收回", occurred_at=ended)
    story.now += timedelta(days=2)
    head = story.by("approval", "principal")
    # Nobody shifts what was done on somebody who had not been told.
    assert await story.refused(head, end) == "delegation.notice"
    await story.do(head, replace(end, notice_number="终-1"))
    answer = await story.answer()
    assert found(answer) == {"after_expiry"}
    assert min(f.at for f in answer.findings) >= ended
    assert bearers(answer.lines, "external") == {(TOWN, "default"), ("approval", "contested")}


async def test_who_decided_answers_whoever_delivers_it(story: Story) -> None:
    """B-23: the agreement ends between decision and delivery, so the case is transferred."""
    await story.play(*list(story.county.case(story.plan()))[:9])
    before = await story.answer()
    await story.do(
        story.by("approval", "principal"),
        TerminateAgreement(delegator="approval", delegatee="xingjiang", reason="调整"),
    )
    after = await story.answer()
    row = await case_register.case(story.pool, story.tenant, "case-1")
    assert row is not None
    assert (row.mode, after.facts.mode) == ("county_channel", "no2_seal")
    assert (after.lines, after.findings) == (before.lines, ())


async def test_who_had_left_the_post_acted_without_it(story: Story) -> None:
    """XG23-75, DESIGN 9.5: entered late, with a reason."""
    acts = list(story.county.case(story.plan()))
    await story.play(*acts[:6])
    left = story.now
    await story.play(*acts[6:])
    leave = LeavePost(organ=TOWN, post="approver", person=f"{TOWN}-approver", occurred_at=left)
    await story.do(story.by(TOWN, "principal"), leave)
    answer = await story.answer()
    assert [(f.finding, f.says) for f in answer.findings] == [("without_post", "审批")]
    shifted = [line for line in answer.lines if line.finding == "without_post"]
    assert [(line.duty, line.bearer, line.clause) for line in shifted] == [
        ("process", TOWN, "附件3 四.2")
    ]


async def test_what_was_decided_too_late_is_overdue_for_ever(story: Story) -> None:
    """行政许可法 42; XG23-75."""
    acts = list(story.county.case(story.plan()))
    await story.play(*acts[:6])
    await story.react()
    story.now = at("2024-02-20 09:00")  # 20 working days from 4 January end on 1 February
    open_ = await story.answer()
    assert [(f.finding, f.says) for f in open_.findings] == [
        ("overdue", "审批应于2024-02-01前完成（行政许可法 42 82）")
    ]
    assert not (await story.answer(valid_at=at("2024-02-01 23:00"))).findings
    await story.play(*acts[6:])
    assert "overdue" in found(await story.answer())


async def test_a_result_that_was_not_pushed_in_time_is_found(story: Story) -> None:
    """XG23-67."""
    await story.play(*story.county.case(story.plan()))
    await story.react()
    assert not (await story.answer()).findings
    story.now = at("2024-01-12 09:00")
    answer = await story.answer()
    assert found(answer) == {"not_pushed"}
    [line] = [line for line in answer.lines if line.finding == "not_pushed"]
    assert (line.bearer, line.clause) == (TOWN, "附件3 三(二)2; 附件3 四.2")


async def test_what_happened_on_paper_is_put_on_record(story: Story) -> None:
    """XG23-74: an own document of the township, found by who supervises, also after the end."""
    await story.play(*story.county.case(story.plan()))
    happened = story.now
    story.now += timedelta(days=30)
    noted = RecordIrregularity(
        case="case-1",
        finding="own_name",
        happened_at=happened,
        description="以乡镇名义另行出具批复",
        evidence="0" * 64,
    )
    county = story.county
    await story.play(*county.staffing("agriculture", {"principal": (), "supervisor": ()}))
    await story.do(story.by("agriculture", "supervisor"), noted)
    answer = await story.answer()
    [own] = [f for f in answer.findings if f.finding == "own_name"]
    assert own.at == happened
    assert own.rests_on[0].startswith("case/case-1@")
    assert bearers(answer.lines, "external") == {(TOWN, "text")}
    assert bearers(answer.lines, "result") == {(TOWN, "text")}

    version = int(own.rests_on[0].rpartition("@")[2])
    wrong = DismissIrregularity(case="case-1", irregularity=version, reason="经核查系依法作出")
    supervisor = story.by("agriculture", "supervisor")
    for who, command, code in (
        (story.by(TOWN, "principal"), wrong, "cases.not_supervisor"),
        (story.by("approval", "principal"), wrong, "cases.not_recorder"),
        (supervisor, replace(wrong, irregularity=1), "cases.no_such_irregularity"),
        (supervisor, replace(wrong, reason=" "), "cases.irregularity_evidence"),
    ):
        assert await story.refused(who, command) == code
    known = answer.known_at
    await story.do(supervisor, wrong)
    assert await story.refused(supervisor, wrong) == "cases.no_such_irregularity"
    assert not [f for f in (await story.answer()).findings if f.finding == "own_name"]
    assert (await story.answer(known_at=known)).lines == answer.lines


async def test_not_everybody_and_not_without_evidence(story: Story) -> None:
    """XG23-18, -62: who supervises, with the paper's digest and what it shows."""
    await story.play(*list(story.county.case(story.plan()))[:1])
    await story.play(*story.county.staffing("approval", {"approver": ()}))
    noted = RecordIrregularity(
        case="case-1",
        finding="without_consent",
        happened_at=story.now,
        description="未见签字",
        evidence="0" * 64,
    )
    for organ, post, command, code in (
        (TOWN, "principal", noted, "cases.not_supervisor"),
        ("approval", "approver", noted, "cases.not_supervisor"),
        ("approval", "supervisor", noted, "organisation.post_not_held"),
        ("approval", "principal", replace(noted, evidence="x"), "cases.irregularity_evidence"),
        ("approval", "principal", replace(noted, description=" "), "cases.irregularity_evidence"),
        ("approval", "principal", replace(noted, happened_at=at("2030-01-01")), "time.future"),
    ):
        assert await story.refused(story.by(organ, post), command) == code
