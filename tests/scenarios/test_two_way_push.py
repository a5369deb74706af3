"""双推送、双回路: pushed while a case is handled, and what supervision returns (RA22-25, -26).

On the county's own pack, changed as a county would by data alone: progress after acceptance, the
result with the decision, and feedback within one working day of it.
"""

from collections.abc import Mapping
from datetime import timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.kernel.refusal import NotFound
from domain.pushes.feedback import FeedbackGiven, GiveFeedback
from domain.pushes.push import (
    AcknowledgeResult,
    ProgressSent,
    Push,
    ResultSent,
    SendResult,
    acknowledge,
)
from infra.database import Database
from infra.log import EventLog
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.liability.answer import Liabilities
from services.trays.ask import in_tray
from tenants.validate import validate
from tests.scenarios.channel import (
    ACCEPTED,
    DECISION,
    FEEDBACK,
    LAST,
    PACK,
    PROGRESS,
    RECEIPT,
    RESULT,
    REVIEW,
    SUPERVISOR,
    TOWN,
    Channel,
    a_pack,
    a_step,
    begun,
)
from tests.services.working import tongban
from tests.world import CODEC, XINGGUO, at


def test_the_pack_is_one_that_a_county_may_adopt() -> None:
    assert validate(PACK) == ()


async def test_the_result_is_pushed_with_the_decision(channel: Channel) -> None:
    """RA22-25: at once, before the certificate and the delivery; met on the very day."""
    await channel.steps(RECEIPT, REVIEW)
    await channel.react()
    await channel.push()
    channel.now = at("2024-01-05 16:00")
    await channel.steps(DECISION, DECISION)
    assert (await channel.due())[RESULT] == ("2024-01-05", "open")
    assert await channel.push() == 1
    (sent,) = await channel.logged(ResultSent)
    assert isinstance(sent, ResultSent)
    assert (sent.outcome, sent.push, sent.concluded_at) == ("granted", "", None)
    assert set(sent.documents) == {"acceptance", "decision"}
    assert sent.decided_at == at("2024-01-05 16:00")
    assert (await channel.due())[RESULT] == ("2024-01-05", "met")
    await channel.steps(DECISION + 1, LAST)
    await channel.react()
    assert await channel.push() == 0
    assert [row.kind for row in await channel.shown(to=SUPERVISOR)] == ["progress", "result"]


async def test_a_refusal_is_pushed_with_the_decision_too(channel: Channel) -> None:
    await channel.steps(RECEIPT, DECISION, refuse=True)
    await channel.scheduler.work(channel.tenant)
    (sent,) = await channel.logged(ResultSent)
    assert isinstance(sent, ResultSent)
    assert (sent.outcome, sent.concluded_at) == ("refused", None)


async def test_progress_is_pushed_on_the_way_without_an_outcome(channel: Channel) -> None:
    """RA22-25, -27: which step was taken by whom when, and the documents so far."""
    await channel.steps(RECEIPT, RECEIPT)
    assert await channel.due() == {}
    await channel.steps(RECEIPT + 1, ACCEPTED)
    assert await channel.due() == {PROGRESS: ("2024-01-04", "open")}
    assert await channel.push() == 1
    assert await channel.due() == {PROGRESS: ("2024-01-04", "met")}
    (sent,) = await channel.logged(ProgressSent)
    assert isinstance(sent, ProgressSent)
    assert [(step.step, step.name, step.organ) for step in sent.steps] == [
        ("receive", "收件", TOWN),
        ("accept", "受理", TOWN),
    ]
    assert (sent.sender, sent.in_name_of, sent.to) == (TOWN, TOWN, SUPERVISOR)
    assert set(sent.documents) == {"acceptance"}
    assert not {"outcome", "decided_at"} & set(sent.__struct_fields__)
    (row,) = await channel.shown()
    assert (row.kind, row.push, row.outcome) == ("progress", "progress", None)
    assert row.sent == "push/case-1/agriculture/progress@1"


async def test_each_push_is_acknowledged_by_its_name_the_result_without(
    channel: Channel,
) -> None:
    await channel.steps(RECEIPT, DECISION)
    await channel.scheduler.work(channel.tenant)
    supervisor = channel.by(SUPERVISOR, "supervisor")
    await channel.do(supervisor, AcknowledgeResult(case="case-1"))
    result = AcknowledgeResult(case="case-1", push="")
    assert await channel.refused(supervisor, result) == "pushes.already_acknowledged"
    (waiting,) = await channel.shown(waiting=True)
    assert waiting.kind == "progress"
    on_the_way = AcknowledgeResult(case="case-1", push=waiting.push)
    clerk = channel.by(TOWN, "window_clerk")
    assert await channel.refused(clerk, on_the_way) == "pushes.unknown"
    await channel.do(supervisor, on_the_way)
    assert await channel.refused(supervisor, on_the_way) == "pushes.already_acknowledged"
    unknown = AcknowledgeResult(case="case-1", push="deliver")
    assert await channel.refused(supervisor, unknown) == "pushes.unknown"
    assert await channel.shown(waiting=True) == []
    # Nor another's, by names that make the same stream.
    (sent,) = await channel.logged(ProgressSent)
    assert isinstance(sent, ProgressSent)
    within = AcknowledgeResult(case=f"case-1/{SUPERVISOR}")
    assert streams.push(within.case, sent.push) == streams.push("case-1", SUPERVISOR, sent.push)
    with pytest.raises(NotFound):
        acknowledge(within, Push(sent), sent.push, ("somebody", "principal"), channel.now)


@pytest.mark.parametrize("seen", [DECISION, LAST])
async def test_two_results_of_a_case_do_not_collide(
    pool: asyncpg.Pool, log: EventLog, seen: int
) -> None:
    """With the decision, and with everything once it is concluded: the first needs no name.

    Also where no worker looks before both are due.
    """
    twice = a_step("whole", "push", "town", "industry", "push_result")
    channel = await begun(pool, log, a_pack(twice))
    await channel.steps(RECEIPT, seen)
    await channel.scheduler.work(channel.tenant)
    channel.now += timedelta(hours=1)
    await channel.steps(seen + 1, LAST)
    await channel.scheduler.work(channel.tenant)
    for identity in (RESULT, "whole:case-1:agriculture"):
        done = await channel.do(AUTOMATION, SendResult(obligation=identity))
        assert done.events == ()
    shown = {row.push: row for row in await channel.shown()}
    kinds = {name: row.kind for name, row in shown.items()}
    assert kinds == {"progress": "progress", "": "result", "whole": "result"}
    assert (shown[""].concluded_at is None) == (seen == DECISION)
    assert shown["whole"].concluded_at is not None
    supervisor = channel.by(SUPERVISOR, "supervisor")
    for name in ("", "whole"):
        await channel.do(supervisor, AcknowledgeResult(case="case-1", push=name))
    assert {outcome for _, outcome in (await channel.due()).values()} == {"met", "open"}


@pytest.mark.parametrize(
    ("sent", "last", "given", "outcome"),
    [
        ("2024-01-05 17:00", "2024-01-08", "2024-01-08 23:59", "met"),  # over a weekend
        ("2024-01-05 17:00", "2024-01-08", "2024-01-09 00:01", "late"),
        ("2024-02-09 10:00", "2024-02-18", "2024-02-18 09:00", "met"),  # Spring Festival, 调休
        ("2024-02-09 10:00", "2024-02-18", "2024-02-19 09:00", "late"),
    ],
)
async def test_feedback_is_due_one_working_day_after_the_sending(
    channel: Channel, sent: str, last: str, given: str, outcome: str
) -> None:
    """RA22-26: owed by who supervises, to the body; met by the first, whoever looked when."""
    await channel.steps(RECEIPT, REVIEW)
    channel.now = at(sent) - timedelta(minutes=1)
    await channel.steps(DECISION, DECISION)
    await channel.react()
    await channel.push()
    row = (await channel.react())[FEEDBACK]
    assert (row.debtor, row.creditor, row.post) == (SUPERVISOR, TOWN, "supervisor")
    assert (row.started_at, str(row.due_on), row.outcome) == (at(sent), last, "open")
    assert (row.sla, row.clause, row.certainty) == ("back", "四(五)", "text")
    channel.now = at(given)
    await channel.feedback(document_number="监-1")
    row = (await channel.react())[FEEDBACK]
    assert (row.outcome, row.fulfilled_at) == (outcome, at(given))
    assert row.evidence == "feedback/case-1/agriculture@1"
    # What a supervising body leaves undone is no fault in the case (RA22-24).
    answers = Liabilities(channel.executor, channel.pool)
    found = (await answers.of(channel.tenant, "case-1")).findings
    assert not [it for it in found if "反馈" in it.says]


async def test_feedback_comes_as_often_as_there_is_something_to_tell(channel: Channel) -> None:
    """RA22-26; both directions in one list."""
    await channel.steps(RECEIPT, LAST)
    await channel.scheduler.work(channel.tenant)
    channel.now += timedelta(hours=1)
    first = channel.now
    (told,) = await channel.feedback(post="principal")
    channel.now += timedelta(days=30)
    (again,) = await channel.feedback("problems_found", document_number=" 监-2 ")
    assert isinstance(told, FeedbackGiven)
    assert isinstance(again, FeedbackGiven)
    assert (told.serial, told.post, told.conclusion) == (1, "principal", "in_order")
    assert (again.serial, again.to, again.document_number) == (2, (TOWN,), "监-2")
    assert (await channel.react())[FEEDBACK].fulfilled_at == first
    sent = {row.kind: row.feedback_at for row in await channel.shown(to=SUPERVISOR)}
    assert sent == {"progress": None, "result": first}
    rows = await channel.shown(to=TOWN)
    assert [(row.kind, row.sender, row.conclusion) for row in rows] == [
        ("feedback", SUPERVISOR, "in_order"),
        ("feedback", SUPERVISOR, "problems_found"),
    ]
    assert rows[1].sent == "feedback/case-1/agriculture@2"
    assert rows[1].findings == "经现场核查，与许可内容相符"


async def test_what_was_told_before_the_result_meets_nothing(channel: Channel) -> None:
    """事中监管: it may be told at any time; what is due is told about the result."""
    await channel.steps(RECEIPT, REVIEW)
    await channel.feedback("problems_found")
    channel.now += timedelta(hours=1)
    await channel.steps(DECISION, DECISION)
    await channel.scheduler.work(channel.tenant)
    assert (await channel.due())[FEEDBACK][1] == "open"
    assert [row.feedback_at for row in await channel.shown(to=SUPERVISOR)] == [None, None]
    channel.now += timedelta(hours=1)
    await channel.feedback()
    assert (await channel.react())[FEEDBACK].evidence == "feedback/case-1/agriculture@2"


@pytest.mark.parametrize(
    ("organ", "post", "change", "code"),
    [
        (SUPERVISOR, "supervisor", {"findings": " "}, "pushes.findings"),
        (SUPERVISOR, "window_clerk", {}, "pushes.not_supervisor"),
        ("approval", "principal", {}, "pushes.not_supervisor"),
        (TOWN, "principal", {}, "pushes.not_supervisor"),
        (SUPERVISOR, "nobody", {}, "organisation.post_not_held"),
        (SUPERVISOR, "supervisor", {"case": "case-9"}, "cases.unknown"),
    ],
)
async def test_feedback_is_refused(
    channel: Channel, organ: str, post: str, change: Mapping[str, str], code: str
) -> None:
    """RA22-24: it is for whoever has the duty to supervise."""
    await channel.steps(RECEIPT, RECEIPT)
    command = GiveFeedback(case="case-1", findings="相符", conclusion="in_order")
    given = replace(command, **change)
    assert await channel.refused(channel.by(organ, post), given) == code


async def test_without_such_a_step_there_is_no_way_back(pool: asyncpg.Pool, log: EventLog) -> None:
    county = await begun(pool, log, XINGGUO)
    await county.steps(RECEIPT, LAST)
    await county.scheduler.work(county.tenant)
    command = GiveFeedback(case="case-1", findings="相符", conclusion="in_order")
    supervisor = county.by(SUPERVISOR, "supervisor")
    assert await county.refused(supervisor, command) == "pushes.no_feedback"
    assert FEEDBACK not in await county.react()


async def test_nothing_is_pushed_that_is_not_due(channel: Channel) -> None:
    await channel.steps(RECEIPT, ACCEPTED)
    rows = await channel.react()
    accept = SendResult(obligation="accept:case-1")
    assert set(rows) >= {PROGRESS, "accept:case-1"}
    assert await channel.refused(AUTOMATION, accept) == "pushes.not_due"
    head = channel.by(TOWN, "principal")
    sending = SendResult(obligation=PROGRESS)
    assert await channel.refused(head, sending) == "authority.automation_only"


async def test_what_was_not_pushed_in_time_is_found(channel: Channel) -> None:
    """XG23-67: a push with the decision on that day, one on the way by its own term."""
    answers = Liabilities(channel.executor, channel.pool)

    async def found() -> list[str]:
        await channel.react()
        answer = await answers.of(channel.tenant, "case-1")
        assert {line.bearer for line in answer.lines if line.finding == "not_pushed"} <= {TOWN}
        return [it.finding for it in answer.findings]

    await channel.steps(RECEIPT, ACCEPTED)
    assert await found() == []
    channel.now = at("2024-01-05 09:00")
    assert await found() == ["not_pushed"]
    await channel.push()
    await channel.steps(REVIEW, DECISION)
    assert await found() == ["not_pushed"]
    channel.now = at("2024-01-06 00:00:01")
    assert await found() == ["not_pushed", "not_pushed"]
    await channel.push()
    due = await channel.due()
    assert (due[PROGRESS][1], due[RESULT][1], due[FEEDBACK][1]) == ("late", "late", "open")


async def test_feedback_is_due_in_the_supervisors_tray_and_no_step_of_the_case(
    channel: Channel,
) -> None:
    await channel.steps(RECEIPT, DECISION)
    await channel.scheduler.work(channel.tenant)
    await channel.projections.catch_up(channel.tenant)
    tray = await in_tray(
        channel.executor, channel.pool, channel.tenant, channel.by(SUPERVISOR, "supervisor")
    )
    assert tray.items == []
    assert [(due.kind, due.label, due.about) for due in tray.due] == [
        ("feedback", "监管结果反馈", "case-1")
    ]
    await channel.feedback()
    await channel.react()
    tray = await in_tray(
        channel.executor, channel.pool, channel.tenant, channel.by(SUPERVISOR, "supervisor")
    )
    assert tray.due == []


async def test_the_list_shows_both_directions_and_is_the_same_when_rebuilt(
    channel: Channel, database: Database
) -> None:
    await channel.steps(RECEIPT, LAST)
    await channel.scheduler.work(channel.tenant)
    channel.now += timedelta(minutes=1)
    await channel.feedback("problems_found")
    await channel.scheduler.work(channel.tenant)
    live = await channel.shown()
    assert sorted(row.kind for row in live) == ["feedback", "progress", "result"]
    anew = Projections(channel.pool, CODEC, VIEWS)
    await anew.rebuild("pushes")
    assert await channel.shown() == live
    said = await tongban(database, "pushes", channel.tenant)
    for word in ("审批过程", "收件、受理", "审批结果", "准予", "监管结果", "发现问题：经现场核查"):
        assert word in said, said
    assert said.count("未签收") == 2
