"""Only less, never more (只减不增): steps, time and materials against what there was (JX24-43).

What held when the matter was listed is where it begins, and every change is measured against what
held before it: so nothing is ever more than it was then. More is allowed where the law changed and
somebody approved it (B-27).
"""

from collections.abc import Iterator

from msgspec import Struct

from domain.kernel.facts import Guide
from domain.kernel.pack import Demand, Step
from domain.kernel.rulebook import Rulebook

_STEPS = {"receive", "accept", "review", "survey", "decide", "certify", "deliver"}
"""办理环节: what a matter passes through. That bodies hand it on, or meet by video, is how."""
_UNITS = {"working_days": "个工作日", "days": "日", "months": "个月"}

Handled = tuple[str, Rulebook]
"""A mode, under the rules that it is a mode of."""


class Increase(Struct, frozen=True):
    """The law that changed and the paper by which more was approved."""

    law: str
    approved_in: str

    @property
    def whole(self) -> bool:
        return bool(self.law.strip() and self.approved_in.strip())


def demanded(rules: Rulebook) -> Demand | None:
    """The upper level's demand for less, if there is one."""
    upper = rules.pack.upper
    return next((it for it in upper.demand if it.kind == "only_less"), None) if upper else None


def more_between(before: Handled, after: Handled, matter: int) -> tuple[str, ...]:
    """What there would be more of, in words; the matter is one of both rules'."""
    return tuple(_more(before, after, matter))


def more_asked(guide: Guide, materials: tuple[str, ...], days: int | None) -> tuple[str, ...]:
    """What the next revision of a guide asks for more: materials, time promised."""
    found = [
        f"申请材料增加“{material}”" for material in materials if material not in guide.materials
    ]
    if guide.promised_days is not None and (days is None or days > guide.promised_days):
        now = "不再承诺" if days is None else f"{days}个工作日"
        found.append(f"承诺时限由{guide.promised_days}个工作日改为{now}")
    return tuple(found)


def _more(before: Handled, after: Handled, matter: int) -> Iterator[str]:
    was, now = _counted(before, matter), _counted(after, matter)
    if now > was:
        yield f"办理环节由{was}个增至{now}个"
    (mode, rules), (next_mode, next_rules) = before, after
    limit, next_limit = (
        rules.decision_limit(matter, mode),
        next_rules.decision_limit(matter, next_mode),
    )
    if limit is None:
        return
    said = f"{limit.days}{_UNITS[limit.unit]}"
    if next_limit is None:
        yield f"办理时限由{said}改为没有时限"
    elif next_limit.unit != limit.unit:
        # Days of one kind are no measure of another: nobody may call that less.
        yield f"办理时限由{said}改为{next_limit.days}{_UNITS[next_limit.unit]}，单位不同"
    elif next_limit.days > limit.days:
        yield f"办理时限由{said}增至{next_limit.days}{_UNITS[next_limit.unit]}"


def _counted(handled: Handled, matter: int) -> int:
    mode, rules = handled
    grants = rules.matter(matter).grants
    return sum(_passes(step, grants) for step in rules.mode(mode).step)


def _passes(step: Step, grants: tuple[str, ...]) -> bool:
    """Whether every case of the matter comes through the step."""
    absent = step.grant and step.id not in grants and not step.else_
    return step.kind in _STEPS and not step.optional and not absent
