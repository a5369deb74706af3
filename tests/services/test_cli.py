"""The command line as its users meet it: a fresh home, the demo, the feed, all kinds of error."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tenants.loader import bundled, load
from tests.services.clerk import Tongban

ROOT = Path(__file__).parents[2]
PACK = load(bundled("xingguo"))


def test_the_demo_ends_with_case_ledger_liability_and_what_next_and_resumes(
    tongban: Tongban,
) -> None:
    before = tongban.ok("feed", "xingguo", "--limit", "10000").count("\n")
    said = tongban.ok("demo", "--no-serve", "--county", "xingguo")
    for expected in ("本次新增 0 步", "办理经过", "用印台账", "越权的尝试", "接下来可以输入"):
        assert expected in said
    assert "遗失后用印" in said
    assert tongban.ok("feed", "xingguo", "--limit", "10000").count("\n") == before


def test_other_counties_are_played_beside_it_and_show_what_is_theirs(tongban: Tongban) -> None:
    """ZZ22-15, -27, -42; RA22-08, -29."""
    before = tongban.ok("feed", "xingguo", "--limit", "10000")
    said = tongban.ok("demo", "--no-serve", "--county", "rongan", "--county", "zezhou")
    for expected in ("清单指标", "旧印章清理", "镇级清单", "改革进程", "专窗：收件数目"):
        assert expected in said
    assert "遗失的印章" not in said
    assert tongban.ok("feed", "xingguo", "--limit", "10000") == before
    refused = tongban.run("demo", "--no-serve", "--county", "nowhere")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "demo.county" in refused.stderr


def test_the_feed_gives_cloud_events_or_what_is_stored(tongban: Tongban) -> None:
    def lines(*arguments: str) -> list[dict[str, Any]]:
        said = tongban.ok("feed", "xingguo", *arguments)
        return [json.loads(line) for line in said.splitlines()]

    events = lines("--types", "cases.decided,seals.", "--limit", "3")
    assert [event["specversion"] for event in events] == ["1.0"] * 3
    after = events[0]["position"]
    stored = lines("--types", "cases.decided,seals.", "--limit", "2", "--after", after,
                   "--as", "stored")  # fmt: skip
    assert [str(row["position"]) for row in stored] == [event["id"] for event in events[1:]]
    assert all(len(row["leaf"]) == 64 for row in stored)
    assert tongban.ok("feed", "nobody") == ""
    refused = tongban.run("feed", "xingguo", "--after", "1000000")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "feed.beyond_head" in refused.stderr


def test_views_are_listed_and_rebuilt(tongban: Tongban) -> None:
    assert "case_register" in tongban.ok("projections", "rebuild")
    assert all(row["behind"] == 0 for row in tongban.json("projections", "list"))


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("matters", "nowhere"), "tenants.unknown", 1),
        (("case", "show", "xingguo", "none"), "cases.unknown", 1),
        (("liability", "xingguo", "none"), "cases.unknown", 1),
        (("matters", "xingguo", "--as-of", "soon"), "cli.date", 1),
        (("due", "xingguo", "--until", "soon"), "cli.date", 1),
        (("due", "xingguo", "--post", "approver"), "cli.post", 1),
        (("points", "xingguo", "--month", "2024-13"), "cli.month", 1),
        (("reports", "xingguo", "--period", "2024-00"), "cli.period", 1),
        (("report", "xingguo", "monthly", "2024-Q5", "xingjiang", "approval"), "cli.period", 1),
        (("collect", "xingguo", "monthly", "24-01"), "cli.period", 1),
        (("speed", "xingguo", "--since", "2024-02-01", "--until", "2024-01-31"), "cli.date", 1),
        (("calendar", "adopt", "nowhere", "2024"), "tenants.unknown", 1),
        (("tenant", "onboard", "atlantis"), "tenants.no_such_pack", 1),
        (("tenant", "diff", "xingguo", "atlantis"), "tenants.no_such_pack", 1),
        (("tenant", "diff", "xingguo", "atlantis@"), "tenants.unknown", 1),
        (("policy", "inspection", "nowhere", "notice"), "tenants.unknown", 1),
        (("policy", "cut-over", "xingguo", "notice"), "policy.not_adopted", 1),
        (("projections", "rebuild", "nope"), "no view nope", 2),
        (
            ("authority", "xingguo", "--organ", "无此局", "--person", "x", "--matter", "1"),
            "organisation.no_such_organ",
            1,
        ),
    ],
)
def test_errors_are_told_with_a_code(
    tongban: Tongban, arguments: tuple[str, ...], said: str, code: int
) -> None:
    done = tongban.run(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refusal_quotes_the_rule_and_its_clause(tongban: Tongban) -> None:
    by_pack = tongban.run(
        *("authority", "xingguo", "--organ", "approval", "--person", "x", "--matter", "99")
    )
    rule = next(rule for rule in PACK.rule if rule.id == "matters.not_listed")
    assert by_pack.stderr.splitlines()[1] == f"依据：{rule.clause}“{rule.text}”"
    assert rule.source not in by_pack.stderr
    by_law = tongban.run("erase", "xingguo", "nobody", "--reason", " ")
    assert by_law.stderr.splitlines()[1] == "依据：个人信息保护法 47"  # no quotes without words


def test_a_wrong_setting_is_one_line(tongban: Tongban) -> None:
    done = tongban.run("tenant", "list", TONGBAN_POOL_SIZE="many")
    assert done.returncode == 2
    assert done.stderr.strip() == "tongban: TONGBAN_POOL_SIZE: expected `int`, got `str`"


def test_it_is_a_program_of_its_own() -> None:
    """Started as people start it; all other commands here are forked from one that has started."""
    done = subprocess.run(
        [sys.executable, "-m", "services.cli.main", "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "同办" in done.stdout
    assert done.stderr == ""


def test_a_broken_pack_is_told_all_its_errors_at_once(tongban: Tongban, tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('id = "x"\nversion = 3\nnmae = "y"\n', "utf-8")
    done = tongban.run("tenant", "check", str(tmp_path))
    assert done.returncode == 1
    for key in ("version", "nmae", "jurisdiction", "matter"):
        assert key in done.stderr
    assert done.stderr.count("pack.toml") >= 2


def test_onboarding_twice_is_a_repeat(tongban: Tongban) -> None:
    said = tongban.ok("tenant", "onboard", "second", "--pack", "xingguo")
    assert "已采用" in said
    assert "工作日历：2022、2023、2024" in said
    assert "此前已经采用" in tongban.ok("tenant", "onboard", "second", "--pack", "xingguo")
    listed = {row["tenant"] for row in tongban.json("tenant", "list")}
    assert {"xingguo", "second"} <= listed


def test_secrets_are_not_printed(tongban: Tongban) -> None:
    done = tongban.run("config", TONGBAN_MASTER_KEY="ab" * 32)
    assert "abab" not in done.stdout
    assert "TONGBAN_MASTER_KEY" in done.stdout
