"""Advice and work around a reform: advisers, plans, tasks, meetings (XG23-26, -29, -34, -35)."""

from datetime import datetime

from domain.kernel import streams
from domain.readiness.contacts import AnswerQuestion, AskQuestion, EndContact, NameContact
from domain.readiness.dispatch import CloseResolution, HoldDispatch
from domain.readiness.plans import FileWorkPlan, Owed
from domain.readiness.tasks import ReportTask, TaskStanding
from projections.contacts import Contacts
from projections.dispatches import Dispatches
from projections.questions import Questions
from projections.task_reports import TaskReports
from projections.work_plans import WorkPlans
from services.commands.guidance import owed_plans, task_table
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Number, Route, Text

TAG = "改革推进"


def _question(command: AskQuestion | AnswerQuestion) -> str:
    return streams.question(command.number)


def _dispatch(command: HoldDispatch | CloseResolution) -> str:
    return streams.dispatch(command.number)


ACTS = (
    Act(
        command=NameContact,
        path="/contacts",
        stream=None,  # of the seat's own organ
        tag=TAG,
        summary="指定业务指导员、联络员。A department names whom townships turn to.",
        example={"role": "adviser", "person": "S-2048", "matters": [21]},
        created=True,
    ),
    Act(
        command=EndContact,
        path="/contacts/{role}/{person}/end",
        stream=None,  # of the seat's own organ
        tag=TAG,
        summary="不再担任业务指导员、联络员。Somebody is named no more.",
        example={"reason": "岗位调整"},
    ),
    Act(
        command=AskQuestion,
        path="/questions",
        stream=_question,
        tag=TAG,
        summary="向业务指导员提问。A township asks a department's advisers.",
        example={
            "number": "2024-问-1",
            "to": "department",
            "question": "延续申请能否用电子证照？",
            "matter": 21,
        },
        created=True,
    ),
    Act(
        command=AnswerQuestion,
        path="/questions/{number}/answer",
        stream=_question,
        tag=TAG,
        summary="业务指导员答复。An adviser answers.",
        example={"answer": "可以，窗口自行核验。"},
    ),
    Act(
        command=FileWorkPlan,
        path="/work-plans/{programme}",
        stream=None,  # of the seat's own organ
        tag=TAG,
        summary="报送工作方案。File the unit's own work plan.",
        example={"title": "改革工作推进方案", "document_number": "2024-方-1"},
        created=True,
    ),
    Act(
        command=ReportTask,
        path="/tasks/{task}/reports",
        stream=None,  # of the seat's own organ
        tag=TAG,
        summary="报告任务进展。How far a unit is with its part of a task.",
        example={"text": "窗口人员已配齐", "content": 5},
        created=True,
    ),
    Act(
        command=HoldDispatch,
        path="/dispatches",
        stream=_dispatch,
        tag=TAG,
        summary="登记工作调度。A meeting on how the reform goes, and what it settled.",
        example={
            "number": "2024-调-1",
            "title": "一月工作调度",
            "attending": ["township", "department"],
            "resolutions": [{"organ": "department", "text": "补发业务手册"}],
        },
        created=True,
    ),
    Act(
        command=CloseResolution,
        path="/dispatches/{number}/resolutions/{resolution}/close",
        stream=_dispatch,
        tag=TAG,
        summary="议定事项办结。What came of a resolution.",
        example={"result": "手册已补发并签收"},
    ),
)

LISTS = (
    Listing(
        view=Contacts(),
        path="/contacts",
        operation="contacts.list",
        tag=TAG,
        summary="业务指导员、联络员。Whom departments named, the newest first.",
        access=COUNTY,
        filters={
            "organ": (Text, "organ = {}"),
            "role": (Text, "role = {}"),
            "open": (bool, "open = {}"),
        },
        sorts={"named_at": datetime},
        default="-named_at",
    ),
    Listing(
        view=Questions(),
        path="/questions",
        operation="questions.list",
        tag=TAG,
        summary="业务问题和答复。Questions of townships, the newest first.",
        access=COUNTY,
        filters={
            "organ": (Text, "organ = {}"),
            "to": (Text, '"to" = {}'),
            "matter": (Number, "matter = {}"),
            "open": (bool, "open = {}"),
        },
        sorts={"asked_at": datetime},
        default="-asked_at",
    ),
    Listing(
        view=WorkPlans(),
        path="/work-plans",
        operation="work_plans.list",
        tag=TAG,
        summary="工作方案。Work plans that units filed, the newest first.",
        access=COUNTY,
        filters={"organ": (Text, "organ = {}"), "programme": (Text, "programme = {}")},
        sorts={"filed_at": datetime},
        default="-filed_at",
    ),
    Listing(
        view=TaskReports(),
        path="/task-reports",
        operation="task_reports.list",
        tag=TAG,
        summary="任务进展。The last word of each unit on its part.",
        access=COUNTY,
        filters={
            "organ": (Text, "organ = {}"),
            "programme": (Text, "programme = {}"),
            "task": (Number, "task = {}"),
            "done": (bool, "done = {}"),
        },
        sorts={"first_at": datetime},
        default="-first_at",
    ),
    Listing(
        view=Dispatches(),
        path="/dispatches",
        operation="dispatches.list",
        tag=TAG,
        summary="工作调度和议定事项。Meetings and what they settled, the newest first.",
        access=COUNTY,
        filters={"attending": (Text, "attending ? {}"), "problem": (Text, "problems ? {}")},
        sorts={"held_at": datetime},
        default="-held_at",
    ),
)


async def _owed(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    return Answer(content=await owed_plans(unit, await unit.rules()))


async def _tasks(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    return Answer(content=await task_table(unit, await unit.rules()))


ROUTES = (
    *(act_route(act) for act in ACTS),
    *(list_route(listing) for listing in LISTS),
    Route(
        path="/work-plans/owed",
        operation="work_plans.owed",
        tag=TAG,
        summary="应报的工作方案。Whose work plan the rules ask for, and what came of it.",
        access=COUNTY,
        handle=_owed,
        answer=list[Owed],
    ),
    Route(
        path="/tasks",
        operation="tasks.list",
        tag=TAG,
        summary="任务分工表和进展。Every task, who has it, how far each unit says it is.",
        access=COUNTY,
        handle=_tasks,
        answer=list[TaskStanding],
    ),
)
