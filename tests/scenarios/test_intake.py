"""From the window to acceptance: asked once, accepted, accepted with gaps, declined, withdrawn."""

from datetime import date

import asyncpg
import msgspec
import pytest

from domain.cases.commands import (
    Accept,
    ChargeFee,
    Decide,
    Decline,
    Deliver,
    NotifySupplement,
    RecordVisit,
    Review,
    SupplyMaterials,
    Survey,
    Withdraw,
)
from domain.cases.consultation import Consult, Consulted
from domain.cases.events import (
    CaseConcluded,
    CaseWithdrawn,
    FeeCharged,
    Gap,
    MaterialsSupplied,
    SiteSurveyed,
)
from domain.kernel.pack import Charge
from domain.kernel.refusal import Refusal
from domain.matters.guide import PublishGuide
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from infra.log import EventLog
from projections.seal_ledger import Which, ledger
from projections.seal_ledger.sheet import Entry, cells
from tests.scenarios.window import Window, a_window
from tests.world import XINGGUO, at

NOTICE = NotifySupplement(case="case-1", missing=("场所平面图", "系谱资料"), document_number="补-1")
ACCEPT = Accept(case="case-1", document_number="受-1")


def supply(*materials: str) -> SupplyMaterials:
    return SupplyMaterials(case="case-1", materials=materials)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    return await a_window(pool, log)


async def stamped(county: Window, kind: str, number: str) -> None:
    """Applied for, consented to, stamped."""
    applied = ApplyForUse(
        case="case-1", owner="approval", number=11, documents=(Document(kind, number),)
    )
    consented = ConsentToUse(case="case-1", owner="approval", number=11, documents=(kind,))
    stamp = Stamp(case="case-1", owner="approval", number=11, document=kind)
    await county.do(county.by("xingjiang", "seal_user"), applied)
    await county.do(county.by("xingjiang", "principal"), consented)
    await county.do(county.by("xingjiang", "custodian"), stamp)


async def test_what_is_missing_is_told_once_and_waited_for(county: Window) -> None:
    """行政许可法 32(4): once, all of it; then accepted when it is there (XG23-13)."""
    await county.receive()
    await county.do(county.clerk, NOTICE)
    row = await county.row()
    assert (row.status, row.supplement and row.supplement.missing) == (
        "supplementing",
        ("场所平面图", "系谱资料"),
    )
    with pytest.raises(Refusal) as refused:
        await county.do(county.clerk, NOTICE)
    assert (refused.value.code, refused.value.clause) == (
        "cases.supplement_once",
        "行政许可法 32",
    )
    assert await county.refused(county.clerk, ACCEPT) == "cases.materials_missing"
    assert await county.refused(county.clerk, supply("户口簿")) == "cases.not_awaited"
    assert await county.refused(county.clerk, supply()) == "cases.materials"

    (first,) = await county.events(county.clerk, supply("系谱资料"))
    assert isinstance(first, MaterialsSupplied)
    assert (first.missing, first.complete) == (("场所平面图",), False)
    (second,) = await county.events(county.clerk, supply("场所平面图"))
    assert isinstance(second, MaterialsSupplied)
    assert (second.missing, second.complete) == ((), True)
    assert (await county.row()).status == "supplemented"
    await county.do(county.clerk, ACCEPT)
    assert await county.refused(county.clerk, NOTICE) == "cases.step_taken"


async def test_what_is_told_is_a_list_of_materials_with_a_number(county: Window) -> None:
    await county.receive()
    for wrong in ((), ("",), ("系谱资料", "系谱资料")):
        command = NotifySupplement(case="case-1", missing=wrong, document_number="补-1")
        assert await county.refused(county.clerk, command) == "cases.materials"
    command = NotifySupplement(case="case-1", missing=("系谱资料",), document_number=" ")
    assert await county.refused(county.clerk, command) == "cases.document_number"
    assert await county.refused(county.by("xingjiang", "reviewer"), NOTICE) == (
        "organisation.wrong_post"
    )


async def test_only_what_the_published_guide_lists_may_be_asked_for(county: Window) -> None:
    """行政许可法 31, XG23-10: no material that has nothing to do with the matter."""
    terms = XINGGUO.guide
    assert terms is not None
    guide = PublishGuide(
        matter=21,
        contents=dict.fromkeys(terms.contents, "见公示"),
        materials=("申请表", "系谱资料"),
        published_in="政务服务网",
    )
    await county.do(county.by("approval", "principal"), guide)
    await county.receive()
    with pytest.raises(Refusal) as refused:
        await county.do(county.clerk, NOTICE)
    assert (refused.value.code, refused.value.clause) == ("cases.not_in_guide", "行政许可法 31")
    assert "场所平面图" in refused.value.message
    gaps = (Gap("场所平面图", date(2024, 1, 10)),)
    tolerant = msgspec.structs.replace(ACCEPT, gaps=gaps, commitment="诺-1")
    assert await county.refused(county.clerk, tolerant) == "cases.not_in_guide"
    await county.do(county.clerk, msgspec.structs.replace(NOTICE, missing=("系谱资料",)))


async def test_after_the_term_the_law_has_accepted(county: Window) -> None:
    """行政许可法 32(4): five working days from receipt, until 11 January 2024."""
    await county.receive()
    county.now = at("2024-01-12 00:00:00")
    for late in (NOTICE, Decline(case="case-1", ground="not_needed", reasons="无需许可",
                                 document_number="不-1")):  # fmt: skip
        assert await county.refused(county.clerk, late) == "cases.step_taken"
    county.now = at("2024-01-11 23:59:59")
    await county.do(county.clerk, NOTICE)


async def test_for_a_matter_that_is_no_licence_deemed_acceptance_is_a_default(
    county: Window,
) -> None:
    """行政许可法 32 binds licences; the county follows it for its other matters and says so."""
    await county.play(*county.county.staffing("agriculture", {"principal": ()}))
    await county.play(*county.county.handing_down("agriculture", "xingjiang"))
    await county.receive(21)
    await county.receive(26, number="case-2")
    await county.react()
    county.now = at("2024-01-12 09:00")
    for _ in range(2):
        await county.react()
    for number, basis in (("case-1", "law"), ("case-2", "default")):
        row = await county.row(number)
        assert (row.status, row.deemed, row.mode) == ("deemed_accepted", basis, "no2_seal")


async def test_accepted_with_gaps_on_a_commitment(county: Window) -> None:
    """容缺受理: the county's default, ten working days; no grant while anything is to come."""
    await county.receive()
    gap = Gap("系谱资料", date(2024, 1, 18))
    for command, code in (
        (Accept(case="case-1", document_number="受-1", gaps=(gap,)), "cases.commitment"),
        (
            Accept(
                case="case-1",
                document_number="受-1",
                gaps=(Gap("系谱资料", date(2024, 1, 19)),),
                commitment="诺-1",
            ),
            "cases.tolerance",
        ),
        (
            Accept(
                case="case-1",
                document_number="受-1",
                gaps=(Gap("系谱资料", date(2024, 1, 3)),),
                commitment="诺-1",
            ),
            "cases.tolerance",
        ),
    ):
        assert await county.refused(county.clerk, command) == code
    await county.do(county.clerk, msgspec.structs.replace(ACCEPT, gaps=(gap,), commitment="诺-1"))
    row = await county.row()
    assert (row.gaps, row.commitment) == ((gap,), "诺-1")
    await stamped(county, "acceptance", "受-1")
    await county.do(county.by("xingjiang", "reviewer"), Review(case="case-1", opinion="符合"))
    grant = Decide(case="case-1", outcome="granted", document_number="决-1")
    approver = county.by("xingjiang", "approver")
    assert await county.refused(approver, grant) == "cases.gaps_open"
    (event,) = await county.events(county.clerk, supply("系谱资料"))
    assert isinstance(event, MaterialsSupplied)
    assert (event.gaps, event.complete) == ((), False)
    await county.do(approver, grant)
    assert (await county.row()).gaps == ()


async def test_what_was_asked_for_may_become_a_gap(county: Window) -> None:
    await county.receive()
    await county.do(county.clerk, NOTICE)
    await county.do(county.clerk, supply("系谱资料"))
    gaps = (Gap("场所平面图", date(2024, 1, 10)),)
    await county.do(county.clerk, msgspec.structs.replace(ACCEPT, gaps=gaps, commitment="诺-1"))
    assert (await county.case()).gaps == gaps
    row = await county.row()
    assert (row.gaps, row.supplement and row.supplement.missing) == (gaps, ())


async def test_a_county_without_the_rule_accepts_nothing_with_gaps(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """A reform variant is data: without `[tolerant]` there is no tolerant acceptance."""
    county = await a_window(pool, log, msgspec.structs.replace(XINGGUO, tolerant=None))
    await county.receive()
    command = Accept(
        case="case-1",
        document_number="受-1",
        gaps=(Gap("系谱资料", date(2024, 1, 5)),),
        commitment="诺-1",
    )
    assert await county.refused(county.clerk, command) == "cases.tolerance"


async def test_declined_with_reasons_seal_and_where_to_go(county: Window) -> None:
    """行政许可法 32(1), 32(2): the notice bears the seal; nothing is reviewed or pushed."""
    await county.receive()
    decline = Decline(
        case="case-1", ground="not_competent", reasons="遗传材料由省级办理", document_number="不-1"
    )
    assert await county.refused(county.clerk, decline) == "cases.decline_go_to"
    silent = msgspec.structs.replace(decline, ground="not_needed", reasons=" ")
    assert await county.refused(county.clerk, silent) == "cases.decline_needs_reasons"
    await county.do(county.clerk, msgspec.structs.replace(decline, go_to="省农业农村厅"))
    row = await county.row()
    assert (row.status, row.outcome, row.go_to) == ("declined", "declined", "省农业农村厅")

    reviewer = county.by("xingjiang", "reviewer")
    review = Review(case="case-1", opinion="符合")
    assert await county.refused(reviewer, review) == "cases.step_absent"
    assert await county.refused(county.clerk, ACCEPT) == "cases.step_taken"
    withdraw = Withdraw(case="case-1", reason="申请人撤回")
    assert await county.refused(county.clerk, withdraw) == "cases.already_decided"
    assert await county.refused(county.clerk, Deliver(case="case-1")) == "cases.step_not_yet"
    await stamped(county, "acceptance", "不-1")
    await county.react()
    (use,) = await ledger(county.pool, county.tenant, Which(case="case-1"))
    assert "不予受理通知书" in cells(Entry(**msgspec.structs.asdict(use)), county.county.rules)
    concluded = (await county.events(county.clerk, Deliver(case="case-1")))[-1]
    assert isinstance(concluded, CaseConcluded)
    assert concluded.outcome == "declined"
    open_ = {key for key, row in (await county.react()).items() if row.outcome == "open"}
    assert open_ == set()


async def test_withdrawn_before_the_decision_and_not_after(county: Window) -> None:
    await county.receive()
    withdraw = Withdraw(case="case-1", reason="申请人书面撤回")
    empty = Withdraw(case="case-1", reason="")
    assert await county.refused(county.clerk, empty) == "cases.reason"
    events = await county.events(county.clerk, withdraw)
    assert [type(event) for event in events] == [CaseWithdrawn, CaseConcluded]
    row = await county.row()
    assert (row.status, row.outcome, row.reasons) == ("concluded", "withdrawn", "申请人书面撤回")
    assert await county.refused(county.clerk, ACCEPT) == "cases.concluded"
    assert await county.refused(county.clerk, withdraw) == "cases.concluded"


async def test_visits_are_counted(county: Window) -> None:
    """到现场次数: the receipt at the window is the first."""
    await county.receive()
    await county.do(county.clerk, RecordVisit(case="case-1", purpose="补交材料"))
    assert (await county.row()).visits == 2


async def test_an_extra_fee_is_refused_and_remembered(county: Window) -> None:
    """XG23-70, 行政许可法 58: the county lists no charge, so there is none."""
    await county.receive()
    charge = ChargeFee(case="case-1", name="工本费", amount_yuan=20, basis="惯例")
    with pytest.raises(Refusal) as refused:
        await county.do(county.clerk, charge)
    assert (refused.value.code, refused.value.clause) == ("cases.fee", "附件3 三(二)4")
    (attempt,) = await county.attempts()
    assert (attempt.code, attempt.about, attempt.detail["amount_yuan"]) == (
        "cases.fee",
        "case/case-1",
        "20",
    )
    assert (await county.row()).fees == ()


async def test_a_listed_charge_is_levied_up_to_its_amount(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """A charge is data of the matter, with the law it rests on."""
    listed = Charge(name="工本费", amount_yuan=10, basis="某条例 9", source="test")
    matters = tuple(
        msgspec.structs.replace(matter, charge=(listed,)) if matter.no == 21 else matter
        for matter in XINGGUO.matter
    )
    county = await a_window(pool, log, msgspec.structs.replace(XINGGUO, matter=matters))
    await county.receive()
    charge = ChargeFee(case="case-1", name="工本费", amount_yuan=10, basis="")
    (event,) = await county.events(county.clerk, charge)
    assert isinstance(event, FeeCharged)
    assert (event.amount_yuan, event.basis) == (10, "某条例 9")
    for more, code in ((10.5, "cases.fee"), (0, "cases.fee_amount"), (-1, "cases.fee_amount")):
        command = msgspec.structs.replace(charge, amount_yuan=more)
        assert await county.refused(county.clerk, command) == code
    assert [fee.amount_yuan for fee in (await county.row()).fees] == [10]


async def test_a_survey_is_made_by_two(county: Window) -> None:
    """行政许可法 34: 指派两名以上工作人员进行核查, and each is authorised for it."""
    await county.receive()
    reviewer = county.by("xingjiang", "reviewer")
    second = "xingjiang-reviewer-2"

    def survey(*staff: str) -> Survey:
        return Survey(case="case-1", staff=staff, found="与申请材料一致")

    both = survey(reviewer.person, second)
    assert await county.refused(reviewer, both) == "cases.step_not_yet"
    await county.do(county.clerk, ACCEPT)
    for alone in (survey(reviewer.person), survey(reviewer.person, reviewer.person)):
        assert await county.refused(reviewer, alone) == "cases.survey_staff"
    assert await county.refused(reviewer, survey(second, "x")) == "cases.survey_staff"
    assert await county.refused(reviewer, both) == "organisation.not_authorised"
    head = county.by("xingjiang", "principal")
    await county.do(head, AssumePost(organ="xingjiang", post="reviewer", person=second))
    await county.do(
        head,
        AuthoriseStaff(organ="xingjiang", person=second, steps=("survey",), matters=(21,)),
    )
    (event,) = await county.events(reviewer, both)
    assert isinstance(event, SiteSurveyed)
    assert event.staff == (reviewer.person, second)
    assert (await county.row()).status == "surveyed"


async def test_a_survey_left_out_is_not_made_up_for(county: Window) -> None:
    await county.receive()
    await county.do(county.clerk, ACCEPT)
    reviewer = county.by("xingjiang", "reviewer")
    await county.do(reviewer, Review(case="case-1", opinion="符合"))
    survey = Survey(case="case-1", staff=(reviewer.person, "x"), found="一致")
    assert await county.refused(reviewer, survey) == "cases.step_passed"


async def test_a_question_is_answered_before_there_is_a_case(county: Window) -> None:
    """XG23-13, XG23-14, XG23-23: consultation, and the way to the online service, on record."""
    consult = Consult(
        number="咨-1",
        matter=21,
        organ="xingjiang",
        question="延续需要哪些材料？",
        answer="见办事指南，可全程网办",
        steered_online=True,
    )
    (event,) = await county.events(county.clerk, consult)
    assert isinstance(event, Consulted)
    assert (event.person, event.steered_online) == (county.clerk.person, True)
    assert await county.refused(county.clerk, consult) == "consultations.number_taken"
    other = msgspec.structs.replace(consult, number="咨-2")
    for wrong, code in (
        (msgspec.structs.replace(other, answer=" "), "consultations.incomplete"),
        (msgspec.structs.replace(other, number="a/b"), "cases.number"),
        (msgspec.structs.replace(other, organ="approval"), "consultations.other_organ"),
        (msgspec.structs.replace(other, matter=99), "matters.not_listed"),
    ):
        assert await county.refused(county.clerk, wrong) == code
    stranger = county.by("xingjiang", "supervisor")
    assert await county.refused(stranger, other) == "organisation.post_not_held"
