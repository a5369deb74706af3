"""Review, litigation, compensation; liability borne and recourse (XG23-72, -73, B-05, E1).

行政复议法 19(3), 行政诉讼法 26(5), 国家赔偿法 7(4), 16(1).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.claims.claim import (
    BearLiability,
    Claim,
    DecideRecourse,
    OpenClaim,
    ProposeRecourse,
    RecordClaimOutcome,
    Weighed,
)
from domain.claims.recourse import BY_LAW, rules_between
from domain.kernel import streams
from domain.kernel.event import Command
from domain.kernel.parties import Cast
from domain.kernel.rulebook import Rulebook
from domain.organisation.posts import AuthoriseStaff
from domain.supervision.problem import DismissProblem, RecordProblem
from projections import case_register
from projections.claims import ClaimRow, Claims
from projections.page import Wanted, page
from services.liability.answer import Liabilities
from tenants.loader import bundled, load
from tests.scenarios.settled import OTHER, OWNER, TOWN, Settled
from tests.world import at

FACTORS = {
    "事实": "未见原件即予受理", "性质": "违反法定程序", "情节": "责令改正后仍未改正",
    "过错程度": "重大过失", "损害大小": "赔偿3000元",
}  # fmt: skip
OPEN = OpenClaim(
    number="复-1", case="decided", kind="review", respondent=OWNER, handled_by="县人民政府",
    received_on=date(2024, 1, 5), document_number="复答1号", request="请求撤销审批决定",
)  # fmt: skip
ANNULLED = RecordClaimOutcome(
    number="复-1", outcome="annulled", decided_by="县人民政府", decided_on=date(2024, 1, 8),
    document_number="复决1号", summary="违反法定程序，予以撤销，赔偿损失", amount_yuan=3000,
)  # fmt: skip
UPHELD = replace(ANNULLED, outcome="upheld", amount_yuan=0)
BORNE = BearLiability(
    number="复-1", measure="支付赔偿金", borne_on=date(2024, 1, 9), document_number="赔付1号",
    amount_yuan=3000,
)  # fmt: skip
PROPOSED = ProposeRecourse(
    number="复-1", against=TOWN, factors=FACTORS, measure="追偿部分赔偿费用", amount_yuan=2000
)
DECIDED = DecideRecourse(
    number="复-1", against=TOWN, pursued=True, reasons="过错在收件审核环节",
    decided_on=date(2024, 1, 10), document_number="追1号", measure="追偿部分赔偿费用",
    amount_yuan=1500,
)  # fmt: skip
BY_LAW_TOO = replace(
    PROPOSED, clause="国家赔偿法 16(1)", factors={"故意或者重大过失": "未见原件，系重大过失"}
)
HEAD, HERE = (OWNER, "principal"), (TOWN, "principal")
INDUSTRY = ("agriculture", "supervisor")
Given = tuple[tuple[str, str], Command]
OPENED: list[Given] = [(HEAD, OPEN)]
LOST: list[Given] = [*OPENED, (HEAD, ANNULLED)]
PAID: list[Given] = [*LOST, (HEAD, BORNE)]
ASKED: list[Given] = [*PAID, (HEAD, PROPOSED)]
DONE: list[Given] = [*ASKED, (HEAD, DECIDED)]


async def given(county: Settled, *acts: Given) -> None:
    for seat, command in acts:
        await county.do(county.by(*seat), command)


async def claims(county: Settled) -> list[ClaimRow]:
    await county.projections.catch_up(county.tenant)
    wanted = Wanted(
        where={}, sort="opened_at", sorts={"opened_at": datetime}, cursor=None, limit=10
    )
    return list((await page(county.pool, Claims(), county.tenant, wanted)).items)


@pytest.fixture
def later(settled: Settled) -> Settled:
    settled.now = at("2024-01-12 10:00")
    return settled


async def test_from_a_review_to_recourse(later: Settled) -> None:
    """What others decide is recorded; the organ that bore it weighs five factors (XG23-73)."""
    statuses = []
    for seat, command in DONE:
        await given(later, (seat, command))
        statuses.append((await claims(later))[0].status)
    assert statuses == ["open", "decided", "borne", "proposed", "closed"]
    (row,) = await claims(later)
    assert (row.case, row.matter, row.kind, row.respondent) == ("decided", 21, "review", OWNER)
    (decision,), (borne,), (recourse,) = row.decisions, row.borne, row.recourse
    assert (decision.outcome, decision.decided_by, decision.ref) == (
        "annulled", "县人民政府", "claim/复-1@2",
    )  # fmt: skip
    assert (borne.organ, borne.amount_yuan, borne.document_number) == (OWNER, 3000, "赔付1号")
    assert (recourse.organ, recourse.against, recourse.clause) == (OWNER, TOWN, "附件3 四.1")
    assert (recourse.pursued, recourse.amount_yuan, recourse.document_number) == (
        True, 1500, "追1号",
    )  # fmt: skip
    assert [(it.factor, it.says) for it in recourse.factors] == list(FACTORS.items())


async def test_a_later_instance_decides_anew_and_what_was_proposed_may_be_mended(
    later: Settled,
) -> None:
    """The supervisor puts it on record; nobody is held accountable in the end."""
    opened = replace(OPEN, kind="litigation", handled_by="县人民法院")
    await given(later, (INDUSTRY, opened), (HEAD, UPHELD))
    assert await later.refused(later.by(*HEAD), BORNE) == "claims.nothing_to_bear"
    second = replace(ANNULLED, outcome="unlawful", decided_by="市中级人民法院", amount_yuan=0)
    await given(later, (INDUSTRY, replace(second, finding="beyond_scope")))
    await given(later, (HEAD, replace(BORNE, measure="赔礼道歉", amount_yuan=0)))
    assert await later.refused(later.by(*HEAD), PROPOSED) == "claims.amount"
    nothing = replace(PROPOSED, measure="约谈", amount_yuan=0)
    mended = replace(nothing, measure="责令检查", factors={**FACTORS, "情节": "已经改正"})
    no = replace(DECIDED, pursued=False, reasons="情节轻微", measure="", amount_yuan=0)
    await given(later, (HEAD, nothing), (HEAD, mended), (HEAD, no))
    (row,) = await claims(later)
    assert [(it.outcome, it.finding) for it in row.decisions] == [
        ("upheld", None), ("unlawful", "beyond_scope"),
    ]  # fmt: skip
    (recourse,) = row.recourse
    assert (row.outcome, row.status, recourse.pursued) == ("unlawful", "closed", False)
    assert recourse.factors[2].says == "已经改正"
    fact = await later.executor.unit(later.tenant).get(streams.claim("复-1"), Claim)
    assert fact.state is not None
    assert fact.state.status == row.status


REFUSALS: Mapping[str, tuple[str, list[Given], tuple[str, str], Any]] = {
    "a number taken": ("claims.number_taken", OPENED, HEAD, OPEN),
    "of no case": ("cases.unknown", [], HEAD, replace(OPEN, case="none")),
    "against nobody": ("organisation.no_such_organ", [], HEAD, replace(OPEN, respondent="nobody")),
    "by who neither is meant nor supervises": ("claims.not_entitled", [], HERE, OPEN),
    "by a clerk": (
        "claims.not_entitled", [], (TOWN, "window_clerk"), replace(OPEN, respondent=TOWN)),
    "nothing is asked for": ("claims.incomplete", [], HEAD, replace(OPEN, request=" ")),
    "received tomorrow": ("time.future", [], HEAD, replace(OPEN, received_on=date(2024, 1, 13))),
    "no such claim": ("claims.unknown", [], HEAD, ANNULLED),
    "an outcome told by another": ("claims.not_entitled", OPENED, HERE, ANNULLED),
    "decided before it came": (
        "claims.out_of_order", OPENED, HEAD, replace(ANNULLED, decided_on=date(2024, 1, 4))),
    "decided before the instance before": (
        "claims.out_of_order", LOST, HEAD, replace(ANNULLED, decided_on=date(2024, 1, 7))),
    "compensation of nothing": (
        "claims.amount", OPENED, HEAD, replace(ANNULLED, outcome="compensation", amount_yuan=0)),
    "less than nothing": ("claims.amount", OPENED, HEAD, replace(ANNULLED, amount_yuan=-1)),
    "to be paid for what stands": (
        "claims.no_consequence", OPENED, HEAD, replace(UPHELD, amount_yuan=1)),
    "found in what stands": (
        "claims.no_consequence", OPENED, HEAD, replace(UPHELD, finding="own_name")),
    "decided after it was borne": ("claims.already_borne", PAID, HEAD, ANNULLED),
    "borne before there is an outcome": ("claims.nothing_to_bear", OPENED, HEAD, BORNE),
    "borne by who has nothing to do with it": (
        "claims.not_entitled", LOST, (OTHER, "principal"), BORNE),
    "borne twice": ("claims.already_borne", PAID, HEAD, BORNE),
    "borne before it was decided": (
        "claims.out_of_order", LOST, HEAD, replace(BORNE, borne_on=date(2024, 1, 7))),
    "recourse by who bore nothing": ("claims.not_borne", LOST, HEAD, PROPOSED),
    "recourse against who had no part": (
        "claims.no_recourse", PAID, HEAD, replace(PROPOSED, against=OTHER)),
    "by a clause that gives none": (
        "claims.no_recourse", PAID, HEAD, replace(PROPOSED, clause="四(四)")),
    "four factors": (
        "claims.factors", PAID, HEAD,
        replace(PROPOSED, factors={k: v for k, v in FACTORS.items() if k != "情节"})),
    "a factor of another rule": (
        "claims.factors", PAID, HEAD, replace(BY_LAW_TOO, clause="")),
    "a factor without a word": (
        "claims.incomplete", PAID, HEAD, replace(PROPOSED, factors={**FACTORS, "性质": ""})),
    "more than was paid": ("claims.amount", PAID, HEAD, replace(PROPOSED, amount_yuan=3001)),
    "decided before it is proposed": ("claims.not_proposed", PAID, HEAD, DECIDED),
    "decided by a supervisor": (
        "claims.not_entitled", ASKED, (OWNER, "supervisor"), DECIDED),
    "a measure against nobody": ("claims.measure", ASKED, HEAD, replace(DECIDED, pursued=False)),
    "accountable for nothing": ("claims.measure", ASKED, HEAD, replace(DECIDED, measure="")),
    "decided before it was borne": (
        "claims.out_of_order", ASKED, HEAD, replace(DECIDED, decided_on=date(2024, 1, 8))),
    "decided twice": ("claims.recourse_decided", DONE, HEAD, DECIDED),
    "proposed after it was decided": ("claims.recourse_decided", DONE, HEAD, PROPOSED),
}  # fmt: skip


async def test_what_is_refused(later: Settled) -> None:
    """A number for each row: a case may have many claims."""
    await later.play(*later.county.staffing(OWNER, {"supervisor": ()}))
    for n, (says, (code, before, seat, command)) in enumerate(REFUSALS.items()):
        await given(later, *((by, _numbered(it, n)) for by, it in before))
        assert await later.refused(later.by(*seat), _numbered(command, n)) == code, says


def _numbered(command: Any, row: int) -> Command:
    made: Command = replace(command, number=f"{command.number}-{row}")
    return made


async def test_law_gives_recourse_for_what_was_paid(later: Settled) -> None:
    """国家赔偿法 16(1), beside the county's own words: its one factor is weighed alone."""
    await given(later, *PAID, (HEAD, BY_LAW_TOO))
    ((recourse,),) = [row.recourse for row in await claims(later)]
    assert (recourse.clause, recourse.factors) == (
        "国家赔偿法 16(1)",
        (Weighed("故意或者重大过失", "未见原件，系重大过失"),),
    )


@pytest.mark.parametrize(
    ("county", "mode", "matter", "organ", "against", "clauses"),
    [
        ("xingguo", "no2_seal", 21, OWNER, TOWN, ["附件3 四.1", "国家赔偿法 16(1)"]),
        ("zezhou", None, 27, "human_resources", "yizhen", [BY_LAW.clause]),
        ("zezhou", None, 27, "yizhen", "yizhen", []),
        ("zezhou", None, 27, "human_resources", "approval_services", []),
    ],
)
def test_by_which_rule_one_organ_may_hold_another_accountable(
    county: str, mode: str | None, matter: int, organ: str, against: str, clauses: list[str]
) -> None:
    rules = Rulebook(load(bundled(county)))
    cast = Cast(rules.matter(matter), TOWN if county == "xingguo" else "yizhen", {})
    used = rules.mode(mode or rules.modes_of(matter)[0].id)
    found = rules_between(organ, against, used, cast, rules)
    assert [rule.clause for rule in found] == clauses
    assert all(rule.factors for rule in found)


async def test_an_approval_is_put_right_or_taken_back(later: Settled) -> None:
    """XG23-80: two distinct outcomes, by the department, with reasons and remedies."""
    await later.case("granted", 99)
    reviser = later.by(OWNER, "approver")
    may = AuthoriseStaff(
        person=reviser.person, organ=OWNER, steps=("correct", "revoke"), matters=(21,)
    )
    await given(later, (HEAD, may))
    correct = CorrectApproval(
        case="granted", ground="unlawful", corrected="改为申请所列范围", document_number="纠1号",
        reasons="超出申请", remedies="可申请复议",
    )  # fmt: skip
    for code, by, command in (
        ("cases.correction_incomplete", reviser, replace(correct, corrected=" ")),
        ("cases.correction_incomplete", reviser, replace(correct, remedies="")),
        ("cases.document_number", reviser, replace(correct, document_number="")),
        ("cases.step_absent", reviser, replace(correct, case="decided")),
        ("cases.wrong_performer", later.by(TOWN, "approver"), correct),
    ):
        assert await later.refused(by, command) == code
    await later.do(reviser, correct)
    row = await _case(later)
    assert (row.status, row.documents["correction"]) == ("corrected", "纠1号")
    revoke = RevokeApproval(
        case="granted", ground="fraud", document_number="撤1号", reasons="材料不实",
        remedies="可申请复议",
    )  # fmt: skip
    await later.do(reviser, revoke)
    row = await _case(later)
    assert (row.status, row.documents["revocation"]) == ("revoked", "撤1号")
    assert row.corrected_at == row.revoked_at
    await later.case("another", 99)
    await later.do(reviser, replace(revoke, case="another"))
    assert await later.refused(reviser, replace(correct, case="another")) == "cases.step_absent"
    # Of fraud, the applicant's own doing, nothing follows for who approved.
    await later.react()
    answered = Liabilities(later.executor, later.pool)
    assert [it.finding for it in (await answered.of(later.tenant, "another")).findings] == []
    assert [it.finding for it in (await answered.of(later.tenant, "granted")).findings] == [
        "unlawful"
    ]


async def _case(county: Settled) -> case_register.CaseRow:
    await county.projections.catch_up(county.tenant)
    row = await case_register.case(county.pool, county.tenant, "granted")
    assert row is not None
    return row


async def test_what_was_decided_against_the_matrix_has_lines_of_its_own(later: Settled) -> None:
    """B-05: a finding takes the recourse line out, and what a court made of it stays visible.

    The last instance's word holds, and a problem that was dismissed was none.
    """
    judged = replace(OPEN, kind="litigation", handled_by="县人民法院")
    found = replace(ANNULLED, finding="beyond_scope")
    problem = RecordProblem(
        number="问-1", organ=TOWN, found_in="complaint", description="以乡镇名义批复",
        evidence="ab" * 32, case="decided", finding="own_name", happened_at=at("2024-01-04 12:00"),
    )  # fmt: skip
    await given(later, (HEAD, problem), (HEAD, judged), (HEAD, found), (HEAD, BORNE))
    await given(later, (HEAD, PROPOSED), (HEAD, DECIDED))
    await later.react()
    liabilities = Liabilities(later.executor, later.pool)
    answer = await liabilities.of(later.tenant, "decided")
    assert {it.finding for it in answer.findings} == {"own_name", "beyond_scope"}
    assert all(it.settled for it in answer.findings)
    [line] = [it for it in answer.lines if it.layer == "recourse"]
    assert (line.basis, line.bearer, line.by, line.clause) == (
        "decided", TOWN, (OWNER,), "附件3 四.1",
    )  # fmt: skip
    assert (line.recourse[0].pursued, line.borne[0].amount_yuan) == (True, 3000)
    borne = [it for it in answer.lines if it.layer == "external" and it.borne]
    assert {(it.bearer, it.basis) for it in borne} == {(OWNER, "contested")}
    await given(later, (HEAD, DismissProblem(number="问-1", reason="系依法作出")))
    await later.react()
    now = await liabilities.of(later.tenant, "decided")
    assert [it.finding for it in now.findings] == ["beyond_scope"]
    then = await liabilities.of(later.tenant, "decided", answer.known_at)
    assert (then.lines, then.findings, then.later) == (answer.lines, answer.findings, answer.later)
    early = await liabilities.of(later.tenant, "decided", valid_at=at("2024-01-05 11:00"))
    assert not early.later
    assert not any(it.borne or it.recourse for it in early.lines)
