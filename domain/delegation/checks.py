"""What every act about an agreement is checked for: a running term, its matters, a reason."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from domain.delegation.coverage import between, tried_out
from domain.delegation.pair import PairCommand
from domain.kernel.facts import Agreement, Pilot, Term
from domain.kernel.instruments import SIGNED, Pair
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


def countersigned(state: Agreement | None, at: datetime, rules: Rulebook) -> Term:
    """The last term concluded that has not ended, which both sides have signed."""
    found = [t for t in _unended(state, at, rules) if t.countersigned]
    if not found:
        delegatee = "" if state is None else rules.short(state.delegatee)
        raise rules.refuse(
            IllegalState,
            "delegation.not_countersigned",
            f"委托协议尚未经{delegatee}主要负责人签署，双方签署后方可生效",
        )
    return found[-1]


def signed(state: Agreement | None, at: datetime, rules: Rulebook) -> Term:
    """The last term concluded, which has not ended."""
    return _unended(state, at, rules)[-1]


def _unended(state: Agreement | None, at: datetime, rules: Rulebook) -> list[Term]:
    if state is None or state.latest is None:
        raise rules.refuse(IllegalState, "delegation.no_agreement", "双方没有签订委托协议")
    found = [
        term
        for term in state.terms
        if not term.closed and (term.period.end is None or at < term.period.end)
    ]
    if not found:
        raise rules.refuse(IllegalState, "delegation.not_in_force", "委托协议已经终止或到期")
    return found


def require_delegable(
    matters: Collection[int],
    pair: Pair,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
    instruments: frozenset[str] = SIGNED,
) -> None:
    """Refuse matters that are not the department's to hand down, or not to this township yet.

    `instruments`: by which of them the matter's mode must be handed down.
    """
    township = pair[1]
    foreign = [no for no in matters if pair not in between(rules, no, township, instruments)]
    if foreign:
        raise rules.refuse(
            Invalid,
            "delegation.matter_not_delegable",
            f"不属于该部门委托的事项：{rules.items(foreign)}",
        )
    untried = [no for no in matters if not tried_out(no, township, pilots, at, rules)]
    if untried:
        raise rules.refuse(
            Invalid,
            "matters.not_in_pilot",
            f"{rules.items(untried)}尚在试点，{rules.short(township)}不在试点乡镇名单内；"
            "全面推行须另行决定",
        )


def require_free(latest: Term, start: datetime, at: datetime, rules: Rulebook) -> None:
    """Refuse a term that would begin before the last one concluded has ended."""
    end = latest.period.end
    if latest.closed or (end is not None and end <= at):
        return
    if not latest.countersigned:
        raise rules.refuse(
            IllegalState,
            "delegation.already_signed",
            "已签署的委托协议尚待乡镇签署；如须另签，请先终止该协议",
        )
    if end is None or start < end:
        said = "没有止日" if end is None else f"至{end.astimezone(rules.zone):%Y-%m-%d}零时届满"
        raise rules.refuse(
            IllegalState,
            "delegation.already_signed",
            f"双方已有有效的委托协议（{said}）；续签的起日须在其届满之后，或者先终止该协议",
        )


def require_notice(command: PairCommand, number: str, rules: Rulebook) -> None:
    """Refuse to date back, without the notice served then, what shifts who answers (B-05, B-74)."""
    if command.occurred_at is not None and not number.strip():
        raise rules.refuse(
            Invalid,
            "delegation.notice",
            "补记已经发生的暂停或者终止，须写明当时送达乡镇的书面通知编号",
        )


def require_reason(reason: str, what: str, rules: Rulebook) -> None:
    if not reason.strip():
        raise rules.refuse(Invalid, "delegation.reason", f"{what}须写明理由")


def midnight(day: date, rules: Rulebook) -> datetime:
    return datetime.combine(day, time(), rules.zone)
