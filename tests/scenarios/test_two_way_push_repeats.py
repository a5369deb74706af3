"""Pushes of a case that goes another way, and pushes told twice or out of order (RA22-25, -26)."""

import asyncio

from domain.cases.commands import Deliver, NotifySupplement, TransferCase
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.pushes.feedback import FeedbackGiven, GiveFeedback
from domain.pushes.push import ProgressSent, ResultSent, SendResult
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tests.scenarios.channel import (
    ACCEPTED,
    DECISION,
    FEEDBACK,
    LAST,
    PROGRESS,
    RECEIPT,
    RESULT,
    SUPERVISOR,
    TOWN,
    Channel,
)
from tests.world import CODEC, at


async def test_who_is_accepted_by_law_is_told_of_when_that_is_on_record(channel: Channel) -> None:
    """行政许可法 32: nobody could tell of it before, so nobody is late with telling."""
    await channel.steps(RECEIPT, RECEIPT)
    await channel.react()
    channel.now = at("2024-01-12 08:00")
    row = (await channel.react())[PROGRESS]
    assert (row.started_at, str(row.due_on), row.outcome) == (channel.now, "2024-01-12", "open")
    assert await channel.push() == 1
    assert (await channel.react())[PROGRESS].outcome == "met"


async def test_what_was_not_so_is_not_told(channel: Channel) -> None:
    """Paper from before shows that nothing was accepted by law: the push was never due."""
    await channel.steps(RECEIPT, RECEIPT)
    await channel.react()
    channel.now = at("2024-01-12 08:00")
    await channel.react()
    notice = NotifySupplement(
        case="case-1",
        missing=("营业执照",),
        document_number="补-1",
        occurred_at=at("2024-01-10 10:00"),
    )
    await channel.do(channel.clerk, notice)
    assert await channel.refused(AUTOMATION, SendResult(obligation=PROGRESS)) == "pushes.not_due"
    row = (await channel.react())[PROGRESS]
    assert (row.outcome, row.waived_by) == ("waived", "automation")
    assert await channel.push() == 0


async def test_a_case_that_moves_is_still_told_of(channel: Channel) -> None:
    """What was owed before stays owed, though the mode it is in now knows no such step."""
    await channel.steps(RECEIPT, ACCEPTED)
    await channel.react()
    moved = TransferCase(
        case="case-1",
        code="delegation.not_in_force",
        message="委托协议已终止",
        clause="",
        source="",
    )
    await channel.do(AUTOMATION, moved)
    await channel.react()
    assert await channel.push() == 1
    (sent,) = await channel.logged(ProgressSent)
    assert isinstance(sent, ProgressSent)
    assert (sent.sender, sent.in_name_of) == (TOWN, TOWN)
    assert (await channel.due())[PROGRESS][1] == "met"


async def test_a_decided_case_that_moves_is_told_of_by_both_modes(channel: Channel) -> None:
    """With the decision by the one, with the conclusion by the other: neither takes the place."""
    await channel.steps(RECEIPT, DECISION)
    await channel.scheduler.work(channel.tenant)
    moved = TransferCase(
        case="case-1",
        code="delegation.not_in_force",
        message="委托协议已终止",
        clause="",
        source="",
    )
    await channel.do(AUTOMATION, moved)
    await channel.staff("approval", {"window_clerk": ("deliver",)})
    clerk = channel.by("approval", "window_clerk")
    await channel.do(clerk, Deliver(case="case-1"))
    await channel.scheduler.work(channel.tenant)
    sent = [event for event in await channel.logged(ResultSent) if isinstance(event, ResultSent)]
    assert [(it.push, it.concluded_at is None) for it in sent] == [("", True), ("push#1", False)]
    assert sent[0].decided_at == sent[1].decided_at
    due = await channel.due()
    assert (due[RESULT][1], due["push#1:case-1:agriculture"][1]) == ("met", "met")


async def test_whoever_repeats_it_in_whatever_order_changes_nothing(channel: Channel) -> None:
    """A push and the answer to it may wait for a reaction at once: neither misses the other."""
    for n in range(1, 4):
        await channel.steps(RECEIPT, LAST, number=f"case-{n}")
    for _ in range(2):
        await channel.react()
        await channel.push()
    for n in range(1, 4):  # nobody has looked at the results that were sent
        command = GiveFeedback(case=f"case-{n}", findings="相符", conclusion="in_order")
        await channel.do(channel.by(SUPERVISOR, "supervisor"), command)
    other = Scheduler(Reactor(channel.executor, channel.projections, channel.pool))
    await asyncio.gather(channel.scheduler.work(channel.tenant), other.work(channel.tenant))
    rows = await channel.react()
    assert {row.outcome for row in rows.values()} == {"met"}
    assert len(rows) == 3 * len(("accept", "decide", "deliver", "progress", "push", "feedback"))
    head = await channel.executor.log.head(channel.tenant)
    for after in (0, head - 20):  # a worker that was killed begins again
        await channel.pool.execute("delete from views.checkpoints where view = 'reactor'")
        if after:
            await channel.pool.execute(
                "insert into views.checkpoints (tenant, view, position) values ($1, 'reactor', $2)",
                channel.tenant,
                after,
            )
        await other.work(channel.tenant)
        assert await channel.executor.log.head(channel.tenant) == head


async def test_an_answer_that_is_taken_in_first_is_not_lost(channel: Channel) -> None:
    """Streams are followed beside each other, and a poisoned one later."""
    await channel.steps(RECEIPT, DECISION)
    await channel.react()
    await channel.push()
    await channel.feedback()
    (told,) = await channel.executor.log.read(channel.tenant, types=(FeedbackGiven.TYPE,))
    await channel.reactor.pass_over(channel.tenant, told.position - 1)
    await channel.reactor.catch_up(channel.tenant)  # the answer alone, before what it answers
    await channel.reactor.react_to(channel.tenant, 1)
    sent = await channel.executor.log.read(channel.tenant, types=(ResultSent.TYPE,))
    await channel.reactor.react_to(channel.tenant, sent[0].position)
    assert (await channel.react())[FEEDBACK].outcome == "met"


def test_a_result_that_was_stored_before_is_read_as_one() -> None:
    """Without the fields that came later, and with a conclusion."""
    body = (
        b'{"case":"1","concluded_at":"2024-01-05T00:00:00Z","decided_at":"2024-01-04T00:00:00Z",'
        b'"documents":{},"in_name_of":"a","matter":21,"obligation":"push:1:c",'
        b'"occurred_at":"2024-01-06T00:00:00Z","outcome":"granted","sender":"b","to":"c"}'
    )
    event = CODEC.decode(ResultSent.TYPE, 1, body)
    assert isinstance(event, ResultSent)
    assert (event.push, event.concluded_at is None) == ("", False)
    assert streams.push(event.case, event.to, event.push) == "push/1/c"
