"""Months close and townships report them, months without a case too (XG23-61, -68, B-07).

What is told late changes no report that was sent: it is restated beside it, with what made the
difference (E5-6). At the end it is reported upwards how all did, with what did not come (XG23-33).
"""

from collections.abc import Iterator

from domain.reports.overview import SendOverview
from domain.reports.periodic import ReceiveReport, RestateReport, SendReport
from domain.seals.commands import ReportLoss
from services.demo.act import Act, Deed
from services.demo.stage import Stage

MONTHLY, TO_GOVERNMENT = "monthly", "to_government"
DECEMBER, JANUARY, FEBRUARY = MONTHS = ("2023-12", "2024-01", "2024-02")
USED = "演示-123"
OVERVIEW = "演示-专报-01"
_LOST_AT = "2024-02-22 17:30"


def _month(period: str) -> str:
    return f"{int(period[-2:])}月"


def _number(stage: Stage, town: str, period: str, n: int) -> str:
    return f"{stage.called(town)}月报〔{period[:4]}〕演示{_month(period)}第{n}号"


def _sends(stage: Stage, town: str, period: str, *owners: str) -> list[Deed]:
    head = stage.by(town, "principal")
    return [
        (
            head,
            SendReport(
                report=MONTHLY,
                period=period,
                by=town,
                to=owner,
                document_number=_number(stage, town, period, n),
                remarks="印章月底启用，当月没有办件（演示）" if period == DECEMBER else "",
            ),
        )
        for n, owner in enumerate(owners, 1)
    ]


def _received(stage: Stage, town: str, period: str, *owners: str) -> list[Deed]:
    return [
        (
            stage.by(owner, "principal"),
            ReceiveReport(report=MONTHLY, period=period, by=town, to=owner),
        )
        for owner in owners
    ]


def months(stage: Stage) -> Iterator[Act]:
    """Two townships send all in time; the third is late, then sends one of four, then none."""
    owners, (first, second, third) = stage.delegators, stage.towns
    yield from stage.refused(
        "2023-12-29 16:30",
        f"{stage.called(first)}当月未完就报12月的月报",
        "reports.period_open",
        _sends(stage, first, DECEMBER, owners[0])[0],
    )
    for day, of_it, period in (
        ("2024-01-05", "2024-01-08", DECEMBER),
        ("2024-02-05", "2024-02-06", JANUARY),
        ("2024-03-05", "2024-03-06", FEBRUARY),
    ):
        said = f"{_month(period)}的月报" + ("（没有办件也报）" if period == DECEMBER else "")
        for town, hour in ((first, 16), (second, 17)):
            yield from stage.at(
                f"{day} {hour}:20",
                f"{stage.called(town)}向{len(owners)}个委托部门报送{said}",
                *_sends(stage, town, period, *owners),
            )
        both = [it for town in (first, second) for it in _received(stage, town, period, *owners)]
        yield from stage.at(f"{of_it} 11:20", f"{len(owners)}个部门签收{said}", *both)
    name = stage.called(third)
    yield from stage.at(
        "2024-01-11 16:20",
        f"{name}逾期补报12月的月报",
        *_sends(stage, third, DECEMBER, *owners),
        *_received(stage, third, DECEMBER, *owners),
    )
    yield from stage.at(
        "2024-02-06 16:20",
        f"{name}只报{stage.called(owners[0])}一份1月的月报，其余各份和2月的至今未报（留给来访者）",
        *_sends(stage, third, JANUARY, owners[0]),
        *_received(stage, third, JANUARY, owners[0]),
    )


def told_late(stage: Stage, owner: str, matter: int, keeper: str) -> Iterator[Act]:
    """Cleared up as supervision had ordered: another seal is gone, since before it was used last.

    The report of that month was sent and received; its number of regular uses is not true any more.
    """
    town = stage.towns[1]
    name, seal = stage.called(town), stage.seal(owner, town)
    case = stage.dossier(USED, matter, town, keeper)
    opened = case.opened()
    yield from stage.at("2024-02-20 14:30", f"{USED} 第{matter}项：收件、受理并用印", *opened)
    yield from stage.at(
        "2024-02-23 14:30",
        f"{USED} 审核、批准、用印、送达（印章已于前一日遗失，尚无人知）",
        case.review(),
        *case.granted(),
    )
    report = ReportLoss(
        **seal,
        lost_at=stage.moment(_LOST_AT),
        circumstances="按整改要求逐枚清点时不在柜内，交接登记止于2月22日（演示）",
    )
    yield from stage.at(
        "2024-03-08 08:40",
        f"{name}逐枚清点：{stage.called(owner)}的印章2月22日17:30起已遗失；公告、作废留给来访者",
        (stage.by(town, "custodian", keeper), report),
    )
    head = stage.by(town, "principal")
    again = RestateReport(
        report=MONTHLY,
        period=FEBRUARY,
        by=town,
        to=owner,
        document_number=f"{stage.called(town)}月报〔2024〕演示2月补1号",
        reason="印章遗失于报送之后查明（演示）",
    )
    yield from stage.at(
        "2024-03-08 11:00",
        f"{name}补正2月的月报：注明原报告，说明差异；{stage.called(owner)}签收",
        (head, again),
        *_received(stage, town, FEBRUARY, owner),
    )
    other = next(it for it in stage.delegators if it != owner)
    same = RestateReport(
        report=MONTHLY,
        period=FEBRUARY,
        by=town,
        to=other,
        document_number=f"{stage.called(town)}月报〔2024〕演示2月补2号",
        reason="同上（演示）",
    )
    yield from stage.refused(
        "2024-03-08 11:20",
        f"{name}也要补正报{stage.called(other)}的一份",
        "reports.nothing_new",
        (head, same),
    )


def upwards(stage: Stage, lead: str) -> Iterator[Act]:
    """What came in of the three months and what did not, as it was known then."""
    terms = next(it for it in stage.rules.pack.report if it.id == TO_GOVERNMENT)
    third = stage.called(stage.towns[2])
    said = (f"两乡按月报送，{third}有逾期和未报（演示）", "逐份签收；缺报的已催报（演示）")
    command = SendOverview(
        number=OVERVIEW,
        report=TO_GOVERNMENT,
        of=MONTHLY,
        periods=MONTHS,
        contents=dict(zip(terms.contents, said, strict=True)),
        document_number="改革办专报〔2024〕演示1号",
    )
    says = f"{stage.called(lead)}向县人民政府报告三个月的落实情况，缺报的列明"
    yield from stage.at("2024-03-08 16:30", says, (stage.by(lead, "principal"), command))
