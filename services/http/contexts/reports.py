"""What a county reports upwards: the year's summary, important situations (JX24-39 to -41)."""

from datetime import datetime

from domain.kernel import streams
from domain.reports.situation import RecordReply, ReportSituation
from domain.reports.summary import Figures, SendSummary
from infra.papers.paper import Paper
from projections.situations import Situations
from projections.summaries import Summaries
from projections.summary_counts import SummaryCounts
from services.drafted import drafted
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.paper import paper_route
from services.http.route import Answer, Call, Number, Reading, Route, Text
from services.papers.summary import of_year

TAG = "报告"
_SUMMARY = "/summaries/{year}"


def _situation(command: ReportSituation | RecordReply) -> str:
    return streams.situation(command.number)


ACTS = (
    Act(
        command=SendSummary,
        path=_SUMMARY,
        stream=lambda command: streams.summary(command.year),
        tag=TAG,
        summary="报送改革情况汇总。Send the year's summary, with its figures as they are.",
        example={
            "contents": {"progress": "各项改革有序推进", "problems": "个别乡镇专网未通"},
            "document_number": "2024-汇-1",
        },
        created=True,
    ),
    Act(
        command=ReportSituation,
        path="/situations",
        stream=_situation,
        tag=TAG,
        summary="报告重要情况。Report an important situation at once.",
        example={
            "number": "2024-报-1",
            "organ": "department",
            "to": "上级政务服务管理部门",
            "title": "关于业务系统对接的请示",
            "text": "专网尚未接通，请予协调。",
        },
        created=True,
    ),
    Act(
        command=RecordReply,
        path="/situations/{number}/reply",
        stream=_situation,
        tag=TAG,
        summary="登记答复。What was replied.",
        example={"reply": "已协调，下月接通。", "document_number": "2024-复-7"},
    ),
)


async def _draft(call: Call) -> Answer:
    it = call.platform
    unit = it.executor.unit(call.tenant)
    return Answer(content=await drafted(it.pool, unit, call.path.year, await unit.rules()))


async def _paper(call: Call) -> Paper:
    it = call.platform
    return await of_year(it.executor, it.pool, call.tenant, call.path.year)


LISTS = (
    Listing(
        view=Summaries(),
        path="/summaries",
        operation="summaries.list",
        tag=TAG,
        summary="已报送的改革情况汇总。Summaries that were sent, the newest first.",
        access=COUNTY,
        sorts={"sent_at": datetime},
        default="-sent_at",
    ),
    Listing(
        view=Situations(),
        path="/situations",
        operation="situations.list",
        tag=TAG,
        summary="重要情况报告和答复。Important situations and replies, the newest first.",
        access=COUNTY,
        filters={"organ": (Text, "organ = {}"), "open": (bool, "open = {}")},
        sorts={"reported_at": datetime},
        default="-reported_at",
    ),
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    *(list_route(listing) for listing in LISTS),
    Route(
        path=f"{_SUMMARY}/figures",
        operation="summaries.figures",
        tag=TAG,
        summary="上次汇总以来的改革数据。The figures since the summary before, up to now.",
        access=COUNTY,
        handle=_draft,
        places={"year": Number},
        query=Reading,
        answer=Figures,
        view=SummaryCounts.name,
    ),
    paper_route(
        path=_SUMMARY,
        operation="summaries.paper",
        tag=TAG,
        summary="改革情况汇总的文稿。The year's summary as a paper; a draft until it is sent.",
        access=COUNTY,
        compose=_paper,
        places={"year": Number},
        statuses=(422,),  # none is owed for the year
    ),
)
