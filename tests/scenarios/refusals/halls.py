"""Halls with two windows and one seal on trial: the rules of RA22, broken."""

from datetime import date
from typing import Any

from domain.cases.commands import (
    Accept,
    ChargeFee,
    Decide,
    NotifySupplement,
    Receive,
    Review,
)
from domain.cases.events import Gap
from domain.cases.irregularity import RecordIrregularity
from domain.exchange.document import RecordDocument
from domain.exchange.inquiry import AnswerInquiry, SendInquiry
from domain.kernel.authority import AUTOMATION, OPERATOR, By
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.programmes.commands import DesignatePilots, EvaluatePilot, RollOut, SummarisePilot
from domain.pushes.push import SendResult
from domain.seals.commands import (
    ApproveEngraving,
    GiveStandingConsent,
    RecordEngraving,
    ReportLoss,
    SuspendSeal,
)
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from services.demo.dossier import seat, synthetic_applicant
from tests.scenarios.hall import PILOTS, REFORM, Hall
from tests.scenarios.one_seal import HALL_POSTS, sealed
from tests.scenarios.refusals.broken import Broken
from tests.world import at

OWNER, BODY, OTHER, OTHER_BODY = "jia_township", "jia_centre", "yi_township", "yi_centre"
RESIDENT, DEPARTMENT = "jia_market_office", "civil_affairs"
HEAD, CLERK, USER = seat(OWNER, "principal"), seat(BODY, "window_clerk"), seat(BODY, "seal_user")
KEEPER, LEAD = seat(BODY, "custodian"), seat("service_office", "principal")
BODY_HEAD, OTHER_HEAD = seat(BODY, "principal"), seat(OTHER, "principal")
TOLD, ASKED_OF = seat(DEPARTMENT, "principal"), seat("health", "principal")
SEAL: dict[str, Any] = {"owner": OWNER, "number": 1}
NAME = "融安县甲镇人民政府行政审批（服务）专用章"
OTHER_NAME = "融安县乙乡人民政府政务服务专用章"
ACCEPT = Accept(case="case-1", document_number="受-1")
APPLY = ApplyForUse(case="case-1", documents=(Document("acceptance", "受-1"),), **SEAL)
CONSENT = ConsentToUse(case="case-1", documents=("acceptance",), **SEAL)
STAMP = Stamp(case="case-1", document="acceptance", **SEAL)
ENGRAVE = ApproveEngraving(rule="township_seal", name=NAME, holder=BODY, **SEAL)
IRREGULAR = RecordIrregularity(
    case="case-1",
    finding="own_name",
    happened_at=at("2022-03-01 09:00"),
    description="以自己名义出具",
    evidence="0" * 64,
)
SUPPLEMENT = NotifySupplement(case="case-1", missing=("证明",), document_number="补-1")
PILOT = DesignatePilots(programme=REFORM, organs=PILOTS)
SUMMARY = SummarisePilot(
    programme=REFORM, organ=OWNER, document_number="总结1号", summary="窗口合并的做法"
)
EVALUATE = EvaluatePilot(programme=REFORM, document_number="评估1号", conclusion="具备")
ROLL_OUT = RollOut(programme=REFORM, document_number="1号", title="实施意见（演示）")
INQUIRY = SendInquiry(number="函-1", to=DEPARTMENT, subject="受理范围", question="是否受理？")


async def before(hall: Hall) -> None:
    """The first phase: the office that leads has named nobody yet."""
    for organ in (BODY, OTHER_BODY, RESIDENT):
        await hall.play(*hall.county.staffing(organ, HALL_POSTS))
    for organ in (DEPARTMENT, "health"):
        await hall.play(*hall.county.staffing(organ, {"principal": ()}))


async def on_trial(hall: Hall) -> None:
    """The first day of the trial in two townships; the seal of one is in use."""
    await before(hall)
    await hall.designate()
    await sealed(hall, "jia")
    hall.now = at("2022-03-01 09:00")


async def received(hall: Hall) -> None:
    await on_trial(hall)
    await hall.received(CLERK, 1)


async def accepted(hall: Hall) -> None:
    await received(hall)
    await hall.do(CLERK, ACCEPT)


async def accepted_by_rule(hall: Hall) -> None:
    """With what follows from it: terms that are no pushes."""
    await accepted(hall)
    await hall.react()


async def applied(hall: Hall) -> None:
    await accepted(hall)
    await hall.do(USER, APPLY)


async def reviewed(hall: Hall) -> None:
    await applied(hall)
    await hall.do(HEAD, CONSENT)
    await hall.do(KEEPER, STAMP)
    await hall.do(seat(BODY, "reviewer"), Review(case="case-1", opinion="不符合条件"))


async def applied_by_the_head(hall: Hall) -> None:
    """Who is the township's head and the body's seal user in one person."""
    await accepted(hall)
    await hall.do(OPERATOR, AssumePost(organ=BODY, post="seal_user", person=HEAD.person))
    apply = AuthoriseStaff(person=HEAD.person, organ=BODY, steps=("apply",), matters=(1,))
    await hall.do(BODY_HEAD, apply)
    await hall.do(By(HEAD.person, BODY, "seal_user"), APPLY)


async def asked(hall: Hall) -> None:
    await received(hall)
    await hall.do(CLERK, SUPPLEMENT)


async def of_a_resident(hall: Hall) -> None:
    await on_trial(hall)
    resident = seat(RESIDENT, "window_clerk")
    await hall.received(resident, 6)
    await hall.do(resident, Accept(case="case-6", document_number="受-1"))


async def without_a_seal(hall: Hall) -> None:
    """A pilot whose seal is not made yet goes on by its stations."""
    await on_trial(hall)
    await hall.received(seat(OTHER_BODY, "window_clerk"), 1, OTHER_BODY)


async def no_pilot(hall: Hall) -> None:
    await on_trial(hall)
    await hall.play(*hall.county.staffing("ding_centre", HALL_POSTS))
    await hall.received(seat("ding_centre", "window_clerk"), 1, "ding_centre")


async def both_at_work(hall: Hall) -> None:
    """Both pilots have a seal; a case at the other one's hall."""
    await on_trial(hall)
    await sealed(hall, "yi")
    clerk = seat(OTHER_BODY, "window_clerk")
    await hall.received(clerk, 1, OTHER_BODY)
    await hall.do(clerk, ACCEPT)


async def suspended(hall: Hall) -> None:
    await accepted(hall)
    await hall.do(HEAD, SuspendSeal(reason="核查", **SEAL))


async def summed_up(hall: Hall) -> None:
    await on_trial(hall)
    for town in PILOTS:
        await hall.do(hall.head(town), SummarisePilot(
            programme=REFORM, organ=town, document_number="总结1号", summary="做法"
        ))  # fmt: skip


async def inquired(hall: Hall) -> None:
    await on_trial(hall)
    await hall.do(BODY_HEAD, INQUIRY)


async def phase_over(hall: Hall) -> None:
    hall.now = at("2022-06-01 09:00")


def case_6(user: By) -> tuple[By, ApplyForUse]:
    return user, ApplyForUse(case="case-6", documents=(Document("acceptance", "受-1"),), **SEAL)


S25 = "国务院印章规定 25"
_SEALS = (
    Broken("RA22-07", *case_6(USER), "seal.out_of_scope", "四(二)", of_a_resident),
    Broken("RA22-07 RA22-12", *case_6(seat(RESIDENT, "seal_user")), "seal.organ_without_seal",
           "四(二)", of_a_resident),
    Broken("RA22-07 RA22-03", seat(OTHER_BODY, "seal_user"), APPLY, "seal.wrong_department",
           "四(二)", both_at_work),
    Broken("RA22-04 RA22-05", OTHER_HEAD,
           ApproveEngraving(owner=OTHER, number=1, rule="township_seal", holder=OTHER_BODY,
                            name="融安县乙乡人民政府审批章"),
           "seal.name_pattern", "四(二)", on_trial),
    Broken("RA22-04 RA22-05", HEAD, ENGRAVE, "seal.exists", "四(二)", on_trial),
    Broken("国务院印章规定", OTHER_HEAD,
           ApproveEngraving(owner=OTHER, number=1, rule="township_seal", name=NAME, holder=BODY),
           "seal.engraved_by_delegator", "国务院印章规定 22", on_trial),
    Broken("国务院印章规定", OTHER_HEAD,
           RecordEngraving(owner=OTHER, number=1, name=OTHER_NAME, engraver="刻章单位（演示）"),
           "seal.engraving_not_approved", "国务院印章规定 22", on_trial),
    Broken("国务院印章规定", USER,
           ApplyForUse(case="case-1", owner=OTHER, number=1,
                       documents=(Document("acceptance", "受-1"),)),
           "seal.not_registered", "国务院印章规定 23", accepted),
    Broken("国务院印章规定", USER, APPLY, "seal.not_in_use", S25, suspended),
    Broken("国务院印章规定", seat(OTHER_BODY, "window_clerk"), ACCEPT, "seal.not_put_into_use", S25,
           without_a_seal),
    Broken("国务院印章规定", KEEPER,
           ReportLoss(lost_at=at("2022-03-02"), circumstances="未见", **SEAL),
           "seal.lost_at", S25, on_trial),
    Broken("国务院印章规定", USER, STAMP, "seal.custody", S25, applied),
    Broken("国务院印章规定", KEEPER, STAMP, "seal.consent_missing", S25, applied),
    Broken("国务院印章规定", HEAD, CONSENT, "seal.consent_by_applicant", S25, applied_by_the_head),
    Broken("国务院印章规定", KEEPER, CONSENT, "seal.consent_by_principal", S25, applied),
    Broken("国务院印章规定", HEAD,
           AuthoriseStaff(person="deputy", organ=OWNER, steps=("consent",), matters=(1,),
                          until=date(2022, 12, 31)),
           "seal.consent_not_delegable", S25, on_trial),
    Broken("国务院印章规定", HEAD,
           GiveStandingConsent(kinds=("acceptance",), until=date(2022, 12, 31), **SEAL),
           "seal.standing_consent", S25, on_trial),
)  # fmt: skip
_CASES = (
    Broken("RA22-03", seat(RESIDENT, "window_clerk"), ACCEPT, "cases.wrong_performer", "四(二)",
           received),
    Broken("RA22-14", CLERK,
           Receive(case="case-9", matter=99, receiver=BODY, channel="window", stated={},
                   applicant=synthetic_applicant("9")),
           "matters.not_listed", "四(三)", on_trial),
    Broken("RA22-15", CLERK, SUPPLEMENT, "cases.supplement_once", "四(三)", asked),
    Broken("RA22-16", CLERK,
           Accept(case="case-1", document_number="受-1", commitment="承诺书1号",
                  gaps=(Gap("证明", date(2022, 4, 1)),)),
           "cases.tolerance", "四(三)", received),
    Broken("RA22-24", ASKED_OF, IRREGULAR, "cases.not_supervisor", "四(五)", received),
    Broken("RA22-25", AUTOMATION, SendResult(obligation="accept:case-1"), "pushes.not_due",
           "四(五)", accepted_by_rule),
    Broken("行政许可法", CLERK,
           ChargeFee(case="case-1", name="工本费", amount_yuan=10.0, basis="无"),
           "cases.fee", "行政许可法 58", received),
    Broken("行政许可法", seat(BODY, "approver"),
           Decide(case="case-1", outcome="refused", document_number="决-1"),
           "cases.refusal_needs_reasons", "行政许可法 38", reviewed),
)  # fmt: skip
_REFORM = (
    Broken("RA22-29", LEAD, DesignatePilots(programme=REFORM, organs=(OWNER,)),
           "programmes.pilot_count", "五(一)"),
    Broken("RA22-29", LEAD, PILOT, "programmes.pilots_designated", "五(一)", on_trial),
    Broken("RA22-28 RA22-29", LEAD, PILOT, "programmes.pilot_phase_over", "五(一)", phase_over),
    Broken("RA22-29", LEAD, EVALUATE, "programmes.no_trial_running", "五(一)"),
    Broken("RA22-29", seat("ding_centre", "window_clerk"), ACCEPT, "programmes.not_in_pilot",
           "五(一)", no_pilot),
    Broken("RA22-29 RA22-30", seat("ding_township", "principal"),
           SummarisePilot(programme=REFORM, organ="ding_township", document_number="1",
                          summary="做法"),
           "programmes.not_a_pilot", "五(二)", on_trial),
    Broken("RA22-30", LEAD, EVALUATE, "programmes.not_summarised", "五(二)", on_trial),
    Broken("RA22-30", LEAD, ROLL_OUT, "programmes.not_evaluated", "五(三)", summed_up),
    Broken("RA22-30", LEAD,
           EvaluatePilot(programme=REFORM, document_number=" ", conclusion="具备"),
           "programmes.document", "五(三)", summed_up),
)  # fmt: skip
_EXCHANGE = (
    Broken("RA22-20 RA22-21", TOLD,
           RecordDocument(number="民发1号", title="通知", addressees=(OTHER_BODY,)),
           "exchange.not_copied", "四(四)", before),
    Broken("RA22-22 RA22-23", ASKED_OF,
           AnswerInquiry(number="函-1", answer="受理", document_number="函1号"),
           "exchange.not_asked", "四(四)", inquired),
    Broken("RA22-22", TOLD,
           SendInquiry(number="函-2", to="health", subject="受理范围", question="是否受理？"),
           "exchange.not_township", "四(四)", before),
    Broken("RA22-22 RA22-23", BODY_HEAD,
           SendInquiry(number="函-2", to=OTHER, subject="受理范围", question="是否受理？"),
           "exchange.not_department", "四(四)", before),
)  # fmt: skip
ROWS = (*_SEALS, *_CASES, *_REFORM, *_EXCHANGE)
