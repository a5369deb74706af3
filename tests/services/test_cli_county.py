"""What the command line shows of a county: its list, its seals, and what is prepared there."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.services.clerk import Tongban

ROOT = Path(__file__).parents[2]
ANNEX = json.loads((ROOT / "tests/tenants/data/xingguo_annex.json").read_text("utf-8"))


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


def test_every_seal_is_listed_with_its_custodian(tongban: Tongban) -> None:
    rows = tongban.json("seals", "xingguo")
    assert Counter(row["status"] for row in rows) == {"in_use": 10, "lost": 1, "destroyed": 1}
    kept = [row for row in rows if row["status"] == "in_use"]
    assert all(row["custodian"].startswith(f"{row['holder']}-custodian") for row in kept)
    owner = rows[0]["owner"]
    mine = tongban.json("seals", "xingguo", "--department", owner)
    assert {row["owner"] for row in mine} == {owner}
    assert "使用中" in tongban.ok("seals", "xingguo")


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
