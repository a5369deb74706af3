"""办理方式 by steps: who accepts, who reviews, who decides (ZZ22-40, -42; B-41 to B-45)."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from domain.cases.irregularity import RecordIrregularity
from domain.matters.settled import SettleMode
from services.demo.act import Act
from services.demo.stage import Stage

_DAYS = ("2022-05-23", "2022-05-24", "2022-05-31", "2022-06-01", "2022-06-07", "2022-06-13")


def everyday(stage: Stage, matters: tuple[int, ...], draw: Random) -> Iterator[Act]:
    """Blank rows, decided by the town with its own seal (B-41)."""
    for n, day in enumerate(_DAYS, 2):
        matter, town = draw.choice(matters), draw.choice(stage.towns[:2])
        case = stage.dossier(f"演示-{n:03}", matter, town)
        refused = n == len(_DAYS)
        ending = case.turned_down() if refused else case.granted()
        outcome = "不予办理，说明理由和救济途径" if refused else "审批、用印、送达"
        says = f"{case.number} {stage.called(town)} {stage.rules.item(matter)}：受理、{outcome}"
        yield from stage.at(f"{day} 09:{n * 4:02}", says, *case.opened(), *ending)


def certificate(stage: Stage, town: str, matter: int) -> Iterator[Act]:
    """The town's own act under its own seal (ZZ22-13, -14)."""
    case = stage.dossier("演示-101", matter, town)
    yield from stage.at(
        "2022-05-16 10:00",
        f"{case.number} {stage.rules.matter(matter).name}：收件、受理并用印",
        case.served("on_the_spot"),
        case.accept(),
        *case.sealed("acceptance"),
    )
    yield from stage.at(
        "2022-05-16 11:00",
        f"{case.number} 镇审批，专用章盖在决定和证明上，出具、送达",
        *case.granted(),
    )


def accepts_only(stage: Stage, town: str, matter: int) -> Iterator[Act]:
    """乡级负责受理: the decision is the county's; the town's is beyond its power (B-42)."""
    case = stage.dossier("演示-102", matter, town)
    number = case.number
    opened = case.opened()
    yield from stage.at("2022-05-16 14:00", f"{number} 乡级只受理：收件、受理并用印", *opened)
    yield from stage.refused(
        "2022-05-17 11:00", f"{number} 镇要作出决定", "cases.wrong_performer", case.grant()
    )
    yield from stage.at(
        "2022-05-17 11:30",
        f"{number} 转报，县级决定、返回，镇送达",
        case.forward(),
        case.grant(case.owner),
        case.hand_back(),
        case.deliver(),
    )
    found = stage.moment("2022-05-18 09:00")
    command = RecordIrregularity(
        case=number,
        finding="beyond_scope",
        happened_at=found - timedelta(hours=1),
        description="镇在县级决定之外另发了一份决定，已责令收回（演示）",
        evidence=hashlib.sha256("另发的决定（演示）".encode()).hexdigest(),
        document="decision",
    )
    says = f"{number} 检查发现镇在纸上另发了决定：登记越权情形"
    yield from stage.at("2022-06-10 10:00", says, (stage.by(case.owner, "principal"), command))


def reviews_only(stage: Stage, town: str, station: str, matters: tuple[int, int]) -> Iterator[Act]:
    """乡级负责审核: a village or the county accepts before (B-43)."""
    case = stage.dossier("演示-104", matters[0], station)
    yield from stage.at("2022-05-18 09:00", f"{case.number} 村站收件", case.receive())
    yield from stage.refused(
        "2022-05-18 09:30",
        f"{case.number} 清单只授权镇审核，镇要受理",
        "cases.wrong_performer",
        case.accept(town),
    )
    other = stage.dossier("演示-105", matters[1], town)
    yield from stage.at("2022-05-18 11:00", f"{other.number} 镇窗口收件", other.receive())
    for it, organ in ((case, station), (other, other.owner)):
        yield from stage.at(
            "2022-05-18 14:00",
            f"{it.number} {stage.rules.organ(organ).name}受理，镇审核并转报",
            it.accept(organ),
            it.review(town, step="review"),
            it.forward(organ=town),
        )
        yield from stage.at(
            "2022-05-23 14:00",
            f"{it.number} 县级决定、返回，镇送达",
            it.grant(it.owner),
            it.hand_back(),
            it.deliver(town),
        )


def station(stage: Stage, town: str, village: str, matter: int) -> Iterator[Act]:
    """初审或帮办代办: the station gathers, here the town accepts and decides (ZZ22-38, -42)."""
    case = stage.dossier("演示-109", matter, village)
    yield from stage.at(
        "2022-05-19 09:00",
        f"{case.number} 村站接受申请、初审、代办转报",
        case.served("at_the_door_by_agent"),
        case.review(village, step="preliminary", post="window_clerk"),
        case.forward(),
    )
    yield from stage.at(
        "2022-05-20 14:00",
        f"{case.number} 镇受理、审批、用印、返回，村站送达",
        case.accept(town),
        case.grant(town),
        *case.sealed("decision"),
        case.hand_back(town),
        case.deliver(),
    )


def stale(stage: Stage, town: str, *matters: tuple[int, str]) -> Iterator[Act]:
    """What law has done away with is not received (B-45)."""
    for n, (matter, where) in enumerate(matters):
        case = stage.dossier(f"演示-11{n}", matter, where)
        says = f"{stage.called(town)}：{stage.rules.item(matter)}已不再办理，窗口要收件"
        yield from stage.refused(
            f"2022-05-20 16:{n * 10:02}", says, "matters.not_current", case.receive()
        )


def settled(stage: Stage, town: str, matter: int, to: str, by: str) -> Iterator[Act]:
    """A blank 办理方式 is settled by event; what runs goes on as it was (B-41)."""
    before = stage.dossier("演示-112", matter, town)
    item = stage.rules.item(matter)
    opened = before.opened()
    yield from stage.at("2022-06-13 10:00", f"{before.number} {item}：收件、受理并用印", *opened)
    command = SettleMode(
        matter=matter,
        mode=to,
        grants=("accept", "review"),
        reason="认定须比对县级数据，由县级决定（演示）",
        document_number="演示审批函〔2022〕3号",
    )
    says = f"{stage.called(by)}明确{item}：镇受理、审核，县级决定"
    yield from stage.at("2022-06-14 10:00", says, (stage.by(by, "principal"), command))
    yield from stage.at(
        "2022-06-15 10:00",
        f"{before.number} 此前收件的仍由镇办结",
        *before.granted(),
    )
    case = stage.dossier("演示-113", matter, town)
    yield from stage.at(
        "2022-06-15 14:00",
        f"{case.number} 此后收件的：镇受理并用印、审核",
        *case.opened(),
        case.review(town, step="review"),
    )
    yield from stage.refused(
        "2022-06-16 09:00", f"{case.number} 镇仍要决定", "cases.wrong_performer", case.grant()
    )
    yield from stage.at(
        "2022-06-16 10:00",
        f"{case.number} 转报，县级决定、返回，镇送达",
        case.forward(),
        case.grant(case.owner),
        case.hand_back(),
        case.deliver(),
    )
