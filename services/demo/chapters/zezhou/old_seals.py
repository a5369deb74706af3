"""全部印章梳理及封存: what becomes of the seals that the one seal replaces (ZZ22-15 to -19)."""

import hashlib
from collections.abc import Iterator
from typing import Any

from domain.seals.old.demand import DemandInternalSeal, RecordSealDemand
from domain.seals.old.seal import (
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    InventoryOldSeal,
    RejectRetention,
    SealUpOldSeal,
)
from services.demo.act import Act, Deed
from services.demo.stage import Stage

_KEPT: dict[str, Any] = {
    "standing": "established",
    "condition": "in_use",
    "established_by": "演示编发〔2020〕1号",
}


def _inventory(stage: Stage, organ: str, number: int, body: str, **said: str) -> Deed:
    name = f"{stage.called(organ)}{body}"
    facts: dict[str, Any] = {"standing": "internal", "condition": "little_used", **said}
    command = InventoryOldSeal(organ=organ, number=number, name=name, keeper=body, **facts)
    return stage.by(organ, "principal"), command


def _sealed_up(stage: Stage, organ: str, number: int) -> Deed:
    command = SealUpOldSeal(
        organ=organ, number=number, place="党政办档案柜（演示）", witness=f"{organ}-approver"
    )
    return stage.by(organ, "principal"), command


def cleared(stage: Stage, first: str, second: str, third: str, department: str) -> Iterator[Act]:
    """Everything inventoried; cancelled in principle, kept by review; one town is not done."""
    rules = stage.rules
    name = stage.called(first)
    yield from stage.at(
        "2022-04-25 09:00",
        f"{name}梳理旧印章4枚",
        _inventory(stage, first, 1, "民政办公室"),
        _inventory(stage, first, 2, "农业综合服务中心", condition="in_use"),
        _inventory(stage, first, 3, "综合治理办公室", condition="renamed"),
        _inventory(stage, first, 4, "退役军人服务站", **_KEPT),
    )
    yield from stage.at(
        "2022-04-26 09:00",
        f"{stage.called(second)}、{stage.called(department)}各梳理旧印章1枚",
        _inventory(stage, second, 1, "计划生育办公室", condition="abolished"),
        _inventory(stage, department, 1, "劳动保障所（演示）", condition="unused"),
    )
    for organ in (first, second, department):
        cancel = CancelOldSeal(organ=organ, number=1, reason="机构已经调整，不再使用（演示）")
        says = f"{stage.called(organ)}取消旧印章1号"
        yield from stage.at("2022-04-27 09:00", says, (stage.by(organ, "principal"), cancel))
    yield from _reviewed(
        stage, first, rules.pack.old_seals.retention_by if rules.pack.old_seals else ""
    )
    for organ, numbers in ((first, (1, 3)), (second, (1,)), (department, (1,))):
        deeds = [_sealed_up(stage, organ, number) for number in numbers]
        says = f"{stage.called(organ)}封存旧印章{len(numbers)}枚"
        yield from stage.at("2022-05-26 09:00", says, *deeds)
    late = _inventory(stage, third, 1, "社会事务办公室", condition="outdated")
    yield from stage.at("2022-05-30 16:00", f"{stage.called(third)}才梳理1枚，5月底前未了", late)


def _reviewed(stage: Stage, town: str, reviewing: str) -> Iterator[Act]:
    """确需保留的，需经县政府统一审查同意 (ZZ22-16)."""
    head, review = stage.by(town, "principal"), stage.by(reviewing, "principal")
    name = stage.called(town)
    for number, reason in ((2, "对外出具技术证明确需使用"), (3, "习惯使用")):
        apply = ApplyForRetention(organ=town, number=number, reason=f"{reason}（演示）")
        yield from stage.at("2022-04-28 09:00", f"{name}申请保留旧印章{number}号", (head, apply))
    own = ApproveRetention(organ=town, number=2, document_number="镇自批1号（演示）")
    yield from stage.refused(
        "2022-05-05 09:00", f"{name}自己同意保留", "organisation.not_principal", (head, own)
    )
    approve = ApproveRetention(organ=town, number=2, document_number="演示审查〔2022〕1号")
    reject = RejectRetention(
        organ=town, number=3, document_number="演示审查〔2022〕2号", reason="可用专用章（演示）"
    )
    yield from stage.at("2022-05-12 15:00", "县政府统一审查：同意保留2号", (review, approve))
    yield from stage.at("2022-05-12 15:30", "县政府统一审查：不同意保留3号", (review, reject))


def demanded(stage: Stage, town: str, department: str, matter: int, recorder: str) -> Iterator[Act]:
    """不得要求加盖内设机构印章 (ZZ22-18): refused and remembered; on paper, put on record."""
    rules = stage.rules
    wanted: dict[str, Any] = {
        "organ": town,
        "seal": f"{stage.called(town)}民政办公室",
        "matter": matter,
    }
    item = rules.item(matter)
    asking = stage.by(department, "approver")
    demand = DemandInternalSeal(number="索印-演示-01", **wanted)
    says = f"{stage.called(department)}就{item}要求加盖“{wanted['seal']}”印章"
    yield from stage.refused("2022-05-24 10:00", says, "seal.internal_demanded", (asking, demand))
    lawful = DemandInternalSeal(number="索印-演示-02", law="《某法（演示）》第十条", **wanted)
    yield from stage.at("2022-05-24 10:30", f"{says}，写明法律依据", (asking, lawful))
    record = RecordSealDemand(
        number="索印-演示-03",
        **wanted,
        demanded_by="某市级部门（演示）",
        demanded_at=stage.moment("2022-06-08 09:00"),
        evidence=hashlib.sha256("要求盖章的便函（演示）".encode()).hexdigest(),
    )
    says = f"{stage.called(recorder)}登记：某市级部门以便函要求加盖同一枚印章"
    yield from stage.at("2022-06-09 10:00", says, (stage.by(recorder, "supervisor"), record))
