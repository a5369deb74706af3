"""What officials call an act of the log, and the matter that it was about."""

from collections.abc import Mapping

from domain.cases.events import CaseTransferred, StepTaken
from domain.kernel.event import Event
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACTS
from domain.kernel.words import document as word
from domain.policy.adoption import Policy
from domain.seals.use import SealUsed, UseApplied, UseConsented, UseEvent
from services.rehearsal.states import kind_of

_CONTEXTS: Mapping[str, str] = {
    "attempts": "越权尝试",
    "calendars": "工作日历",
    "cases": "办件",
    "claims": "复议、诉讼与赔偿",
    "delegation": "委托协议",
    "licences": "证照",
    "matters": "事项",
    "obligations": "期限",
    "policy": "政策和自查自纠",
    "programmes": "试点",
    "pushes": "推送",
    "readiness": "承接准备和任务",
    "reports": "报告",
    "service_points": "服务点",
    "subjects": "个人信息",
    "supervision": "监督检查和问责",
}


WORDS: Mapping[str, str] = {
    "organisation.post_assumed": "任职",
    "organisation.post_left": "离任",
    "organisation.staff_authorised": "授权工作人员",
    "organisation.staff_authorisation_withdrawn": "撤回人员授权",
    "organisation.staff_posted": "派驻窗口人员",
    "organisation.staff_recalled": "撤回派驻人员",
    "organisation.window_opened": "启用专窗",
    "organisation.window_closed": "停用专窗",
    "delegation.agreement_signed": "签署协议",
    "delegation.agreement_countersigned": "会签协议",
    "delegation.announced": "公告委托",
    "delegation.agreement_terminated": "终止协议",
    "delegation.agreement_suspended": "暂停协议",
    "delegation.agreement_resumed": "恢复协议",
    "delegation.amendment_signed": "签署协议变更",
    "delegation.amendment_countersigned": "会签协议变更",
    "delegation.acceptance_confirmed": "确认承接",
    "delegation.expiry_notified": "协议到期前告知",
    "delegation.procedure_fixed": "明确审核审批程序",
    "delegation.shortfall_reported": "上报承接不到位",
    "delegation.shortfall_answered": "答复承接不到位",
    "delegation.authority_withdrawn": "收回权限",
    "seals.engraving_approved": "批准刻制印章",
    "seals.engraved": "刻制印章",
    "seals.registered": "印模备案",
    "seals.granted": "授予印章",
    "seals.custodian_named": "指定印章保管人",
    "seals.put_into_use": "启用印章",
    "seals.suspended": "停用印章",
    "seals.reinstated": "恢复使用印章",
    "seals.anomaly_reported": "报告印章异常",
    "seals.lost": "报告印章遗失",
    "seals.loss_announced": "公告印章遗失",
    "seals.recovered": "找回印章",
    "seals.voided": "宣布印章作废",
    "seals.returned": "缴回印章",
    "seals.sealed_up": "封存印章",
    "seals.destroyed": "销毁印章",
    "seals.handed_over": "交接印章",
    "seals.custody_deputised": "代管印章",
    "seals.use_refused": "不同意用印",
    "seals.use_voided": "作废用印",
    "seals.standing_consented": "概括同意用印",
    "seals.standing_consent_withdrawn": "撤回概括同意",
    "seals.internal_demanded": "登记要求加盖内设机构印章",
    "seals.old_inventoried": "梳理旧印章",
    "seals.old_cancelled": "取消旧印章",
    "seals.old_sealed_up": "封存旧印章",
    "seals.retention_applied": "申请保留旧印章",
    "seals.retention_approved": "同意保留旧印章",
    "seals.retention_rejected": "不同意保留旧印章",
    "cases.consulted": "登记咨询",
    "cases.declined": "不予受理",
    "cases.supplement_notified": "一次性告知补正",
    "cases.materials_supplied": "收到补正材料",
    "cases.withdrawn": "撤回申请",
    "cases.corrected": "更正申请事实",
    "cases.clock_paused": "中止期限",
    "cases.clock_resumed": "恢复期限",
    "cases.clock_extended": "延长期限",
    "cases.visit_recorded": "登记再次到场",
    "cases.fee_charged": "收费",
    "cases.irregularity_recorded": "登记违规情形",
    "cases.irregularity_dismissed": "撤销违规登记",
    "cases.approval_corrected": "纠正许可",
    "cases.approval_revoked": "撤销许可",
    "matters.guide_published": "公布办事指南",
    "matters.guide_supplemented": "补充办事指南",
    "matters.list_step_taken": "清单产生的步骤",
    "matters.catalogue_version_adopted": "采用上级目录",
    "matters.study_recorded": "研究论证",
    "matters.capacity_evaluated": "能力评估",
    "matters.legality_reviewed": "合法性审核",
    "matters.complexity_declared": "认定较复杂事项",
    "matters.mode_settled": "明确办理方式",
    "matters.online_declared": "认定网上可办",
    "matters.pilot_started": "事项试点",
    "matters.pilot_ended": "终止事项试点",
    "matters.rollout_decided": "事项全面推行",
    "programmes.pilots_designated": "确定试点乡镇",
    "programmes.pilot_summarised": "总结试点",
    "programmes.pilot_evaluated": "评估试点",
    "programmes.rollout_decided": "全面推行",
    "programmes.trial_ended": "终止试点",
    "exchange.inquiry_sent": "函询",
    "exchange.inquiry_answered": "函复",
    "exchange.inquiry_withdrawn": "撤回函询",
    "exchange.document_addressed": "主送文件",
    "exchange.document_acknowledged": "签收文件",
    "exchange.policy_document_registered": "登记政策性文件",
    "exchange.approvers_notified": "书面告知政策性文件",
    "exchange.policy_notice_acknowledged": "签收政策告知",
    "pushes.result_acknowledged": "签收推送",
    "pushes.feedback_given": "反馈监管结果",
    "licences.certificate_changed": "变更证照",
    "licences.certificate_cancelled": "注销证照",
    "licences.certificate_collected": "归集电子证照",
    "obligations.waived": "免除期限义务",
    "service_points.opened": "设服务点",
    "service_points.closed": "撤服务点",
    "service_points.agent_appointed": "指定代办人员",
    "service_points.agent_dismissed": "解除代办人员",
    "service_points.conveniences_published": "公布便民服务事项清单",
    "service_points.service_rendered": "登记服务",
    "service_points.service_voided": "作废服务登记",
    "service_points.redemption_asked": "申请兑现积分",
    "service_points.redemption_approved": "同意兑现积分",
    "service_points.redemption_refused": "不同意兑现积分",
}


def unplayed(types: Mapping[str, int]) -> dict[str, int]:
    """How many records of what kind no rehearsal asks again, the most first."""
    found: dict[str, int] = {}
    for wire, count in types.items():
        context, _, _ = wire.partition(".")
        word = _CONTEXTS.get(context, context)
        found[word] = found.get(word, 0) + count
    return dict(sorted(found.items(), key=lambda it: -it[1]))


def act_of(event: Event) -> str:
    """`受理`, `签字同意：审批决定`."""
    match event:
        case StepTaken():
            return ACTS[kind_of(event)]
        case CaseTransferred():
            return "转办"
        case UseApplied():
            return f"{ACTS['apply']}：{word(event.document)}"
        case UseConsented():
            return f"{ACTS['consent']}：{word(event.document)}"
        case SealUsed():
            return f"{ACTS['stamp']}：{word(event.document)}"
    return WORDS.get(event.TYPE, event.TYPE)


def case_of(event: Event) -> str:
    """The case that the act was in; empty for none."""
    if isinstance(event, UseEvent):
        return event.case
    found = getattr(event, "case", "")
    return found if isinstance(found, str) else ""


class Names:
    """Names by the rules that the county had; by the rehearsed ones where only those have it."""

    def __init__(self, real: Policy, rehearsed: Policy) -> None:
        self._books = [version.rules for version in (*real.own[::-1], *rehearsed.own[::-1])]
        self._books += [*(it.rules for it in real.versions), *(i.rules for i in rehearsed.versions)]

    def matter(self, no: int) -> str:
        for rules in self._books:
            if no in rules.matters:
                return f"{rules.item(no)}“{rules.matters[no].name}”"
        return f"第{no}项"

    def mode(self, mode: str) -> str:
        found = (rules.modes[mode].title for rules in self._books if mode in rules.modes)
        return next(found, mode)

    def organ(self, organ: str) -> str:
        found = (rules.short(organ) for rules in self._books if organ in rules.organs)
        return next(found, organ)


def rules_of(policy: Policy, version: str) -> Rulebook:
    return policy.version(version).rules
