"""Open cases when what their mode rests on has ended: they go on elsewhere (XG23-05, B-01).

What becomes of them when an agreement ends is the county's rule (`agreement.in_flight`), the one
that each case was received under (B-22). When a trial is given up, nobody may take a further step
in its way: whoever handled such cases before does so again (RA22-29).
"""

from datetime import datetime

from domain.cases.commands import TransferCase
from domain.delegation.agreement import AgreementExpired, AgreementTerminated, MattersEnded
from domain.delegation.withdrawal import AuthorityWithdrawn
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Trial
from domain.kernel.instruments import OF_PROGRAMME, TRIAL, pairs, withdrawable
from domain.kernel.parties import Cast
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.programmes.events import TownshipAssessed, TrialEnded
from projections.case_register import CaseRow

ENDINGS: tuple[type[Event], ...] = (
    AgreementTerminated,
    AgreementExpired,
    MattersEnded,
    TrialEnded,
    TownshipAssessed,
    AuthorityWithdrawn,
)


def receivers(instrument: Agreement | Trial, rules: Rulebook) -> set[str]:
    """Where cases may have come in that rest on it: a county's, at any place of the county."""
    if isinstance(instrument, Trial):
        places = {*instrument.organs, *(found.organ for found in instrument.assessments)}
        return {o for place in places if place in rules.organs for o in rules.below(place)}
    if instrument.delegatee not in rules.organs:
        return set()  # an earlier or a later version of the rules does not know it
    county = rules.organ(instrument.delegatee).level == rules.pack.jurisdiction.level
    return set(rules.organs if county else rules.below(instrument.delegatee))


def transfer(
    event: Event, case: CaseRow, instrument: Agreement | Trial, rules: Rulebook
) -> TransferCase | None:
    """The command for one open case there; None: it does not rest on what has ended.

    `instrument` is its state as known now, `rules` are those of the case.
    """
    if isinstance(instrument, Trial):
        return _off_trial(event, case, instrument, rules)
    if isinstance(event, AuthorityWithdrawn):
        return _taken_back(event, case, rules)
    return _off_agreement(event, case, instrument, rules)


def _off_trial(event: Event, case: CaseRow, trial: Trial, rules: Rulebook) -> TransferCase | None:
    needed = {need.instrument for need in rules.mode(case.mode).needs}
    if isinstance(event, TownshipAssessed):
        return _not_ready(event, case, trial, rules) if needed & _of(trial.programme) else None
    if f"{TRIAL}{trial.programme}" not in needed or not isinstance(event, TrialEnded):
        return None
    message = f"改革试点已结束（{event.reason}），改按原方式办理"
    return _transferred(case, "programmes.not_in_pilot", message, rules)


def _of(programme: str) -> set[str]:
    return {f"{kind}{programme}" for kind in OF_PROGRAMME}


def _not_ready(
    event: TownshipAssessed, case: CaseRow, trial: Trial, rules: Rulebook
) -> TransferCase | None:
    """Of a township that lacks the conditions after all, or for this matter (JX24-03).

    What came in under a later assessment goes by that one.
    """
    if case.receiver not in (event.organ, *event.bodies):
        return None
    found = trial.assessed(case.receiver, max(event.occurred_at, case.received_at))
    if found is None or not found.keeps_out(case.matter):
        return None
    message = f"{rules.short(found.organ)}暂不具备条件（{found.reason}），改按原方式办理"
    return _transferred(case, "programmes.not_ready", message, rules)


def _taken_back(event: AuthorityWithdrawn, case: CaseRow, rules: Rulebook) -> TransferCase | None:
    """By default they go on with whoever has them (B-22): only where the county's rule moves them.

    Also under an agreement that goes on standing (XG22-20).
    """
    terms = rules.agreement
    taken = any(e.matter == case.matter and case.mode in e.modes for e in event.taken_back)
    if not taken or terms is None or terms.in_flight is None:
        return None
    pair = withdrawable(
        rules.mode(case.mode), Cast(rules.matter(case.matter), case.receiver, {}), rules
    )
    if pair != (event.delegator, event.delegatee):
        return None
    message = f"{rules.item(case.matter)}的权限已收回（{event.reason}），由收回的单位办理"
    return _transferred(case, "delegation.withdrawn", message, rules)


def _off_agreement(
    event: Event, case: CaseRow, agreement: Agreement, rules: Rulebook
) -> TransferCase | None:
    ended, code, message = _ending(event, case.matter, rules)
    terms, mode = rules.agreement, rules.mode(case.mode)
    cast = Cast(rules.matter(case.matter), case.receiver, {})
    stays = (
        terms is None
        or terms.in_flight is None
        or (agreement.delegator, agreement.delegatee) not in pairs(mode, cast, rules)
        # A next agreement holds for it: at the end already or, received later, since its receipt.
        # Where the end was entered late there may be none, whatever was known on receipt.
        or agreement.covers(case.matter, max(ended, case.received_at))
    )
    return None if stays else _transferred(case, code, message, rules)


def _transferred(case: CaseRow, code: str, message: str, rules: Rulebook) -> TransferCase:
    why = rules.refuse(NotPermitted, code, message)
    return TransferCase(
        case=case.key, code=code, message=message, clause=why.clause, source=why.source
    )


def _ending(event: Event, matter: int, rules: Rulebook) -> tuple[datetime, str, str]:
    """When it ended, with the refusal that a further step would meet."""
    match event:
        case AgreementTerminated(occurred_at=at, reason=reason):
            return at, "delegation.not_in_force", f"委托协议已终止（{reason}），由委托部门办理"
        case MattersEnded(ended_at=at):
            message = f"{rules.item(matter)}已退出委托协议，由委托部门办理"
            return at, "delegation.matter_not_in_agreement", message
        case AgreementExpired(ended_at=at):
            day = at.astimezone(rules.zone).date()
            return at, "delegation.not_in_force", f"委托协议已于{day}零时到期，由委托部门办理"
    raise TypeError(f"nothing ends with {event!r}")
