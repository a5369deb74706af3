"""Before the seals are granted: staff are trained (XG23-25, -30)."""

from collections.abc import Iterator

from domain.readiness.access import GrantAccess
from domain.readiness.blanks import VoidBlank
from domain.readiness.contacts import AnswerQuestion, AskQuestion, NameContact
from domain.readiness.dispatch import CloseResolution, HoldDispatch, Resolution
from domain.readiness.handover import HandOverMaterials, Line, ReceiveMaterials
from domain.readiness.items import ConfirmItem
from domain.readiness.plans import FileWorkPlan
from domain.readiness.tasks import ReportTask
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


def guided(stage: Stage, owner: str) -> Iterator[Act]:
    """XG23-26, -29, -34, -35: an adviser asked and answering; plans, tasks, a meeting."""
    town = stage.towns[0]
    head, desk = stage.by(owner, "principal"), stage.by(town, "window_clerk")
    adviser = stage.by(owner, "reviewer")
    programme = stage.rules.pack.programme[-1].id
    plan = FileWorkPlan(
        programme=programme,
        title="改革工作推进方案（演示）",
        document_number="演示〔2023〕9号",
    )
    yield from stage.at(
        "2023-12-06 14:00",
        f"{stage.called(owner)}指定业务指导员，和{stage.called(town)}报送工作方案",
        (head, NameContact(role="adviser", person=adviser.person, matters=(14, 21))),
        (head, plan),
        (stage.by(town, "principal"), plan),
    )
    asks = AskQuestion(
        number="演示-问-01", to=owner, question="复印件是否需要申请人签字？（演示）", matter=14
    )
    answer = AnswerQuestion(number=asks.number, answer="不需要，窗口核对原件即可。（演示）")
    yield from stage.at(
        "2024-01-04 16:00",
        f"{stage.called(town)}提问，业务指导员当日答复",
        (desk, asks),
        (adviser, answer),
    )
    report = ReportTask(
        programme=programme, task=2, content=5, text="综窗人员、设备已配齐。（演示）"
    )
    meeting = HoldDispatch(
        number="演示-调-01",
        title="一月工作调度（演示）",
        attending=(owner, *stage.towns),
        resolutions=(Resolution(owner, "补发业务手册（演示）"),),
    )
    yield from stage.at(
        "2024-01-16 15:30",
        f"{stage.called(town)}报告任务进展，{stage.called(owner)}调度，议定一项",
        (stage.by(town, "principal"), report),
        (head, meeting),
    )
    closed = CloseResolution(number=meeting.number, resolution=1, result="已补发。（演示）")
    yield from stage.at("2024-01-19 16:00", "议定事项办结", (head, closed))
