"""The command line as its users meet it: a fresh home, the demo, every view and kind of error."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from domain.kernel.rulebook import Rulebook
from domain.liability.attribution import Line
from services.cli.liability import liability_table
from tenants.loader import bundled, load
from tests.servers import a_home
from tests.services import clerk

ROOT = Path(__file__).parents[2]
PACK = load(bundled("xingguo"))
SUPERVISORS = {matter.no: matter.supervisors for matter in PACK.matter}
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ANNEX = json.loads((ROOT / "tests/tenants/data/xingguo_annex.json").read_text("utf-8"))


class Tongban:
    """`tongban` in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return clerk.tongban(arguments, {"TONGBAN_HOME": str(self.home), **settings})

    def ok(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.ok(*arguments, "--json"))


@pytest.fixture(scope="module")
def tongban() -> Iterator[Tongban]:
    with a_home() as home:
        made = Tongban(home)
        made.ok("demo", "--no-serve", "--county", "xingguo")
        yield made


@pytest.fixture(scope="module")
def stamped(tongban: Tongban) -> str:
    """The number of an ordinary case that was granted, stamped, certified."""
    rows = tongban.json("case", "list", "xingguo")
    ordinary = (row for row in rows if row["key"].startswith("演示-0"))
    return next(str(row["key"]) for row in ordinary if "certificate" in row["documents"])


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


def test_the_matter_list_equals_annex_2_field_by_field(tongban: Tongban) -> None:
    """XG23-36, XG23-37, XG23-38; B0: 26 rows, 15/5/6, 12/7/6/1."""
    rows = tongban.json("matters", "xingguo")
    columns = (
        "no",
        "main",
        "sub",
        "power_label",
        "delegator",
        "supervisors",
        "mode_label",
        "remark",
    )
    shown = [[row[column] for column in columns] for row in rows]
    assert shown == ANNEX["matters"]
    assert Counter(row["mode_label"] for row in rows) == {
        "“2号章”委托办": 15,
        "乡镇帮办代办": 5,
        "业务系统延伸办": 6,
    }
    assert sorted(Counter(row["power_label"] for row in rows).values()) == [1, 6, 7, 12]


def test_before_its_day_no_list_is_in_force(tongban: Tongban) -> None:
    assert tongban.json("matters", "xingguo", "--as-of", "2023-11-29") == []
    assert len(tongban.json("matters", "xingguo", "--as-of", "2023-11-30")) == 26


def test_a_pilot_is_shown_from_its_day_on(tongban: Tongban) -> None:
    """XG23-46; B-01: nobody is in the pilot before the townships were named."""
    (before,) = pilots(tongban, "--as-of", "2023-11-30")
    assert before is None
    assert "［试点乡镇未确定］" in tongban.ok("matters", "xingguo", "--as-of", "2023-11-30")
    (now,) = pilots(tongban)
    assert now is not None
    assert (len(now["organs"]), now["rolled_out"]) == (8, None)
    assert "［试点：" in tongban.ok("matters", "xingguo")


def pilots(tongban: Tongban, *arguments: str) -> list[Any]:
    rows = tongban.json("matters", "xingguo", *arguments)
    return [row["pilot"] for row in rows if row["piloted"]]


def test_the_matter_list_tells_on_what_law_a_matter_is_handed_down(tongban: Tongban) -> None:
    """B-12: one express clause, none found for 14 to 24."""
    rows = tongban.json("matters", "xingguo")
    basis = {row["no"]: row["delegation_basis"] for row in rows}
    assert [no for no, finding in basis.items() if finding == "law"] == [12]
    assert {basis[no] for no in range(14, 25)} == {"none_found"}
    said = tongban.ok("matters", "xingguo")
    for label in ("委托依据", "有法律依据", "未查到依据", "不适用"):
        assert label in said


def test_the_register_tells_how_agreements_and_seals_stand(tongban: Tongban) -> None:
    view = tongban.json("delegations", "xingguo")
    over = [row for row in view["rows"] if row["agreement_status"] != "in_force"]
    assert [row["agreement_status"] for row in over] == ["expired"]
    assert [seal["status"] for row in over for seal in row["seals"]] == ["destroyed"]
    assert view["signed"] == len(view["rows"]) - 1
    assert view["seals_in_use"] == view["signed"] - 1  # one is lost
    usual = {"委托部门签署", "乡镇签署", "公告"}
    plain = [row for row in view["rows"] if {paper["label"] for paper in row["papers"]} <= usual]
    assert len(plain) > len(view["rows"]) / 2
    for row in plain:
        signed, countersigned, *announcements = row["papers"]
        assert signed["by"] == f"{row['delegator']}-principal"
        assert countersigned["by"] == f"{row['delegatee']}-principal"
        assert signed["matters"] == row["matters"]
        assert all(item["says"] and item["at"] for item in announcements)
    said = tongban.ok("delegations", "xingguo")
    for label in ("协议状态", "有效", "使用中", "签署人", "公告"):
        assert label in said


def test_83_instruments_are_called_for_during_the_pilot(tongban: Tongban) -> None:
    assert tongban.json("delegations", "xingguo")["called_for"] == 83


def test_liability_of_a_stamped_case_has_its_layers_clauses_and_events(
    tongban: Tongban, stamped: str
) -> None:
    """XG23-20, -21, -22, -72, -73; E1 first row; B-05."""
    view = tongban.json("liability", "xingguo", stamped)
    case = tongban.json("case", "show", "xingguo", stamped)["case"]
    matter = next(row for row in tongban.json("matters", "xingguo") if row["no"] == case["matter"])
    lines = view["lines"]

    def bearers(duty: str, **fields: str) -> set[str]:
        return {
            line["bearer"]["name"]
            for line in lines
            if line["duty"] == duty and all(line[key] == value for key, value in fields.items())
        }

    township = {line["bearer"]["name"] for line in lines if line["duty"] == "process"}
    (town,) = township
    delegator = matter["delegator"]
    assert bearers("result", share="equal", clause="四(四)") == {town, delegator}
    assert bearers("guidance", clause="四(四)") == {delegator}
    assert set(matter["supervisors"]) <= bearers("supervision")
    assert bearers("external", layer="external", basis="text", clause="附件3 四.1") == {delegator}
    law = [line for line in lines if line["duty"] == "external" and line["basis"] == "law"]
    assert {line["bearer"]["name"] for line in law} == {delegator}
    assert "行政诉讼法 26(5)" in law[0]["clause"]
    assert bearers("recourse", layer="recourse") == {town}
    factors = {line["basis"]: line["factors"] for line in lines if line["duty"] == "recourse"}
    assert factors == {
        "text": ["事实", "性质", "情节", "过错程度", "损害大小"],
        "law": ["故意或者重大过失"],
    }
    for line in lines:
        assert line["clause"]
        assert line["rests_on"]
    decided = {event["type"] for line in law for event in line["rests_on"]}
    assert decided == {
        "cases.decided",
        "seals.used",
        "delegation.agreement_countersigned",
        "delegation.announced",
    } - ({"delegation.announced"} if matter["power_label"] != "行政许可" else set())


def test_application_and_consent_are_evidence_of_the_process(
    tongban: Tongban, stamped: str
) -> None:
    """XG23-56: asking for the seal and signing for it are part of handling the case."""
    lines = tongban.json("liability", "xingguo", stamped)["lines"]
    process = {
        event["type"] for line in lines if line["duty"] == "process" for event in line["rests_on"]
    }
    assert {"seals.use_applied", "seals.use_consented"} <= process
    said = tongban.ok("liability", "xingguo", stamped)
    assert "追偿追责" in said
    assert "情形" not in said  # nothing was found against this case


def test_a_finding_has_a_column_and_a_note_a_line() -> None:
    """XG23-74: who acts in their own name answers for it."""
    line = Line(
        layer="internal",
        duty="result",
        bearer=PACK.organ[0].id,
        share="sole",
        basis="text",
        clause="附件3 四.2",
        source="XG23-74",
        rests_on=("case/1@4",),
        finding="own_name",
        note="是否属实须另行查明",
    )
    page = StringIO()
    Console(width=200, file=page).print(liability_table([line], Rulebook(PACK)))
    said = page.getvalue()
    for expected in ("情形", "以自己名义", "附件3 四.2", "是否属实须另行查明"):
        assert expected in said


def test_a_case_shows_what_was_stated_found_and_decided(tongban: Tongban, stamped: str) -> None:
    case = tongban.json("case", "show", "xingguo", stamped)["case"]
    said = tongban.ok("case", "show", "xingguo", stamped)
    papers = f"受理通知书 {stamped}-受，审批决定 {stamped}-决，证书 {stamped}-证"
    for expected in (papers, case["opinion"]):
        assert expected in said
    for value in case["stated"].values():
        assert f"：{value}" in said
    assert "救济途径" not in said
    rows = tongban.json("case", "list", "xingguo")
    refused = next(row for row in rows if row["outcome"] == "refused")
    assert refused["reasons"]
    assert refused["remedies"]
    said = tongban.ok("case", "show", "xingguo", refused["key"])
    assert f"理由 {refused['reasons']}" in said
    assert f"救济途径 {refused['remedies']}" in said


def test_the_ledger_has_the_five_fields(tongban: Tongban, stamped: str) -> None:
    """XG23-58: time, matter, approving leader, certificate number, approval document number."""
    rows = [row for row in tongban.json("ledger", "xingguo") if row["case"] == stamped]
    numbers = {
        "acceptance": f"{stamped}-受",
        "decision": f"{stamped}-决",
        "certificate": f"{stamped}-决",  # the decision that it certifies
    }
    assert {row["document"]: row["document_number"] for row in rows} == numbers
    for row in rows:
        assert row["used_at"]
        assert row["matter"]
        assert row["approved_by"].endswith("-principal")
    assert {row["certificate_number"] for row in rows} == {None, f"{stamped}-证"}
    said = tongban.ok("ledger", "xingguo")
    head = next(line for line in said.splitlines() if "批准领导" in line)
    assert head.replace("┃", " ").split() == [
        *("使用印章的时间", "使用的事项", "批准领导", "证书编号", "审批文书编号"),
        *("办件编号", "文书", "份数", "用章人员", "盖章人", "印章", "状态", "说明"),
    ]
    assert {"受理通知书", "审批决定", "证书"} <= set(said.replace("│", " ").split())


def test_the_ledger_is_exported_for_excel(tongban: Tongban, tmp_path: Path) -> None:
    """XG23-59: kept for audit, whole."""
    file = tmp_path / "用印台账.csv"
    assert str(file) in tongban.ok("ledger", "xingguo", "--export", str(file))
    other = tongban.run("ledger", "xingguo", "--export", str(tmp_path / "ledger.xlsx"))
    assert (other.returncode, "cli.form" in other.stderr) == (1, True)
    head, *lines = file.read_bytes().decode("utf-8-sig").splitlines()
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert head.startswith("使用印章的时间,使用的事项,批准领导,证书编号,审批文书编号,")
    assert len(lines) == len(tongban.json("ledger", "xingguo", "--limit", "1000"))


def test_every_seal_is_listed_with_its_custodian(tongban: Tongban) -> None:
    rows = tongban.json("seals", "xingguo")
    assert Counter(row["status"] for row in rows) == {"in_use": 10, "lost": 1, "destroyed": 1}
    kept = [row for row in rows if row["status"] == "in_use"]
    assert all(row["custodian"].startswith(f"{row['holder']}-custodian") for row in kept)
    owner = rows[0]["owner"]
    mine = tongban.json("seals", "xingguo", "--department", owner)
    assert {row["owner"] for row in mine} == {owner}
    assert "使用中" in tongban.ok("seals", "xingguo")


def test_authority_is_answered_with_its_chain_or_the_missing_link(
    tongban: Tongban, stamped: str
) -> None:
    case = tongban.json("case", "show", "xingguo", stamped)["case"]
    organ, matter = case["receiver"], str(case["matter"])
    asked = ("authority", "xingguo", "--organ", organ, "--matter", matter, "--person")
    yes = tongban.json(*asked, f"{organ}-approver")
    assert yes["granted"]
    kinds = [link["kind"] for link in yes["authority"]["chain"]]
    assert kinds[:3] == ["pack", "matter", "agreement"]
    assert kinds[-2:] == ["post", "staff"]
    no = tongban.json(*asked, "somebody")
    assert (no["granted"], no["code"]) == (False, "organisation.post_not_held")
    assert no["clause"]
    assert no["text"]
    table = tongban.ok(*asked, f"{organ}-approver")
    for label in ("政策包", "事项", "委托协议", "岗位", "人员授权"):
        assert label in table
    refused = tongban.ok(*asked, "somebody").splitlines()
    assert refused[0] == f"无权 {no['code']} {no['reason']}"
    assert refused[1] == f"依据：{no['clause']}“{no['text']}”"
    assert no["source"] not in "".join(refused)


def test_the_applicant_is_shown_only_when_asked_and_never_after_erasure(
    tongban: Tongban, stamped: str
) -> None:
    plain = tongban.json("case", "show", "xingguo", stamped)
    assert plain["applicant"] is None
    named = tongban.json("case", "show", "xingguo", stamped, "--applicant")
    assert named["applicant"]["name"].startswith("演示申请人")
    rest = tongban.json("case", "list", "xingguo")
    other = next(row for row in rest if row["subject"] != plain["case"]["subject"])
    tongban.ok("erase", "xingguo", other["subject"], "--reason", "演示")
    erased = tongban.json("case", "show", "xingguo", other["key"], "--applicant")
    assert erased["applicant"] is None


def test_what_is_due_is_listed_by_organ_person_and_state(tongban: Tongban) -> None:
    rows = tongban.json("due", "xingguo", "--status", "all", "--limit", "1000")
    of_cases = {"accept", "decide", "promise", "deliver", "push", "renewal"}
    assert {row["kind"] for row in rows} == {
        *of_cases,
        "expiry",
        "expiry_notice",
        "report",
        "correction",
        "grant",
        "task",
    }
    by_outcome = {row["outcome"]: row for row in rows if row["kind"] in of_cases}
    assert set(by_outcome) == {"met", "late", "waived", "open"}
    assert by_outcome["late"]["lapse"] == "deemed_accepted"
    rows = [row for row in rows if row["kind"] in of_cases]
    town = rows[0]["debtor"]
    early = ("--organ", town, "--until", "2023-12-01")
    assert "没有到期事项" in tongban.ok("due", "xingguo", *early)
    clerk = {"accept", "deliver", "push"}
    for who in (("--organ", town, "--post", "window_clerk"), ("--person", f"{town}-window_clerk")):
        found = tongban.json("due", "xingguo", "--status", "met", *who)
        assert {(row["debtor"], row["kind"]) for row in found} == {(town, kind) for kind in clerk}
    last = rows[-1]["due_on"]
    before = tongban.json("due", "xingguo", "--status", "all", "--until", rows[0]["due_on"])
    assert last not in {row["due_on"] for row in before}
    assert "行政许可法 32（法定）" in tongban.ok("due", "xingguo", "--status", "all")
    # What goes on for ever is in no list but its own (XG23-24).
    for_ever = tongban.ok("due", "xingguo", "--status", "standing")
    assert "加强业务指导培训" in for_ever
    assert "长期坚持" in for_ever


def test_pushes_tell_what_went_to_whom(tongban: Tongban) -> None:
    rows = tongban.json("pushes", "xingguo")
    cases = {row["key"]: row for row in tongban.json("case", "list", "xingguo")}
    assert {key for key in cases if key.startswith("演示-0")} < {row["case"] for row in rows}
    for row in rows:
        assert row["outcome"] == cases[row["case"]]["outcome"]
        assert row["receiver"] in SUPERVISORS[row["matter"]]
    receiver = rows[0]["receiver"]
    only = tongban.json("pushes", "xingguo", "--to", receiver, "--waiting")
    mine = [row for row in rows if row["receiver"] == receiver]
    assert only == [row for row in mine if row["acknowledged_at"] is None]
    assert [row["case"] for row in rows if row["acknowledged_at"]] == ["演示-101"]
    assert "未签收" in tongban.ok("pushes", "xingguo")


def test_consultations_are_listed(tongban: Tongban) -> None:
    """XG23-14."""
    (row,) = tongban.json("consultations", "xingguo")
    said = tongban.ok("consultations", "xingguo", "--matter", str(row["matter"]))
    assert row["question"] in said
    assert "还没有" in tongban.ok("consultations", "xingguo", "--matter", "1")


def test_trainings_are_listed_with_who_stayed_away(tongban: Tongban) -> None:
    """XG23-25."""
    (row,) = tongban.json("trainings", "xingguo", "--organ", "茶园乡")
    said = tongban.ok("trainings", "xingguo", "--matter", str(row["matters"][0]))
    assert "现场指导" in said
    assert row["absent"] == ["dinglong"]
    assert "还没有" in tongban.ok("trainings", "xingguo", "--matter", "1")


def test_what_was_handed_over_is_listed_and_where_blanks_went(tongban: Tongban) -> None:
    """XG23-65."""
    (row,) = tongban.json("handovers", "xingguo", "--organ", "茶园乡")
    assert "业务手册" in tongban.ok("handovers", "xingguo")
    (book,) = tongban.json("blanks", "xingguo")
    assert (book["holder"], book["void"]) == (row["to"], ["演示-019-证"])
    assert book["left"] == book["total"] - len(book["used"]) - 1
    assert book["certificate"] in tongban.ok("blanks", "xingguo")
    assert "审批信息系统" in tongban.ok("access", "xingguo", "--organ", "鼎龙乡")


def test_it_is_shown_what_a_township_lacks(tongban: Tongban) -> None:
    """XG23-69."""
    (first,) = tongban.json("readiness", "xingguo", "--organ", "茶园乡")
    met = {it["condition"]: it["met"] for it in first["conditions"]}
    assert met == {"own_rules": True, "trained": False, "system_access": True, "equipment": True}
    said = tongban.ok("readiness", "xingguo", "--organ", "鼎龙乡")
    assert "尚不具备" in said
    assert len(tongban.json("readiness", "xingguo")) > 20


def test_work_around_the_reform_is_listed(tongban: Tongban) -> None:
    """XG23-26, -29, -34, -35: advisers and answers, plans, tasks, meetings."""
    assert "业务指导员" in tongban.ok("contacts", "xingguo")
    assert "核对原件" in tongban.ok("questions", "xingguo")
    assert "没有业务问题" in tongban.ok("questions", "xingguo", "--open")
    plans = tongban.json("work-plans", "xingguo")
    assert sum(plan["document_number"] is not None for plan in plans) == 2
    assert "早于印发" in tongban.ok("work-plans", "xingguo")
    said = tongban.ok("reform-tasks", "xingguo")
    assert "长期坚持" in said
    (meeting,) = tongban.json("dispatches", "xingguo")
    assert meeting["open"] == 0
    assert "已补发" in tongban.ok("dispatches", "xingguo")


def test_attempts_are_listed(tongban: Tongban) -> None:
    """XG23-70, XG23-71, B-19: refused, and remembered with the rule."""
    rows = tongban.json("attempts", "xingguo")
    assert {"cases.fee", "delegation.redelegation", "seal.out_of_scope"} <= {
        r["code"] for r in rows
    }
    (fee,) = (row for row in rows if row["code"] == "cases.fee")
    said = tongban.ok("attempts", "xingguo", "--organ", fee["organ"])
    assert "收费" in said
    assert fee["clause"] in said
    assert "没有越权尝试" in tongban.ok("attempts", "xingguo", "--organ", "兴江乡")


def test_a_calendar_is_listed_adopted_and_corrected(tongban: Tongban, tmp_path: Path) -> None:
    """B-70. The year after the last published one is made up."""
    listed = tongban.json("calendar", "list", "xingguo")
    years = [row["year"] for row in listed["adopted"]]
    assert years == list(range(2022, years[-1] + 1))
    assert (listed["missing"], listed["provisional_obligations"]) == ([], 0)
    coming = str(years[-1] + 1)
    assert "calendars.unknown_year" in tongban.run("calendar", "adopt", "xingguo", coming).stderr
    file = tmp_path / "year.toml"
    file.write_text(f'holidays = [{coming}-01-01]\nworkdays = []\nsource = "（测试）"\n', "utf-8")
    given = ("xingguo", coming, "--file", str(file))
    assert f"已采用{coming}年日历" in tongban.ok("calendar", "adopt", *given)
    assert "calendars.already_adopted" in tongban.run("calendar", "adopt", *given).stderr
    unchanged = tongban.run("calendar", "correct", *given, "--reason", "x")
    assert "calendars.unchanged" in unchanged.stderr
    file.write_text(file.read_text("utf-8").replace("01-01", "01-04"), "utf-8")
    said = tongban.ok("calendar", "correct", *given, "--reason", "调整")
    assert f"已更正{coming}年日历" in said
    adopted = tongban.json("calendar", "list", "xingguo")["adopted"]
    assert adopted[-1] == {"year": int(coming), "holidays": [f"{coming}-01-04"], "workdays": []}
    assert "放假" in tongban.ok("calendar", "list", "xingguo")
    file.write_text("holidays = 3\n", "utf-8")
    assert "calendars.file" in tongban.run("calendar", "correct", *given, "--reason", "x").stderr


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


def test_a_county_without_targets_still_counts_visits(tongban: Tongban) -> None:
    assert "没有规定清单指标" in tongban.ok("targets", "xingguo")
    found = tongban.json("visits", "xingguo")
    cases = tongban.json("case", "list", "xingguo", "--limit", "1000")
    assert sum(it["visits"] * it["cases"] for it in found["cases"]) == sum(
        case["visits"] for case in cases
    )
    (organ,) = found["organs"]  # one applicant of the story came again
    assert (organ["visits"], organ["unwarranted"], organ["despite_online"]) == (1, 0, 0)
    assert "未要求写明" in tongban.ok("visits", "xingguo")
    (none,) = tongban.json("styles", "xingguo")
    assert (none["style"], none["cases"]) == (None, len(cases))
    assert "未写明" in tongban.ok("styles", "xingguo")
