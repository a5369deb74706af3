"""Acts and trays on the command line: the server's own door, for outages and exercises."""

import asyncio
import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.kernel.advice import ADVICE
from domain.policy.adoption import AdoptPack
from infra.config import Config
from infra.database import Database
from services.cli import fields
from services.cli.main import app
from services.cli.output import console
from services.http.contexts import ACTS
from services.main import open_platform
from tests.world import World, at

CLERK = ("--as", "兴江乡/综合窗口人员")
ID = "00000000-0000-4000-8000-000000000001"
KEY = "00" * 32


@pytest.fixture(autouse=True)
def settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", KEY)
    monkeypatch.setattr(console, "width", 250)


@pytest.fixture
def county(database: Database) -> None:
    """A township at work."""

    async def work() -> None:
        async with open_platform(Config(master_key=KEY, pool_size=4), database) as it:
            await World(it.executor).set_up("approval", "xingjiang")

    asyncio.run(work())


def tongban(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


def ok(*arguments: str, given: str = "") -> str:
    done = tongban(*arguments, given=given)
    assert done.exit_code == 0, done.output
    return done.stdout


def received(number: str) -> str:
    fields = {
        "case": number, "matter": 21, "receiver": "兴江乡", "channel": "window", "stated": {},
        "applicant": {"name": "演示申请人0001", "id_number": "000000190001010001"},
    }  # fmt: skip
    return ok("do", "xingguo", "cases.receive", *CLERK, "--file", "-", given=json.dumps(fields))


def test_every_command_of_the_api_is_listed_and_says_its_fields() -> None:
    """Made from the same acts, so none can be missing; each example is one that can be given."""
    listed = ok("do", "--list")
    for command, act in ACTS.items():
        assert command.TYPE in listed
        assert act.summary.partition("。")[0] in listed
    for command, act in ACTS.items():
        shown = ok("do", "--fields", command.TYPE)
        start, _, example = shown.partition(" --data '")
        assert f"tongban do TENANT {command.TYPE}" in start
        given = json.loads(example.rpartition("'")[0])
        if command is not AdoptPack:  # its example only names a pack
            assert isinstance(fields.command(act, given), command)
    assert "cli.command" in tongban("do", "--fields", "nothing").stderr


@pytest.mark.usefixtures("county")
def test_a_command_is_given_by_names_and_recorded_as_that_persons() -> None:
    """B-16: organs and posts by their names; who holds the post needs no naming."""
    said = received("do-1")
    assert "case/do-1@1 cases.received" in said
    assert "查询码" in said
    accept = ("do", "xingguo", "cases.accept", *CLERK, "case=do-1", "document_number=0012")
    told = json.loads(ok(*accept, "--id", ID, "--json"))
    (event,) = told["events"]
    assert event["event"]["authority"]["person"] == "xingjiang-window_clerk"
    assert event["event"]["document_number"] == "0012"
    assert "此前已经办理" in ok(*accept, "--id", ID)
    ok("do", "xingguo", "organisation.authorise_staff", "--as", "兴江乡/主要负责人",
       "organ=兴江乡", "person=p-1", "steps=accept,deliver", "matters=21,22")  # fmt: skip
    by_operator = ok("do", "xingguo", "organisation.assume_post", "organ=兴江乡", "post=reviewer",
                     "person=p-1")  # fmt: skip
    assert "post/xingjiang/reviewer@2" in by_operator
    several = tongban("do", "xingguo", "cases.review", "--as", "xingjiang/reviewer", "case=do-1",
                      "opinion=可以")  # fmt: skip
    assert "cli.person" in several.stderr
    assert "p-1" in several.stderr


@pytest.mark.usefixtures("county")
def test_a_refusal_says_rule_clause_and_what_to_do_in_both_languages() -> None:
    received("do-1")
    refused = tongban("do", "xingguo", "cases.accept", "--as", "xingjiang/approver", "case=do-1",
                      "document_number=1")  # fmt: skip
    advice = ADVICE["organisation.wrong_post"]
    assert refused.exit_code == 1
    for words in (
        "organisation.wrong_post",
        "依据：",
        advice.text,
        advice.title_en,
        advice.text_en,
    ):
        assert words in refused.stderr


@pytest.mark.usefixtures("county")
def test_nobody_acts_from_a_post_not_held_nor_as_the_platform() -> None:
    """Invariant 5 holds at this door too."""
    received("do-1")
    given = ("case=do-1", "document_number=1")
    stranger = tongban("do", "xingguo", "cases.accept", *CLERK, "--person", "nobody", *given)
    assert "organisation.post_not_held" in stranger.stderr
    for seat in ((), ("--as", "platform/operator"), ("--as", "xingjiang"), ("--as", "a/b/c")):
        assert "cli.seat" in tongban("do", "xingguo", "cases.accept", *seat, *given).stderr


@pytest.mark.usefixtures("county")
def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("[1]", "utf-8")
    act = ("do", "xingguo", "cases.accept", *CLERK)
    for wrong in (
        ("case",), ("case=do-1",), ("case=do-1", "document_number.x=1"), ("unheard=1",),
        ("--data", "{"), ("--data", "[]"), ("--file", str(broken)),
        ("--data", "{}", "--file", str(broken)), ("case=a/b", "document_number=1"),
    ):  # fmt: skip
        done = tongban(*act, *wrong)
        assert (done.exit_code, "cli.fields" in done.stderr) == (1, True), wrong
    assert "cli.command" in tongban("do", "xingguo", "cases.nothing").stderr


@pytest.mark.usefixtures("county")
def test_a_paper_act_is_entered_late_on_the_countys_clock() -> None:
    """DESIGN 3: with the time it happened, and the reason where it is long ago."""
    act = ("do", "xingguo", "organisation.assume_post", "organ=古龙岗镇", "post=reviewer",
           "person=p-1")  # fmt: skip
    then = ("--occurred-at", "2024-01-31T09:00")
    assert "time.late_entry_reason" in tongban(*act, *then).stderr
    told = json.loads(ok(*act, *then, "--late-reason", "停电", "--json"))
    event = told["events"][0]["event"]
    assert datetime.fromisoformat(event["occurred_at"]) == at("2024-01-31 09:00")
    assert event["late_reason"] == "停电"
    assert "time.future" in tongban(*act, "--occurred-at", "2999-01-31").stderr


@pytest.mark.usefixtures("county")
def test_a_tray_is_shown_and_what_waits_in_it_consented_to_together() -> None:
    """XG23-56: by the principal, one after another or all that waits."""
    head = ("tray", "show", "xingguo", "--organ", "兴江乡", "--post", "主要负责人")
    assert "没有待办" in ok(*head)
    for number in ("do-1", "do-2", "do-3"):
        received(number)
        ok("do", "xingguo", "cases.accept", *CLERK, f"case={number}", f"document_number={number}")
        documents = json.dumps([{"kind": "acceptance", "number": number}])
        ok("do", "xingguo", "seals.apply_for_use", "--as", "兴江乡/用章人员", f"case={number}",
           "owner=县行政审批局", "number=11", f"documents={documents}")  # fmt: skip
    assert "待办3项" in ok(*head)
    told = json.loads(ok(*head, "--json"))
    assert {item["document_label"] for item in told["items"]} == {"受理通知书"}
    consent = ("tray", "consent", "xingguo", "--organ", "兴江乡")
    some = tongban(*consent, "do-2", "do-9")
    assert (some.exit_code, "do-2：1份文书" in some.stdout) == (1, True)
    assert "do-9 没有待签字的用印" in some.stderr
    denied = tongban(*consent, "--all", "--post", "用章人员")
    assert "没有待签字" in denied.stdout
    rest = ok(*consent, "--all")
    assert ("do-1" in rest, "do-2" in rest, "do-3" in rest) == (True, False, True)
    assert "没有待办" in ok(*head)
    keeper = ok("tray", "show", "xingguo", "--organ", "xingjiang", "--post", "custodian")
    assert "待办3项；在管印章1枚" in keeper
    assert "使用中" in keeper
    assert "cli.cases" in tongban(*consent).stderr
    ok("do", "xingguo", "organisation.assume_post", "organ=兴江乡", "post=custodian",
       "person=second-custodian")  # fmt: skip
    both = ok("tray", "show", "xingguo", "--organ", "xingjiang", "--post", "custodian")
    assert "待办3项" in both
    assert "该岗位有2人" in both, "whose seals are meant is said, not left out in silence"
