"""From a problem found to recourse decided: who answers before, between and after (B-05, B-74).

XG23-72 to -75, -78 to -80; 行政许可法 60, 69, 行政诉讼法 26(5), 国家赔偿法 7(4), 16(1).
"""

from datetime import timedelta
from typing import Any

from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.claims.claim import (
    BearLiability,
    DecideRecourse,
    OpenClaim,
    ProposeRecourse,
    RecordClaimOutcome,
)
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.supervision.accountability import OpenAccountability, RecordAccountabilityOutcome
from domain.supervision.problem import OrderCorrection, RecordProblem, RecordRefusal
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem

OWNER, TOWN, CASE = "approval", "xingjiang", "case-1"
PATH = f"/cases/{CASE}/liability"
DIGEST = "ab" * 32
FACTORS = {
    "事实": "未经主要负责人签字即用印", "性质": "违反用章规定", "情节": "责令改正后书面拒绝",
    "过错程度": "重大过失", "损害大小": "赔偿3000元",
}  # fmt: skip


class Asked:
    """Every answer that was given, to be asked for again."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.answers: list[dict[str, Any]] = []
        now = door.platform.executor.unit("xingguo").at
        self.day = now.astimezone(door.world.county.rules.zone).date()

    async def now(self) -> dict[str, Any]:
        await self.door.settle()
        token = await self.door.token("auditor")
        answer: dict[str, Any] = (await self.door.get(PATH, token)).json()
        self.answers.append(answer)
        return answer

    async def after(self, by: By, *commands: Command) -> dict[str, Any]:
        for command in commands:
            done = await self.door.give(by, command)
            assert done.status_code in (200, 201), done.text
        return await self.now()


def lines(answer: dict[str, Any], layer: str, **wanted: Any) -> list[dict[str, Any]]:
    said = [each["line"] for each in answer["lines"] if each["line"]["layer"] == layer]
    return [line for line in said if all(line[key] == it for key, it in wanted.items())]


def told(answer: dict[str, Any]) -> list[str]:
    return [it["event"]["type"].partition(".")[2] for it in answer["later"]]


def found(answer: dict[str, Any]) -> set[str]:
    return {it["finding"] for it in answer["findings"]}


async def test_from_a_problem_to_recourse(door: Door) -> None:
    await door.set_up()
    await door.case(CASE)
    await door.world.play(*door.world.county.staffing(OWNER, {"approver": ("correct", "revoke")}))
    asked = Asked(door)
    before = await asked.now()
    assert (before["findings"], before["later"]) == ([], [])
    recourse = lines(before, "recourse")
    assert [line["clause"] for line in recourse] == ["附件3 四.1", "国家赔偿法 16(1)"]
    assert not any(line["borne"] or line["recourse"] for line in recourse)
    await _held_to_account(asked)
    await _taken_back(asked)
    await _borne_and_recovered(asked)

    # Nothing was rewritten: each answer can be had again as it was known then.
    token = await door.token("auditor")
    for earlier in asked.answers:
        again = (await door.get(f"{PATH}?known_at={earlier['known_at']}", token)).json()
        assert {**again, "valid_at": earlier["valid_at"]} == earlier
    positions = [answer["known_at"] for answer in asked.answers]
    assert positions == sorted(set(positions))
    (row,) = (await door.get(f"/claims?case={CASE}&status=closed", token)).json()["items"]
    assert (row["outcome"], row["recourse"][0]["against"]) == ("compensation", TOWN)
    assert (await door.get("/claims?kind=review", token)).json()["items"] == []


async def _held_to_account(asked: Asked) -> None:
    """What supervision confirms re-attributes: the township answers for that in the process."""
    head, day = asked.door.by(OWNER, "principal"), asked.day
    problem = RecordProblem(
        number="问-1", organ=TOWN, found_in="spot", description="未经签字即用印",
        evidence=DIGEST, case=CASE, finding="without_consent",
    )  # fmt: skip
    confirmed = await asked.after(head, problem)
    assert found(confirmed) == {"without_consent"}
    [line] = lines(confirmed, "internal", finding="without_consent")
    assert (line["bearer"], line["clause"], line["rests_on"][0]) == (
        TOWN, "附件3 四.2", "problem/问-1@1",
    )  # fmt: skip
    order = OrderCorrection(
        number="问-1", document_number="责改1号", demands="补签", due_on=day + timedelta(days=5)
    )
    refusal = RecordRefusal(number="问-1", declared=True, reason="书面表示不改", evidence=DIGEST)
    opening = OpenAccountability(
        number="责-1", problem="问-1", trigger="refusal", grounds="拒不改正"
    )
    outcome = RecordAccountabilityOutcome(
        number="责-1", decided_by="某机关", decided_on=day, document_number="决1号",
        measure="通报批评",
    )  # fmt: skip
    held = await asked.after(head, order, refusal, opening, outcome)
    assert told(held) == [
        "problem_recorded", "correction_ordered", "correction_refused", "accountability_opened",
        "accountability_decided",
    ]  # fmt: skip
    assert held["later"][-1]["says"] == f"问责决定：通报批评（某机关 {day} 决1号）"


async def _taken_back(asked: Asked) -> None:
    """Put right, and then taken back: two distinct outcomes (XG23-80)."""
    reviser = asked.door.by(OWNER, "approver")
    correct = CorrectApproval(
        case=CASE, reasons="违反法定程序", remedies="可申请行政复议", ground="improper",
        corrected="许可范围改为申请所列范围", document_number="纠1号",
    )  # fmt: skip
    corrected = await asked.after(reviser, correct)
    assert found(corrected) == {"without_consent", "unlawful"}
    revoke = RevokeApproval(
        case=CASE, reasons="违反法定程序", remedies="可申请行政复议", ground="against_procedure",
        document_number="撤1号",
    )  # fmt: skip
    revoked = await asked.after(reviser, revoke)
    assert told(revoked)[-2:] == ["approval_corrected", "approval_revoked"]
    [line] = lines(revoked, "internal", finding="unlawful")
    assert (line["bearer"], line["source"]) == (TOWN, "XG23-75")
    assert_problem(await asked.door.give(reviser, correct), 409, "cases.step_taken")


async def _borne_and_recovered(asked: Asked) -> None:
    """XG23-72, -73: who bore it weighs five factors, and decides."""
    door, head, day = asked.door, asked.door.by(OWNER, "principal"), asked.day
    claim = OpenClaim(
        number="赔-1", case=CASE, kind="compensation", respondent=OWNER, handled_by="县行政审批局",
        received_on=day, document_number="赔受1号", request="请求赔偿损失",
    )  # fmt: skip
    due = RecordClaimOutcome(
        number="赔-1", outcome="compensation", decided_by="县行政审批局", decided_on=day,
        document_number="赔决1号", summary="撤销许可造成的损失应予赔偿", amount_yuan=3000,
    )  # fmt: skip
    await asked.after(head, claim, due)
    propose = ProposeRecourse(
        number="赔-1", against=TOWN, factors=FACTORS, measure="追偿部分赔偿费用", amount_yuan=2000
    )
    assert_problem(await door.give(head, propose), 403, "claims.not_borne")
    bear = BearLiability(
        number="赔-1", measure="支付赔偿金", borne_on=day, document_number="赔付1号",
        amount_yuan=3000,
    )  # fmt: skip
    borne = await asked.after(head, bear)
    bearing = [it["borne"][0]["amount_yuan"] for it in lines(borne, "external", bearer=OWNER)]
    assert bearing == [3000] * len(bearing) != []
    assert all(it["borne"] and not it["recourse"] for it in lines(borne, "recourse"))

    proposed = await asked.after(head, propose)
    [line] = lines(proposed, "recourse", clause="附件3 四.1")
    assert line["recourse"][0]["pursued"] is None
    decide = DecideRecourse(
        number="赔-1", against=TOWN, pursued=True, reasons="过错在用章环节", decided_on=day,
        document_number="追1号", measure="追偿部分赔偿费用", amount_yuan=1500,
    )  # fmt: skip
    decided = await asked.after(head, decide)
    [line] = lines(decided, "recourse", clause="附件3 四.1")
    [done] = line["recourse"]
    assert (done["pursued"], done["amount_yuan"], done["document_number"]) == (True, 1500, "追1号")
    assert [(it["factor"], it["says"]) for it in done["factors"]] == list(FACTORS.items())
    assert told(decided)[-5:] == [
        "opened", "decided", "liability_borne", "recourse_proposed", "recourse_decided",
    ]  # fmt: skip
