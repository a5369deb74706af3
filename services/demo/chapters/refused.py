"""Power exercised without holding it: refused, and remembered (XG23-52, -56, -70, -71)."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from domain.cases.commands import ChargeFee
from domain.cases.irregularity import DismissIrregularity, RecordIrregularity
from domain.delegation.standing import Redelegate
from domain.kernel.words import document as word
from domain.seals.commands import GiveStandingConsent, WithdrawStandingConsent
from domain.seals.use import Stamp
from services.demo.act import Act
from services.demo.stage import Stage


def outside_scope(stage: Stage, town: str, owner: str, case: str) -> Iterator[Act]:
    """A “2号章” demanded for what is only helped along (XG23-52)."""
    command = Stamp(case=case, **stage.seal(owner, town), document="decision")
    says = f"{case} 帮办代办件要求盖“2号章”"
    keeper = stage.by(town, "custodian")
    yield from stage.refused("2024-01-25 11:00", says, "seal.out_of_scope", (keeper, command))


def handed_on(stage: Stage, town: str, owner: str) -> Iterator[Act]:
    """XG23-71, B-19: nobody passes on what was delegated to them."""
    command = Redelegate(
        delegator=owner, delegatee=town, to="某村便民服务站（演示）", matters=(21, 25)
    )
    says = f"{stage.rules.short(town)}拟将第21、25项再委托给村便民服务站"
    principal = stage.by(town, "principal")
    yield from stage.refused(
        "2024-01-29 15:00", says, "delegation.redelegation", (principal, command)
    )


def at_the_seal(stage: Stage, town: str) -> Iterator[Act]:
    """XG23-56, B-08: consent first, each document, by the principal and nobody else."""
    case = stage.dossier("演示-114", 25, town)
    number = case.number
    yield from stage.at(
        "2024-01-30 14:00",
        f"{number} 拖拉机安全检验：收件、受理、申请用印",
        case.receive(),
        case.accept(),
        case.apply("acceptance"),
    )
    yield from stage.refused(
        "2024-01-30 14:30",
        f"{number} 未经签字同意就盖章",
        "seal.consent_missing",
        case.stamp("acceptance"),
    )
    yield from stage.refused(
        "2024-01-30 14:40",
        f"{number} 用章人员自己签字同意",
        "seal.consent_by_principal",
        (case.by("seal_user"), case.consent("acceptance")[1]),
    )
    seal = stage.seal(case.owner, town)
    kinds, principal = ("acceptance",), case.by("principal")
    until = stage.moment("2024-06-30").date()
    give = GiveStandingConsent(**seal, kinds=kinds, until=until)
    yield from stage.refused(
        "2024-01-30 15:00",
        f"主要负责人拟对{word(kinds[0])}概括同意",
        "seal.standing_consent",
        (principal, give),
    )
    back = WithdrawStandingConsent(**seal, kinds=kinds, reason="没有概括同意可撤")
    yield from stage.refused(
        "2024-01-30 15:10", "撤回并不存在的概括同意", "seal.no_standing_consent", (principal, back)
    )
    yield from stage.at(
        "2024-01-30 15:30",
        f"{number} 逐件签字同意后盖章",
        case.consent("acceptance"),
        case.stamp("acceptance"),
    )
    fee = ChargeFee(case=number, name="检验加急费", amount_yuan=50, basis="窗口自定")
    yield from stage.refused(
        "2024-01-31 10:00",
        f"{number} 窗口要收“{fee.name}”{fee.amount_yuan:g}元",
        "cases.fee",
        (case.by("window_clerk"), fee),
    )
    yield from stage.at(
        "2024-02-01 14:00", f"{number} 审核、审批、用印、送达", case.review(), *case.granted()
    )
    yield from _complained_of(stage, number, case.owner)
    yield from _charged_anyway(stage, number, case.owner)


def _complained_of(stage: Stage, case: str, owner: str) -> Iterator[Act]:
    """What is put on record and turns out not to be so is dismissed, not erased (B-74)."""
    principal = stage.by(owner, "principal")
    command = RecordIrregularity(
        case=case,
        finding="without_consent",
        happened_at=stage.moment("2024-01-30 14:30"),
        description="投诉称受理通知书未经签字同意即盖章（演示）",
        evidence=hashlib.sha256("投诉信（演示）".encode()).hexdigest(),
        document="acceptance",
    )
    says = f"{case} 投诉称未经同意盖章：登记违规情形"
    yield from stage.at("2024-03-05 15:00", says, (principal, command))
    # Received, accepted, reviewed, decided, delivered, concluded: the seventh event of the case.
    dismissal = DismissIrregularity(
        case=case, irregularity=7, reason="经查盖章之前已逐件签字同意（演示）"
    )
    says = f"{case} 查无此事：撤销该登记"
    yield from stage.at("2024-03-06 14:30", says, (principal, dismissal))


def _charged_anyway(stage: Stage, case: str, owner: str) -> Iterator[Act]:
    """What happened on paper all the same is put on record by whoever supervises (XG23-22, -75)."""
    found = stage.moment("2024-01-31 10:30")
    command = RecordIrregularity(
        case=case,
        finding="improper_fee",
        happened_at=found + timedelta(minutes=5),
        description="窗口仍以手写收据收取50元，已责令退还（演示）",
        evidence=hashlib.sha256("手写收据（演示）".encode()).hexdigest(),
    )
    says = f"{case} 检查发现仍收了费：登记违规情形"
    principal = stage.by(owner, "principal")
    yield from stage.at("2024-03-06 15:00", says, (principal, command))
