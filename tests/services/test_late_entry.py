"""Paper acts entered after an outage: occurred time, reason, flag (DESIGN 3)."""

import asyncpg
import pytest
from msgspec import UNSET
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.commands import Accept, Decide
from domain.cases.irregularity import RecordIrregularity
from domain.kernel.authority import OPERATOR
from domain.kernel.event import Command, Event
from domain.kernel.refusal import NotPermitted, Refusal
from infra.log import EventLog
from tests.story import Story, a_story
from tests.world import CODEC, at

REASON = "1月20日停电，在纸上受理"
ACCEPT = Accept(case="case-1", document_number="受-1")


@pytest.fixture
async def story(pool: asyncpg.Pool, log: EventLog) -> Story:
    """A case received on 8 January; 7 days may pass without a reason."""
    made = await a_story(pool, log)
    made.now = at("2024-01-08 09:00")
    await made.play(*list(made.county.case(made.plan()))[:1])
    return made


async def entered(story: Story, command: Command) -> list[Event]:
    """By a clerk at the door, where nobody adds a reason that is not there."""
    by = story.by("xingjiang", "window_clerk")
    act = next(iter(story.county.case(story.plan("other"))))
    done = await story.executor.execute(story.tenant, by, command, replace(act, key="x").id)
    return [event for _, event in done.events]


async def test_what_is_entered_within_seven_days_needs_no_reason_and_bears_no_flag(
    story: Story,
) -> None:
    """Calendar days of the county: from a minute past midnight to the end of the seventh."""
    story.now = at("2024-01-16 23:50")
    [event] = await entered(story, replace(ACCEPT, occurred_at=at("2024-01-09 00:01")))
    assert event.late_reason is UNSET
    assert b"late_reason" not in CODEC.encode(event)


async def test_what_is_entered_late_needs_a_reason(story: Story) -> None:
    story.now = at("2024-01-17 00:05")
    for reason in ("", "  "):
        late = replace(ACCEPT, occurred_at=at("2024-01-09 23:59"), late_reason=reason)
        with pytest.raises(Refusal) as refused:
            await entered(story, late)
        assert refused.value.code == "time.late_entry_reason"
        assert refused.value.clause
        assert "8天前" in refused.value.message


async def test_an_entry_with_its_reason_is_flagged_and_keeps_its_own_time(story: Story) -> None:
    story.now = at("2024-01-22 09:00")
    then = at("2024-01-09 15:00")
    [event] = await entered(story, replace(ACCEPT, occurred_at=then, late_reason=f" {REASON} "))
    assert (event.occurred_at, event.late_reason) == (then, REASON)
    stored = (await story.executor.log.load(story.tenant, "case/case-1"))[-1].event
    assert stored == event


async def test_what_was_observed_meanwhile_keeps_no_paper_out(story: Story) -> None:
    """Who supervises must not, by recording something, lock out what happened before."""
    noted = RecordIrregularity(
        case="case-1",
        finding="own_name",
        happened_at=at("2024-01-09 10:00"),
        description="以本单位名义出具批复",
        evidence="0" * 64,
    )
    story.now = at("2024-01-10 09:00")
    await story.do(story.by("approval", "principal"), noted)
    [event] = await entered(story, replace(ACCEPT, occurred_at=at("2024-01-08 15:00")))
    assert event.occurred_at == at("2024-01-08 15:00")


async def test_a_reason_needs_a_time_that_it_explains(story: Story) -> None:
    """Said of something that happens now it flags nothing."""
    [event] = await entered(story, replace(ACCEPT, late_reason=REASON))
    assert event.late_reason is UNSET


async def test_an_attempt_that_is_entered_late_is_flagged_too(story: Story) -> None:
    story.now = at("2024-01-22 09:00")
    decide = Decide(
        case="case-1",
        outcome="granted",
        document_number="1",
        occurred_at=at("2024-01-09 15:00"),
        late_reason=REASON,
    )
    with pytest.raises(NotPermitted):
        await entered(story, decide)
    [attempt] = await story.executor.log.read(story.tenant, types=(AttemptMade.TYPE,))
    assert attempt.event.late_reason == REASON


async def test_before_there_are_rules_nothing_is_late(pool: asyncpg.Pool, log: EventLog) -> None:
    story = Story(pool, log)
    adoption = replace(story.county.adoption().command, occurred_at=at("2023-11-30"))
    done = await story.executor.execute(
        story.tenant, OPERATOR, adoption, story.county.adoption().id
    )
    assert done.appended.count == 1
