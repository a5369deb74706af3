"""Cases in the halls: under the one seal, by the stations, by resident bodies (RA22-03 to -17)."""

import hashlib
from collections.abc import Iterator
from datetime import date
from random import Random

from domain.cases.commands import SupplyMaterials
from domain.cases.events import Gap
from domain.pushes.feedback import Conclusion, GiveFeedback
from domain.pushes.push import AcknowledgeResult
from services.demo.act import Act, Deed
from services.demo.dossier import Dossier
from services.demo.stage import Stage

_DAYS = (
    ("2022-03-09", "2022-03-16"),
    ("2022-03-23", "2022-03-30"),
    ("2022-04-12", "2022-04-19"),
    ("2022-05-11", "2022-05-18"),
    ("2022-07-13", "2022-07-20"),
    ("2022-09-14", "2022-09-21"),
)
_SUPERVISED = "licence"  # the plan's words on pushes and supervision are of licences (RA22-24)


def _digest(case: Dossier, kind: str) -> str:
    """Of the file that an electronic seal signs."""
    return hashlib.sha256(case.document(kind).number.encode()).hexdigest()


def everyday(stage: Stage, matters: tuple[int, ...], hall: str, draw: Random) -> Iterator[Act]:
    """At a hall whose seal is a physical one, and what supervision found in them."""
    for n, (day, later) in enumerate(_DAYS, 1):
        case = stage.dossier(f"演示-{n:03}", draw.choice(matters), hall)
        name = stage.rules.matter(case.matter).name
        yield from stage.at(
            f"{day} 09:{n * 5:02}",
            f"{case.number} {name}：受理、审核、审批、用印、送达",
            *case.opened(),
            case.review(),
            *case.granted(),
        )
        if stage.rules.matter(case.matter).power == _SUPERVISED:
            told = feedback(stage, case, "in_order", "抽查未发现问题（演示）")
            yield from stage.at(f"{later} 15:00", f"{case.number} 反馈监管结果", told)


def feedback(stage: Stage, case: Dossier, conclusion: Conclusion, findings: str) -> Deed:
    """By whoever supervised before the reform, and goes on doing so (RA22-24, -26)."""
    (organ, *_) = stage.rules.matter(case.matter).supervisors
    command = GiveFeedback(case=case.number, findings=findings, conclusion=conclusion)
    return stage.by(organ, "supervisor"), command


def before_the_trial(stage: Stage, matter: int, hall: str, station: str) -> Iterator[Act]:
    """分散办理 as before, also in a township that was picked: the trial begins in March (B-60)."""
    case = stage.dossier("演示-101", matter, hall)
    yield from stage.at(
        "2022-02-25 14:30",
        f"{case.number} 试点阶段未到：专窗收件转交站所，站所受理、审核、审批、送达",
        case.receive(),
        case.forward(),
        *_handled(case, station),
    )


def outside_the_trial(stage: Stage, matter: int, hall: str, station: str) -> Iterator[Act]:
    """Whoever is no pilot goes on as before; its hall does not decide (RA22-29)."""
    case = stage.dossier("演示-102", matter, hall)
    accepted, reviewed, *rest = _handled(case, station)
    yield from stage.at(
        "2022-03-03 09:30",
        f"{case.number} 不是试点乡镇：专窗收件转交站所，站所受理、审核",
        case.receive(),
        case.forward(),
        accepted,
        reviewed,
    )
    yield from stage.refused(
        "2022-03-03 15:00",
        f"{case.number} {stage.called(hall)}要自己作出决定",
        "programmes.not_in_pilot",
        case.grant(),
    )
    yield from stage.at("2022-03-04 14:00", f"{case.number} 站所审批、送达", *rest)


def _handled(case: Dossier, station: str) -> tuple[Deed, ...]:
    return (
        case.accept(station),
        case.review(station),
        case.grant(station),
        case.deliver(station),
    )


def one_seal(stage: Stage, matter: int, hall: str) -> Iterator[Act]:
    """In the government's name, told to whoever supervises, and back (RA22-25, -26)."""
    case = stage.dossier("演示-103", matter, hall)
    number = case.number
    yield from stage.at(
        "2022-03-02 09:30",
        f"{number} {stage.rules.matter(matter).name}：导办、收件、受理并用印",
        case.served("guided"),
        case.accept(),
        *case.sealed("acceptance"),
    )
    yield from stage.at(
        "2022-03-04 09:30", f"{number} 审核、审批、用印、制证、送达", case.review(), *case.granted()
    )
    (organ, *_) = stage.rules.matter(matter).supervisors
    clerk = stage.by(organ, "supervisor")
    yield from stage.at(
        "2022-03-08 10:00",
        f"{number} {stage.called(organ)}签收审批结果",
        (clerk, AcknowledgeResult(case=number)),
    )
    told = feedback(stage, case, "problems_found", "现场与许可内容不尽一致，已责令整改（演示）")
    yield from stage.at("2022-03-15 10:00", f"{number} 反馈监管结果：发现问题", told)


def electronic(stage: Stage, matter: int, hall: str) -> Iterator[Act]:
    """电子印章与实物印章具有同等法律效力; the file's digest shows a change (RA22-06)."""
    case = stage.dossier("演示-104", matter, hall)
    number = case.number
    yield from stage.at(
        "2022-03-10 10:00",
        f"{number} 收件、受理、申请用印并获同意",
        case.served("on_behalf"),
        case.accept(),
        case.apply("acceptance"),
        case.consent("acceptance"),
    )
    yield from stage.refused(
        "2022-03-10 10:30",
        f"{number} 加盖电子印章而无文书摘要",
        "seal.digest",
        case.stamp("acceptance"),
    )
    decided = [case.stamp(kind, _digest(case, kind)) for kind in ("acceptance", "decision")]
    yield from stage.at(
        "2022-03-10 11:00",
        f"{number} 加盖电子印章，审核、审批、送达",
        decided[0],
        case.review(),
        case.grant(),
        case.apply("decision"),
        case.consent("decision"),
        decided[1],
        case.deliver(),
    )


def fallback(stage: Stage, matter: int, hall: str) -> Iterator[Act]:
    """A licence of a domain that neither window names (B-63)."""
    case = stage.dossier("演示-105", matter, hall)
    says = f"{case.number} {stage.rules.matter(matter).name}：兜底到行政审批专窗，受理并用印"
    yield from stage.at("2022-03-14 09:30", says, *case.opened())
    yield from stage.at(
        "2022-03-21 09:30",
        f"{case.number} 审核、不予许可，用印、送达",
        case.review(),
        *case.turned_down(),
    )
    told = feedback(stage, case, "in_order", "未发现擅自施工（演示）")
    yield from stage.at("2022-03-28 15:00", f"{case.number} 反馈监管结果", told)


def tolerant(stage: Stage, matter: int, hall: str) -> Iterator[Act]:
    """容缺受理: accepted on a commitment, nothing granted before it is kept (RA22-16, B-65)."""
    case = stage.dossier("演示-106", matter, hall)
    number = case.number
    gap = Gap("场地使用证明", date(2022, 3, 29))
    yield from stage.at(
        "2022-03-16 09:30",
        f"{number} 容缺受理（{gap.material}，{gap.until}前补）并用印",
        case.served("helped"),
        case.accept(gaps=(gap,), commitment=f"{number}-承诺书"),
        *case.sealed("acceptance"),
    )
    yield from stage.at("2022-03-18 09:30", f"{number} 审核", case.review())
    yield from stage.refused(
        "2022-03-18 10:00", f"{number} 材料未补齐就准予", "cases.gaps_open", case.grant()
    )
    supply = SupplyMaterials(case=number, materials=(gap.material,))
    yield from stage.at(
        "2022-03-25 09:30", f"{number} 补来{gap.material}", (case.by("window_clerk"), supply)
    )
    yield from stage.at("2022-03-25 14:30", f"{number} 审批、用印、制证、送达", *case.granted())


def resident(stage: Stage, matter: int, body: str, hall: str, like: int) -> Iterator[Act]:
    """A body that sits in the hall has its own power and seal; the one seal is not its (B-66)."""
    case = stage.dossier("演示-107", matter, hall)
    number = case.number
    own, (_, receive) = stage.called(body), case.receive()
    yield from stage.at(
        "2022-03-28 09:30",
        f"{number} {own}以自己名义收件、受理",
        (stage.by(body, "window_clerk"), receive),
        case.accept(body),
    )
    seal = stage.dossier(number, like, hall)
    yield from stage.refused(
        "2022-03-28 10:00",
        f"{number} 要在{own}的文书上盖“一枚印章”",
        "seal.out_of_scope",
        seal.stamp("acceptance"),
    )
    yield from stage.at(
        "2022-03-30 09:30",
        f"{number} {own}审核、审批、送达",
        case.review(body),
        case.grant(body),
        case.deliver(body),
    )


def after_the_rollout(stage: Stage, matter: int, hall: str) -> Iterator[Act]:
    """Whoever was outside the trial works under the one seal too (RA22-30)."""
    case = stage.dossier("演示-110", matter, hall)
    yield from stage.at(
        "2022-06-20 09:30",
        f"{case.number} 推行后在{stage.called(hall)}：受理、审核、审批，均用印，送达",
        *case.opened(),
        case.review(),
        *case.granted(),
    )
    told = feedback(stage, case, "in_order", "抽查未发现问题（演示）")
    yield from stage.at("2022-07-01 15:00", f"{case.number} 反馈监管结果", told)
