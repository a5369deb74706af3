"""How a row without 办理方式 is handled, settled and listed on the command line (B-41)."""

import json

import pytest

from infra.database import Database
from services.cli.output import console
from tests.services.test_cli_acts import KEY, ok

SETTLE = (
    "do", "zezhou", "matters.settle_mode", "--as", "县行政审批服务管理局/主要负责人",
    "matter=13", "mode=town_steps", "grants=accept,review", "reason=社会救助由镇受理、审核",
    "document_number=明1号",
)  # fmt: skip


@pytest.fixture(autouse=True)
def settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", KEY)
    monkeypatch.setattr(console, "width", 400)


def test_what_was_settled_is_listed_with_its_reason_and_document() -> None:
    ok("tenant", "onboard", "zezhou")
    ok("do", "zezhou", "organisation.assume_post", "organ=县行政审批服务管理局", "post=principal",
       "person=staff-1")  # fmt: skip
    ok(*SETTLE)
    shown = ok("matters", "zezhou", "--list", "镇级清单")
    assert shown.count("待明确（以镇政府名义办理）") == 19
    assert "乡级负责所列环节，县级决定（受理、审核）［" in shown
    assert "明确：社会救助由镇受理、审核（明1号）］" in shown
    rows = json.loads(ok("matters", "zezhou", "--json"))
    assert [row["no"] for row in rows if row["settled"]] == [13]
    before = json.loads(ok("matters", "zezhou", "--as-of", "2022-05-01", "--json"))
    assert not [row["no"] for row in before if row["settled"]]
