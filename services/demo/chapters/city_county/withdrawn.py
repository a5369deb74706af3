"""承接不到位: reported by the county, taken back by the city, from a day on (XG22-20, B-37)."""

from collections.abc import Iterator
from datetime import date

from domain.delegation.withdrawal import AnswerShortfall, ReportShortfall, WithdrawAuthority
from services.demo.act import Act
from services.demo.chapters.city_county.levels import (
    CITY,
    COUNTY,
    PAIR,
    SERVICE,
    dossier,
)
from services.demo.stage import Stage


def withdrawn(stage: Stage) -> Iterator[Act]:
    head, below = stage.by(CITY, "principal"), stage.by(COUNTY, "principal")
    case = dossier(stage, "演示-005", SERVICE)
    yield from stage.at(
        "2022-08-08 09:00",
        f"{case.number} 收件、受理",
        case.receive(),
        case.accept(COUNTY),
    )
    report = ReportShortfall(
        **PAIR,
        matters=(SERVICE,),
        circumstances="专业人员不足（演示）",
        document_number="演示上报〔2022〕1号",
    )
    stays = AnswerShortfall(
        **PAIR,
        matters=(SERVICE,),
        reason="限期整改，暂不收回（演示）",
        document_number="演示答复〔2022〕1号",
    )
    back = WithdrawAuthority(
        **PAIR,
        matters=(SERVICE,),
        ground="poor_acceptance",
        reason="整改未到位（演示）",
        document_number="演示收回〔2022〕1号",
        valid_from=date(2022, 8, 22),
    )
    yield from stage.refused(
        "2022-08-09 09:00", "未经上报就要收回", "delegation.no_shortfall", (head, back)
    )
    yield from stage.at("2022-08-10 09:00", "县行政审批局上报承接不到位", (below, report))
    yield from stage.at("2022-08-11 09:00", "市级部门答复：限期整改，暂不收回", (head, stays))
    yield from stage.at("2022-08-15 09:00", "市级部门自8月22日起收回权限", (head, back))
    another = dossier(stage, "演示-006", SERVICE)
    yield from stage.refused(
        "2022-08-22 09:00",
        f"{another.number} 收回之后申请",
        "delegation.withdrawn",
        another.receive(),
    )
    yield from stage.at(
        "2022-08-23 09:00",
        f"{case.number} 收回之前所收，仍由县级办结",
        case.review(COUNTY),
        case.grant(COUNTY),
        case.deliver(COUNTY),
    )
