"""Approvals put right and taken back, then review, compensation and recourse (XG23-72, -73, -80).

Who answers is another answer before it, in between and after; nothing that was known is rewritten.
"""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.claims.claim import (
    BearLiability,
    DecideRecourse,
    OpenClaim,
    ProposeRecourse,
    RecordClaimOutcome,
)
from domain.organisation.posts import AuthoriseStaff
from domain.seals.use import ApplyForUse, Document
from domain.supervision.accountability import OpenAccountability, RecordAccountabilityOutcome
from domain.supervision.problem import OrderCorrection, RecordProblem, RecordRefusal
from services.demo.act import Act, Deed
from services.demo.chapters.supervision import scan
from services.demo.stage import Stage

PUT_RIGHT, TAKEN_BACK = "演示-124", "演示-125"
PROBLEM, ACCOUNT = "演示-问-05", "演示-责-03"
REVIEW, SUIT = "演示-复-01", "演示-诉-01"
_MATTER = 21
_ORDERED = "纠决〔2024〕演示1号"
_REMEDIES = "可自收到本决定之日起六十日内申请行政复议，或者六个月内向人民法院提起行政诉讼（演示）"
_WEIGHED = (
    "未查验原件，照口头所述填写规模（演示）",
    "违反法定程序（演示）",
    "责令改正后书面拒绝（演示）",
    "重大过失（演示）",
    "赔偿3000元（演示）",
)


def put_right(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """Found, ordered, refused; so the department puts it right, under a seal of its own."""
    head, name = stage.by(owner, "principal"), stage.called(town)
    case = stage.dossier(PUT_RIGHT, _MATTER, town)
    opened = case.opened()
    yield from stage.at("2024-01-17 08:50", f"{PUT_RIGHT} 种畜禽许可：收件、受理并用印", *opened)
    granted = case.granted()
    yield from stage.at(
        "2024-01-18 16:30", f"{PUT_RIGHT} 审核、审批、用印、制证、送达", case.review(), *granted
    )
    problem = RecordProblem(
        number=PROBLEM,
        organ=town,
        found_in="spot",
        description="未查验场地材料原件，养殖规模照申请人口头所述填写（演示）",
        evidence=scan("档案抽看"),
        case=PUT_RIGHT,
        finding="unlawful",
        happened_at=stage.moment("2024-01-18 16:30"),
    )
    order = OrderCorrection(
        number=PROBLEM,
        document_number="责改〔2024〕演示3号",
        demands="补验原件，据实报请纠正",
        due_on=date(2024, 1, 26),
    )
    yield from stage.at(
        "2024-01-22 15:00",
        f"{stage.called(owner)}检查{name}：确认 {PUT_RIGHT} 办理违法，责令限期改正",
        (head, problem),
        (head, order),
    )
    refusal = RecordRefusal(
        number=PROBLEM, declared=True, reason="书面表示不予改正（演示）", evidence=scan("回函")
    )
    opening = OpenAccountability(
        number=ACCOUNT, problem=PROBLEM, trigger="refusal", grounds="书面拒绝改正（演示）"
    )
    yield from stage.at(
        "2024-01-24 16:30", f"{name}书面拒绝改正：启动问责", (head, refusal), (head, opening)
    )
    yield from stage.at(
        "2024-01-26 09:00", f"{stage.called(owner)}授权审批人员纠正、撤销", _reviser(stage, owner)
    )
    correct = CorrectApproval(
        case=PUT_RIGHT,
        ground="unlawful",
        corrected="许可的养殖规模改为实地核定的规模（演示）",
        reasons="原决定未据实核定规模，违反法定程序（演示）",
        remedies=_REMEDIES,
        document_number=_ORDERED,
    )
    yield from stage.at(
        "2024-01-26 10:00",
        f"{PUT_RIGHT} {stage.called(owner)}自行纠正，决定盖本局印章（文件未作规定，不在台账）",
        (stage.by(owner, "approver"), correct),
    )
    yield from stage.refused(
        "2024-01-26 11:20",
        f"{PUT_RIGHT} {name}要在纠正决定上盖“2号章”",
        "seal.out_of_scope",
        _with_its_seal(stage, owner, town),
    )


def _reviser(stage: Stage, owner: str) -> Deed:
    person = stage.by(owner, "approver").person
    may = AuthoriseStaff(
        person=person, organ=owner, steps=("correct", "revoke"), matters=(_MATTER,)
    )
    return stage.by(owner, "principal"), may


def _with_its_seal(stage: Stage, owner: str, town: str) -> Deed:
    papers = (Document("correction", _ORDERED),)
    command = ApplyForUse(case=PUT_RIGHT, **stage.seal(owner, town), documents=papers)
    return stage.by(town, "seal_user"), command


def taken_back(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """行政许可法 69(2): by fraud, the applicant's own doing; of the town nothing follows."""
    case = stage.dossier(TAKEN_BACK, _MATTER, town)
    opened = case.opened()
    yield from stage.at("2024-01-31 10:20", f"{TAKEN_BACK} 种畜禽许可：收件、受理并用印", *opened)
    granted = case.granted()
    yield from stage.at(
        "2024-02-01 15:30", f"{TAKEN_BACK} 审核、审批、用印、制证、送达", case.review(), *granted
    )
    revoke = RevokeApproval(
        case=TAKEN_BACK,
        ground="fraud",
        reasons="所交检疫材料系伪造（演示）",
        remedies=_REMEDIES,
        document_number="撤决〔2024〕演示1号",
    )
    says = f"{TAKEN_BACK} 材料系伪造：{stage.called(owner)}撤销许可"
    yield from stage.at("2024-02-28 11:00", says, (stage.by(owner, "approver"), revoke))
    sued = OpenClaim(
        number=SUIT,
        case=TAKEN_BACK,
        kind="litigation",
        respondent=owner,
        handled_by="某县人民法院（演示）",
        received_on=date(2024, 3, 5),
        document_number="应诉通知（演示）1号",
        request="请求撤销撤销许可的决定（演示）",
    )
    yield from stage.at(
        "2024-03-05 16:30",
        f"{TAKEN_BACK} 申请人起诉{stage.called(owner)}，审理中（留给来访者）",
        (stage.by(owner, "principal"), sued),
    )


def reviewed(stage: Stage, owner: str) -> Iterator[Act]:
    """行政复议法 19(3): against whoever delegated; what others decide is put on record."""
    head = stage.by(owner, "principal")
    claim = OpenClaim(
        number=REVIEW,
        case=PUT_RIGHT,
        kind="review",
        respondent=owner,
        handled_by="某县人民政府（演示）",
        received_on=date(2024, 1, 30),
        document_number="复答〔2024〕演示1号",
        request="请求确认原许可决定违法并赔偿（演示）",
    )
    yield from stage.at(
        "2024-01-30 16:30", f"{PUT_RIGHT} 申请人申请行政复议并请求赔偿", (head, claim)
    )
    outcome = RecordClaimOutcome(
        number=REVIEW,
        outcome="unlawful",
        decided_by=claim.handled_by,
        decided_on=date(2024, 2, 27),
        document_number="复决〔2024〕演示1号",
        summary="原决定违反法定程序，已经纠正，确认违法；赔偿改建损失（演示）",
        amount_yuan=3000,
    )
    yield from stage.at(
        "2024-02-27 16:30", f"{PUT_RIGHT} 复议决定：确认违法，赔偿3000元", (head, outcome)
    )


def recovered(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """First borne, then every factor weighed, then decided; who refused answers besides."""
    head, name = stage.by(owner, "principal"), stage.called(town)
    mode = stage.rules.modes_of(_MATTER)[0]
    duty = next(it for it in mode.duty if it.duty == "recourse")
    factors = dict(zip(duty.factors, _WEIGHED, strict=True))
    propose = ProposeRecourse(
        number=REVIEW,
        against=town,
        factors=factors,
        measure="追偿部分赔偿费用（演示）",
        amount_yuan=2000,
    )
    yield from stage.refused(
        "2024-03-01 16:40",
        f"{PUT_RIGHT} 还没有承担责任就要追偿",
        "claims.not_borne",
        (head, propose),
    )
    borne = BearLiability(
        number=REVIEW,
        measure="支付赔偿金（演示）",
        borne_on=date(2024, 3, 4),
        document_number="赔付〔2024〕演示1号",
        amount_yuan=3000,
    )
    yield from stage.at(
        "2024-03-04 16:30", f"{PUT_RIGHT} {stage.called(owner)}支付赔偿3000元", (head, borne)
    )
    fewer = replace(propose, factors=dict(list(factors.items())[:-1]))
    yield from stage.refused(
        "2024-03-05 11:00",
        f"{PUT_RIGHT} 拟向{name}追偿，没有考虑“{duty.factors[-1]}”",
        "claims.factors",
        (head, fewer),
    )
    yield from stage.at(
        "2024-03-05 11:20",
        f"{PUT_RIGHT} 逐项考虑{len(factors)}个因素，拟追偿2000元",
        (head, propose),
    )
    decide = DecideRecourse(
        number=REVIEW,
        against=town,
        pursued=True,
        reasons="过错主要在收件审核环节，委托部门指导也有不足（演示）",
        decided_on=date(2024, 3, 6),
        document_number="追决〔2024〕演示1号",
        measure=propose.measure,
        amount_yuan=1500,
    )
    yield from stage.at("2024-03-06 16:30", f"{PUT_RIGHT} 决定向{name}追偿1500元", (head, decide))
    outcome = RecordAccountabilityOutcome(
        number=ACCOUNT,
        decided_by="某县人民政府（演示）",
        decided_on=date(2024, 3, 7),
        document_number="政问〔2024〕演示2号",
        measure="通报批评（演示）",
    )
    yield from stage.at(
        "2024-03-07 11:30", f"{PUT_RIGHT} {name}书面拒绝改正：问责决定登记在案", (head, outcome)
    )
