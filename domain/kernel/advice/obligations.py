"""Obligations and pushes: whatever is due."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "obligations.unknown": Advice(
        "没有这一义务",
        "There is no such obligation",
        "请在到期事项中核对编号。",
        "Check its id in the list of what is due.",
    ),
    "obligations.term": Advice(
        "义务的编号或者期限有误",
        "Id or term cannot be",
        "请核对规则所列的编号和期限。",
        "Check id and term in the rules.",
    ),
    "obligations.has_outcome": Advice(
        "该义务已有结果",
        "The obligation has its outcome",
        "结果一经记录不再改变；无须办理。",
        "It does not change any more; nothing is left to do.",
    ),
    "obligations.reason": Advice(
        "须说明理由",
        "A reason is missing",
        "请写明免除的理由。",
        "Say why it is waived.",
    ),
    "obligations.not_yet_late": Advice(
        "期限尚未届满",
        "The time has not passed",
        "期限届满之日以后才认定逾期。",
        "It is late only after its last day.",
    ),
    "obligations.provisional": Advice(
        "期限为暂定",
        "The date is provisional",
        "请先采用当年的工作日历，期限确定后再认定。",
        "Adopt the year's calendar first; then the date is certain.",
    ),
    "obligations.statutory": Advice(
        "法定期限不得免除",
        "What the law sets is not waived",
        "请尽快办理；逾期的责任如实记录。",
        "Do it; that it was late stays on record.",
    ),
    "obligations.owed_to_applicant": Advice(
        "对申请人的义务不得免除",
        "What is owed to the applicant is not waived",
        "请尽快办理；需要延长的，依法办理延期。",
        "Do it; where the law allows more time, extend it.",
    ),
    "obligations.by_time": Advice(
        "期限届满自然发生",
        "It happens by the passing of time",
        "无可免除；需要继续的，办理续签。",
        "There is nothing to waive; to go on, renew.",
    ),
    "pushes.unknown": Advice(
        "没有这一推送",
        "There is no such push",
        "请核对办件编号；只签收推送给本单位的结果。",
        "Check the case; acknowledge what was sent to your own organ.",
    ),
    "pushes.not_due": Advice(
        "没有应当推送的结果",
        "Nothing is to be pushed",
        "到了应当推送的环节由平台推送；已经免除的无须推送。",
        "The platform pushes once the step is reached that calls for it.",
    ),
    "pushes.already_acknowledged": Advice(
        "已经签收",
        "It was acknowledged already",
        "无须再签收。",
        "Nothing is left to do.",
    ),
    "pushes.no_feedback": Advice(
        "没有监管结果反馈环节",
        "Its mode knows no feedback",
        "请按办理方式办理；发现违规情形的，登记违规情形。",
        "Put an irregularity on record instead, if that is what was found.",
    ),
    "pushes.not_supervisor": Advice(
        "不是本件的监管单位或者岗位",
        "Not whoever supervises this case",
        "请由承担监管职责的单位的主要负责人或者监管人员反馈。",
        "The principal or a supervisor of the supervising body gives it.",
    ),
    "pushes.findings": Advice(
        "没有写明监管情况",
        "What was found is missing",
        "请写明监管情况，没有发现问题的也要写明。",
        "Say what supervision found, also where all was in order.",
    ),
}
