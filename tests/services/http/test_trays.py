"""In-trays over HTTP: whatever somebody can do next waits for them, and for nobody else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.cases.commands import Forward, Receive, StepCommand
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.seals.commands import SuspendSeal
from domain.seals.use import ApplyForUse, ConsentToUse, Stamp
from services.demo.acts import CasePlan, synthetic_applicant
from services.trays import ask
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem

TOWN = "xingjiang"
POSTS = ("window_clerk", "reviewer", "approver", "seal_user", "custodian", "principal")
SIGNED_FOR = 6  # acts of a case until its acceptance notice waits for the principal


async def tray(door: Door, by: By, query: str = "") -> dict[str, Any]:
    await door.catch_up()
    answer = await door.get(f"/tray{query}", await door.person(by))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def waiting(door: Door, by: By) -> list[tuple[str, str, str | None]]:
    return [(i["case"], i["kind"], i["document"]) for i in (await tray(door, by))["items"]]


def items_of(command: Command) -> set[tuple[str, str, str | None]]:
    """What a tray says of a command that is to be given."""
    match command:
        case ApplyForUse(case=case, documents=documents):
            return {(case, "apply", document.kind) for document in documents}
        case ConsentToUse(case=case, documents=kinds):
            return {(case, "consent", kind) for kind in kinds}
        case Stamp(case=case, document=kind):
            return {(case, "stamp", kind)}
        case StepCommand(case=case):
            return {(case, command.KIND, None)}
    raise TypeError(command)


@pytest.mark.parametrize("refuse", [False, True])
async def test_every_act_waits_for_whoever_does_it_until_it_is_done(
    door: Door,
    refuse: bool,  # noqa: FBT001  a case
) -> None:
    """XG23-12, XG23-14, XG23-56: nothing of a case is nobody's turn, and nothing is done twice."""
    await door.set_up()
    plan = CasePlan("case-1", TOWN, 21, {}, refuse=refuse)
    first, *acts = door.world.county.case(plan)
    assert isinstance(first.command, Receive)
    await door.world.play(first)
    for act in acts:
        expected = items_of(act.command)
        assert expected <= set(await waiting(door, act.by)), act.says
        await door.world.play(act)
        assert not expected & set(await waiting(door, act.by)), act.says
    for post in POSTS:
        assert await waiting(door, door.by(TOWN, post)) == [], post


async def test_codes_have_their_words_beside_them(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", steps=1)
    await door.settle()
    told = await tray(door, door.by(TOWN, "window_clerk"))
    assert (told["organ_name"], told["post_name"]) == ("兴江乡人民政府", "综合窗口人员")
    (item,) = told["items"]
    assert (item["label"], item["mode_name"], item["matter"]) == ("受理", "“2号章”委托办", 21)
    (due,) = told["due"]
    assert (due["label"], due["about"], due["due_on"]) == ("受理", "case-1", item["due_on"])
    assert told["summary"] == "待办1项；到期事项1项"
    assert (await tray(door, door.by(TOWN, "principal")))["summary"] == "没有待办"


async def test_a_case_routed_to_the_county_waits_there(door: Door) -> None:
    """B-01: outside the delegation the township only collects."""
    await door.set_up()
    county = door.world.county
    matter = next(m for m in county.pack.matter if m.delegator == "approval" and m.guard)
    no_pilot = matter.no  # its guard fails: no pilot was named
    outside = Receive(
        case="case-9",
        matter=no_pilot,
        receiver=TOWN,
        channel="window",
        stated={guard.field: "无" for guard in matter.guard if guard.field},
        applicant=synthetic_applicant("case-9"),
    )
    await door.world.do(door.by(TOWN, "window_clerk"), outside)
    await door.world.play(*county.staffing("approval", {"window_clerk": ()}))
    here = {kind for _, kind, _ in await waiting(door, door.by(TOWN, "window_clerk"))}
    there = {kind for _, kind, _ in await waiting(door, door.by("approval", "window_clerk"))}
    assert (here, "accept" in there) == ({"forward"}, True)


async def test_pages_reach_every_case_once_the_oldest_first(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where most open cases are somebody else's turn: a page may be empty and go on."""
    await door.set_up()
    for n in range(7):
        await door.case(f"case-{n}", steps=2 if n % 3 else 1)  # accepted: the reviewer's turn
    await door.catch_up()
    monkeypatch.setattr(ask, "_BATCH", 2)
    reviewer = door.by(TOWN, "reviewer")
    found, query = [], "?limit=1"
    while True:
        told = await tray(door, reviewer, query)
        found += [item["case"] for item in told["items"] if item["kind"] == "review"]
        if told["next"] is None:
            break
        query = f"?limit=1&cursor={told['next']}"
    assert found == ["case-1", "case-2", "case-4", "case-5"]
    it = door.platform
    little = await ask.in_tray(it.executor, it.pool, "xingguo", reviewer, limit=2, look_at=1)
    assert ({item.case for item in little.items}, bool(little.next)) == ({"case-1"}, True)
    wrong = await door.get("/tray?cursor=abc", await door.person(reviewer))
    assert_problem(wrong, 400, "http.malformed")


async def test_a_custodian_sees_the_seals_kept_and_whether_they_may_be_used(door: Door) -> None:
    """XG23-57, XG23-60."""
    await door.set_up()
    await door.case("case-1", steps=4)
    keeper = door.by(TOWN, "custodian")
    told = await tray(door, keeper)
    (seal,) = told["seals"]
    assert (seal["seal"]["owner"], seal["status"], seal["status_label"]) == (
        "approval", "in_use", "使用中",
    )  # fmt: skip
    assert [(item["kind"], item["note"]) for item in told["items"]] == [("stamp", "")]
    number = seal["seal"]["number"]
    head = door.by("approval", "principal")
    await door.world.do(head, SuspendSeal(owner="approval", number=number, reason="核查"))
    told = await tray(door, keeper)
    assert told["seals"][0]["status_label"] == "停用"
    assert told["items"][0]["note"] == "印章现为“停用”，不得用章"
    assert (await tray(door, door.by(TOWN, "window_clerk")))["seals"] == []


async def test_a_tray_is_for_whoever_holds_the_seat(door: Door) -> None:
    await door.set_up()
    stranger = await door.token("person", person="somebody", seat=f"{TOWN}/principal")
    assert_problem(await door.get("/tray", stranger), 403, "organisation.post_not_held")
    for kind in ("auditor", "operator"):
        assert_problem(await door.get("/tray", await door.token(kind)), 403, "credentials.kind")
    assert_problem(await door.get("/tray"), 401, "http.unauthenticated")


def listed(door: Door, *cases: str) -> dict[str, Any]:
    number = door.world.county.rules.organ(TOWN).seal_no
    return {
        "consents": [
            {"case": case, "owner": "approval", "number": number, "documents": ["acceptance"]}
            for case in cases
        ]
    }


async def consented(
    door: Door, by: By, body: Mapping[str, Any], key: UUID | None = None
) -> list[dict[str, Any]]:
    answer = await door.post("/tray/consents", body, await door.person(by), command_id=key)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["answers"])


async def test_cases_are_consented_to_together_and_answered_each_by_itself(door: Door) -> None:
    """XG23-56: one signature, several cases; what is refused does not hold up the others."""
    await door.set_up()
    for number in ("case-1", "case-2", "case-3"):
        await door.case(number, steps=3)
    await door.case("case-4", steps=2)  # nobody applied yet
    head, key = door.by(TOWN, "principal"), uuid4()
    assert len(await waiting(door, head)) == 3
    first = await consented(door, head, listed(door, "case-1", "case-4", "case-2"), key)
    codes = [answer["problem"] and answer["problem"]["code"] for answer in first]
    assert codes == [None, "seal.not_applied", None]
    assert first[1]["problem"]["advice"]
    again = await consented(door, head, listed(door, "case-1", "case-4", "case-2"), key)
    assert [answer["repeated"] for answer in again] == [True, False, True]
    assert [answer["position"] for answer in again] == [answer["position"] for answer in first]
    assert await waiting(door, head) == [("case-3", "consent", "acceptance")]


async def test_nobody_else_consents_together_either(door: Door) -> None:
    """Each attempt without the power is remembered (XG23-56, B-08)."""
    await door.set_up()
    for number in ("case-1", "case-2"):
        await door.case(number, steps=3)
    clerk = door.by(TOWN, "seal_user")
    before = await door.platform.log.head("xingguo")
    answers = await consented(door, clerk, listed(door, "case-1", "case-2"))
    codes = {answer["problem"]["code"] for answer in answers}
    assert codes == {"seal.consent_by_principal"}
    recorded = await door.platform.log.read("xingguo", before, limit=10)
    assert [item.event.TYPE for item in recorded] == ["attempts.made"] * 2


async def test_a_list_of_consents_that_cannot_be_read_is_refused_as_a_whole(door: Door) -> None:
    await door.set_up()
    token = await door.person(door.by(TOWN, "principal"))
    nothing: dict[str, Any] = {"consents": []}
    for body in (nothing, listed(door, "case-1", "case-1"), listed(door, "a/b")):
        assert_problem(await door.post("/tray/consents", body, token), 400, "http.malformed")
    match = await door.post(
        "/tray/consents", listed(door, "case-1"), token, headers={"If-Match": '"1"'}
    )
    assert_problem(match, 400, "http.malformed")


async def test_a_case_that_is_only_forwarded_goes_on_at_the_department(door: Door) -> None:
    """XG23-04, B-19: the township helps, the department accepts and decides."""
    await door.set_up()
    county = door.world.county
    matter = next(
        m for m in county.pack.matter
        if m.mode == "assisted" and not m.guard and not m.offer and m.delegator
    )  # fmt: skip
    await door.world.play(*county.staffing(matter.delegator or "", {"window_clerk": ()}))
    clerk = door.by(TOWN, "window_clerk")
    department = door.by(matter.delegator or "", "window_clerk")
    received = Receive(
        case="case-1",
        matter=matter.no,
        receiver=TOWN,
        channel="window",
        stated={},
        applicant=synthetic_applicant("case-1"),
    )
    await door.world.do(clerk, received)
    assert await waiting(door, clerk) == [("case-1", "forward", None)]
    assert await waiting(door, department) == []
    await door.world.do(clerk, Forward(case="case-1"))
    assert await waiting(door, clerk) == []
    assert await waiting(door, department) == [("case-1", "accept", None)]
