"""Before the seals are granted: staff are trained (XG23-25, -30)."""

from collections.abc import Iterator

from domain.readiness.access import GrantAccess
from domain.readiness.blanks import VoidBlank
from domain.readiness.handover import HandOverMaterials, Line, ReceiveMaterials
from domain.readiness.items import ConfirmItem
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


def equipped(stage: Stage, day: str, owner: str, certificate: str) -> Iterator[Act]:
    """XG23-65: manuals, a book of blank certificates, and the right to log on."""
    town = stage.towns[0]
    number = "演示-转-01"
    lines = (
        Line(kind="manual", name="业务手册（演示）", quantity=3),
        Line(
            kind="certificate",
            name="空白证书（演示）",
            certificate=certificate,
            first="演示-001-证",
            last="演示-020-证",
        ),
    )
    by, clerk = stage.by(owner, "principal"), stage.by(town, "window_clerk")
    systems = stage.rules.pack.handover
    granted = (
        GrantAccess(organ=place, system=system, person=stage.by(place, "window_clerk").person)
        for place in stage.towns
        for system in (systems.systems if systems else ())
    )
    yield from stage.at(
        f"{day} 09:00",
        f"{stage.called(owner)}转交业务手册和空白证书，授予系统登录权限，{stage.called(town)}签收",
        (by, HandOverMaterials(number=number, to=town, lines=lines)),
        *((by, command) for command in granted),
        (clerk, ReceiveMaterials(number=number)),
        (clerk, VoidBlank(number=number, line=2, serial="演示-019-证", reason="污损（演示）")),
    )


def confirmed(stage: Stage, day: str) -> Iterator[Act]:
    """XG23-69: what a township itself sees to; the others have not said so yet."""
    town = stage.towns[0]
    items = (it for it in stage.rules.pack.readiness if it.kind == "item")
    head = stage.by(town, "principal")
    deeds = ((head, ConfirmItem(item=it.id, document_number="演示制〔2023〕1号")) for it in items)
    yield from stage.at(f"{day} 10:00", f"{stage.called(town)}确认配套制度和技术设备", *deeds)
