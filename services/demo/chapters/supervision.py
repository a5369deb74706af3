"""Supervision closes the loop: found, ordered, corrected; or refused and held to account (XG23-78).

It follows the lost seal, whose township is asked how that could be; another lets the day pass.
"""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from msgspec.structs import replace

from domain.kernel import streams
from domain.supervision.accountability import (
    DropAccountability,
    HoldInterview,
    OpenAccountability,
    RecordAccountabilityOutcome,
)
from domain.supervision.candidate import ConfirmCandidate, DismissCandidate, key
from domain.supervision.circular import IssueCircular
from domain.supervision.inspection import (
    CancelInspection,
    CloseInspection,
    DrawSample,
    Evaluation,
    PlanInspection,
    RecordCheck,
)
from domain.supervision.problem import (
    AcceptCorrection,
    DismissProblem,
    OrderCorrection,
    RecordProblem,
    RecordRefusal,
    ReportCorrection,
    ReturnCorrection,
)
from services.demo.act import Act
from services.demo.chapters.opening import PORTAL
from services.demo.stage import Stage

KEPT, REFUSED, GROUNDLESS = "演示-问-01", "演示-问-02", "演示-问-03"
AUDIT, RANDOM, CALLED_OFF = "演示-检-01", "演示-检-02", "演示-检-03"
ACCOUNT, DROPPED = "演示-责-01", "演示-责-02"


def scan(of: str) -> str:
    """The digest that stands for a scan which the demonstration does not have."""
    return sha256(f"演示扫描件 {of}".encode()).hexdigest()


def audited(stage: Stage, owner: str, town: str, case: str) -> Iterator[Act]:
    """XG23-62, -63, -78: looked at on the spot, ordered, returned once, put right."""
    head, name = stage.by(owner, "principal"), stage.called(town)
    plan = PlanInspection(
        number=AUDIT, kind="audit", organs=(town,), purpose="“2号章”保管和使用（演示）"
    )
    says = f"{stage.called(owner)}到{name}现场稽核"
    yield from stage.at("2024-03-01 11:00", says, (head, plan))
    check = RecordCheck(
        number=AUDIT,
        organ=town,
        in_order=False,
        description="下班后印章未入柜，无交接登记（演示）",
        evidence=scan("稽核照片"),
    )
    problem = RecordProblem(
        number=KEPT,
        organ=town,
        found_in="inspection",
        source=AUDIT,
        description="印章未入柜保管，致2月26日遗失（演示）",
        provision="专人保管使用",
        evidence=scan("稽核照片"),
        case=case,
    )
    order = OrderCorrection(
        number=KEPT,
        document_number="责改〔2024〕演示1号",
        demands="配柜上锁，逐日登记交接",
        due_on=date(2024, 3, 6),
    )
    yield from stage.at(
        "2024-03-01 14:00",
        f"{name}：发现问题，责令限期改正",
        (head, check),
        (head, problem),
        (head, order),
    )


def put_right(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """Reported, returned, reported again, accepted; then the audit ends with its signed record."""
    head, there = stage.by(owner, "principal"), stage.by(town, "principal")
    name = stage.called(town)
    done = ReportCorrection(number=KEPT, description="已配柜（演示）", evidence=scan("新柜"))
    back = ReturnCorrection(number=KEPT, reason="没有交接登记", due_on=date(2024, 3, 8))
    yield from stage.at(
        "2024-03-05 10:00", f"{name}报告整改，退回：登记仍缺", (there, done), (head, back)
    )
    again = ReportCorrection(number=KEPT, description="已逐日登记（演示）", evidence=scan("登记簿"))
    accept = AcceptCorrection(number=KEPT, conclusion="已改正（演示）")
    yield from stage.at(
        "2024-03-07 10:00", f"{name}再次报告，核查已改正", (there, again), (head, accept)
    )
    close = CloseInspection(
        number=AUDIT,
        evaluations=(Evaluation(organ=town, grade="adequate", says="问题已改正（演示）"),),
        inspectors=(head.person,),
        record=scan("稽核记录"),
    )
    yield from stage.at("2024-03-07 11:00", f"{name}现场稽核：评估，记录签字归档", (head, close))


def groundless(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """What turned out not to be so is dismissed; nothing is erased."""
    head, name = stage.by(owner, "principal"), stage.called(town)
    problem = RecordProblem(
        number=GROUNDLESS,
        organ=town,
        found_in="complaint",
        description="群众反映收取工本费（演示）",
        evidence=scan("来信"),
    )
    dismiss = DismissProblem(number=GROUNDLESS, reason="查系邮寄费，申请人自行支付（演示）")
    yield from stage.at(
        "2024-03-01 15:30", f"{name}：群众反映，查无此事", (head, problem), (head, dismiss)
    )


def held_to_account(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """XG23-79: 拒不改正的，依法问责追责; decided by others, recorded here."""
    head, name = stage.by(owner, "principal"), stage.called(town)
    problem = RecordProblem(
        number=REFUSED,
        organ=town,
        found_in="spot",
        description="办事指南没有在窗口公示（演示）",
        evidence=scan("窗口照片"),
    )
    order = OrderCorrection(
        number=REFUSED,
        document_number="责改〔2024〕演示2号",
        demands="在窗口公示办事指南",
        due_on=date(2024, 3, 4),
    )
    yield from stage.at("2024-03-01 16:00", f"{name}：责令限期改正", (head, problem), (head, order))
    refusal = RecordRefusal(
        number=REFUSED,
        declared=False,
        reason="期满未改，未说明理由（演示）",
        evidence=scan("复查"),
    )
    yield from stage.refused(
        "2024-03-04 15:00",
        f"{name}：期限未满，要认定拒不改正",
        "supervision.not_refused",
        (head, refusal),
    )
    opened = OpenAccountability(
        number=ACCOUNT, problem=REFUSED, trigger="refusal", grounds="期满拒不改正（演示）"
    )
    twice = OpenAccountability(
        number=DROPPED, problem=REFUSED, trigger="refusal", grounds="重复启动（演示）"
    )
    drop = DropAccountability(number=DROPPED, reason="与演示-责-01为同一问题（演示）")
    yield from stage.at(
        "2024-03-05 15:00",
        f"{name}：认定拒不改正，启动问责",
        (head, refusal),
        (head, opened),
        (head, twice),
        (head, drop),
    )


def talked_to(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """约谈, the outcome that others decided, and what the whole county is told of it."""
    head, there = stage.by(owner, "principal"), stage.by(town, "principal")
    name = stage.called(town)
    talk = HoldInterview(
        number=ACCOUNT,
        person=there.person,
        post="principal",
        summary="说明法律后果（演示）",
        record=scan("约谈"),
    )
    yield from stage.at("2024-03-06 09:00", f"{name}：约谈主要负责人", (head, talk))
    done = ReportCorrection(number=REFUSED, description="已公示（演示）", evidence=scan("公示"))
    accept = AcceptCorrection(number=REFUSED, conclusion="已改正（演示）")
    outcome = RecordAccountabilityOutcome(
        number=ACCOUNT,
        decided_by="县人民政府（演示）",
        decided_on=date(2024, 3, 7),
        document_number="政问〔2024〕演示1号",
        measure="责令作出书面检查（演示）",
    )
    yield from stage.at(
        "2024-03-07 15:00",
        f"{name}：改正；问责决定登记在案",
        (there, done),
        (head, accept),
        (head, outcome),
    )
    circular = IssueCircular(
        number="演示-通-01",
        tone="criticism",
        title="关于“2号章”使用管理稽核情况的通报（演示）",
        text="请各乡镇对照自查（演示）",
        organs=stage.towns,
        published_in=PORTAL,
    )
    yield from stage.at("2024-03-07 16:00", f"{stage.called(owner)}通报稽核情况", (head, circular))


def drawn(stage: Stage, owner: str) -> Iterator[Act]:
    """XG23-77, JX24-44: nobody chooses which; the visitors find what was drawn (docs/draw.md)."""
    head = stage.by(owner, "principal")
    plan = PlanInspection(
        number=RANDOM,
        kind="random",
        organs=stage.towns,
        purpose="办件和用印（演示）",
        since=date(2024, 1, 1),
        percent=20,
    )
    early = replace(plan, number=CALLED_OFF, since=date(2024, 3, 1))
    cancel = CancelInspection(number=CALLED_OFF, reason="起算日期过晚（演示）")
    yield from stage.at(
        "2024-03-07 16:30",
        f"{stage.called(owner)}随机抽查：改定范围，按种子抽取",
        (head, early),
        (head, cancel),
        (head, plan),
        (head, DrawSample(number=RANDOM)),
    )


def raised(stage: Stage, owner: str, town: str, case: str) -> Iterator[Act]:
    """XG23-62: what the log itself shows of the two uses after the loss, judged one by one."""
    head = stage.by(owner, "principal")

    def listed(document: str) -> tuple[str, tuple[str, ...]]:
        cites = (f"{streams.use(case, document)}@3",)  # applied for, consented to, used
        return key("after_loss", town, case, cites), cites

    found, cites = listed("decision")
    confirm = ConfirmCandidate(
        candidate=found,
        kind="after_loss",
        organ=town,
        cites=cites,
        number="演示-问-04",
        description="印章遗失以后审批决定上仍有用印（演示）",
        matter=21,
        case=case,
    )
    also, others = listed("certificate")
    dismiss = DismissCandidate(
        candidate=also,
        kind="after_loss",
        organ=town,
        cites=others,
        reason="与演示-问-04为同一情形，一并处理（演示）",
        matter=21,
        case=case,
    )
    says = f"{stage.called(town)}：平台提示遗失后用印两次，一次确认，一次并案"
    yield from stage.at("2024-03-07 17:00", says, (head, confirm), (head, dismiss))
