"""Cases at the window: supplement, tolerance, declining, transfer, consultation."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "cases.session_participants": Advice(
        "远程办理的参加人员不符合要求",
        "Not everybody who must was there",
        "须各方同时参加：请每一方都有本单位获得授权的人员参加，并由其中一人登记。",
        "Each organ takes part by somebody of its own; one of those records it.",
    ),
    "cases.session_times": Advice(
        "远程办理的时间不对",
        "The times of the session cannot be",
        "请填写实际的起止时间：在收件之后、登记之前。",
        "Give when it really began and ended: after the receipt, before now.",
    ),
    "cases.session_identity": Advice(
        "没有核验申请人身份",
        "The applicant's identity was not checked",
        "请由申请人所在一端的参加人员核验身份，并写明核验方式。",
        "Somebody at the applicant's end checks it, and says how.",
    ),
    "cases.session_incomplete": Advice(
        "远程办理的登记不完整",
        "The record of the session is not complete",
        "请写明方式、出示和查明的内容；有录像的填写其摘要。",
        "Say over what, what was shown and established; of a recording, its digest.",
    ),
    "cases.survey_remote": Advice(
        "云踏勘没有另一端的参加人员",
        "Nobody joined the survey from the other end",
        "云踏勘请写明另一端的参加人员；到现场踏勘的不写。",
        "Name who joined from the other end; of a survey on the spot, nobody.",
    ),
    "cases.asks_again": Advice(
        "不得要求申请人重复提供材料",
        "The applicant may not be asked for materials again",
        "请向转报的下级单位核实；确需补正的，应在下级受理时一次告知。",
        "Ask the organ that forwarded the case; what is missing is told once, at its acceptance.",
    ),
    "cases.supplement_once": Advice(
        "已经一次性告知补正",
        "The applicant was told once already what is missing",
        "不得再次告知；材料收齐后受理，或者容缺受理、不予受理。",
        "It is told once only: accept when all is there, accept with gaps, or decline.",
    ),
    "cases.supplemented": Advice(
        "已在期限内告知补正",
        "The applicant was told in time what is missing",
        "不视为受理；补正材料收齐后请及时受理。",
        "The case is not deemed accepted; accept it once the materials are there.",
    ),
    "cases.not_awaited": Advice(
        "没有要求补交这些材料",
        "Nobody asked for these materials",
        "请只登记告知补正或者承诺补交的材料。",
        "Enter only what was asked for or promised.",
    ),
    "cases.not_in_guide": Advice(
        "办事指南没有列这些材料",
        "The published guide does not list these materials",
        "请只要求办事指南所列的材料；确有法定依据的，由委托部门先修订指南。",
        "Ask only for what the guide lists; if the law asks for more, revise the guide first.",
    ),
    "cases.no_such_style": Advice(
        "没有这一服务方式",
        "There is no such service style",
        "请按所列服务方式填写；不属于其中任何一种的不填。",
        "Give one of the styles listed, or none.",
    ),
    "cases.visit_reason": Advice(
        "没有写明再次到场的原因",
        "It is not said why the applicant had to come again",
        "请按所列代码填写原因；确属无故重复跑的，据实填写，并改进告知和网上办理。",
        "Give one of the reasons listed; if there was none, record that as it is.",
    ),
    "cases.materials": Advice(
        "材料名称填写不完整",
        "The list of materials is not complete",
        "请逐项写明材料名称，不留空、不重复。",
        "Name each material once and leave none empty.",
    ),
    "cases.materials_missing": Advice(
        "告知补正的材料尚未收齐",
        "Materials that were asked for are not there yet",
        "请待补齐后受理；符合容缺受理条件的，列明材料、期限和承诺后受理。",
        "Accept when they are there, or accept with gaps, last days and the commitment.",
    ),
    "cases.decline_needs_reasons": Advice(
        "不予受理须说明理由",
        "Declining needs reasons",
        "请写明不予受理的理由。",
        "Give the reasons.",
    ),
    "cases.decline_go_to": Advice(
        "须告知向哪个行政机关申请",
        "Say which organ is competent",
        "请写明申请人应当向哪个行政机关申请。",
        "Name the organ where the applicant has to apply.",
    ),
    "cases.tolerance": Advice(
        "不符合容缺受理的规定",
        "This is not within the rules for acceptance with gaps",
        "请按本县规定的期限填写补交日期；没有规定的，一次性告知补正。",
        "Keep to the county's last day; where it has no such rule, tell once what is missing.",
    ),
    "cases.commitment": Advice(
        "缺少申请人的承诺",
        "The applicant's commitment is missing",
        "请填写承诺书编号或者承诺内容。",
        "Give the commitment's number or its words.",
    ),
    "cases.gaps_open": Advice(
        "容缺受理的材料尚未补齐",
        "Materials that the applicant promised are not there yet",
        "请收到并登记补交材料后再准予；期限已过的，可以依法不予办理。",
        "Grant after they have come in; past their last day the case can be refused.",
    ),
    "cases.survey_staff": Advice(
        "踏勘人员不足",
        "Too few members of staff for a survey",
        "请指派两名以上工作人员，登记人须在其中。",
        "Send two members of staff at least; who records it is one of them.",
    ),
    "cases.external_reference": Advice(
        "缺少业务系统受理编号",
        "The business system's number is missing",
        "请先在业务系统录入，再填写其受理编号转报。",
        "Enter the case in the owner's system first, then forward it with its number.",
    ),
    "cases.step_passed": Advice(
        "该环节已经错过",
        "It is too late for this step",
        "已进入后面的环节，不能再补办；确有需要的，在审核意见中说明。",
        "A later step is taken; say in the review what has to be said.",
    ),
    "cases.reason": Advice(
        "缺少原因",
        "The reason is missing",
        "请填写原因。",
        "Give the reason.",
    ),
    "cases.nothing_corrected": Advice(
        "没有需要更正的内容",
        "There is nothing to correct",
        "请填写与原来不同的事实。",
        "Give facts that differ from those on record.",
    ),
    "cases.already_decided": Advice(
        "本件已有结果",
        "The case has its outcome",
        "决定作出后不能撤回申请；请送达办结。",
        "It cannot be withdrawn any more: deliver the outcome.",
    ),
    "cases.fee_amount": Advice(
        "收费金额无效",
        "This is no amount",
        "请填写大于零的金额（元）。",
        "Give an amount in yuan above zero.",
    ),
    "consultations.number_taken": Advice(
        "咨询编号已被使用",
        "The consultation's number is taken",
        "请换一个编号。",
        "Give it another number.",
    ),
    "consultations.incomplete": Advice(
        "咨询内容不完整",
        "The consultation is not complete",
        "请填写问题和答复，不写个人信息。",
        "Give question and answer, without personal data.",
    ),
    "consultations.other_organ": Advice(
        "不是本单位的咨询",
        "This consultation is another organ's",
        "请填写本单位的机构编号。",
        "Give your own organ.",
    ),
}
