"""What townships need before they exercise a power: trainings and whatever else they are given."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "readiness.training_taken": Advice(
        "培训编号已经使用",
        "The training's number is taken",
        "请换一个编号；同一场培训只登记一次。",
        "Use another number: a training is put on record once.",
    ),
    "readiness.no_such_form": Advice(
        "没有这种培训形式",
        "There is no such form of training",
        "请填写本县政策包 [training] 所列的形式编号。",
        "Name a form by its id in the county's rules.",
    ),
    "readiness.not_organiser": Advice(
        "不是组织培训的单位",
        "Another organ holds trainings",
        "请由本县规定的单位组织并登记。",
        "Whoever the county's rules name organises it and puts it on record.",
    ),
    "readiness.not_their_matter": Advice(
        "不是本单位的事项",
        "The matter is another department's",
        "请由事项的委托、主管或者监管部门办理，或者由其参加培训授课。",
        "Whoever hands the matter down, handles or supervises it does this, or takes part.",
    ),
    "readiness.training_incomplete": Advice(
        "培训登记不完整",
        "The training is not complete",
        "请写明名称，并按单位列出参加人员的代号，不写姓名。",
        "Say its title and who came from which organ, by staff id.",
    ),
    "readiness.not_invited": Advice(
        "应当参加的单位没有通知",
        "Who must be invited was not",
        "请通知所列单位参加；已经通知而未参加的，填入受邀单位。",
        "Invite the bodies named; where they were and did not come, say so.",
    ),
    "readiness.no_handover": Advice(
        "没有规定转交材料",
        "Nobody hands materials over here",
        "请先在本县政策包 [handover] 中写明材料和系统。",
        "The county's rules name neither materials nor systems.",
    ),
    "readiness.not_provider": Advice(
        "不由乡镇转交、授予",
        "It comes from the county",
        "请由转交材料、授予权限的县级单位办理。",
        "The county unit that gives it puts it on record.",
    ),
    "readiness.handover_taken": Advice(
        "转交编号已经使用",
        "The hand-over's number is taken",
        "请换一个编号。",
        "Use another number.",
    ),
    "readiness.handover_incomplete": Advice(
        "转交登记不完整",
        "The hand-over is not complete",
        "请写明接收单位和各项材料；只有空白证书填写证书和起止号。",
        "Say to whom and what; only blank certificates have a range of numbers.",
    ),
    "readiness.no_such_material": Advice(
        "没有这种材料",
        "There is no such material",
        "请填写本县政策包 [handover] 所列的材料编号。",
        "Name a material by its id in the county's rules.",
    ),
    "readiness.no_such_certificate": Advice(
        "没有这种证书",
        "There is no such certificate",
        "请按事项清单填写证书名称。",
        "Name the certificate as the matter list does.",
    ),
    "readiness.not_owner": Advice(
        "不是本单位的证书",
        "Another organ gives these certificates out",
        "请由该证书对应事项的委托部门转交，并由其登记。",
        "The department whose matters lead to the certificate hands its blanks over.",
    ),
    "readiness.serials": Advice(
        "号段不成立",
        "This is no range of numbers",
        "请核对起号和止号：前后文字相同、位数相同，号和号段都不宜过长。",
        "Check first and last: same text, same length, and not too many.",
    ),
    "readiness.serials_taken": Advice(
        "号段与已转交的重复",
        "Some of these were handed over already",
        "请核对号段；交回的号可以再转交。",
        "Check the range; numbers that came back may be handed over again.",
    ),
    "readiness.handover_unknown": Advice(
        "没有这次转交",
        "There is no such hand-over",
        "请核对转交编号。",
        "Check its number.",
    ),
    "readiness.no_such_line": Advice(
        "没有这一项材料",
        "There is no such line",
        "请核对是第几项，从1起。",
        "Check which line it is, counted from 1.",
    ),
    "readiness.not_recipient": Advice(
        "不是接收单位",
        "It was handed to another organ",
        "请由接收单位签收、交回。",
        "Whoever it was handed to acknowledges it and gives it back.",
    ),
    "readiness.already_received": Advice(
        "已经签收",
        "It was acknowledged already",
        "无须再签收。",
        "Nothing is left to do.",
    ),
    "readiness.not_in_hand": Advice(
        "材料不在手中",
        "It is not in hand",
        "请先签收；已经交回的不再交回。",
        "Acknowledge it first; what was given back stays so.",
    ),
    "readiness.nothing_left": Advice(
        "没有可以交回的",
        "Nothing is left of it",
        "空白证书已经用完或者作废，无须交回。",
        "All are used or void.",
    ),
    "readiness.reason": Advice(
        "没有写明理由",
        "There is no reason",
        "请写明理由，不写个人信息。",
        "Give the reason, without personal data.",
    ),
    "readiness.blank_not_held": Advice(
        "证书号不在本单位的号段之内",
        "This number is not from its stock",
        "请核对证书编号；空白证书先由县级单位转交、本单位签收。",
        "Check the number; blanks are handed over and acknowledged first.",
    ),
    "readiness.blank_of_another": Advice(
        "证书号在其他单位的号段之内",
        "This number is from another's stock",
        "请核对证书编号，改用转交给本单位的空白证书；确系误领误用的，请报告转交单位。",
        "Take one of your own; where they were mixed up, tell whoever handed them over.",
    ),
    "readiness.blank_spent": Advice(
        "空白证书已经使用或者作废",
        "This blank is used or void",
        "请换用下一个空白证书。",
        "Take the next one.",
    ),
    "readiness.no_such_system": Advice(
        "没有这个系统",
        "There is no such system",
        "请填写本县政策包 [handover] 所列的系统编号和人员代号。",
        "Name a system of the county's rules, and a staff id.",
    ),
    "readiness.access_held": Advice(
        "已有登录权限",
        "The right is there already",
        "无须再授予。",
        "Nothing is left to do.",
    ),
    "readiness.no_access": Advice(
        "没有登录权限",
        "There is no such right",
        "请核对单位、系统和人员。",
        "Check organ, system and person.",
    ),
    "readiness.not_grantor": Advice(
        "不是授予权限的单位",
        "Another organ granted this right",
        "请由授予登录权限的单位收回。",
        "Whoever granted the right ends it.",
    ),
    "readiness.not_ready": Advice(
        "承接条件尚不具备",
        "What it needs is not there yet",
        "请先补齐所列条件（培训、材料、系统权限、印章、制度设备），再办理。",
        "See to the condition named first: training, materials, system, seal or item.",
    ),
    "readiness.no_such_item": Advice(
        "没有这项自行具备的条件",
        "There is no such item",
        "请填写本县政策包 [[readiness]] 中 kind 为 item 的编号，并写明依据的文号。",
        "Name an item of the county's rules, and the document it rests on.",
    ),
    "readiness.item_stands": Advice(
        "条件已经确认",
        "It was confirmed already",
        "无须再确认。",
        "Nothing is left to do.",
    ),
    "readiness.item_missing": Advice(
        "条件没有确认",
        "It was not confirmed",
        "无须撤回。",
        "Nothing is left to do.",
    ),
}
