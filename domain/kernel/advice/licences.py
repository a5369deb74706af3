"""Certificates on paper and on file, in step, and the library of them (XG22-24, -25)."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "licences.number_taken": Advice(
        "证照编号已经使用",
        "The certificate's number is taken",
        "请核对编号；已制发的证照有变化的，办理变更。",
        "Check the number; what changes about an issued certificate is a change of it.",
    ),
    "licences.out_of_step": Advice(
        "电子证照与实体证照不同步",
        "Paper and file are not in step",
        "按所列形式一次办齐：电子证照登记文件的 SHA-256 摘要，制发时再填写证照标识。",
        "Do both at once: give the file's SHA-256 and, on issue, its identifier in the library.",
    ),
    "licences.no_forms": Advice(
        "没有规定电子证照",
        "No certificate on file here",
        "请去掉电子证照的摘要和证照标识；本事项只制发实体证照。",
        "Leave digest and identifier out: the rules have the certificate on paper only.",
    ),
    "licences.valid_until": Advice(
        "有效期已经过去",
        "Its last day has passed",
        "请核对有效期的最后一天。",
        "Check the last day of its validity.",
    ),
    "licences.unknown": Advice(
        "没有这一证照",
        "There is no such certificate",
        "请核对证照编号。",
        "Check the certificate's number.",
    ),
    "licences.not_issuer": Advice(
        "不是证照的制发单位",
        "Another organ issued it",
        "请由制发单位或者证照所用名义的单位办理变更、注销。",
        "Whoever issued it, or in whose name it is, changes and cancels it.",
    ),
    "licences.cancelled": Advice(
        "证照已经注销",
        "It was cancelled",
        "注销后不再变更；需要恢复的，重新申请。",
        "Nothing is changed after its end; whoever needs one applies anew.",
    ),
    "licences.change_incomplete": Advice(
        "变更内容不完整",
        "The change is not complete",
        "请写明变更的内容和变更决定的文号，不写个人信息。",
        "Say what changes and in which document, without personal data.",
    ),
    "licences.cancel_incomplete": Advice(
        "注销内容不完整",
        "The cancellation is not complete",
        "请写明注销的理由和注销决定的文号，不写个人信息。",
        "Give the reason and the document's number, without personal data.",
    ),
    "licences.not_expired": Advice(
        "有效期尚未届满",
        "It has not expired",
        "请核对有效期；以其他情形注销的，选择相应的情形。",
        "Check its last day, or choose the ground that applies.",
    ),
    "licences.not_keeper": Advice(
        "不是电子证照库的管理单位",
        "Another organ keeps the library",
        "请由电子证照库的管理单位签收归集。",
        "Whoever keeps the library acknowledges what is collected.",
    ),
    "licences.not_sent": Advice(
        "没有这一次归集",
        "Nothing like that was sent",
        "请核对证照编号和归集的次序。",
        "Check the certificate's number and the serial.",
    ),
    "licences.collected": Advice(
        "归集已经签收",
        "It was acknowledged already",
        "无须再签收。",
        "Nothing is left to do.",
    ),
}
