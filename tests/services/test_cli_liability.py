"""Who answers, on the command line: the lines that changed, late entries with both times."""

import asyncio
import json

import asyncpg
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from domain.seals.commands import ReportLoss
from infra.database import Database
from infra.log import EventLog
from services.cli.main import app
from services.cli.output import console
from tests.story import Story, a_story
from tests.world import at

LOST = "2024-01-08 17:00"


async def tongban(*arguments: str) -> Result:
    """The command line, which has an event loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))


async def said(*arguments: str) -> str:
    done = await tongban(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
async def story(
    pool: asyncpg.Pool, log: EventLog, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Story:
    """Two documents stamped after the loss, entered late; the loss reported three days later."""
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", "00" * 32)
    monkeypatch.setattr(console, "width", 240)
    made = await a_story(pool, log)
    acts = list(made.county.case(made.plan()))
    made.now = at("2024-01-08 10:00")
    await made.play(*acts[:7])
    made.now = at("2024-01-09 10:00")
    for act in acts[7:11]:
        made.now = at("2024-01-09 10:00")
        await made.play(replace(act, command=replace(act.command, occurred_at=made.now)))
    return made


async def reported(story: Story) -> int:
    """The loss put on record; the position of the log right before."""
    before = await story.executor.log.head(story.tenant)
    story.now = at("2024-01-11 17:00")
    report = ReportLoss(owner="approval", number=11, lost_at=at(LOST), circumstances="清点时未见")
    await story.do(story.by("xingjiang", "custodian"), report)
    return before


async def test_the_command_line_shows_the_lines_that_changed(story: Story) -> None:
    before = await reported(story)
    asking = ("liability", "xingguo", "case-1", "--valid-at", "2024-01-11")
    now = await said(*asking)
    assert now.count("遗失后用印") >= 2
    assert "报告印章遗失 2024-01-11 17:0" in now
    then = await said(*asking, "--known-at", str(before))
    assert "遗失后用印" not in then
    assert "同等责任" in then
    changes = await said(*asking, "--known-at", str(before), "--compare")
    assert "责任变化" in changes
    rows = [line for line in changes.splitlines() if "│ −" in line or "│ +" in line]
    assert any("−" in row and "审批结果" in row and "同等责任" in row for row in rows)
    assert any("+" in row and "对外法律责任" in row and "遗失后用印" in row for row in rows)
    assert not any("县行政审批局" in row and "附件3 三(一)1" in row for row in rows)  # as before
    assert "补录：停电期间在纸上办理" in changes


async def test_json_has_both_answers_and_the_difference(story: Story) -> None:
    before = await reported(story)
    told = json.loads(
        await said(
            *("liability", "xingguo", "case-1", "--valid-at", "2024-01-11"),
            *("--known-at", str(before), "--compare", "--json"),
        )
    )
    assert (told["then"]["known_at"], told["then"]["findings"]) == (before, [])
    assert [finding["label"] for finding in told["now"]["findings"]] == ["遗失后用印"] * 2
    assert {line["layer"] for line in told["removed"]} == {"internal", "external", "recourse"}
    assert {line["finding"] for line in told["added"]} == {"after_loss"}
    types = {event["type"] for line in told["added"] for event in line["rests_on"]}
    assert {"seals.used", "seals.lost"} <= types


async def test_what_cannot_be_asked_is_said_in_a_line(story: Story) -> None:
    assert story.tenant
    for arguments, code in (
        (("case-1", "--known-at", "yesterday"), "time.unreal"),
        (("case-1", "--valid-at", "0001-01-01"), "time.unreal"),
        (("case-1", "--known-at", "99999"), "feed.beyond_head"),
        (("case-1", "--known-at", "2024-01-01"), "cases.unknown"),  # before any was recorded
        (("none",), "cases.unknown"),
    ):
        done = await tongban("liability", "xingguo", *arguments)
        assert (done.exit_code, code in done.stderr) == (1, True), done.output
    assert (await tongban("liability", "xingguo", "case-1", "--compare")).exit_code == 2


async def test_a_late_entry_shows_both_its_times_and_its_reason(story: Story) -> None:
    shown = await said("case", "show", "xingguo", "case-1")
    assert story.tenant
    assert "补录" not in shown  # its seal uses were entered late, its own steps were not
    [review] = [act for act in story.county.case(story.plan("case-2")) if act.says.endswith("收件")]
    story.now = at("2024-01-12 09:00")
    on_paper = replace(review.command, occurred_at=at("2024-01-10 15:00"))
    await story.play(replace(review, command=on_paper))
    shown = await said("case", "show", "xingguo", "case-2")
    for expected in ("补录理由", "停电期间在纸上办理", "2024-01-10 15:00"):
        assert expected in shown
