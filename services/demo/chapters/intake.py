"""What may become of an application at the window (行政许可法 32)."""

from collections.abc import Iterator
from datetime import date

from domain.cases.commands import (
    Decline,
    NotifySupplement,
    RecordVisit,
    SupplyMaterials,
    Withdraw,
)
from domain.cases.events import Gap
from services.demo.act import Act
from services.demo.stage import Stage

HOTEL: dict[str, str | float] = {"venue": "宾馆", "action": "首次"}


def supplemented(stage: Stage, town: str) -> Iterator[Act]:
    """Told once all that is missing; supplied bit by bit; then accepted."""
    case = stage.dossier("演示-101", 14, town)
    clerk, number = case.by("window_clerk"), case.number
    missing = ("场所平面图", "健康合格证明")
    yield from stage.at(
        "2024-01-09 10:30", f"{number} 公共场所卫生许可：收件", case.receive(**HOTEL)
    )
    notify = NotifySupplement(case=number, missing=missing, document_number=f"{number}-补")
    yield from stage.at(
        "2024-01-11 15:00", f"{number} 一次性告知补正{len(missing)}项", (clerk, notify)
    )
    again = NotifySupplement(case=number, missing=("租赁合同",), document_number=f"{number}-补2")
    yield from stage.refused(
        "2024-01-12 10:00", f"{number} 又要告知补正", "cases.supplement_once", (clerk, again)
    )
    part, rest = (SupplyMaterials(case=number, materials=(one,)) for one in missing)
    visit = RecordVisit(case=number, purpose="补交材料")
    yield from stage.at("2024-01-16 09:30", f"{number} 补来一项", (clerk, part), (clerk, visit))
    yield from stage.refused(
        "2024-01-16 10:00", f"{number} 材料未齐就受理", "cases.materials_missing", case.accept()
    )
    yield from stage.at("2024-01-18 09:30", f"{number} 补齐", (clerk, rest))
    accepted = (case.accept(), *case.sealed("acceptance"))
    yield from stage.at("2024-01-19 15:00", f"{number} 受理并用印", *accepted)
    yield from stage.at(
        "2024-01-24 09:30", f"{number} 审核、审批、用印、制证、送达", case.review(), *case.granted()
    )


def declined(stage: Stage, town: str) -> Iterator[Act]:
    """Another organ is competent: the applicant is told which, under the seal (32(2))."""
    case = stage.dossier("演示-102", 19, town)
    number = case.number
    yield from stage.at(
        "2024-01-10 10:30", f"{number} 出版物经营许可：收件", case.receive(action="设立")
    )
    silent = Decline(
        case=number,
        ground="not_competent",
        reasons="申请从事出版物批发，不属本机关职权范围",
        document_number=case.document("acceptance").number,
    )
    clerk = case.by("window_clerk")
    yield from stage.refused(
        "2024-01-11 09:00",
        f"{number} 不予受理而未说去哪里办",
        "cases.decline_go_to",
        (clerk, silent),
    )
    told = Decline(
        case=number,
        ground=silent.ground,
        reasons=silent.reasons,
        document_number=silent.document_number,
        go_to="江西省新闻出版主管部门（出版管理条例 35）",
    )
    yield from stage.at(
        "2024-01-11 09:30",
        f"{number} 不予受理，告知去处，凭证用印后送达",
        (clerk, told),
        *case.sealed("acceptance"),
        case.deliver(),
    )


def tolerated(stage: Stage, town: str) -> Iterator[Act]:
    """容缺受理: accepted with a gap that is closed later; nothing is granted before."""
    case = stage.dossier("演示-103", 14, town)
    number = case.number
    gap = Gap("健康合格证明", date(2024, 1, 26))
    yield from stage.at(
        "2024-01-15 10:30", f"{number} 公共场所卫生许可：收件", case.receive(**HOTEL)
    )
    accepted = case.accept(gaps=(gap,), commitment=f"{number}-承诺书")
    yield from stage.at(
        "2024-01-15 11:00",
        f"{number} 容缺受理（{gap.material}，{gap.until}前补）并用印",
        accepted,
        *case.sealed("acceptance"),
    )
    yield from stage.at("2024-01-17 10:30", f"{number} 审核", case.review())
    yield from stage.refused(
        "2024-01-17 15:00", f"{number} 材料未补齐就准予", "cases.gaps_open", case.grant()
    )
    supply = SupplyMaterials(case=number, materials=(gap.material,))
    yield from stage.at(
        "2024-01-18 14:30", f"{number} 补来{gap.material}", (case.by("window_clerk"), supply)
    )
    yield from stage.at("2024-01-18 15:30", f"{number} 审批、用印、制证、送达", *case.granted())


def deemed(stage: Stage, town: str) -> Iterator[Act]:
    """Nobody said anything in five working days: accepted from receipt on, without a notice."""
    case = stage.dossier("演示-104", 21, town)
    yield from stage.at(
        "2024-01-04 16:00", f"{case.number} 种畜禽许可：收件，此后无人过问", case.receive()
    )
    yield from stage.refused(
        "2024-01-12 09:00", f"{case.number} 补办受理", "cases.step_taken", case.accept()
    )
    yield from stage.at(
        "2024-01-15 09:00",
        f"{case.number} 审核、审批、用印、制证、送达（无受理通知书）",
        case.review(),
        *case.granted(),
    )


def withdrawn(stage: Stage, town: str) -> Iterator[Act]:
    case = stage.dossier("演示-105", 21, town)
    opened = case.opened()
    yield from stage.at("2024-01-16 14:00", f"{case.number} 种畜禽许可：收件、受理并用印", *opened)
    back = Withdraw(case=case.number, reason="申请人改变经营计划")
    yield from stage.at(
        "2024-01-18 10:30", f"{case.number} 申请人撤回申请", (case.by("window_clerk"), back)
    )
