"""Advice and work around a reform: advisers, plans, tasks, meetings (XG23-26, -29, -34, -35)."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "readiness.no_such_role": Advice(
        "没有这种人员",
        "There is no such role",
        "请填写本县政策包 [contacts] 所列的身份编号。",
        "Name a role by its id in the county's rules.",
    ),
    "readiness.contact_incomplete": Advice(
        "没有写明是谁",
        "Nobody is named",
        "请填写人员代号，不写姓名。",
        "Give a staff id, not a name.",
    ),
    "readiness.contact_named": Advice(
        "已经指定",
        "This person is named already",
        "无须再指定。",
        "Nothing is left to do.",
    ),
    "readiness.not_named": Advice(
        "不是指定的人员",
        "This person is not named",
        "请核对身份和人员代号。",
        "Check role and staff id.",
    ),
    "readiness.question_taken": Advice(
        "问题编号已经使用",
        "The question's number is taken",
        "请换一个编号。",
        "Use another number.",
    ),
    "readiness.not_asking": Advice(
        "不由该单位提问",
        "This is not asked that way",
        "请由下级单位向上级部门提问；其他情形用函询。",
        "Whoever is below asks a department above; else send an inquiry.",
    ),
    "readiness.question_unknown": Advice(
        "没有这个问题",
        "There is no such question",
        "请核对问题编号。",
        "Check its number.",
    ),
    "readiness.not_adviser": Advice(
        "不是指定的业务指导人员",
        "Only a named adviser answers",
        "请由该部门指定的人员答复，或者由主要负责人先行指定。",
        "Let whom the department named answer, or name somebody first.",
    ),
    "readiness.question_answered": Advice(
        "问题已经答复",
        "It was answered already",
        "还有疑问的，另行提问。",
        "Ask another question if something is open.",
    ),
    "readiness.question_incomplete": Advice(
        "问题、答复不完整",
        "Question or answer is not complete",
        "请写明内容，不写个人信息。",
        "Write it out, without personal data.",
    ),
    "readiness.no_such_programme": Advice(
        "没有这项改革",
        "There is no such programme",
        "请填写本县政策包 [[programme]] 的编号。",
        "Name a programme by its id in the county's rules.",
    ),
    "readiness.plan_incomplete": Advice(
        "工作方案登记不完整",
        "The plan is not complete",
        "请填写方案名称和文号。",
        "Give its title and the document's number.",
    ),
    "readiness.no_such_task": Advice(
        "没有这项任务",
        "There is no such task",
        "请核对任务分工表的序号和内容的序号。",
        "Check the number of the task and of its content.",
    ),
    "readiness.not_of_task": Advice(
        "不是该任务的单位",
        "Another unit has this task",
        "请由牵头单位、责任单位报告。",
        "Its lead and its units report on it.",
    ),
    "readiness.report_incomplete": Advice(
        "没有写明情况",
        "Nothing is said of it",
        "请写明进展或者结果，不写个人信息。",
        "Say how far it is, or what came of it, without personal data.",
    ),
    "readiness.task_standing": Advice(
        "长期坚持的任务不办结",
        "A standing duty is never done",
        "请报告进展，不填完成。",
        "Report on it, without saying that it is done.",
    ),
    "readiness.task_done": Advice(
        "已经报告完成",
        "It was reported as done",
        "无须再报。",
        "Nothing is left to do.",
    ),
    "readiness.dispatch_taken": Advice(
        "调度编号已经使用",
        "The meeting's number is taken",
        "请换一个编号。",
        "Use another number.",
    ),
    "readiness.not_convener": Advice(
        "不是调度单位",
        "Another organ convenes",
        "请由改革的牵头单位登记调度。",
        "The unit that leads the reform puts it on record.",
    ),
    "readiness.dispatch_incomplete": Advice(
        "调度登记不完整",
        "The meeting is not complete",
        "请写明名称、参加单位和议定事项，期限不早于当天。",
        "Say its title, who came and what was settled, by a day that is to come.",
    ),
    "readiness.no_such_problem": Advice(
        "没有这个问题",
        "There is no such problem",
        "请先登记问题，再在调度中引用其编号。",
        "Put the problem on record first, then cite its number.",
    ),
    "readiness.no_such_resolution": Advice(
        "没有这项议定事项",
        "There is no such resolution",
        "请核对调度编号和第几项，从1起。",
        "Check the meeting's number and which it is, from 1.",
    ),
    "readiness.not_carrier": Advice(
        "不是承办单位",
        "Another unit carries it out",
        "请由承办单位或者调度单位报告结果。",
        "Whoever carries it out, or who convened, says what came of it.",
    ),
    "readiness.resolution_closed": Advice(
        "议定事项已经办结",
        "It was closed already",
        "无须再报。",
        "Nothing is left to do.",
    ),
}
