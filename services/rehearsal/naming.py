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
    "cases": "办件",
    "consultations": "咨询",
    "seals": "印章",
    "delegation": "协议",
    "organisation": "岗位和授权",
    "matters": "事项",
    "programmes": "试点",
    "exchange": "函询和文件",
    "pushes": "推送",
}


_ACTS: Mapping[str, str] = {
    "organisation.post_assumed": "任职",
    "organisation.post_left": "离任",
    "organisation.staff_authorised": "授权工作人员",
    "organisation.staff_authorisation_withdrawn": "撤回人员授权",
    "delegation.agreement_signed": "签署协议",
    "delegation.agreement_countersigned": "会签协议",
    "delegation.announced": "公告委托",
    "delegation.agreement_terminated": "终止协议",
    "delegation.amendment_signed": "签署协议变更",
    "delegation.amendment_countersigned": "会签协议变更",
    "delegation.acceptance_confirmed": "确认承接",
    "seals.engraving_approved": "批准刻制印章",
    "seals.granted": "授予印章",
    "seals.put_into_use": "启用印章",
    "cases.supplement_notified": "一次性告知补正",
    "cases.materials_supplied": "收到补正材料",
    "cases.withdrawn": "撤回申请",
    "cases.corrected": "更正申请事实",
    "cases.visit_recorded": "登记再次到场",
    "cases.fee_charged": "收费",
    "matters.guide_published": "公布办事指南",
    "matters.list_step_taken": "清单产生的步骤",
}


def act_of(event: Event) -> str:
    """`受理`, `签字同意：审批决定`; what has no word of its own by context and wire name."""
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
    if event.TYPE in _ACTS:
        return _ACTS[event.TYPE]
    context, _, _ = event.TYPE.partition(".")
    return f"{_CONTEXTS.get(context, context)}（{event.TYPE}）"


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
