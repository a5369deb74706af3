"""The main line: ordinary cases at the windows, and somebody who only asks."""

from collections.abc import Iterator
from random import Random

from domain.cases.consultation import Consult
from domain.kernel.pack import Guard, Matter
from services.demo.act import Act
from services.demo.stage import Stage

REFUSED_EVERY = 6
_ENOUGH = 1.5  # above the least that a guard asks for


def cases(
    stage: Stage, days: tuple[tuple[str, str], ...], matters: tuple[int, ...], draw: Random
) -> Iterator[Act]:
    """One for each pair of days: taken in on the first, decided and delivered on the second."""
    for n, (first, second) in enumerate(days, 1):
        matter, town = draw.choice(matters), draw.choice(stage.towns)
        case = stage.dossier(f"演示-{n:03}", matter, town)
        what = f"{case.number} {stage.rules.short(town)} 第{matter}项"
        minute = f"{n * 4 % 60:02}"
        stated = stated_within(stage.rules.matter(matter))
        yield from stage.at(
            f"{first} 09:{minute}", f"{what}：收件、受理并用印", *case.opened(**stated)
        )
        refused = n % REFUSED_EVERY == 0
        ending = case.turned_down() if refused else case.granted()
        says = "审核、不予许可，说明理由和救济途径" if refused else "审核、审批、用印、制证、送达"
        yield from stage.at(f"{second} 09:{minute}", f"{what}：{says}", case.review(), *ending)


def consultation(stage: Stage, day: str, matter: int) -> Iterator[Act]:
    """XG23-13, XG23-14, XG23-23: no case, no personal data."""
    town = stage.towns[0]
    command = Consult(
        number="演示-咨询-001",
        matter=matter,
        organ=town,
        question="新开旅馆要办哪些手续，带什么材料？（演示）",
        answer="办理公共场所卫生许可（首次），材料见办事指南；也可在线申请。（演示）",
        steered_online=True,
    )
    by = stage.by(town, "window_clerk")
    yield from stage.at(
        f"{day} 08:40", f"{stage.rules.short(town)}：窗口咨询第{matter}项", (by, command)
    )


def stated_within(matter: Matter) -> dict[str, str | float]:
    """Facts within the limits of the delegation."""
    return {guard.field: _within(guard) for guard in matter.guard if guard.field}


def _within(guard: Guard) -> str | float:
    if guard.kind == "quantity":
        return (guard.at_least or 0.0) + _ENOUGH
    return guard.allow[0] if guard.allow else "宾馆"
