"""A reform as a whole: its pilot townships, what they found, its roll-out."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "programmes.unknown": Advice(
        "没有这项改革",
        "There is no such programme",
        "请核对改革的编号（tongban programmes）。",
        "Check the programme's id with `tongban programmes`.",
    ),
    "programmes.no_trial": Advice(
        "该项改革没有试点安排",
        "The programme has no trial",
        "方案没有安排试点的，按方案直接推行；已安排的，先确定试点乡镇。",
        "Without a trial phase it applies as planned; with one, name the pilot townships first.",
    ),
    "programmes.pilot_count": Advice(
        "试点乡镇的数目或者单位有误",
        "The trial has not the right townships",
        "请按方案写明的数目列出乡镇人民政府，每个一次。",
        "List as many township governments as the plan says, each once.",
    ),
    "programmes.pilot_phase_over": Advice(
        "试点阶段已过",
        "The trial's phase is over",
        "试点阶段结束后不再确定试点乡镇；需要延长的，先修改方案。",
        "No township joins after the phase; to prolong it, change the plan first.",
    ),
    "programmes.pilots_designated": Advice(
        "试点乡镇已经确定",
        "The pilot townships are named already",
        "试点乡镇确定后不再改变；扩大范围的，评估后决定全面推行。",
        "They stay as they are; to widen the trial, evaluate it and roll it out.",
    ),
    "programmes.no_trial_running": Advice(
        "没有正在进行的试点",
        "No trial is running",
        "请先确定试点乡镇；已经推开或者结束的无须再办。",
        "Name the pilot townships first; if it was rolled out or ended, nothing is left to do.",
    ),
    "programmes.not_in_pilot": Advice(
        "不在试点乡镇之列",
        "The township does not try the programme out",
        "推广之前请按原办理方式办理；需要参加的，由牵头单位在试点名额内确定或者决定推广。",
        "Until it is rolled out, go on as before; the lead names pilots or decides the roll-out.",
    ),
    "programmes.not_a_pilot": Advice(
        "不是试点乡镇",
        "The township is not in the trial",
        "试点经验由试点乡镇总结；其他乡镇待全面推行后实施。",
        "Pilot townships sum up; the others follow after the roll-out.",
    ),
    "programmes.not_summarised": Advice(
        "试点乡镇尚未总结经验",
        "A pilot township has not summed up yet",
        "请各试点乡镇先登记总结，再作评估。",
        "Each pilot township hands in its summary before the evaluation.",
    ),
    "programmes.not_evaluated": Advice(
        "试点尚未评估",
        "The trial is not evaluated yet",
        "请先评估试点经验，再凭实施意见推开。",
        "Evaluate the trial first, then roll it out by the implementing opinion.",
    ),
    "programmes.not_ready": Advice(
        "该乡镇暂不具备条件",
        "The township lacks the conditions so far",
        "请按原方式办理；条件具备后由牵头单位重新评估。",
        "Go on as before; the lead assesses it anew once it has the conditions.",
    ),
    "programmes.assessed_body": Advice(
        "评估的不是乡镇",
        "What is assessed is no township",
        "请填写乡镇、街道的机构编号。",
        "Name a township by its organ id.",
    ),
    "programmes.assessed_part": Advice(
        "部分开展的事项没有写清",
        "What a part leaves out is not clear",
        "部分开展（part）的列明暂不开展的事项；其余的不列。",
        "With `part` list the matters left out; otherwise list none.",
    ),
    "programmes.document": Advice(
        "没有写明所依据的文书",
        "No document is named",
        "请填写文书的编号和内容；全面推行须有实施意见的文号。",
        "Give the document's number and what it says; a roll-out needs its opinion's number.",
    ),
    "programmes.reason": Advice(
        "没有写明理由",
        "No reason is given",
        "请写明依据和理由。",
        "State the ground and the reason.",
    ),
}
