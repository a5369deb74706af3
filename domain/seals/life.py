"""The life of a seal: what its status allows, and the fold (DOMAIN E4).

Identity is (owning department, number); the number says which township holds it (XG23-82, -83).
Who may ask for what is the handlers'.
"""

from datetime import datetime

import msgspec

from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Fact, Seal, SealStatus
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.seals import custody, engraving, loss, places, standing
from domain.seals.commands import (
    AnnounceLoss,
    ApproveEngraving,
    CustodyCommand,
    DestroySeal,
    GrantSeal,
    LossCommand,
    PutIntoUse,
    RecordEngraving,
    RecordRecovery,
    RegisterSeal,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SealCommand,
    SealUp,
    StandingCommand,
    SuspendSeal,
    VoidSeal,
)
from domain.seals.complete import require_complete
from domain.seals.events import (
    AnomalyReported,
    EngravingApproved,
    SealDestroyed,
    SealEngraved,
    SealEvent,
    SealGranted,
    SealLost,
    SealPutIntoUse,
    SealRecovered,
    SealRegistered,
    SealReinstated,
    SealReturned,
    SealSealedUp,
    SealSuspended,
    SealVoided,
    about,
)

_WITH_TOWNSHIP: tuple[SealStatus, ...] = ("granted", "in_use", "suspended")
# In which status a seal must be for what is asked; custody and standing consents: with a township.
_FROM: dict[type[SealCommand], tuple[SealStatus, ...]] = {
    RecordEngraving: ("approved",),
    RegisterSeal: ("engraved",),
    GrantSeal: ("registered", "returned"),
    PutIntoUse: ("granted",),
    SuspendSeal: ("in_use",),
    ReportAnomaly: ("in_use", "suspended"),
    ReinstateSeal: ("suspended",),
    ReportLoss: ("engraved", "registered", *_WITH_TOWNSHIP, "returned", "sealed_up"),
    AnnounceLoss: ("lost",),
    RecordRecovery: ("lost",),
    VoidSeal: ("lost",),
    ReturnSeal: _WITH_TOWNSHIP,
    SealUp: ("engraved", "registered", "returned"),
    DestroySeal: ("sealed_up",),
}
_STATUS_AFTER: dict[type[Event], SealStatus] = {
    EngravingApproved: "approved",
    SealEngraved: "engraved",
    SealRegistered: "registered",
    SealGranted: "granted",
    SealPutIntoUse: "in_use",
    SealSuspended: "suspended",
    AnomalyReported: "suspended",
    SealReinstated: "in_use",
    SealLost: "lost",
    SealVoided: "void",
    SealReturned: "returned",
    SealSealedUp: "sealed_up",
    SealDestroyed: "destroyed",
}
STATUS_NAMES: dict[SealStatus, str] = {
    "approved": "已批准刻制",
    "engraved": "已刻制",
    "registered": "已备案",
    "granted": "已授予",
    "in_use": "使用中",
    "suspended": "停用",
    "returned": "已缴回",
    "sealed_up": "已封存",
    "destroyed": "已销毁",
    "lost": "遗失",
    "void": "已作废",
}


def decide(
    command: SealCommand,
    state: Seal | None,
    agreement: Fact[Agreement],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> Event:
    """`agreement` is that of owner and holder; only the grant looks at it."""
    require_complete(command, rules)
    if isinstance(command, ApproveEngraving):
        return engraving.approved(command, state, at, rules)
    seal = known(state, command, rules)
    _require(seal, _FROM.get(type(command), _WITH_TOWNSHIP), rules)
    if isinstance(command, RecordEngraving | RegisterSeal):
        return engraving.made(command, seal, at, rules)
    if isinstance(command, CustodyCommand):
        return custody.decide(command, seal, at, rules)
    if isinstance(command, StandingCommand):
        return standing.decide(command, seal, by, at, rules)
    if isinstance(command, LossCommand):
        return loss.decide(command, seal, by, at, rules)
    if isinstance(command, ReturnSeal | SealUp | DestroySeal):
        return _leaving(command, seal, by, at, rules)
    return _used(command, seal, agreement, at, rules)


def _used(
    command: SealCommand, seal: Seal, agreement: Fact[Agreement], at: datetime, rules: Rulebook
) -> Event:
    """The way into use, out of it and back."""
    where = about(seal, at)
    match command:
        case GrantSeal():
            under = places.under_agreement(rules, rules.seals[seal.rule])
            if under and (agreement.state is None or not agreement.state.in_force(at)):
                raise rules.refuse(
                    IllegalState,
                    "delegation.no_agreement",
                    f"授予印章须先签订有效的{rules.agreement_name}",
                )
            return SealGranted(**where, agreement=agreement.ref if under else "")
        case PutIntoUse():
            _kept(seal, at, rules)
            return SealPutIntoUse(**where)
        case SuspendSeal(reason=reason):
            return SealSuspended(**where, reason=reason)
        case ReinstateSeal(reason=reason):
            _kept(seal, at, rules)
            return SealReinstated(**where, reason=reason)
    raise TypeError(f"not a seal command: {command!r}")


def _leaving(
    command: ReturnSeal | SealUp | DestroySeal, seal: Seal, by: By, at: datetime, rules: Rulebook
) -> Event:
    where = about(seal, at)
    match command:
        case ReturnSeal(reason=reason):
            return SealReturned(**where, reason=reason)
        case SealUp(reason=reason):
            return SealSealedUp(**where, reason=reason)
    if command.witness == by.person:
        raise rules.refuse(Invalid, "seal.witness", "销毁须由经办人以外的人监销")
    return SealDestroyed(**where, witness=command.witness, method=command.method)


def known(state: Seal | None, command: SealCommand, rules: Rulebook) -> Seal:
    """The seal, refused where there is none; engraving needs the approval before (XG23-54)."""
    if state is not None:
        return state
    if isinstance(command, RecordEngraving):
        raise rules.refuse(
            IllegalState, "seal.engraving_not_approved", "刻制印章须先经委托部门主要负责人批准"
        )
    raise rules.refuse(IllegalState, "seal.unknown", "没有这枚印章的记录，请核对部门和编号")


def _require(seal: Seal, allowed: tuple[SealStatus, ...], rules: Rulebook) -> None:
    if seal.status not in allowed:
        raise rules.refuse(
            IllegalState,
            "seal.wrong_status",
            f"印章现为“{STATUS_NAMES[seal.status]}”，"
            f"此项操作要求“{'、'.join(STATUS_NAMES[s] for s in allowed)}”",
        )


def _kept(seal: Seal, at: datetime, rules: Rulebook) -> None:
    """Refuse to let a seal be used that nobody keeps (XG23-57)."""
    if seal.custodian_at(at) is None:
        raise rules.refuse(IllegalState, "seal.custody", "启用前须指定专人保管")


def status_after(event: Event) -> SealStatus | None:
    """The status that the event brings; None where it leaves it."""
    if isinstance(event, SealRecovered):
        return event.status
    return _STATUS_AFTER.get(type(event))


def evolve(state: Seal | None, event: Event) -> Seal | None:
    if isinstance(event, EngravingApproved):
        state = _place(state, event)
    if state is None or not isinstance(event, SealEvent):
        return state
    seal = msgspec.structs.replace(state, version=state.version + 1)
    for part in (custody.evolve, standing.evolve, loss.evolve):
        seal = part(seal, event)
    if isinstance(event, SealRegistered):
        seal = msgspec.structs.replace(seal, imprint=event.imprint)
    status = status_after(event)
    if status is None:
        return seal
    return msgspec.structs.replace(seal, history=(*seal.history, (event.occurred_at, status)))


def _place(state: Seal | None, event: EngravingApproved) -> Seal:
    """The seal that was approved, in the place of one that is no more if there was one."""
    if state is None:
        made = Seal(event.rule, event.owner, event.holder, event.number, event.name, (), version=0)
        return msgspec.structs.replace(made, form=event.form)
    return msgspec.structs.replace(
        state,
        rule=event.rule,
        holder=event.holder,
        name=event.name,
        form=event.form,
        imprint=None,
    )
