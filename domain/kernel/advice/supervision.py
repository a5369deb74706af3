"""Problems, their correction, accountability (XG23-62, -77 to -79; ZZ22-35 to -37)."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "supervision.number_taken": Advice(
        "编号已被使用",
        "The number is taken",
        "请换一个编号。",
        "Give it another number.",
    ),
    "supervision.not_supervisor": Advice(
        "不是负责监管的单位或者岗位",
        "Not who supervises",
        "请由所列监管单位的所列岗位办理；没有监管职责的，把情况告知监管单位。",
        "The posts and organs named do this; whoever else knows of something tells them.",
    ),
    "supervision.not_oneself": Advice(
        "自查的问题由本单位登记",
        "Only an organ itself inspects itself",
        "由本单位主要负责人登记自查发现的问题；监管单位发现的，请选其他来源。",
        "The organ's own principal records it; who supervises gives another source.",
    ),
    "supervision.incomplete": Advice(
        "内容不完整或者过长",
        "Something is missing, or too long",
        "请填写所列各栏，不写个人信息。",
        "Fill in what is named, without personal data.",
    ),
    "supervision.evidence": Advice(
        "缺少证据摘要",
        "The digest of the evidence is missing",
        "请计算证据材料扫描件的 SHA-256 并填写；原件由本单位保存。",
        "Give the SHA-256 of the scan; the paper stays in the files.",
    ),
    "supervision.no_such_problem": Advice(
        "没有这个问题",
        "There is no such problem",
        "请核对问题编号。",
        "Check the problem's number.",
    ),
    "supervision.cites": Advice(
        "所引事件不存在",
        "There is no such event",
        "请按“流@版本”填写日志里有的事件。",
        "Cite events of the log as stream@version.",
    ),
    "supervision.other_case": Advice(
        "办件与所填单位或者事项不符",
        "The case is of another organ or matter",
        "请核对办件编号、单位和事项。",
        "Check case, organ and matter.",
    ),
    "supervision.order_incomplete": Advice(
        "责令改正没有文书编号",
        "The order has no number",
        "请填写责令限期改正文书的编号。",
        "Give the number of the order's document.",
    ),
    "supervision.due_on": Advice(
        "改正期限不合理",
        "The day for the correction does not fit",
        "请填写当天或者以后的日期。",
        "Give today or a later day.",
    ),
    "supervision.not_owed": Advice(
        "不由本单位改正",
        "Another organ must correct it",
        "由被责令改正的单位主要负责人报告整改情况。",
        "The principal of the organ that must correct it reports.",
    ),
    "supervision.not_now": Advice(
        "现在不能办理这一步",
        "It does not stand so",
        "请先查看目前的状态，再办理相应的一步。",
        "See how it stands, then take the step that follows.",
    ),
    "supervision.not_refused": Advice(
        "还不能认定拒不改正",
        "It has not been refused yet",
        "期限届满后再认定；已经书面表示拒绝的，登记其书面材料。",
        "Wait for the last day to pass, or give the organ's own words.",
    ),
    "supervision.no_trigger": Advice(
        "没有这种问责情形",
        "There is no such ground for accountability",
        "拒不改正须先认定；其他情形以本县政策包所列为准。",
        "A refusal is established first; other grounds are those of the county's rules.",
    ),
    "supervision.no_such_accountability": Advice(
        "没有这件问责",
        "There is no such accountability case",
        "请核对问责编号。",
        "Check its number.",
    ),
    "supervision.no_such_kind": Advice(
        "没有这种检查方式",
        "The county has no such kind of inspection",
        "请选本县政策包所列的检查方式。",
        "Choose one of the kinds that the county's rules name.",
    ),
    "supervision.sampling": Advice(
        "抽取的数量或者比例不合理",
        "The sampling does not fit",
        "每组至少1件，比例1至100，高风险的比例不低于其他的。",
        "At least one of each stratum, 1 to 100 percent, of high risk no fewer.",
    ),
    "supervision.not_drawn": Advice(
        "这种检查不抽取办件",
        "This kind of inspection draws nothing",
        "直接登记检查结果；需要抽取的，请安排随机抽查。",
        "Record what was seen; plan a kind that draws where one is wanted.",
    ),
    "supervision.sample_size": Advice(
        "抽取的件数为零或者过多",
        "Nothing to draw, or too much",
        "请取消本次检查，调整单位、事项、起算日期或者比例后重新安排。",
        "Cancel it and plan it anew with other organs, matters, days or percents.",
    ),
    "supervision.long_draw": Advice(
        "办件较多，抽取需要较长时间",
        "There is much to draw from: it takes a while",
        "请作为长时间任务提交（POST /jobs，kind为draw，number为检查编号），结果和直接抽取的相同。",
        "Ask for it as a job (POST /jobs, kind `draw`, with the number): the result is the same.",
    ),
    "supervision.overlapping": Advice(
        "被检查的单位有上下级关系",
        "Organs of the plan stand under one another",
        "单位与其下属分别安排检查，一件办件只算一次。",
        "Plan one inspection for the organ and one for what stands under it.",
    ),
    "supervision.not_in_scope": Advice(
        "不在本次检查范围之内",
        "Outside this inspection",
        "只登记计划所列单位、事项和该单位办理的办件；随机抽查只登记在该单位抽中的办件。",
        "Record the plan's organs, matters and the cases handled there; if random, those drawn.",
    ),
    "supervision.checked_already": Advice(
        "已经登记检查结果",
        "It was looked at already",
        "结果有误的，作为问题另行登记或者撤销。",
        "What was wrong is put right by a problem, or its dismissal.",
    ),
    "supervision.not_finished": Advice(
        "检查还没有做完",
        "It is not finished",
        "先抽取，并逐件登记抽中办件的检查结果。",
        "Draw first, and record what was seen in each case that was drawn.",
    ),
    "supervision.evaluation": Advice(
        "没有逐一评估",
        "Not every organ is evaluated",
        "请对计划所列单位各作一次评估。",
        "Evaluate each organ of the plan once.",
    ),
    "supervision.unsigned": Advice(
        "检查记录没有签字",
        "The record is not signed",
        "请填写签字的监督检查人员代号。",
        "Give the staff ids of the inspectors who signed.",
    ),
    "supervision.no_such_inspection": Advice(
        "没有这次检查",
        "There is no such inspection",
        "请核对检查编号。",
        "Check the inspection's number.",
    ),
    "supervision.candidate_changed": Advice(
        "与平台所列的情形不符",
        "It is not what was listed",
        "请重新查询平台提示的情形，按所列各项填写。",
        "Ask for the candidates again and give the fields as they are listed.",
    ),
    "supervision.candidate_judged": Advice(
        "这一情形已经处理",
        "It was judged already",
        "无须再处理；有新的事实的，另行登记问题。",
        "Nothing is left to do; record a problem where there are new facts.",
    ),
}
