"""What officials call an act of the log, and the matter that it was about."""

from collections.abc import Mapping

from domain.cases.events import CaseTransferred, StepTaken
from domain.kernel.event import Event
from domain.kernel.event_words import event_word
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
    return event_word(event.TYPE)


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
