"""The list, the agreement that hands its matters down, and who acts under it (一–五, 附件3)."""

from datetime import date
from typing import Any

from domain.cases.commands import NotifySupplement
from domain.cases.irregularity import RecordIrregularity
from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.standing import Redelegate, ResumeAgreement, SuspendAgreement
from domain.kernel.authority import OPERATOR
from domain.matters.declared import DeclareComplex
from domain.matters.guide import PublishGuide, SupplementGuide
from domain.matters.lists import TakeListStep
from domain.matters.pilot import DecideRollout, StartPilot
from domain.organisation.posts import AuthoriseStaff, LeavePost, WithdrawStaffAuthorisation
from domain.seals.commands import PutIntoUse
from tests.scenarios.refusals.row import (
    APPROVER,
    BARE_APPROVER,
    BARE_HEAD,
    CLERK,
    HEAD,
    KEEPER,
    OTHER_APPROVER,
    OUTLET,
    OWNER_APPROVER,
    OWNER_HEAD,
    REVIEWER,
    SUPERVISOR,
    USER,
    Row,
    apply,
    consented,
    grant,
    seat,
    stamp,
)
from tests.scenarios.settled import BARE, OTHER, OWNER, PILOT, TOWN, WOOD, Settled, receiving
from tests.world import XINGGUO, at

PAIR: dict[str, Any] = {"delegator": OWNER, "delegatee": TOWN}
FORESTER = seat("forestry", "principal")
CONTENTS = dict.fromkeys(XINGGUO.agreement.contents, "约定") if XINGGUO.agreement else {}
GUIDE = dict.fromkeys(XINGGUO.guide.contents, "说明") if XINGGUO.guide else {}


def sign(*matters: int, delegatee: str = BARE, **changes: Any) -> SignAgreement:
    values: dict[str, Any] = {
        "delegator": OWNER,
        "delegatee": delegatee,
        "contents": CONTENTS,
        "matters": matters,
        "valid_from": date(2024, 1, 5),
        **changes,
    }
    return SignAgreement(**values)


async def _received_bare(county: Settled, matter: int = 21, **stated: Any) -> None:
    await county.receive("routed", matter, seat(BARE, "window_clerk"), **stated)


async def _guide_published(county: Settled) -> None:
    guide = PublishGuide(
        matter=21, contents=GUIDE, materials=("申请书", "系谱资料"), published_in="门户"
    )
    await county.do(OWNER_HEAD, guide)


async def _signed_by_one_side(county: Settled) -> None:
    await county.do(OWNER_HEAD, sign(21))
    await _received_bare(county)


async def _not_announced(county: Settled) -> None:
    acts = county.county.handing_down(OWNER, BARE)
    await county.play(*(a for a in acts if not isinstance(a.command, AnnounceDelegation)))
    await _received_bare(county)


async def _never_put_into_use(county: Settled) -> None:
    acts = county.county.handing_down(OWNER, BARE)
    await county.play(*(a for a in acts if not isinstance(a.command, PutIntoUse)))
    await _received_bare(county)


async def _outside_the_pilot(county: Settled) -> None:
    await county.forestry()
    await _received_bare(county, 12, **WOOD)


async def _terminated(county: Settled) -> None:
    await consented(county)
    await county.do(OWNER_HEAD, TerminateAgreement(**PAIR, reason="收回"))


async def _suspended(county: Settled) -> None:
    await county.do(OWNER_HEAD, SuspendAgreement(**PAIR, reason="核查"))


async def _taken_out_of_the_schedule(county: Settled) -> None:
    amendment = AmendAgreement(**PAIR, remove=(21,), valid_from=date(2024, 1, 5), reason="清单调整")
    await county.do(OWNER_HEAD, amendment)
    await county.do(HEAD, CountersignAmendment(**PAIR))


async def _custodian_left(county: Settled) -> None:
    await consented(county)
    await county.do(OPERATOR, LeavePost(organ=TOWN, post="custodian", person=KEEPER.person))


async def _authorisation_withdrawn(county: Settled) -> None:
    withdrawn = WithdrawStaffAuthorisation(person=USER.person, organ=TOWN, reason="轮岗")
    await county.do(HEAD, withdrawn)


def noted(case: str = "decided") -> RecordIrregularity:
    return RecordIrregularity(
        case=case,
        finding="own_name",
        happened_at=at("2024-01-04 15:00"),
        description="以乡镇名义出具批复",
        evidence="0" * 64,
    )


# fmt: off
ROWS = (
    # The list and its guides
    Row("XG23-37", "a matter that is not among the 26", CLERK, receiving("x", 27, TOWN),
        "matters.not_listed", "附件2"),
    Row("XG23-09 XG23-53", "a version of the list approved before it was proposed",
        seat("county_government", "principal"),
        TakeListStep(version="2024-1", step="approve", document_number="1"),
        "matters.list_step_order", "平台规则"),
    Row("XG23-09", "a list step by another organ", HEAD,
        TakeListStep(version="2024-1", step="propose", document_number="1"),
        "organisation.not_principal", "平台规则"),
    Row("XG23-10", "a guide that leaves out the conditions", OWNER_HEAD,
        PublishGuide(matter=21, contents={**GUIDE, "conditions": ""}, materials=("申请书",),
                     published_in="门户"),
        "matters.guide_incomplete", "行政许可法 30"),
    Row("XG23-10 行政许可法 42", "a promise of more time than the law gives", OWNER_HEAD,
        PublishGuide(matter=21, contents=GUIDE, materials=("申请书",), published_in="门户",
                     promised_days=21),
        "matters.promise", "行政许可法 42"),
    Row("XG23-10 行政许可法 31", "a material asked for that the guide does not list", CLERK,
        NotifySupplement(case="received", missing=("无关材料",), document_number="补-1"),
        "cases.not_in_guide", "行政许可法 31", _guide_published),
    Row("XG23-66", "a township's notice where there is no guide to adjust", HEAD,
        SupplementGuide(matter=21, organ=TOWN, text="综合窗口", published_in="公示栏"),
        "matters.no_guide", "行政许可法 30"),
    Row("XG23-31 B-04", "complex, said after the month for ordinary matters", OWNER_HEAD,
        DeclareComplex(matter=21, reason="专业性强"), "matters.complex_too_late", "五(二)"),
    # Only a department's own matters, by a written agreement with all its contents
    Row("XG23-03", "a department hands down what is another's", OWNER_HEAD, sign(12),
        "delegation.matter_not_delegable", "附件3 一.1"),
    Row("XG23-39 XG23-06", "the business department hands down what the delegating one holds",
        seat("agriculture", "principal"), sign(21, delegator="agriculture"),
        "delegation.matter_not_delegable", "附件3 一.1"),
    Row("XG23-52 XG23-07", "the agreement names a matter of another mode", OWNER_HEAD, sign(7),
        "delegation.matter_not_delegable", "附件3 一.1"),
    Row("XG23-03", "an agreement about nothing", OWNER_HEAD, sign(),
        "delegation.matter_not_delegable", "附件3 一.1"),
    *(Row("XG23-55", f"an agreement without {missing}", OWNER_HEAD,
          sign(21, contents={**CONTENTS, missing: " "}),
          "delegation.contents_incomplete", "附件3 二.1") for missing in CONTENTS),
    Row("XG23-06", "duties of nobody", OWNER_HEAD,
        sign(21, contents={**CONTENTS, "rights_and_duties": "", "powers": ""}),
        "delegation.contents_incomplete", "附件3 二.1"),
    Row("XG23-01 B-14", "an addressee without a row in annex 3-1", OWNER_HEAD,
        sign(21, delegatee="economic_zone"), "seal.organ_without_seal", "附件3 一.1"),
    Row("XG23-05", "both signatures by the department", OWNER_HEAD, CountersignAgreement(**PAIR),
        "organisation.not_principal", "平台规则"),
    Row("XG23-05", "no agreement", BARE_APPROVER, grant("routed"),
        "delegation.no_agreement", "二(三)", _received_bare, routed=True),
    Row("XG23-05", "signed by the department alone", BARE_APPROVER, grant("routed"),
        "delegation.not_countersigned", "二(三)", _signed_by_one_side, routed=True),
    Row("XG23-05", "the agreement ended between consent and stamp", KEEPER, stamp("decided"),
        "delegation.not_in_force", "附件3 二.1", _terminated),
    Row("XG23-53 XG23-55", "the matter was taken out of the schedule", APPROVER, grant("reviewed"),
        "delegation.matter_not_in_agreement", "附件3 二.1", _taken_out_of_the_schedule),
    Row("行政许可法 24 B-11", "a licence before the delegation is announced", BARE_APPROVER,
        grant("routed"), "delegation.not_announced", "行政许可法 24", _not_announced, routed=True),
    Row("XG23-16", "before the seal is put into use", BARE_APPROVER, grant("routed"),
        "seal.not_put_into_use", "四(三)", _never_put_into_use, routed=True),
    # Supervision is the department's
    Row("XG23-62", "a decision while the department has suspended the agreement", APPROVER,
        grant("reviewed"), "delegation.suspended", "附件3 三(一)1", _suspended),
    Row("XG23-62", "the township resumes what the department suspended", HEAD,
        ResumeAgreement(**PAIR, reason="已整改"), "organisation.not_principal", "平台规则",
        _suspended),
    Row("XG23-19 XG23-62 XG23-76", "who handles the case does not supervise it", HEAD, noted(),
        "cases.not_supervisor", "附件3 三(一)1"),
    Row("XG23-76 XG23-22", "nor does a department that has no part in the matter",
        seat("transport", "principal"), noted(), "cases.not_supervisor", "附件3 三(一)1"),
    Row("XG23-18 XG23-19", "who supervises does not decide", SUPERVISOR, grant("reviewed"),
        "cases.wrong_performer", "四(四)"),
    Row("XG23-18 XG23-17", "the county does not decide again", OWNER_APPROVER, grant("decided"),
        "cases.wrong_performer", "四(四)"),
    Row("XG23-18", "another township decides", OTHER_APPROVER, grant("reviewed"),
        "cases.wrong_performer", "四(四)"),
    # Nothing is handed on
    Row("XG23-71 B-19", "power handed on to a village", HEAD,
        Redelegate(**PAIR, to="某村民委员会", matters=(21,)),
        "delegation.redelegation", "附件3 三(二)5"),
    Row("XG23-18 XG23-41 B-13", "an outlet decides", OUTLET, grant("reviewed"),
        "cases.wrong_performer", "四(四)"),
    # The pilot
    Row("XG23-46", "a pilot of seven townships", FORESTER, StartPilot(matter=12, organs=PILOT[:7]),
        "matters.pilot_count", "附件2 第12项"),
    Row("XG23-46", "the pilot's townships exchanged for others", FORESTER,
        StartPilot(matter=12, organs=PILOT), "matters.pilot_started", "平台规则", Settled.forestry),
    Row("XG23-46", "the pilot's matter handed to a township outside it", FORESTER,
        sign(12, delegator="forestry"), "matters.not_in_pilot", "附件2 第12项", Settled.forestry),
    Row("XG23-46", "felling outside the pilot", BARE_APPROVER, grant("routed"),
        "cases.outside_guard", "附件2 第12项 备注", _outside_the_pilot, routed=True),
    Row("XG23-47 B-01", "rolled out by the lapse of time, with no decision's reason", FORESTER,
        DecideRollout(matter=12, reason=" "), "matters.reason", "平台规则", Settled.forestry),
    # Posts and authorisations
    Row("XG23-28", "the custodian left the post", KEEPER, stamp("decided"),
        "organisation.post_not_held", "五(一)", _custodian_left),
    Row("XG23-28", "staff authorised by somebody who is not the head", CLERK,
        AuthoriseStaff(person=CLERK.person, organ=TOWN, steps=("decide",), matters=(21,)),
        "organisation.not_principal", "平台规则"),
    Row("XG23-12", "staff not authorised", USER, apply("decided"),
        "organisation.not_authorised", "四(二)", _authorisation_withdrawn),
    Row("XG23-28", "a reviewer decides", REVIEWER, grant("reviewed"),
        "organisation.wrong_post", "平台规则"),
    Row("XG23-28", "a head signs for another township", BARE_HEAD, CountersignAgreement(
        delegator=OWNER, delegatee=OTHER), "organisation.not_principal", "平台规则"),
)
# fmt: on
