"""`tongban token`: a secret is told once, and never again."""

import json

import pytest
from typer.testing import CliRunner, Result

from infra.database import Database
from services.cli.main import app


@pytest.fixture(autouse=True)
def settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", "00" * 32)


def tongban(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def ok(*arguments: str) -> str:
    done = tongban(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_tokens_are_issued_listed_and_revoked() -> None:
    assert "还没有凭证" in ok("token", "list", "-")
    refused = tongban("token", "issue", "auditor", "xingguo")
    assert (refused.exit_code, "tenants.unknown" in refused.stderr) == (1, True)
    ok("tenant", "onboard", "xingguo")
    told = json.loads(ok("token", "issue", "auditor", "xingguo", "--json"))
    assert told["token"].startswith("tb_xingguo_")
    listed = ok("token", "list", "xingguo", "--json")
    assert told["token"].rpartition("_")[2] not in listed
    (row,) = json.loads(listed)
    assert (row["id"], row["kind"]) == (told["credential"]["id"], "auditor")
    assert "已撤销" in ok("token", "revoke", "xingguo", row["id"])
    again = tongban("token", "revoke", "xingguo", row["id"])
    assert (again.exit_code, "credentials.unknown" in again.stderr) == (1, True)
    assert "还没有凭证" not in ok("token", "list", "xingguo")


def test_every_kind_has_options_of_its_own() -> None:
    ok("tenant", "onboard", "xingguo")
    issue = ("token", "issue")
    person = tongban(*issue, "person", "xingguo", "p-1", "--seat", "approval/principal")
    assert (person.exit_code, "现未任" in person.stderr) == (0, True)
    seatless = tongban(*issue, "person", "xingguo", "p-1")
    assert (seatless.exit_code, "未指定缺省岗位" in seatless.stderr) == (0, True)
    for seat in ("approval", "platform/operator", "a/b/c"):
        wrong = tongban(*issue, "person", "xingguo", "p-1", "--seat", seat)
        assert (wrong.exit_code, "credentials.seat" in wrong.stderr) == (1, True)
    unknown = tongban(*issue, "person", "xingguo", "p-1", "--seat", "none/principal")
    assert "organisation.no_such_organ" in unknown.stderr
    service = ok(*issue, "service", "xingguo", "--scope", "feed", "--type", "cases.", "--json")
    assert json.loads(service)["credential"]["types"] == ["cases."]
    assert tongban(*issue, "service", "xingguo").exit_code != 0
    operator = json.loads(ok(*issue, "operator", "-", "--days", "30", "--json"))
    assert operator["credential"]["expires_at"]
    assert "令牌只显示这一次" in ok(*issue, "operator", "-")
