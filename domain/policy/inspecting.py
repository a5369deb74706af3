"""What is decided in a self-inspection: that it opens, what becomes of a matter, that it closes."""

from datetime import datetime

from domain.kernel.event import Event
from domain.kernel.pack import Remedy
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.policy.adoption import Policy
from domain.policy.conflict import Finding
from domain.policy.self_inspection import (
    STATUSES,
    CloseSelfInspection,
    DecideOutcome,
    OpenSelfInspection,
    OutcomeDecided,
    SelfInspection,
    SelfInspectionClosed,
    SelfInspectionOpened,
)


def open_(
    command: OpenSelfInspection,
    state: SelfInspection | None,
    organ: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    found = _existing(state, rules)
    if found.opened is not None:
        raise rules.refuse(IllegalState, "policy.inspection_open", "自查自纠已经开始")
    _require_document(command.document_number, rules)
    if command.due_on < day_of(at, rules):
        raise rules.refuse(Invalid, "policy.inspection_term", "完成期限早于今天")
    return [
        SelfInspectionOpened(
            occurred_at=at,
            upper=command.upper,
            organ=organ,
            document_number=command.document_number,
            due_on=command.due_on,
        )
    ]


def decide_outcome(
    command: DecideOutcome,
    state: SelfInspection | None,
    policy: Policy,
    at: datetime,
    rules: Rulebook,
) -> OutcomeDecided:
    """The decision; a matter decided once may be decided otherwise until the inspection closes.

    `rules`: of the day from which on it is carried out.
    """
    found = _going(state, rules)
    finding = found.findings.get(command.matter)
    if finding is None:
        raise rules.refuse(
            Invalid,
            "policy.no_finding",
            f"{rules.item(command.matter)}不在自查发现之列；有：{rules.items(found.findings)}",
        )
    remedy = remedy_of(command.remedy, rules)
    _require_document(command.document_number, rules)
    if not command.reason.strip():
        raise rules.refuse(Invalid, "policy.reason", "每一事项的处理结果须写明理由")
    if command.effective_from < day_of(at, rules):
        raise rules.refuse(
            Invalid, "policy.outcome_day", "处理结果自今天或者以后的一天起执行，不改变已经办理的"
        )
    _require_fit(command, remedy, finding, rules)
    return OutcomeDecided(
        occurred_at=at,
        upper=command.upper,
        matter=command.matter,
        remedy=remedy.id,
        mode=goes_on_under(remedy, finding, policy, rules),
        effective_from=command.effective_from,
        reason=command.reason.strip(),
        document_number=command.document_number,
        basis=command.basis.strip(),
        seal_stays=command.seal_stays,
        clause=remedy.clause,
    )


def goes_on_under(remedy: Remedy, finding: Finding, policy: Policy, rules: Rulebook) -> str | None:
    """The mode that the remedy leads to; None: the matter stays as it is.

    The way back is what the rules say that the finding is of, where those of that day have it.
    """
    if remedy.kind == "mode":
        return remedy.mode
    if remedy.kind == "keep":
        return None
    mode = policy.version(finding.rules).rules.mode(finding.mode)
    elsewhere = mode.otherwise
    if elsewhere is None or elsewhere.mode not in rules.modes:
        raise rules.refuse(
            Invalid, "policy.no_way_back", f"“{mode.name}”没有写明收回后仍可采用的渠道"
        )
    return elsewhere.mode


def close(
    command: CloseSelfInspection,
    state: SelfInspection | None,
    remaining: tuple[str, ...],
    organ: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`remaining`: what is decided and not carried out, in words."""
    found = _going(state, rules)
    _require_document(command.document_number, rules)
    if found.undecided:
        raise rules.refuse(
            IllegalState,
            "policy.undecided",
            f"还有事项没有处理结果：{rules.items(found.undecided)}",
        )
    if remaining:
        raise rules.refuse(
            IllegalState, "policy.not_carried_out", f"处理结果尚未执行完毕：{'；'.join(remaining)}"
        )
    return [
        SelfInspectionClosed(
            occurred_at=at,
            upper=command.upper,
            organ=organ,
            document_number=command.document_number,
        )
    ]


def remedy_of(name: str, rules: Rulebook) -> Remedy:
    remedies = rules.pack.upper.remedy if rules.pack.upper else ()
    found = next((remedy for remedy in remedies if remedy.id == name), None)
    if found is None:
        known = "、".join(f"{remedy.id}（{remedy.name}）" for remedy in remedies)
        raise rules.refuse(
            Invalid, "policy.no_such_remedy", f"没有“{name}”这种处理结果；有：{known or '无'}"
        )
    return found


def _require_fit(command: DecideOutcome, remedy: Remedy, finding: Finding, rules: Rulebook) -> None:
    item = rules.item(command.matter)
    if remedy.kind == "keep" and finding.basis not in remedy.basis:
        raise NotPermitted(
            "policy.no_basis_to_keep",
            f"{item}没有可以保留的依据：清单记载为“{finding.basis_text or '未查到'}”",
            clause=remedy.clause,
            source=remedy.source,
        )
    if remedy.kind == "keep" and not command.basis.strip():
        raise rules.refuse(
            Invalid, "policy.basis_missing", f"保留{item}须写明法律、法规、规章的条款"
        )
    if command.seal_stays and remedy.kind != "keep":
        raise rules.refuse(
            Invalid, "policy.seal_stays", f"{item}不再按原方式办理，原印章不能继续使用"
        )


def _existing(state: SelfInspection | None, rules: Rulebook) -> SelfInspection:
    if state is None:
        raise rules.refuse(IllegalState, "policy.no_conflict", "没有需要自查自纠的上级政策")
    return state


def _going(state: SelfInspection | None, rules: Rulebook) -> SelfInspection:
    found = _existing(state, rules)
    if found.status != "open":
        raise rules.refuse(
            IllegalState, "policy.inspection_not_open", f"自查自纠{STATUSES[found.status]}"
        )
    return found


def _require_document(number: str, rules: Rulebook) -> None:
    if not number.strip():
        raise rules.refuse(Invalid, "policy.document", "请写明文书编号")
