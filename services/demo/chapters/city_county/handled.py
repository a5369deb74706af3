"""A case of each way, and what each level owes the other for it (XG22-05 to -10, -21 to -25)."""

from collections.abc import Iterator
from datetime import date
from random import Random

from domain.cases.commands import NotifySupplement
from domain.exchange.policy_notice import (
    AcknowledgePolicyNotice,
    NotifyApprovers,
    RegisterPolicyDocument,
)
from domain.licences.certificate import (
    AcknowledgeCollection,
    CancelCertificate,
    ChangeCertificate,
)
from domain.pushes.feedback import GiveFeedback
from domain.pushes.push import AcknowledgeResult
from services.demo.act import Act
from services.demo.chapters.city_county.levels import (
    CITY,
    COUNTY,
    DIRECT,
    FORWARDED,
    INDUSTRY,
    LIBRARY,
    REVIEWED,
    SERVICE,
    certified,
    decided_above,
    dossier,
    reviewed,
)
from services.demo.dossier import Dossier
from services.demo.stage import Stage

LOOKED_AT = "演示-003"
_DAYS = (("2022-06-15", "2022-06-16"), ("2022-06-29", "2022-06-30"), ("2022-07-13", "2022-07-14"))


def window_brought_near(stage: Stage) -> Iterator[Act]:
    """窗口人员受理、形式性审查，推送至市级审批部门办理 (XG22-10)."""
    case = dossier(stage, "演示-004", FORWARDED)
    yield from stage.at(
        "2022-05-10 09:00",
        f"{case.number} 专窗收件、受理、形式性审查，推送市级审批部门",
        case.receive(),
        *reviewed(case),
    )
    yield from stage.refused(
        "2022-05-10 15:00",
        f"{case.number} 县行政审批局要自己作出决定",
        "cases.wrong_performer",
        case.grant(COUNTY),
    )
    yield from stage.at(
        "2022-05-16 09:00", f"{case.number} 市级审批、用印、制证，送达", *decided_above(case)
    )
    yield from _told(stage, case, "2022-05-17 10:00", "2022-05-24 10:00")


def reviewed_below(stage: Stage) -> Iterator[Act]:
    """受理审核权与批准权适当分离: reviewed here, decided above under the city's seal (XG22-07)."""
    case = dossier(stage, LOOKED_AT, REVIEWED)
    yield from stage.at(
        "2022-05-11 09:00",
        f"{case.number} 专窗收件，县级受理、实质性审核、转报",
        case.receive(),
        *reviewed(case),
    )
    # What came up with the report is not asked for anew (行政许可法 35, B-34).
    ask = NotifySupplement(
        case=case.number, missing=("材料（演示）",), document_number=f"{case.number}-补"
    )
    yield from stage.refused(
        "2022-05-17 15:00",
        f"{case.number} 市级审批部门要申请人重复提供材料",
        "cases.asks_again",
        (stage.by(CITY, "window_clerk"), ask),
    )
    yield from stage.at(
        "2022-05-18 09:00",
        f"{case.number} 市级审批，加盖市级审批专用章，制证，送达",
        *decided_above(case),
    )
    yield from _told(stage, case, "2022-05-19 10:00", "2022-05-26 10:00")
    yield from _kept_in_step(stage, case)


def _kept_in_step(stage: Stage, case: Dossier) -> Iterator[Act]:
    """Issued, changed, cancelled: on paper and on file, and the library has each (XG22-24)."""
    number = case.document("certificate").number
    clerk = stage.by(CITY, "window_clerk")
    change = ChangeCertificate(
        certificate=number,
        changed="经营场所（演示）",
        document_number="演示变更〔2022〕1号",
        digest="e" * 64,
    )
    end = CancelCertificate(
        certificate=number,
        ground="organisation_ended",
        reason="持证单位终止（演示）",
        document_number="演示注销〔2022〕1号",
    )
    yield from _collected(stage, number, 1, "2022-05-20 10:00")
    yield from stage.at("2022-06-20 10:00", f"{number} 变更：纸质、电子证照同步", (clerk, change))
    yield from _collected(stage, number, 2, "2022-06-21 10:00")
    yield from stage.at("2022-09-20 10:00", f"{number} 注销：纸质、电子证照同步", (clerk, end))
    yield from _collected(stage, number, 3, "2022-09-21 10:00")


def _collected(stage: Stage, number: str, serial: int, moment: str) -> Iterator[Act]:
    what = ("制证", "变更", "注销")[serial - 1]
    command = AcknowledgeCollection(certificate=number, serial=serial)
    keeper = stage.by(LIBRARY, "supervisor")
    yield from stage.at(moment, f"{number} 市电子证照库签收（{what}）", (keeper, command))


def taken_on(stage: Stage) -> Iterator[Act]:
    """由县级审批部门直接作出审批决定, from its day on (XG22-05, -06)."""
    case = dossier(stage, "演示-001", DIRECT)
    yield from stage.refused(
        "2022-05-31 16:00",
        f"{case.number} 直接承接前一天申请",
        "cases.mode_not_begun",
        case.receive(),
    )
    yield from stage.at(
        "2022-06-01 09:00",
        f"{case.number} 县行政审批局收件、受理、审核、审批、制证、送达",
        case.receive(),
        case.accept(COUNTY),
        case.review(COUNTY),
        case.grant(COUNTY),
        certified(case, COUNTY),
        case.deliver(COUNTY),
    )
    yield from _told(stage, case, "2022-06-02 10:00", "2022-06-10 10:00")


def everyday(stage: Stage, draw: Random) -> Iterator[Act]:
    """What the county decides itself, from June on."""
    for n, (day, later) in enumerate(_DAYS, 7):
        case = dossier(stage, f"演示-{n:03}", draw.choice((DIRECT, SERVICE)))
        name = stage.rules.matter(case.matter).name
        yield from stage.at(
            f"{day} 09:{draw.randint(10, 50)}",
            f"{case.number} {name}：收件、受理、审核、审批、送达",
            case.receive(),
            case.accept(COUNTY),
            case.review(COUNTY),
            case.grant(COUNTY),
            *((certified(case, COUNTY),) if case.certified else ()),
            case.deliver(COUNTY),
        )
        yield from _told(stage, case, f"{later} 10:00", f"{later} 15:00")


def _told(stage: Stage, case: Dossier, received: str, fed_back: str) -> Iterator[Act]:
    """“双推送”“双回路” (XG22-21, -23): whoever it was pushed to acknowledges and feeds back."""
    mode = stage.rules.modes_of(case.matter)[0]
    listed = stage.rules.matter(case.matter)
    both = any(step.kind == "push" and len(step.to) > 1 for step in mode.step)
    organs = (*listed.supervisors, *(listed.city_supervisors if both else ()))
    for organ in organs:
        watching = stage.by(organ, "supervisor")
        short = stage.rules.short(organ)
        yield from stage.at(
            received,
            f"{case.number} {short}签收审批结果",
            (watching, AcknowledgeResult(case=case.number)),
        )
        found = GiveFeedback(
            case=case.number, findings="抽查未发现问题（演示）", conclusion="in_order"
        )
        yield from stage.at(fed_back, f"{case.number} {short}反馈监管信息", (watching, found))


def policy(stage: Stage) -> Iterator[Act]:
    """政策性文件五个工作日内书面告知 (XG22-22, B-32)."""
    number = "演示监〔2022〕3号"
    by = stage.by(INDUSTRY, "supervisor")
    document = RegisterPolicyDocument(
        number=number,
        level="province",
        issued_by="省级行业主管部门（演示）",
        title="关于调整审批条件的通知（演示）",
        issued_on=date(2022, 5, 5),
        received_on=date(2022, 5, 6),
        digest="a" * 64,
        matters=(DIRECT, REVIEWED),
    )
    yield from stage.at("2022-05-06 10:00", f"登记政策性文件{number}", (by, document))
    notice = NotifyApprovers(number=number, document_number="演示告知〔2022〕1号")
    yield from stage.at("2022-05-12 10:00", f"{number} 书面告知审批部门", (by, notice))
    told = AcknowledgePolicyNotice(regulator=INDUSTRY, number=number)
    for organ in (COUNTY, CITY):
        says = f"{stage.rules.short(organ)}签收{number}"
        yield from stage.at("2022-05-13 09:00", says, (stage.by(organ, "principal"), told))
