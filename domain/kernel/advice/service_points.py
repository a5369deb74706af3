"""Service points: where they may be, what they may do, what their points come to."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "service_points.none_here": Advice(
        "本县没有服务点的规定",
        "The county has no terms on service points",
        "需要设立的，先在政策包中写明服务点的类别和代办岗位（service_points）。",
        "To open some, say their kinds and the agents' post in the pack first (service_points).",
    ),
    "service_points.number_taken": Advice(
        "服务点编号已被使用",
        "The number of the service point is taken",
        "请换一个编号；同一服务点无须重复设立。",
        "Choose another number; the same point is opened once.",
    ),
    "service_points.not_township": Advice(
        "服务点由乡镇、街道设立",
        "Service points are opened by townships",
        "请填写乡镇或者街道的机构编号。",
        "Name the township by its organ id.",
    ),
    "service_points.other_township": Advice(
        "不在该乡镇的范围",
        "It is of another township",
        "请由所属乡镇设立服务点、收件。",
        "Let the township that it belongs to open the point and receive the case.",
    ),
    "service_points.kind": Advice(
        "没有这类服务点",
        "There is no such kind of service point",
        "请填写政策包所列的类别，如村小卖部、银行网点、邮政网点。",
        "Use a kind of the pack, such as a village shop, a bank or a post office.",
    ),
    "service_points.incomplete": Advice(
        "服务点的内容不全",
        "The service point is incomplete",
        "请填写名称和所在村。",
        "Give its name and its village.",
    ),
    "service_points.not_open": Advice(
        "服务点没有开设",
        "The service point is not open",
        "停办之后、设立之前不再经它办理；请由乡镇窗口直接办理。",
        "Nothing comes through it then; let the township's window handle it directly.",
    ),
    "service_points.unknown": Advice(
        "没有这个服务点",
        "There is no such service point",
        "请核对编号（tongban service-points）。",
        "Check the number with `tongban service-points`.",
    ),
    "service_points.reason": Advice(
        "没有写明理由",
        "No reason is given",
        "请写明理由。",
        "State the reason.",
    ),
    "service_points.group": Advice(
        "没有这类服务对象",
        "There is no such group",
        "请填写政策包所列的服务对象类别，不写个人信息。",
        "Use the groups of the pack, and nobody's name.",
    ),
    "service_points.service_taken": Advice(
        "服务编号已被使用",
        "The number of the service is taken",
        "请换一个编号；同一次服务只登记一次。",
        "Choose another number; a service is recorded once.",
    ),
    "service_points.no_service": Advice(
        "没有这条服务记录",
        "There is no such service",
        "请核对编号（tongban services）。",
        "Check the number with `tongban services`.",
    ),
    "service_points.already_voided": Advice(
        "服务记录已经作废",
        "The service is void already",
        "无须重复作废；确有服务的，另行登记。",
        "Nothing is left to do; a service that was rendered is recorded anew.",
    ),
    "service_points.list_lines": Advice(
        "清单为空或者有重复",
        "The list is empty or names something twice",
        "请逐行列明便民服务，同一事项只列一次。",
        "List the conveniences line by line, each matter once.",
    ),
    "service_points.list_not_public": Advice(
        "没有写明公布的地方",
        "Where the list is public is not said",
        "请写明清单在哪里公布。",
        "Say where the list was published.",
    ),
    "service_points.no_such_convenience": Advice(
        "没有这项便民服务",
        "There is no such convenience",
        "请填写政策包所列的便民服务（convenience）。",
        "Use the conveniences that the pack lists.",
    ),
    "service_points.not_government": Advice(
        "不是政务服务事项",
        "It is no government matter",
        "助农取现、水电气缴费之类不对应清单事项，请去掉事项序号。",
        "Cash and bills are no matters of the county's list: leave the matter out.",
    ),
    "service_points.not_on_list": Advice(
        "不在便民服务事项清单之内",
        "It is not on the township's list",
        "请由乡镇窗口直接办理；需要纳入的，先修改并公布清单。",
        "Let the township's window handle it, or publish a list that has it first.",
    ),
    "service_points.makes_a_case": Advice(
        "该项服务应当作为办件",
        "The service makes a case",
        "请由乡镇收件，收件时写明服务点编号；办结后自动计分。",
        "Receive it as a case that names the point; it counts when it is concluded.",
    ),
    "service_points.no_list": Advice(
        "还没有便民服务事项清单",
        "There is no list of conveniences yet",
        "请由乡镇先梳理并公布清单。",
        "Let the township publish one first.",
    ),
    "service_points.is_agent": Advice(
        "已是该服务点的代办人员",
        "The person helps there already",
        "无须重复确定。",
        "Nothing is left to do.",
    ),
    "service_points.not_agent": Advice(
        "不是该服务点的代办人员",
        "The person does not help there",
        "请核对人员代号（tongban service-points）。",
        "Check the staff id with `tongban service-points`.",
    ),
    "service_points.agent_without_post": Advice(
        "没有代办岗位",
        "The person does not hold the agents' post",
        "请先由乡镇任其代办岗位，再确定到服务点。",
        "Let the township appoint the person to the agents' post first.",
    ),
    "service_points.not_of_point": Advice(
        "不是该服务点的人员",
        "The person is not of this service point",
        "请由该服务点的代办人员或者乡镇工作人员登记。",
        "Let an agent of the point or the township's staff record it.",
    ),
    "service_points.agent_has_no_power": Advice(
        "代办人员不行使权力",
        "Agents exercise no power",
        "代办人员只收集、转交材料；受理、审批、用印由有权的单位和人员办理。",
        "Agents collect and forward; whoever holds the power accepts, decides and stamps.",
    ),
    "service_points.month_not_over": Advice(
        "本月尚未结束",
        "The month is not over yet",
        "积分在次月自动结算，无须办理。",
        "Points are settled by themselves when the month is over.",
    ),
    "service_points.no_scheme": Advice(
        "本县没有积分兑现的规定",
        "The county redeems no points",
        "需要兑现的，先在政策包中写明标准、资金和审定单位（points）。",
        "To redeem them, say the rate, the fund and the approver in the pack first (points).",
    ),
    "service_points.redemption_taken": Advice(
        "兑现编号已被使用",
        "The number of the redemption is taken",
        "请换一个编号。",
        "Choose another number.",
    ),
    "service_points.beyond_balance": Advice(
        "超过可兑现的积分",
        "There are not that many points",
        "只有已结算、未兑现、未冲回的积分可以兑现（tongban points）。",
        "Only settled points that are neither redeemed nor taken back count: `tongban points`.",
    ),
    "service_points.beyond_cap": Advice(
        "超过全年兑现上限",
        "It is more than may be redeemed in a year",
        "请减少本次兑现的积分，或者下一年再兑现。",
        "Redeem fewer points, or wait for the next year.",
    ),
    "service_points.redemption_decided": Advice(
        "该次兑现已经审定",
        "The redemption is decided already",
        "无须重复审定；仍需兑现的，另行申请。",
        "Nothing is left to do; ask anew if need be.",
    ),
    "service_points.own_redemption": Advice(
        "不得审定自己的申请",
        "Nobody approves what he asked for",
        "请由他人申请，或者由审定单位的其他负责人审定。",
        "Let somebody else ask for it, or another head approve it.",
    ),
    "service_points.redemption_document": Advice(
        "没有写明拨付依据",
        "The paper that pays it is not named",
        "请填写拨付所依据文书的编号。",
        "Give the number of the paper by which the money is paid.",
    ),
    "service_points.no_redemption": Advice(
        "没有这笔兑现申请",
        "There is no such redemption",
        "请核对服务点和兑现编号（tongban points）。",
        "Check point and number with `tongban points`.",
    ),
}
