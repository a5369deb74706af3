"""Old seals: what becomes of those that one seal replaces, and demands for them."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "seal.no_old_programme": Advice(
        "本县没有清理旧印章的规定",
        "The county has no programme for old seals",
        "本县文件没有规定旧印章的梳理、取消和封存，平台不登记；有规定的，请先更新政策包。",
        "Its documents say nothing of old seals; if they do, put that into the policy pack first.",
    ),
    "seal.old_exists": Advice(
        "该编号的旧印章已经登记",
        "An old seal of this number is on the inventory",
        "请核对编号；同一枚印章不得重复登记，另一枚请用下一个编号。",
        "Check the number: a seal is inventoried once; another one takes the next number.",
    ),
    "seal.old_unknown": Advice(
        "没有这枚旧印章",
        "There is no such old seal on the inventory",
        "请核对单位和编号；尚未梳理的，先由印章所在单位登记。",
        "Check organ and number; if it was not inventoried yet, its organ does that first.",
    ),
    "seal.old_wrong_status": Advice(
        "旧印章的状态不允许",
        "The old seal is not in a state that allows this",
        "请按其现状办理：待处理的取消或者申请保留，已取消或者不予保留的封存，封存后不再变动。",
        "An open one is cancelled or applied for; a cancelled or rejected one is sealed up.",
    ),
    "seal.old_standing": Advice(
        "不能按正式设立机构登记",
        "It cannot be inventoried as a formally established body's",
        "写明设立该机构的文件；不属于规定保留范围的，按内设（下设）机构登记。",
        "Name the document that set the body up; a body of another level counts as internal.",
    ),
    "seal.retention_not_needed": Advice(
        "无须申请保留",
        "Nobody need apply for this seal",
        "正式设立的机构可以保留印章；不再需要的，请直接取消。",
        "A formally established body keeps its seal; cancel it if it is needed no more.",
    ),
    "seal.internal_demanded": Advice(
        "不得要求加盖内设机构印章",
        "An internal seal may not be demanded",
        "请改用专用章或者不再要求；法律法规明确要求的，写明其名称和条款。",
        "Take the one seal or ask for none; if a law does require it, cite it with its article.",
    ),
    "seal.demand_number": Advice(
        "编号已被使用",
        "The number is taken",
        "请换一个编号。",
        "Take another number.",
    ),
    "seal.demand_case": Advice(
        "办件和事项不符",
        "The case is not about that matter",
        "请核对办件编号和事项序号；没有办件的，不填办件编号。",
        "Check case and matter; leave the case out where there is none.",
    ),
    "seal.demand_recorder": Advice(
        "不由本岗位登记",
        "It is not for this post to record",
        "请由被要求的单位主要负责人，或者政务服务管理部门登记。",
        "The organ of which it was demanded records it, or who administers the service.",
    ),
    "seal.demand_evidence": Advice(
        "缺少证据材料",
        "There is no digest of the evidence",
        "请扫描要求加盖印章的通知、清单或者来函，填写文件的 SHA-256 摘要。",
        "Scan the paper that demands it and give the SHA-256 of the file.",
    ),
}
