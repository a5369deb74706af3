"""What the window does beside the steps: withdraw, correct, count visits, charge; and the transfer.

A case goes to the channel that its mode names when facts turn out to be outside the delegation, or
when an instrument of its mode ends (B-01). What was done keeps counting where the step ids agree.
"""

import math
from datetime import datetime

from msgspec.structs import replace

from domain.cases.case import Case, require_going
from domain.cases.commands import ChargeFee, CorrectCase, RecordVisit, TransferCase, Withdraw
from domain.cases.events import (
    CaseConcluded,
    CaseCorrected,
    CaseMoved,
    CaseTransferred,
    CaseWithdrawn,
    Cause,
    FeeCharged,
    VisitRecorded,
)
from domain.cases.intake import Taken, check_stated
from domain.cases.lapse import require_expiry_open
from domain.cases.renewal import renewal
from domain.cases.routing import Origin, Reason, Route, channel, outside, reasons
from domain.cases.visits import judged, require_known
from domain.kernel.event import Event
from domain.kernel.facts import Online, Pilot
from domain.kernel.pack import ModeChangeTerms
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import quoted
from domain.kernel.workdays import day_of

MOVED = "cases.moved"
"""The code of the reason for which the rule of a change of mode moved a case."""


def withdraw(command: Withdraw, case: Case, taken: Taken, rules: Rulebook) -> list[Event]:
    require_going(case, rules)
    if case.outcome is not None:
        raise rules.refuse(
            IllegalState, "cases.already_decided", "本件已有结果，不能撤回申请；请送达办结"
        )
    return [
        CaseWithdrawn(**taken, reason=_reason(command.reason)),
        CaseConcluded(occurred_at=taken["occurred_at"], case=case.number, outcome="withdrawn"),
    ]


def correct(
    command: CorrectCase, case: Case, pilot: Pilot | None, taken: Taken, rules: Rulebook
) -> list[Event]:
    """Facts as now known. Undecided, a case outside its own mode's limits is transferred.

    The pilot is looked at as it was on receipt: only what was stated wrongly is corrected.
    """
    check_stated(command.stated)
    stated = {**case.stated, **command.stated}
    changed = tuple(name for name in command.stated if stated[name] != case.stated.get(name))
    if not changed:
        raise rules.refuse(
            Invalid, "cases.nothing_corrected", "所填事实与原来相同；请填写要更正的事实"
        )
    matter = rules.matter(case.matter)
    received = min(done.at for done in case.steps.values())
    moved = bool(case.route.reasons)
    own = rules.mode_on(matter.no, day_of(received, rules)) if moved else rules.mode(case.mode)
    failed = outside(Origin(matter, own, case.receiver, stated, pilot), received, rules)
    why = reasons(failed, case.receiver, stated, rules)
    permit = renewal(matter, stated, received, rules)
    if permit != case.renewal:
        require_expiry_open(case, taken["occurred_at"], rules)
    events: list[Event] = [
        CaseCorrected(
            **taken,
            stated=stated,
            corrected=changed,
            outside=why,
            renewal=permit,
            reason=_reason(command.reason),
        )
    ]
    elsewhere = channel(matter, case.mode, failed, rules)
    if failed and case.outcome is None and not moved and elsewhere:
        route = Route(elsewhere, why)
        events.append(_transferred(case, route, "correction", taken["occurred_at"]))
    return events


def transfer(command: TransferCase, case: Case, at: datetime, rules: Rulebook) -> list[Event]:
    require_going(case, rules)
    elsewhere = channel(rules.matter(case.matter), case.mode, (), rules)
    if elsewhere is None:
        raise rules.refuse(IllegalState, "cases.no_channel", "本件的办理方式没有可以转往的渠道")
    reason = Reason(command.code, command.message, command.clause, command.source)
    return [_transferred(case, Route(elsewhere, (reason,)), "instrument", at)]


def movable(case: Case, mode: str, since: datetime) -> bool:
    """Whether the rule takes it along: not decided, received before, in its matter's own mode.

    What left that mode stays where it went: the change is not about the channel (B-01).
    """
    reasons = case.route.reasons
    own = not reasons or reasons[0].code == MOVED
    going = case.outcome is None and case.concluded is None and case.mode != mode
    return going and own and case.receipt.at < since


def moving(mode: str, rules: Rulebook) -> IllegalState:
    """To whoever takes a step before the rule was carried out."""
    found = rules.modes.get(mode)
    return rules.refuse(
        IllegalState,
        "cases.moving",
        f"事项已改按{quoted(found.title if found else mode)}办理，本件没有决定，"
        "正在转办，请稍后再办",
    )


def move(
    case: Case, to: Route, since: datetime, terms: ModeChangeTerms, rules: Rulebook
) -> list[Event]:
    """On with it in the mode that its matter has since a day, under rules that know the mode."""
    now = rules.mode(to.mode)
    message = (
        f"{rules.item(case.matter)}改按{quoted(now.title or now.id)}办理，没有决定的件一并转办"
    )
    reason = Reason(MOVED, message, terms.clause, terms.source)
    return [
        CaseMoved(
            occurred_at=since,
            case=case.number,
            mode_before=case.mode,
            route=replace(to, reasons=(reason,)),
            cause="mode",
            transfer=case.transfers + 1,
            policy=rules.version,
            received=next(step.id for step in now.step if step.kind == "receive"),
            received_by=case.receipt.organ,
        )
    ]


def _transferred(case: Case, route: Route, cause: Cause, at: datetime) -> CaseTransferred:
    return CaseTransferred(
        occurred_at=at,
        case=case.number,
        mode_before=case.mode,
        route=route,
        cause=cause,
        transfer=case.transfers + 1,
    )


def visit(
    command: RecordVisit, case: Case, online: Online | None, taken: Taken, rules: Rulebook
) -> list[Event]:
    """Another time in person: why, whether without need, whether it could be online (B-51)."""
    require_going(case, rules)
    purpose = _reason(command.purpose)
    require_known(command.reason, case.visits, rules)
    found = judged(command.reason, online, taken["occurred_at"], rules)
    return [VisitRecorded(**taken, purpose=purpose, reason=command.reason, **found)]


def charge(command: ChargeFee, case: Case, taken: Taken, rules: Rulebook) -> list[Event]:
    """Only what the matter's entry lists, and no more than it says (XG23-70, 行政许可法 58)."""
    require_going(case, rules)
    if not (math.isfinite(command.amount_yuan) and command.amount_yuan > 0):
        raise Invalid("cases.fee_amount", "请填写收费金额（元）")
    matter = rules.matter(case.matter)
    listed = next((charge for charge in matter.charge if charge.name == command.name), None)
    most = math.inf
    if listed is not None and listed.amount_yuan is not None:
        most = listed.amount_yuan
    if listed is None or command.amount_yuan > most:
        limit = "没有收费依据" if listed is None else f"“{listed.name}”最多收{most:g}元"
        raise rules.refuse(
            NotPermitted,
            "cases.fee",
            f"{rules.item(matter.no)}{limit}，不得向申请人收取“{command.name}”{command.amount_yuan:g}元；"
            "已经收取的应当退还",
            name=command.name,
            amount_yuan=f"{command.amount_yuan:g}",
        )
    return [
        FeeCharged(**taken, name=command.name, amount_yuan=command.amount_yuan, basis=listed.basis)
    ]


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid("cases.reason", "请填写原因")
    return text
