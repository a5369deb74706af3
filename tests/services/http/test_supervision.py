"""Problems and accountability over HTTP, from the acts to lists and trays (XG23-78, -79)."""

from datetime import timedelta

from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem
from tests.services.lateness import LATE, STEP, something_late

PLACE = "/supervision/problems"
DIGEST = "ab" * 32
FOUND = {
    "number": "问-1",
    "organ": "xingjiang",
    "found_in": "spot",
    "description": "先盖章后签字",
    "evidence": DIGEST,
    "matter": 21,
}


async def test_found_ordered_refused_and_pursued(door: Door) -> None:
    await door.set_up()
    head, town = [
        await door.person(door.by(organ, "principal")) for organ in ("approval", "xingjiang")
    ]
    assert_problem(await door.post(PLACE, FOUND, town), 403, "supervision.not_supervisor")
    found = await door.post(PLACE, FOUND, head)
    assert (found.status_code, found.headers["ETag"]) == (201, '"1"')
    today = door.platform.executor.unit("xingguo").at.date()
    order = {"document_number": "责改1号", "demands": "补签", "due_on": f"{today:%Y-%m-%d}"}
    late = {**order, "due_on": f"{today - timedelta(days=2):%Y-%m-%d}"}
    assert_problem(await door.post(f"{PLACE}/问-1/order", late, head), 422, "supervision.due_on")
    order["due_on"] = f"{today + timedelta(days=9):%Y-%m-%d}"
    assert (await door.post(f"{PLACE}/问-1/order", order, head)).status_code == 200
    await door.settle()
    tray = (await door.get("/tray", town)).json()
    assert [(it["act"], it["number"]) for it in tray["problems"]] == [("correct", "问-1")]
    assert [(it["kind"], it["about"]) for it in tray["due"]] == [("correction", "问-1")]
    assert "监管事项1项" in tray["summary"]

    refusal = {"declared": True, "reason": "书面表示不改", "evidence": DIGEST}
    assert (await door.post(f"{PLACE}/问-1/refusal", refusal, head)).status_code == 200
    opening = {"number": "责-1", "problem": "问-1", "trigger": "refusal", "grounds": "拒不改正"}
    cases = "/supervision/accountabilities"
    assert (await door.post(cases, opening, head)).status_code == 201
    outcome = {
        "decided_by": "某机关", "decided_on": "2024-01-16", "document_number": "决1号",
        "measure": "通报批评",
    }  # fmt: skip
    assert (await door.post(f"{cases}/责-1/outcome", outcome, head)).status_code == 200
    await door.catch_up()
    (case,) = (await door.get(f"{cases}?problem=问-1&status=decided", town)).json()["items"]
    assert (case["words"], case["clause"]) == ("拒不改正", "附件3 五.3")
    (row,) = (await door.get(f"{PLACE}?open=true&supervisor=agriculture", head)).json()["items"]
    assert (row["status"], row["accountabilities"]) == ("refused", ["责-1"])
    assert (await door.get(f"{PLACE}?status=accepted", head)).json()["items"] == []


async def test_planned_drawn_seen_and_made_known(door: Door) -> None:
    """XG23-63, -77: the list shows what anybody needs to draw again."""
    await door.set_up()
    await door.case("case-1", steps=3)
    head = await door.person(door.by("approval", "principal"))
    place = "/supervision/inspections"
    plan = {"number": "检-1", "kind": "random", "organs": ["xingjiang"], "purpose": "先签后盖"}
    planned = await door.post(place, plan, head)
    assert planned.status_code == 201
    chosen = await door.post(f"{place}/检-1/draw", {"seed": "1"}, head)
    assert chosen.status_code == 400, "nobody chooses the seed"
    assert (await door.post(f"{place}/检-1/draw", {}, head)).status_code == 200
    seen = {
        "organ": "xingjiang", "case": "case-1", "in_order": False, "description": "先盖后签",
        "evidence": DIGEST,
    }  # fmt: skip
    assert (await door.post(f"{place}/检-1/checks", seen, head)).status_code == 200
    closing = {
        "evaluations": [{"organ": "xingjiang", "grade": "adequate", "says": "基本规范"}],
        "inspectors": ["approval-principal"],
        "record": DIGEST,
    }
    assert (await door.post(f"{place}/检-1/closing", closing, head)).status_code == 200
    circular = {
        "number": "通-1", "tone": "criticism", "title": "检查情况", "text": "先盖后签一件",
        "organs": ["xingjiang"], "cites": ["inspection/检-1@4"], "published_in": "县政府网站",
    }  # fmt: skip
    assert (await door.post("/supervision/circulars", circular, head)).status_code == 201
    await door.catch_up()
    (row,) = (await door.get(f"{place}?organ=xingjiang&status=closed", head)).json()["items"]
    assert (row["size"], row["strata"][0]["drawn"], len(row["seed"])) == (1, ["case-1"], 64)
    path = "/supervision/circulars?organ=xingjiang&public=true"
    (row,) = (await door.get(path, head)).json()["items"]
    assert (row["tone"], row["cites"]) == ("criticism", ["inspection/检-1@4"])


async def test_what_the_log_shows_is_confirmed_or_dismissed(door: Door) -> None:
    """XG23-70: a charge that was refused; listed until a supervisor judged it."""
    await door.set_up()
    await door.case("case-1", steps=3)
    clerk = await door.person(door.by("xingjiang", "window_clerk"))
    head = await door.person(door.by("approval", "principal"))
    place = "/supervision/candidates"
    fee = {"name": "代办费", "amount_yuan": 20, "basis": "乡镇自定"}
    for _ in range(2):
        assert (await door.post("/cases/case-1/fees", fee, clerk)).status_code == 403
    await door.catch_up()
    asked = f"{place}?organ=xingjiang&supervisor=approval"
    found = (await door.get(asked, head)).json()["items"]
    first, second = [it for it in found if it["kind"] == "extra_fee"]
    said = {name: first[name] for name in ("kind", "organ", "cites")}
    confirmed = {**said, "number": "问-1", "description": first["says"]}
    path = f"{place}/{first['key']}/confirmation"
    assert_problem(await door.post(path, confirmed, clerk), 403, "supervision.not_supervisor")
    assert (await door.post(path, confirmed, head)).status_code == 201
    said = {name: second[name] for name in ("kind", "organ", "cites")}
    nothing = await door.post(
        f"{place}/{second['key']}/dismissal", {**said, "reason": "演练"}, head
    )
    assert nothing.status_code == 200
    await door.catch_up()
    left = (await door.get(asked, head)).json()["items"]
    assert [it for it in left if it["kind"] == "extra_fee"] == []
    judged = (await door.get(f"{asked}&done=true", head)).json()["items"]
    assert {it["judged"]["problem"] for it in judged if it["judged"]} == {"问-1", None}
    (row,) = (await door.get("/supervision/problems?found_in=candidate", head)).json()["items"]
    assert (row["source"], row["organ"]) == (first["key"], "xingjiang")
    assert_problem(await door.get(f"{place}?cursor=x", head), 400, "http.malformed")


async def test_what_is_late_waits_for_whoever_was_told_of_it(door: Door) -> None:
    """Until it is done; what was told, when and by which step stays on the obligation."""
    await door.set_up()
    head = await door.person(door.by("approval", "principal"))
    await something_late(door.world, "xingjiang", "approval")
    await door.settle()
    (row,) = (await door.get("/obligations?told=approval/principal", head)).json()["items"]
    (step,) = row["escalated"]
    assert (row["key"], row["outcome"], step["step"], step["organs"]) == (
        LATE, "late", STEP.id, ["approval", "county_government"],
    )  # fmt: skip
    assert (await door.get("/obligations?told=xingjiang/principal", head)).json()["items"] == []
    tray = (await door.get("/tray", head)).json()
    (told,) = tray["told_late"]
    assert (told["obligation"], told["debtor"], told["step_name"], told["clause"]) == (
        LATE, "xingjiang", STEP.name, STEP.clause,
    )  # fmt: skip
    assert "逾期" in tray["summary"]
