"""What the command line shows of cases: what was done, may be done and is due, and who answers."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from domain.kernel.rulebook import Rulebook
from domain.liability.attribution import Line
from services.cli.liability import liability_table
from tenants.loader import bundled, load
from tests.services.clerk import Tongban

PACK = load(bundled("xingguo"))
SUPERVISORS = {matter.no: matter.supervisors for matter in PACK.matter}


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
