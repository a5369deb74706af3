"""Reports that are owed period by period: drafted, sent, restated, received (XG23-61, B-07)."""

from datetime import datetime
from typing import Any

from domain.kernel import streams
from domain.reports.periodic import ReceiveReport, ReportCommand, RestateReport, SendReport
from projections.periodic_reports import PeriodicReports, Status
from projections.report_periods import ReportPeriods
from services.collected import Collected, collected
from services.commands.periodic_reports import Draft, draft
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Reading, Route, Text

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
)


async def _draft(call: Call) -> Answer:
    asked = ReportCommand(
        report=call.path.report, period=call.path.period, by=call.path.by, to=call.path.to
    )
    return Answer(content=await draft(asked, call.platform.executor.unit(call.tenant)))


async def _collected(call: Call) -> Answer:
    path = call.path
    found = await collected(call.platform.pool, call.tenant, path.report, path.period)
    return Answer(content=found)


_PLACES: dict[str, Any] = {"report": Text, "period": Text}

LISTS = (
    Listing(
        view=ReportPeriods(),
        path="/report-periods",
        operation="report_periods.list",
        tag=TAG,
        summary="报告期和应当报告的单位。Periods that are over, and who owes the report on each.",
        access=COUNTY,
        filters={"report": (Text, "report = {}"), "period": (Text, "period = {}")},
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
            "period": (Text, "period = {}"),
            "by": (Text, '"by" = {}'),
            "to": (Text, '"to" = {}'),
            "status": (Status, "status = {}"),
        },
        sorts={"key": str},
        default="-key",
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
        statuses=(404, 409),
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
)
