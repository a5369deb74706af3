"""What the law does to a case by itself, at a midnight, because nobody did it before.

It accepts one where nobody said in time what is missing (行政许可法 32), and renews a permit where
nobody decided before its expiry (行政许可法 50). That somebody puts it on record comes later, and
nothing may hang on how much later: paper from before that midnight may still be entered after it.
"""

from datetime import datetime

from domain.cases.case import Case, lapsed
from domain.cases.renewal import CaseDeemedRenewed, Renewal
from domain.kernel.pack import Step
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of, due, first_moment_late


def may_lapse(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether anything follows from the passing of this step's term in this case.

    For licences by law, for other matters because the county follows it.
    """
    sla = rules.slas.get(step.within or "")
    if sla is None or sla.lapse is None or case.supplement is not None:
        return False
    return step.id not in case.steps or step.id == case.deemed


def require_not_lapsed(
    step: Step, case: Case, calendar: Calendar, at: datetime, rules: Rulebook
) -> None:
    """Refuse to accept what the law has accepted, by a step that `may_lapse`.

    A provisional term has not passed.
    """
    sla = rules.slas[step.within or ""]
    for earlier in rules.mode(case.mode).step:
        if earlier.kind != sla.starts or earlier.id not in case.steps:
            continue
        started = day_of(case.steps[earlier.id].at, rules)
        ends = due(started, sla.days, sla.unit, calendar, roll=sla.roll)
        if not ends.provisional and at >= first_moment_late(ends.on, rules):
            raise lapsed(step, rules)


def may_renew(case: Case, rules: Rulebook) -> bool:
    """Whether the law renews the permit of this case if nobody decides before it expires."""
    terms = rules.pack.renewal
    return (
        terms is not None
        and case.renewal is not None
        and not case.renewal.late
        and terms.scope in (None, rules.matter(case.matter).power)
    )


def require_not_renewed(case: Case, at: datetime, rules: Rulebook) -> None:
    """Refuse to refuse what the law has renewed (行政许可法 50)."""
    permit = case.renewal
    if permit is None or not may_renew(case, rules):
        return
    if _expired(permit, at, rules):
        raise IllegalState(
            "cases.deemed_renewed",
            f"原证有效期至{permit.expires_on}，届满前未作决定，已视为准予延续；请办理准予延续",
        )


def require_expiry_open(case: Case, at: datetime, rules: Rulebook) -> None:
    """Refuse another expiry where the law has acted on the one that was stated (行政许可法 50)."""
    if case.outcome is None:
        require_not_renewed(case, at, rules)
    if case.deemed_renewed:
        raise IllegalState(
            "cases.deemed_renewed", "已记录视为准予延续，不能再更正原证有效期；请办理准予延续"
        )


def _expired(permit: Renewal, at: datetime, rules: Rulebook) -> bool:
    return at >= first_moment_late(permit.expires_on, rules)


def deem_renewed(case: Case, organ: str, at: datetime, rules: Rulebook) -> list[CaseDeemedRenewed]:
    """Put on record what the expiry brought about; `organ` had to decide before."""
    terms, permit = rules.pack.renewal, case.renewal
    decided = case.outcome is not None or case.deemed_renewed
    if terms is None or permit is None or decided or not may_renew(case, rules):
        raise IllegalState("cases.already_decided", "本件已有结果，无需再记视为准予延续")
    if not _expired(permit, at, rules):  # corrected meanwhile
        raise IllegalState("cases.not_expired", f"原证有效期至{permit.expires_on}，尚未届满")
    return [
        CaseDeemedRenewed(
            occurred_at=at,
            case=case.number,
            organ=organ,
            expires_on=permit.expires_on,
            clause=terms.clause,
        )
    ]
