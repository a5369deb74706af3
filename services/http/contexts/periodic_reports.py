"""Reports that are owed period by period: drafted, sent, restated, received (XG23-61, B-07)."""

from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Meta

from domain.kernel import streams
from domain.reports.collected import Collected
from domain.reports.overview import SendOverview
from domain.reports.periodic import ReceiveReport, ReportCommand, RestateReport, SendReport
from infra.papers.paper import Paper
from projections.obligations import Obligations
from projections.overviews import Overviews
from projections.periodic_reports import PeriodicReports, Status
from projections.report_periods import ReportPeriods
from services.collected import collected
from services.commands.periodic_reports import Draft, draft
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.paper import paper_route
from services.http.route import Answer, Call, Number, Period, Reading, Route, Text
from services.papers.collected import of_collected, of_overview
from services.papers.periodic import of_report
from services.speed import Speeds, speeds

TAG = "报告"
_PERIOD = "/reports/{report}/{period}"
_ONE = f"{_PERIOD}/{{by}}/{{to}}"
_EXAMPLES = {"report": "monthly", "period": "2024-01", "by": "township", "to": "department"}


def _stream(command: ReportCommand) -> str:
    return streams.report(command.report, command.by, command.to, command.period)


ACTS = (
    Act(
        command=SendReport,
        path=_ONE,
        stream=_stream,
        tag=TAG,
        summary="签发并报送定期报告。Sign and send a report, with its figures.",
        example={"document_number": "2024-月报-1", "remarks": "办件平稳。"},
        examples=_EXAMPLES,
        created=True,
    ),
    Act(
        command=RestateReport,
        path=f"{_ONE}/restatements",
        stream=_stream,
        tag=TAG,
        summary="补正已报送的报告。State the figures anew, beside what was sent.",
        example={"document_number": "2024-补-1", "reason": "印章遗失后补报"},
        examples=_EXAMPLES,
        created=True,
    ),
    Act(
        command=ReceiveReport,
        path=f"{_ONE}/receipt",
        stream=_stream,
        tag=TAG,
        summary="签收报告。The organ that it is for has what was stated last.",
        example={},
        examples=_EXAMPLES,
    ),
    Act(
        command=SendOverview,
        path="/overviews",
        stream=lambda command: streams.overview(command.number),
        tag=TAG,
        summary="不定期报告落实情况。Report on what came in of some periods, frozen as it is.",
        example={
            "number": "2024-专-1",
            "report": "overview",
            "of": "monthly",
            "periods": ["2024-01"],
            "contents": {"乡镇落实情况": "总体平稳"},
            "document_number": "2024-专报-1",
        },
        created=True,
    ),
)


async def _draft(call: Call) -> Answer:
    asked = ReportCommand(
        report=call.path.report, period=call.path.period, by=call.path.by, to=call.path.to
    )
    return Answer(content=await draft(asked, call.platform.executor.unit(call.tenant)))


class Days(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which days."""

    since: Annotated[date, Meta(description="自哪一天。The first day.")]
    until: Annotated[date, Meta(description="至哪一天。The last day.")]


async def _speed(call: Call) -> Answer:
    it, asked = call.platform, call.query
    found, _ = await speeds(it.executor, it.pool, call.tenant, asked.since, asked.until)
    return Answer(content=found)


async def _collected(call: Call) -> Answer:
    path = call.path
    found = await collected(call.platform.pool, call.tenant, path.report, path.period)
    return Answer(content=found)


async def _paper(call: Call) -> Paper:
    it, path = call.platform, call.path
    asked = ReportCommand(report=path.report, period=path.period, by=path.by, to=path.to)
    return await of_report(it.executor, it.pool, call.tenant, asked, path.statement)


async def _circular(call: Call) -> Paper:
    it, path = call.platform, call.path
    return await of_collected(it.executor, it.pool, call.tenant, path.report, path.period)


async def _overview_paper(call: Call) -> Paper:
    it = call.platform
    return await of_overview(it.executor, it.pool, call.tenant, call.path.number)


_PLACES: dict[str, Any] = {"report": Text, "period": Period}

LISTS = (
    Listing(
        view=ReportPeriods(),
        path="/report-periods",
        operation="report_periods.list",
        tag=TAG,
        summary="报告期和应当报告的单位。Periods that are over, and who owes the report on each.",
        access=COUNTY,
        filters={"report": (Text, "report = {}"), "period": (Period, "period = {}")},
        sorts={"start": datetime},
        default="-start",
    ),
    Listing(
        view=PeriodicReports(),
        path="/reports",
        operation="reports.list",
        tag=TAG,
        summary="定期报告：应报、已报、已签收。Periodic reports: owed, sent, received.",
        access=COUNTY,
        filters={
            "report": (Text, "report = {}"),
            "period": (Period, "period = {}"),
            "by": (Text, '"by" = {}'),
            "to": (Text, '"to" = {}'),
            "status": (Status, "status = {}"),
        },
        sorts={"closed_at": datetime, "key": str},
        default="-closed_at",
    ),
    Listing(
        view=Overviews(),
        path="/overviews",
        operation="overviews.list",
        tag=TAG,
        summary="不定期报告，附当时的汇总。Reports at no fixed time, with what had come in then.",
        access=COUNTY,
        filters={"to": (Text, '"to" = {}')},
        sorts={"sent_at": datetime},
        default="-sent_at",
    ),
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    *(list_route(listing) for listing in LISTS),
    Route(
        path=f"{_ONE}/figures",
        operation="reports.figures",
        tag=TAG,
        summary="报告的数据，截至目前；已报送的，与之的差异。The figures now, what differs.",
        access=COUNTY,
        handle=_draft,
        places={**_PLACES, "by": Text, "to": Text},
        examples=_EXAMPLES,
        answer=Draft,
        statuses=(404, 409, 422),
    ),
    Route(
        path=f"{_PERIOD}/collected",
        operation="reports.collected",
        tag=TAG,
        summary="一期报告的汇总：各单位报送情况和数据。What came in, and what it says together.",
        access=COUNTY,
        handle=_collected,
        places=_PLACES,
        query=Reading,
        examples=_EXAMPLES,
        answer=Collected,
        view=PeriodicReports.name,
    ),
    Route(
        path="/speed",
        operation="reports.speed",
        tag=TAG,
        summary="办理提速：法定、承诺和实际用时。Days taken, promised, allowed.",
        access=COUNTY,
        handle=_speed,
        query=Days,
        examples={"since": "2024-01-01", "until": "2024-03-31"},
        answer=Speeds,
        view=Obligations.name,
    ),
    paper_route(
        path=f"{_ONE}/statements/{{statement}}",
        operation="reports.paper",
        tag=TAG,
        summary="定期报告的文稿；0为报告本身，n为第n次补正。A report, or a restatement.",
        access=COUNTY,
        compose=_paper,
        places={**_PLACES, "by": Text, "to": Text, "statement": Number},
        statuses=(404, 409),
    ),
    paper_route(
        path=f"{_PERIOD}/collected",
        operation="reports.circular_paper",
        tag=TAG,
        summary="一期报告汇总的文稿（通报表）。The table of a circular.",
        access=COUNTY,
        compose=_circular,
        places=_PLACES,
        statuses=(404,),
    ),
    paper_route(
        path="/overviews/{number}",
        operation="overviews.paper",
        tag=TAG,
        summary="不定期报告的文稿。A report at no fixed time as it was sent.",
        access=COUNTY,
        compose=_overview_paper,
        places={"number": Text},
        statuses=(404,),
    ),
)
