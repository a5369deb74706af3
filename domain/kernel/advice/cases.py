"""Cases: intake, steps, decision."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "cases.revocation_needs_reasons": Advice(
        "撤销决定没有写明理由和救济途径",
        "The revocation lacks its reasons or remedies",
        "请写明撤销的事实和理由，以及申请行政复议、提起行政诉讼的途径和期限。",
        "Give the facts and reasons, and where and until when to object.",
    ),
    "cases.correction_incomplete": Advice(
        "纠正决定没有写明内容、理由和救济途径",
        "The correction lacks what it changes, its reasons or remedies",
        "请写明纠正的内容和理由，以及申请行政复议、提起行政诉讼的途径和期限；证照由制发单位另行变更。",
        "Say what is otherwise now, why, and where to object; its issuer changes the certificate.",
    ),
    "cases.mode_not_begun": Advice(
        "这种办理方式尚未开始实施",
        "This way of handling has not begun yet",
        "请引导申请人到现在的办理单位申请，或者自实施之日起再收件。",
        "Send the applicant to whoever handles it now, or receive it from the first day on.",
    ),
    "cases.unknown": Advice(
        "没有这一办件",
        "There is no such case",
        "请核对办件编号；尚未收件的，先办理收件。",
        "Check the case's number; if it was not received yet, receive it first.",
    ),
    "cases.moved": Advice(
        "本件已随事项转按新的办理方式",
        "The case went along with its matter into another way of handling",
        "请由新的办理机关继续办理；变更之前已经办的，按当时的时间补录。",
        "Whoever handles the matter now goes on; what was done before the change is entered with "
        "its date.",
    ),
    "cases.moving": Advice(
        "本件正在转按新的办理方式",
        "The case is being moved to the way in which its matter is handled now",
        "平台按本县规定转办，请稍后由新的办理机关办理；变更之前已经办的，按当时的时间补录。",
        "The platform moves it; who handles it now takes the step. What was done before the "
        "change is entered with its date.",
    ),
    "cases.number": Advice(
        "办件编号不符合要求",
        "This cannot be a case's number",
        "请按本单位编号规则重新编号：可见字符，不含“/”。",
        "Number it anew: visible characters, no slash.",
    ),
    "cases.number_taken": Advice(
        "办件编号已被使用",
        "The case number is taken",
        "一件一号：请换用未使用的编号；同一申请已收件的，在原件上继续办理。",
        "Use a number that is free; if this application was received already, go on there.",
    ),
    "cases.not_supervisor": Advice(
        "不由本单位或本岗位登记",
        "It is not for this organ or post to put on record",
        "请由委托部门、业务主管部门或者政务服务管理部门的主要负责人、监管人员登记。",
        "Have the principal or the supervisor of a supervising organ put it on record.",
    ),
    "cases.irregularity_evidence": Advice(
        "违规情形没有证据或者没有写明",
        "The irregularity lacks its evidence or its description",
        "请写明所发现的情形，并登记证据材料（扫描件）的 SHA-256 摘要。",
        "Describe what was found and give the SHA-256 of the scanned paper.",
    ),
    "cases.not_recorder": Advice(
        "这一登记由另一单位作出",
        "Another organ put it on record",
        "请向登记的单位提出异议，由其查证后撤销。",
        "Raise it with the organ that recorded it; it looks into it and dismisses it.",
    ),
    "cases.no_such_irregularity": Advice(
        "没有这一违规情形登记",
        "No such irregularity is on record",
        "请按办件责任视图核对登记的版本号。",
        "Look its version up in the case's liability view.",
    ),
    "cases.fact_missing": Advice(
        "缺少须填写的事实",
        "A fact that the matter asks for is missing",
        "请向申请人问明所列事实，填写后重新收件。",
        "Ask the applicant for the fact named, state it and receive the case again.",
    ),
    "cases.fact_not_a_number": Advice(
        "所填事实须为数字",
        "A stated fact has to be a number",
        "请按所示单位填写数字。",
        "State it as a number in the unit shown.",
    ),
    "cases.outside_guard": Advice(
        "超出委托范围",
        "Outside the limits of the delegation",
        "本件转由县级部门办理，乡镇不得决定、不得用章；请转报县级部门。",
        "The county department decides this case; forward it, do not decide or stamp it here.",
    ),
    "cases.no_channel": Advice(
        "没有可以转往的办理渠道",
        "There is no other channel for the case",
        "请先补齐所缺的协议、公告或印章；或者引导申请人到县级部门办理。",
        "Complete the missing instrument first, or send the applicant to the county department.",
    ),
    "cases.not_offered_here": Advice(
        "该事项不在此处办理",
        "The matter is not handled at this place",
        "请引导申请人到所示地点办理。",
        "Send the applicant to the place shown.",
    ),
    "cases.no_such_step": Advice(
        "该办理方式没有这一环节",
        "The handling mode has no such step",
        "请按该办理方式的环节办理；有几个同类环节的，写明环节编号。",
        "Take a step that the mode has; if several are of this kind, name the step.",
    ),
    "cases.step_absent": Advice(
        "本件没有这一环节",
        "The step does not occur in this case",
        "无须办理这一环节，请办理下一环节；应当发证而没有制证环节的，请在事项清单补写发什么证。",
        "Go on with the next step; a matter whose pack names no certificate issues none.",
    ),
    "cases.step_taken": Advice(
        "该环节已经办理",
        "The step was taken already",
        "请查看办理经过，从下一环节继续；记录有误的，按更正办理，不得重办。",
        "Look at the case and go on from there; a mistake is corrected, not done again.",
    ),
    "cases.step_not_yet": Advice(
        "还有前置环节未办",
        "Earlier steps are still missing",
        "请先办完所列环节和盖章，再办理这一环节。",
        "Complete the steps and stamps listed, then take this one.",
    ),
    "cases.concluded": Advice(
        "本件已经办结",
        "The case is concluded",
        "办结后不再办理；需要改变结果的，依法另行更正或者撤销。",
        "Nothing more is done in it; to change the result, correct or revoke it by law.",
    ),
    "cases.wrong_performer": Advice(
        "不由本单位办理",
        "Another organ takes this step",
        "请交由所列单位办理。",
        "Leave it to the organ named.",
    ),
    "cases.refusal_needs_reasons": Advice(
        "不予办理须说明理由和救济途径",
        "A refusal needs reasons and remedies",
        "请写明不予办理的理由，并告知复议、诉讼的机关和期限。",
        "State the reasons, and where and until when to apply for review or sue.",
    ),
    "cases.document_number": Advice(
        "缺少文书编号",
        "The document's number is missing",
        "请填写审批文书编号。",
        "Give the document's number.",
    ),
    "cases.certificate_number": Advice(
        "证书编号与盖章的不一致",
        "The certificate's number is not the one stamped",
        "请填写盖章证书上的编号；证书作废的，先作废用印再重新申请。",
        "Give the number that was stamped; if it is spoiled, void its use and apply again.",
    ),
    "cases.not_lapsed": Advice(
        "尚不视为受理",
        "The law has not accepted this case",
        "期限届满前请依法受理或者告知补正。",
        "Accept it or tell what is missing while the time runs.",
    ),
    "cases.not_yours": Advice(
        "本单位与该办件无关",
        "Your organ has nothing to do with the case",
        "申请人信息只供收件和办理本件的单位查看；确需知悉的，请向其函询。",
        "Only the organs that handle the case see the applicant; ask them in writing.",
    ),
    "cases.fee": Advice(
        "不得收取费用",
        "This fee must not be charged",
        "请勿收费；已收的立即退还申请人，并报告本单位主要负责人。",
        "Do not charge it; pay back what was taken and tell your principal.",
    ),
}
