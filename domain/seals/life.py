"""The life and custody of a seal: engraved, registered, granted, kept, put into use, suspended.

Identity is (owning department, number); the number says which township holds it (XG23-82, -83).
"""

from datetime import datetime
from typing import ClassVar, TypedDict

import msgspec

from domain.kernel.event import Command, Event
from domain.kernel.facts import Agreement, Fact, Period, Seal, SealStatus
from domain.kernel.pack import SealRule
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook


class SealCommand(Command, frozen=True, kw_only=True):
    owner: str
    number: int


class RecordEngraving(SealCommand, frozen=True, kw_only=True):
    """The owner had the seal engraved; `name` is the text on it, checked against the pattern."""

    TYPE: ClassVar[str] = "seals.record_engraving"
    rule: str
    name: str
    engraver: str


class RegisterSeal(SealCommand, frozen=True, kw_only=True):
    """The imprint specimen is filed: `imprint` is the SHA-256 (hex) of its scan."""

    TYPE: ClassVar[str] = "seals.register"
    imprint: str


class GrantSeal(SealCommand, frozen=True, kw_only=True):
    """Hand the seal to the township under their agreement."""

    TYPE: ClassVar[str] = "seals.grant"


class NameCustodian(SealCommand, frozen=True, kw_only=True):
    """The township names who keeps the seal; the one before is released (XG23-57)."""

    TYPE: ClassVar[str] = "seals.name_custodian"
    person: str


class PutIntoUse(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.bring_into_use"


class SuspendSeal(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.suspend"
    reason: str


class ReinstateSeal(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.reinstate"
    reason: str


class SealEvent(Event, frozen=True, kw_only=True):
    owner: str
    number: int
    holder: str


class SealEngraved(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.engraved"
    rule: str
    name: str
    engraver: str


class SealRegistered(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.registered"
    imprint: str


class SealGranted(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.granted"
    agreement: str  # stream@version of the agreement it is granted under


class CustodianNamed(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.custodian_named"
    person: str


class SealPutIntoUse(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.put_into_use"


class SealSuspended(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.suspended"
    reason: str


class SealReinstated(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.reinstated"
    reason: str


EVENTS = (
    SealEngraved,
    SealRegistered,
    SealGranted,
    CustodianNamed,
    SealPutIntoUse,
    SealSuspended,
    SealReinstated,
)

_SHA256_HEX_LENGTH = 64
_STATUS_AFTER: dict[type[Event], SealStatus] = {
    SealEngraved: "engraved",
    SealRegistered: "registered",
    SealGranted: "granted",
    SealPutIntoUse: "in_use",
    SealSuspended: "suspended",
    SealReinstated: "in_use",
}


class _Where(TypedDict):
    """What every event about an engraved seal says."""

    occurred_at: datetime
    owner: str
    number: int
    holder: str


def decide(
    command: SealCommand,
    state: Seal | None,
    agreement: Fact[Agreement],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`agreement` is that of owner and holder; only the grant looks at it."""
    holder = state.holder if state else ""
    where: _Where = {
        "occurred_at": at,
        "owner": command.owner,
        "number": command.number,
        "holder": holder,
    }
    match command:
        case RecordEngraving():
            return [_engraved(command, state, at, rules)]
        case RegisterSeal(imprint=imprint):
            _require(state, ("engraved",), rules)
            return [SealRegistered(**where, imprint=_specimen(imprint, rules))]
        case GrantSeal():
            _require(state, ("registered",), rules)
            if agreement.state is None or not agreement.state.in_force(at):
                raise rules.refuse(
                    IllegalState, "delegation.no_agreement", "授予印章须先签订有效的委托协议"
                )
            return [SealGranted(**where, agreement=agreement.ref)]
        case NameCustodian(person=person):
            _require(state, ("granted", "in_use", "suspended"), rules)
            return [CustodianNamed(**where, person=person)]
        case PutIntoUse():
            seal = _require(state, ("granted",), rules)
            if not seal.custodians:
                raise rules.refuse(IllegalState, "seal.custody", "启用前须指定专人保管")
            return [SealPutIntoUse(**where)]
        case SuspendSeal(reason=reason):
            _require(state, ("in_use",), rules)
            return [SealSuspended(**where, reason=reason)]
        case ReinstateSeal(reason=reason):
            _require(state, ("suspended",), rules)
            return [SealReinstated(**where, reason=reason)]
    raise TypeError(f"not a seal command: {command!r}")


def _require(state: Seal | None, allowed: tuple[SealStatus, ...], rules: Rulebook) -> Seal:
    if state is None:
        raise rules.refuse(IllegalState, "seal.unknown", "没有这枚印章的刻制记录")
    if state.status not in allowed:
        raise rules.refuse(
            IllegalState,
            "seal.wrong_status",
            f"印章现为“{STATUS_NAMES[state.status]}”，"
            f"此项操作要求“{'、'.join(STATUS_NAMES[s] for s in allowed)}”",
        )
    return state


def _specimen(imprint: str, rules: Rulebook) -> str:
    if len(imprint) != _SHA256_HEX_LENGTH or set(imprint) - set("0123456789abcdef"):
        raise rules.refuse(
            Invalid, "seal.imprint", "印模须登记其图像的 SHA-256 摘要（64 位十六进制）"
        )
    return imprint


def _engraved(
    command: RecordEngraving, state: Seal | None, at: datetime, rules: Rulebook
) -> SealEngraved:
    if state is not None:
        raise rules.refuse(IllegalState, "seal.exists", "该编号的印章已有刻制记录")
    rule = rules.seals.get(command.rule)
    if rule is None:
        raise rules.refuse(Invalid, "seal.unknown_rule", f"没有“{command.rule}”这类印章")
    holder = next((o for o in rules.pack.organ if o.seal_no == command.number), None)
    if holder is None or not holder.seals:
        raise rules.refuse(
            Invalid, "seal.organ_without_seal", f"设置表中没有编号{command.number}的单位"
        )
    owners = {m.delegator for m in rules.pack.matter if _bears(rules, m.mode, rule)}
    if command.owner not in owners:
        raise rules.refuse(
            NotPermitted,
            "seal.engraved_by_delegator",
            f"{rules.short(command.owner)}不是委托单位，不得刻制此类印章",
        )
    expected = seal_names(rules, rule, command.owner, holder.id)
    if command.name not in expected:
        raise rules.refuse(Invalid, "seal.name_pattern", f"印章名称应为“{'”或“'.join(expected)}”")
    return SealEngraved(
        occurred_at=at,
        owner=command.owner,
        number=command.number,
        rule=rule.id,
        holder=holder.id,
        name=command.name,
        engraver=command.engraver,
    )


def _bears(rules: Rulebook, mode: str, rule: SealRule) -> bool:
    return any(rule.id in step.seal for step in rules.mode(mode).step)


def seal_names(rules: Rulebook, rule: SealRule, owner: str, holder: str) -> tuple[str, ...]:
    """The texts that such a seal may bear (B-17)."""
    parties = {"owner": rules.organ(owner), "holder": rules.organ(holder)}
    return tuple(
        pattern.format(**parties, number=parties["holder"].seal_no) for pattern in rule.names
    )


STATUS_NAMES: dict[SealStatus, str] = {
    "engraved": "已刻制",
    "registered": "已备案",
    "granted": "已授予",
    "in_use": "使用中",
    "suspended": "停用",
    "returned": "已缴回",
    "sealed_up": "已封存",
    "destroyed": "已销毁",
    "lost": "遗失",
}


def status_after(event: Event) -> SealStatus | None:
    """The status that the event brings; None where it leaves it."""
    return _STATUS_AFTER.get(type(event))


def evolve(state: Seal | None, event: Event) -> Seal | None:
    if isinstance(event, SealEngraved):
        return Seal(
            event.rule,
            event.owner,
            event.holder,
            event.number,
            event.name,
            ((event.occurred_at, "engraved"),),
        )
    if state is None:
        return None
    if isinstance(event, CustodianNamed):
        released = tuple(
            (person, Period(period.start, event.occurred_at) if period.end is None else period)
            for person, period in state.custodians
        )
        return msgspec.structs.replace(
            state, custodians=(*released, (event.person, Period(event.occurred_at)))
        )
    status = status_after(event)
    if status is None:
        return state
    imprint = event.imprint if isinstance(event, SealRegistered) else state.imprint
    return msgspec.structs.replace(
        state, imprint=imprint, history=(*state.history, (event.occurred_at, status))
    )
