"""Inquiries to departments and their documents (RA22-20 to -23)."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "exchange.number_taken": Advice(
        "函询编号已被使用",
        "The inquiry's number is taken",
        "请换一个编号。",
        "Give it another number.",
    ),
    "exchange.not_township": Advice(
        "不是乡镇的机构",
        "Not a body of a township",
        "函询由乡镇的机构提出；县级部门之间另行联系。",
        "A township's body asks; departments write to each other otherwise.",
    ),
    "exchange.to_oneself": Advice(
        "不能向本单位函询",
        "Nobody asks itself",
        "请填写被函询的县级主管部门。",
        "Name the county department that is asked.",
    ),
    "exchange.not_department": Advice(
        "不是县级主管部门",
        "Not a county department",
        "请改向县级主管部门函询。",
        "Ask a department of the county.",
    ),
    "exchange.incomplete": Advice(
        "函询内容不完整",
        "The inquiry is not complete",
        "请填写标题和问题，不写个人信息。",
        "Give subject and question, without personal data.",
    ),
    "exchange.other_case": Advice(
        "不是本单位的办件或者事项不符",
        "Another organ's case, or another matter",
        "请核对办件编号和事项；只就本单位经办的办件函询。",
        "Check case and matter; ask about cases that your own organ handles.",
    ),
    "exchange.unknown": Advice(
        "没有这件函询",
        "There is no such inquiry",
        "请核对函询编号。",
        "Check the inquiry's number.",
    ),
    "exchange.already_answered": Advice(
        "已经函复",
        "It was answered already",
        "无须再函复；需要补充的，另行函告。",
        "Nothing is left to do; what is to be added is written separately.",
    ),
    "exchange.withdrawn": Advice(
        "函询已经撤回",
        "It was withdrawn",
        "无须函复；仍需答复的，请重新函询。",
        "No answer is owed; whoever still needs one asks again.",
    ),
    "exchange.not_asked": Advice(
        "不是被函询的单位",
        "Another department was asked",
        "请由被函询的单位函复。",
        "The department that was asked answers.",
    ),
    "exchange.answer_incomplete": Advice(
        "函复内容不完整",
        "The answer is not complete",
        "请填写函复的内容和文号，不写个人信息。",
        "Give the answer and its document number, without personal data.",
    ),
    "exchange.not_inquirer": Advice(
        "不是提出函询的单位",
        "Another body asked",
        "请由提出函询的单位撤回。",
        "Whoever asked withdraws it.",
    ),
    "exchange.reason": Advice(
        "没有写明撤回的原因",
        "The reason is missing",
        "请写明撤回的原因。",
        "Say why it is withdrawn.",
    ),
    "exchange.document_number_taken": Advice(
        "文号已经登记",
        "The document is on record already",
        "请核对文号；同一文号只登记一次。",
        "Check the number: each is put on record once.",
    ),
    "exchange.not_issuer": Advice(
        "不是印发、转发文件的县级部门",
        "Not a department that issues documents",
        "请由印发、转发该文件的县级部门登记。",
        "The county department that issues or forwards it records it.",
    ),
    "exchange.document_incomplete": Advice(
        "文件登记不完整",
        "The document's record is not complete",
        "请填写标题和主送单位，主送单位不含本单位。",
        "Give title and addressees, other than the issuer.",
    ),
    "exchange.not_copied": Advice(
        "没有主送应当主送的单位",
        "A body that must be addressed is missing",
        "请把所列单位加入主送单位后再登记。",
        "Add the bodies named to the addressees.",
    ),
    "exchange.document_unknown": Advice(
        "没有登记这份文件",
        "There is no such document on record",
        "请核对印发单位和文号。",
        "Check issuer and number.",
    ),
    "exchange.not_addressee": Advice(
        "文件没有主送本单位",
        "It was not addressed to you",
        "只签收主送本单位的文件。",
        "Acknowledge what was addressed to your own organ.",
    ),
    "exchange.already_acknowledged": Advice(
        "已经签收",
        "It was acknowledged already",
        "无须再签收。",
        "Nothing is left to do.",
    ),
    "exchange.no_policy_notice": Advice(
        "本县没有这项要求",
        "Nothing here asks for it",
        "政策包没有规定政策性文件的书面告知，无须登记。",
        "The rules ask for no written notice of policies; there is nothing to register.",
    ),
    "exchange.not_regulator": Advice(
        "不是所列事项的监管单位",
        "Another organ regulates it",
        "请只填写本单位监管的事项或者领域；其他的由其监管单位登记。",
        "Name only what your own organ regulates; others register theirs.",
    ),
    "exchange.policy_number_taken": Advice(
        "政策性文件已经登记",
        "The policy is on record already",
        "请核对文号；尚未告知的，直接书面告知。",
        "Check the number; whoever was not told yet is notified as it stands.",
    ),
    "exchange.policy_incomplete": Advice(
        "政策性文件登记不完整",
        "The policy's record is not complete",
        "请填写标题和印发单位；有扫描件的填写其 SHA-256。",
        "Give title and issuer, and the SHA-256 of its scan where there is one.",
    ),
    "exchange.policy_days": Advice(
        "印发或者收到日期在将来",
        "A day that is still to come",
        "请核对印发日期和收到日期：期限从其中较晚的一天起算。",
        "Check the days of issue and receipt: the term runs from the later one.",
    ),
    "exchange.nobody_to_notify": Advice(
        "没有需要告知的审批单位",
        "Nobody is to be told",
        "所列事项由本单位自行审批，无须书面告知。",
        "Your own organ handles these matters: no notice is owed.",
    ),
    "exchange.notice_unwritten": Advice(
        "没有告知文书的文号",
        "The notice has no number",
        "须书面告知：请填写告知文书的文号。",
        "The notice is in writing: give its document number.",
    ),
    "exchange.not_owed_notice": Advice(
        "不是所涉事项的审批单位",
        "It does not handle these matters",
        "请在登记时所列的审批单位中选择。",
        "Choose among the organs that the register lists.",
    ),
    "exchange.already_notified": Advice(
        "已经书面告知",
        "It was told already",
        "无须再次告知；文件有修改的，登记新的文件。",
        "Nothing is left to do; a changed policy is registered anew.",
    ),
    "exchange.not_notified": Advice(
        "没有告知过本单位",
        "Your organ was not told of it",
        "收到监管单位的书面告知后再签收。",
        "Acknowledge it once the regulating organ has sent its notice.",
    ),
    "exchange.policy_unknown": Advice(
        "没有登记这份政策性文件",
        "There is no such policy on record",
        "请核对监管单位和文号。",
        "Check the regulating organ and the number.",
    ),
}
