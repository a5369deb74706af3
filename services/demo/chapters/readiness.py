"""Before the seals are granted: staff are trained (XG23-25, -30)."""

from collections.abc import Iterator

from domain.readiness.training import Attendance, HoldTraining
from services.demo.act import Act
from services.demo.stage import Stage

_POSTS = ("window_clerk", "reviewer")


def trained(stage: Stage, day: str, owner: str, absent: str) -> Iterator[Act]:
    """By the department that hands down; one township stays away, and everybody sees it."""
    matters = tuple(m.no for m in stage.rules.pack.matter if m.delegator == owner)
    came = (
        Attendance(town, tuple(stage.by(town, post).person for post in _POSTS))
        for town in stage.towns
        if town != absent
    )
    command = HoldTraining(
        number=f"演示-训-{owner}",
        form="on_site",
        title="“2号章”事项办理现场指导（演示）",
        matters=matters,
        attendance=tuple(came),
        invited=stage.towns,
    )
    says = f"{stage.called(owner)}现场指导乡镇承办人员，{stage.called(absent)}未参加"
    yield from stage.at(f"{day} 09:00", says, (stage.by(owner, "principal"), command))
