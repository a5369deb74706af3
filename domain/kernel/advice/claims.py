"""Reviews, litigation and compensation, who bore what, recourse (XG23-72, -73; B-05)."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "claims.number_taken": Advice(
        "编号已被使用",
        "The number is taken",
        "请换一个编号。",
        "Give it another number.",
    ),
    "claims.unknown": Advice(
        "没有这件复议、诉讼或者赔偿案件",
        "There is no such claim",
        "请核对案件编号。",
        "Check the claim's number.",
    ),
    "claims.not_entitled": Advice(
        "不由本单位或者本岗位办理",
        "Not for this organ or post",
        "请由所列单位的所列岗位登记或者决定。",
        "The organs and posts named do this.",
    ),
    "claims.incomplete": Advice(
        "内容不完整或者过长",
        "Something is missing, or too long",
        "请填写所列各栏，不写个人信息。",
        "Fill in what is named, without personal data.",
    ),
    "claims.amount": Advice(
        "金额不对",
        "The amount does not fit",
        "请核对金额（元）：决定赔偿的须有金额，追偿不超过已经承担的。",
        "Check the amount: compensation has one, recourse takes no more than was borne.",
    ),
    "claims.out_of_order": Advice(
        "日期先后不对",
        "The days are out of order",
        "请按收到、决定、承担、追偿追责的先后填写日期。",
        "Received, decided, borne, recovered: each day no earlier than the one before.",
    ),
    "claims.no_consequence": Advice(
        "没有不利结果",
        "Nothing follows from this outcome",
        "维持、驳回、撤回、终止的，不填金额和认定的情形。",
        "Leave amount and finding out where the act stands.",
    ),
    "claims.nothing_to_bear": Advice(
        "没有责任要承担",
        "There is nothing to bear",
        "请先登记不利的复议决定、判决或者赔偿决定。",
        "Record the outcome first; only an adverse one is borne.",
    ),
    "claims.already_borne": Advice(
        "承担情况已经登记",
        "It was borne already",
        "此后的裁判、赔偿请另立编号登记。",
        "Put what came later on record as a claim of its own.",
    ),
    "claims.not_borne": Advice(
        "本单位没有承担责任",
        "The organ bore nothing",
        "追偿追责由已经承担责任的单位提出和决定；请先登记承担情况。",
        "Recourse is for who bore the liability: record that first.",
    ),
    "claims.no_recourse": Advice(
        "没有追偿追责的依据",
        "No rule gives recourse here",
        "请选择所列条款之一；没有依据的，不能向其追偿追责。",
        "Name one of the clauses listed; without one there is no recourse.",
    ),
    "claims.factors": Advice(
        "追偿追责的因素不全",
        "Not each factor is weighed",
        "请按规定的各项因素逐项写明，不多也不少。",
        "Weigh each factor of the rule in words, and no other.",
    ),
    "claims.not_proposed": Advice(
        "还没有提出追偿追责",
        "Recourse was not proposed yet",
        "请先提出，写明各项因素，再由主要负责人决定。",
        "Propose it with its factors first; the principal decides then.",
    ),
    "claims.recourse_decided": Advice(
        "追偿追责已经决定",
        "Recourse is decided",
        "已经决定的不再改动。",
        "What is decided stays.",
    ),
    "claims.measure": Advice(
        "决定与措施不一致",
        "Measure and decision do not agree",
        "决定追究的写明措施，决定不予追究的不填措施和金额。",
        "Give a measure where somebody is held accountable, none where nobody is.",
    ),
}
