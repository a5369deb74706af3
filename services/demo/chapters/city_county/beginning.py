"""From the plan to the window: list, staff, agreement, procedure (XG22-06 to -14)."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from domain.delegation.agreement import CountersignAgreement, SignAgreement
from domain.delegation.procedure import FixProcedure
from domain.organisation.windows import CloseWindow, OpenWindow, PostToWindow, RecallFromWindow
from services.demo.act import Act
from services.demo.acts import County
from services.demo.chapters.city_county.levels import (
    CITY,
    CITY_INDUSTRY,
    COUNTY,
    DIRECT,
    FORWARDED,
    HALL,
    INDUSTRY,
    LIBRARY,
    PAIR,
    REVIEWED,
    WINDOW,
    dossier,
)
from services.demo.stage import Stage

_AT_WORK: dict[str, tuple[str, ...]] = {
    "principal": (),
    "custodian": (),
    "seal_user": ("apply",),
    "window_clerk": ("receive", "accept", "review", "forward", "certify", "deliver"),
    "reviewer": ("review",),
    "approver": ("decide",),
}
_WATCHING: dict[str, tuple[str, ...]] = {"principal": (), "supervisor": ()}
_STEPS = ("批准刻制", "刻制", "印模备案", "交付", "指定保管人", "启用")
_DAYS = ("2022-04-18", "2022-04-20", "2022-04-21", "2022-04-22", "2022-04-25", "2022-04-26")


def launched(stage: Stage, before: County) -> Iterator[Act]:
    """`before`: the county as its plan has it, without a row in its lists (B-30)."""
    yield from stage.dated("2022-04-01 09:00", before.adoption().says, [before.adoption()])
    yield from stage.dated(
        "2022-04-01 09:10", "采用工作日历（已公布的各年一次备齐）", before.calendars()
    )
    adoption = stage.county.adoption()
    says = f"{adoption.says}：清单{len(stage.rules.pack.matter)}项（演示）"
    yield from stage.dated("2022-04-06 09:00", says, [adoption])
    staffing = stage.county.staffing
    acts = chain.from_iterable(staffing(organ, _AT_WORK) for organ in (COUNTY, CITY, HALL))
    yield from stage.dated("2022-04-07 09:00", "市、县审批部门和政务服务中心：人员到位", acts)
    acts = chain.from_iterable(
        staffing(organ, _WATCHING) for organ in (INDUSTRY, CITY_INDUSTRY, LIBRARY)
    )
    yield from stage.dated("2022-04-07 15:00", "市、县行业主管部门和市电子证照库：人员到位", acts)


def too_early(stage: Stage) -> Iterator[Act]:
    """Each type waits for what is its own: a day, an agreement, a window (XG22-06, -08, B-36)."""
    for moment, matter, says, code in (
        ("2022-04-11 09:00", DIRECT, "尚未到2022年6月1日", "cases.mode_not_begun"),
        ("2022-04-11 09:30", REVIEWED, "尚未签订承接协议", "delegation.no_agreement"),
        ("2022-04-11 10:00", FORWARDED, "“市县同权”窗口尚未启用", "organisation.window_not_open"),
    ):
        case = dossier(stage, f"演示-10{matter}", matter)
        name = stage.rules.matter(matter).name
        yield from stage.refused(moment, f"{name}：{says}", code, case.receive())


def agreed(stage: Stage) -> Iterator[Act]:
    """承接协议, then 审核审批程序: only both let the county review (XG22-08)."""
    terms = stage.rules.about([REVIEWED]).agreement
    sign = SignAgreement(
        **PAIR,
        contents={
            key: f"{text}（演示）" for key, text in (terms.contents if terms else {}).items()
        },
        matters=(REVIEWED,),
        valid_from=date(2022, 4, 13),
    )
    head, below = stage.by(CITY, "principal"), stage.by(COUNTY, "principal")
    yield from stage.at(
        "2022-04-13 09:00",
        f"{stage.rules.short(CITY)}与县行政审批局签订承接协议",
        (head, sign),
        (below, CountersignAgreement(**PAIR)),
    )
    case = dossier(stage, f"演示-10{REVIEWED}", REVIEWED)
    yield from stage.refused(
        "2022-04-14 09:00",
        "协议已签，审核审批程序未定，仍不收件",
        "delegation.procedure_not_fixed",
        case.receive(),
    )
    fixed = FixProcedure(**PAIR, matters=(REVIEWED,), document_number="演示程序〔2022〕1号")
    yield from stage.at("2022-04-15 09:00", "制定并明确审核审批程序", (head, fixed))


def seal(stage: Stage) -> Iterator[Act]:
    """市级审批专用章: the city's, kept and used there (XG22-07, -25)."""
    steps = stage.county.seal(CITY, CITY)
    for n, (day, title) in enumerate(zip(_DAYS, _STEPS, strict=True)):
        yield from stage.at(f"{day} 10:00", f"市级审批专用章{title}", steps[n][1])


def window(stage: Stage) -> Iterator[Act]:
    """One window for what the city still decides, with staff posted to it (XG22-13, -14)."""
    head = stage.by(COUNTY, "principal")
    opening = OpenWindow(**WINDOW, document_number="演示公告〔2022〕1号")
    posted = tuple(
        (
            head,
            PostToWindow(**WINDOW, person=f"{COUNTY}-{post}", home=COUNTY, post=post),
        )
        for post in ("window_clerk", "reviewer")
    )
    yield from stage.at(
        "2022-04-28 09:00", "启用“市县同权”综合受理窗口，指派审批人员进驻", (head, opening), *posted
    )


def moved(stage: Stage) -> Iterator[Act]:
    """The window is closed for an hour, and one of its staff goes back to the office (B-36)."""
    head = stage.by(COUNTY, "principal")
    person = f"{COUNTY}-reviewer"
    closed = CloseWindow(**WINDOW, reason="窗口迁址（演示）")
    back = RecallFromWindow(**WINDOW, person=person, home=COUNTY)
    again = OpenWindow(**WINDOW, document_number="演示公告〔2022〕2号")
    yield from stage.at(
        "2022-07-18 09:00", "窗口迁址停办，撤回一名进驻人员", (head, closed), (head, back)
    )
    yield from stage.at("2022-07-18 14:00", "窗口在新址启用", (head, again))
