"""What a delegator does about an agreement that runs: suspend and resume it, tell of its end.

Handing it on is nobody's to do: whoever tries is refused, and the attempt remembered (XG23-71).
"""

from datetime import datetime
from typing import ClassVar

from domain.delegation.checks import require_notice, require_reason
from domain.delegation.pair import PairCommand, PairEvent, about
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Term
from domain.kernel.refusal import IllegalState, NotPermitted
from domain.kernel.rulebook import Rulebook


class SuspendAgreement(PairCommand, frozen=True, kw_only=True):
    """The delegator suspends what it handed down: it supervises and corrects (XG23-62).

    It rests once the township is told: dated back, by `notice_number`, the notice served then.
    """

    TYPE: ClassVar[str] = "delegation.suspend_agreement"
    reason: str
    notice_number: str = ""


class ResumeAgreement(PairCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.resume_agreement"
    reason: str


class GiveExpiryNotice(PairCommand, frozen=True, kw_only=True):
    """Tell the township before the end whether the agreement will be renewed (XG23-55)."""

    TYPE: ClassVar[str] = "delegation.give_expiry_notice"
    notice: str


class Redelegate(PairCommand, frozen=True, kw_only=True):
    """Hand what was delegated on to somebody else: always refused (XG23-71, B-19)."""

    TYPE: ClassVar[str] = "delegation.redelegate"
    POWER: ClassVar[bool] = True
    to: str
    matters: tuple[int, ...]


class AgreementSuspended(PairEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.agreement_suspended"
    reason: str
    notice_number: str


class AgreementResumed(PairEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.agreement_resumed"
    reason: str


class ExpiryNotified(PairEvent, frozen=True, kw_only=True):
    """`term` is the version that put the ending agreement into force."""

    TYPE: ClassVar[str] = "delegation.expiry_notified"
    term: int
    ends_at: datetime
    notice: str


EVENTS = (AgreementSuspended, AgreementResumed, ExpiryNotified)

StandingCommand = SuspendAgreement | ResumeAgreement | GiveExpiryNotice


def decide(
    command: StandingCommand, state: Agreement | None, at: datetime, rules: Rulebook
) -> list[Event]:
    """Each concerns the term that runs now."""
    term = _running(state, at, rules)
    suspended = term.suspended_at(at)
    match command:
        case SuspendAgreement(reason=reason, notice_number=notice):
            if suspended:
                raise rules.refuse(IllegalState, "delegation.already_suspended", "协议已经暂停")
            require_reason(reason, "暂停协议", rules)
            require_notice(command, notice, rules)
            return [AgreementSuspended(**about(command, at), reason=reason, notice_number=notice)]
        case ResumeAgreement(reason=reason):
            if not suspended:
                raise rules.refuse(IllegalState, "delegation.not_suspended", "协议没有暂停")
            require_reason(reason, "恢复协议", rules)
            return [AgreementResumed(**about(command, at), reason=reason)]
        case GiveExpiryNotice(notice=notice):
            end = term.period.end
            if end is None:
                raise rules.refuse(
                    IllegalState, "delegation.no_end", "协议没有止日，须终止时请直接终止协议"
                )
            require_reason(notice, "到期通知", rules)
            return [
                ExpiryNotified(
                    **about(command, at),
                    term=term.countersigned,
                    ends_at=end,
                    notice=notice,
                )
            ]


def redelegation(command: Redelegate, rules: Rulebook) -> NotPermitted:
    """The refusal, with whom it was to go to, for the attempt that is remembered."""
    return rules.refuse(
        NotPermitted,
        "delegation.redelegation",
        f"受委托单位不得把{rules.items(command.matters) or '受委托的事项'}再委托给{command.to}；"
        "其他组织和个人只能协助收件和转报，不能决定、用印",
        delegator=command.delegator,
        to=command.to,
        matters=rules.items(command.matters),
    )


def _running(state: Agreement | None, at: datetime, rules: Rulebook) -> Term:
    if state is None or state.latest is None:
        raise rules.refuse(IllegalState, "delegation.no_agreement", "双方没有签订委托协议")
    term = state.term_at(at)
    if term is None:
        raise rules.refuse(
            IllegalState, "delegation.not_in_force", "委托协议尚未生效、已到期或已终止"
        )
    return term
