"""Matters and pilots, policy packs, calendars: what a county lays down."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "matters.not_listed": Advice(
        "事项不在清单之内",
        "The matter is not on the list",
        "请核对事项序号；清单之外的事项由原机关办理。",
        "Check the number; what is not listed stays with its own organ.",
    ),
    "matters.reason": Advice(
        "没有写明理由",
        "No reason is given",
        "请写明依据和理由。",
        "State the ground and the reason.",
    ),
    "matters.guide_incomplete": Advice(
        "办事指南内容不全",
        "The service guide is incomplete",
        "请补齐所缺各项后公布。",
        "Add what is missing, then publish it.",
    ),
    "matters.guide_not_public": Advice(
        "没有写明公布的载体",
        "It is not said where it is public",
        "请写明办事指南在何处公布（线上、线下）。",
        "Say where the guide is public, online and offline.",
    ),
    "matters.guide_place": Advice(
        "不是乡镇、村的办理场所",
        "Only places in townships and villages add their own",
        "委托部门修改办事指南的，请重新公布；乡镇、村补充本地的办理地点和时间。",
        "The department publishes its guide anew; townships and villages add place and hours.",
    ),
    "matters.no_guide": Advice(
        "尚未公布办事指南",
        "No service guide is published yet",
        "请委托部门先公布该事项的办事指南。",
        "The department publishes the matter's guide first.",
    ),
    "matters.promise": Advice(
        "承诺时限不当",
        "This time cannot be promised for the decision",
        "请填写1个工作日以上、不长于法定办理期限的承诺时限；不作承诺的不填。",
        "Promise one working day or more and no more than the law gives, or promise nothing.",
    ),
    "matters.nothing_declared": Advice(
        "没有认定记录",
        "Nothing was declared about it",
        "该事项没有复杂认定，也没有合法性审查；需要的请委托部门登记。",
        "Neither complexity nor a review is on record; the department may record them.",
    ),
    "matters.already_complex": Advice(
        "已认定为较复杂事项",
        "The matter is declared complex already",
        "无须再办。",
        "Nothing is left to do.",
    ),
    "matters.complex_too_late": Advice(
        "认定较复杂事项的时间已过",
        "It is too late to declare the matter complex",
        "请按一般期限完成培训和授予；已经逾期的，据实登记。",
        "Train and grant within the ordinary limit; if it passed, record it as it is.",
    ),
    "matters.review_incomplete": Advice(
        "合法性审查内容不全",
        "The legality review is incomplete",
        "请填写审查文书编号和审查意见。",
        "Give the number of the review and its opinion.",
    ),
    "matters.no_such_list": Advice(
        "没有该版本的清单程序",
        "No step of that list version is on record",
        "请核对清单版本号；尚未启动的，先登记拟定。",
        "Check the version; if it was not begun, record its proposal first.",
    ),
    "matters.no_such_list_step": Advice(
        "清单程序没有这一步",
        "The list procedure has no such step",
        "请按政策包规定的步骤办理。",
        "Take the steps that the county's rules name.",
    ),
    "matters.list_step_order": Advice(
        "清单程序的次序不符",
        "It is not this step's turn",
        "请按拟定、审查、批准、公布的次序逐步办理。",
        "Take the steps in their order: propose, review, approve, publish.",
    ),
    "matters.list_version": Advice(
        "清单版本号不符合要求",
        "The list version is not a valid one",
        "请使用政策包的版本号，不含“/”。",
        "Use the pack's version, without a slash.",
    ),
    "matters.list_document": Advice(
        "没有写明所依据的文书",
        "No document is named",
        "请填写这一步所依据文书的编号。",
        "Give the number of the document that the step rests on.",
    ),
    "matters.list_not_public": Advice(
        "没有写明公布的载体",
        "It is not said where the list is public",
        "请写明清单在何处公布。",
        "Say where the list was made public.",
    ),
    "matters.no_pilot": Advice(
        "该事项没有试点安排",
        "The matter has no pilot",
        "无须确定试点，按清单直接办理。",
        "No pilot is needed; handle it as the list says.",
    ),
    "matters.no_pilot_running": Advice(
        "没有正在进行的试点",
        "No pilot is running",
        "请先确定试点乡镇；已经推开的无须再办。",
        "Start the pilot first; if it was rolled out, nothing is left to do.",
    ),
    "matters.pilot_started": Advice(
        "试点已经确定",
        "The pilot has started",
        "试点乡镇确定后不再改变；扩大范围的，另行作出推开决定。",
        "Its townships stay as they are; to widen it, decide on the roll-out.",
    ),
    "matters.pilot_count": Advice(
        "试点乡镇的数目或者单位有误",
        "The pilot has not the right townships",
        "请按清单写明的数目列出乡镇，每个一次。",
        "List as many townships as the list says, each once.",
    ),
    "matters.not_in_pilot": Advice(
        "不在试点范围",
        "The township is not in the pilot",
        "试点期间由县级部门办理；待作出推开决定后再委托。",
        "The county handles it while the pilot runs; delegate it after the roll-out.",
    ),
    "policy.none_in_force": Advice(
        "当日没有生效的政策包",
        "No rules are in force on that day",
        "请核对发生时间；政策包生效之前的事不在此办理。",
        "Check when it happened; what was before the rules took effect is not for this ledger.",
    ),
    "policy.already_adopted": Advice(
        "该版本已经采用",
        "This version is adopted already",
        "无须再办。",
        "Nothing is left to do.",
    ),
    "policy.version_reused": Advice(
        "版本号已用于另一内容",
        "The version stands for another content",
        "请为修改后的政策包编新的版本号。",
        "Give the changed pack a new version.",
    ),
    "policy.not_operator": Advice(
        "须由平台操作员采用",
        "Only the operator adopts a pack",
        "请将政策包交平台操作员，依授权办理。",
        "Hand the pack to the operator, who adopts it by authorisation.",
    ),
    "policy.pack_invalid": Advice(
        "政策包有误",
        "The pack has faults",
        "请用 tongban tenant check 查看各处问题，改正后重新采用。",
        "See every fault with `tongban tenant check`, mend them and adopt it again.",
    ),
    "policy.digest": Advice(
        "内容摘要不符",
        "The digest is not of this pack",
        "请核对政策包在传送中是否改变，重新计算摘要。",
        "See whether the pack changed on its way; compute the digest again.",
    ),
    "policy.other_county": Advice(
        "政策包属于另一地区",
        "The pack is another county's",
        "请核对租户和政策包。",
        "Check tenant and pack.",
    ),
    "calendars.not_operator": Advice(
        "须由平台操作员采用日历",
        "Only the operator adopts a calendar",
        "请将放假安排交平台操作员办理。",
        "Hand the published holidays to the operator.",
    ),
    "calendars.dates": Advice(
        "日历日期有误",
        "The calendar's days are wrong",
        "请对照公布的放假安排改正所指日期。",
        "Correct the days named from the published holidays.",
    ),
    "calendars.source": Advice(
        "未写明放假安排的文件",
        "The source of the holidays is missing",
        "请写明公布放假安排的文件。",
        "Name the document that publishes them.",
    ),
    "calendars.reason": Advice(
        "更正日历须说明理由",
        "A correction needs a reason",
        "请写明为何更正。",
        "Say why it is corrected.",
    ),
    "calendars.already_adopted": Advice(
        "该年日历已经采用",
        "The year's calendar is adopted already",
        "内容相同的无须再办；不同的，办理更正并说明理由。",
        "If it is the same nothing is left to do; if not, correct it with a reason.",
    ),
    "calendars.not_adopted": Advice(
        "该年日历尚未采用",
        "The year has no calendar yet",
        "请先采用该年日历。",
        "Adopt the year's calendar first.",
    ),
    "calendars.unchanged": Advice(
        "更正没有改变内容",
        "The correction changes nothing",
        "请核对更正内容；没有变化的无须办理。",
        "Check the correction; if nothing changes there is nothing to do.",
    ),
}
