"""Who keeps a seal: named by the township, handed over, deputised for a time (XG23-57)."""

from datetime import datetime

import msgspec

from domain.kernel.event import Event
from domain.kernel.facts import Period, Seal
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.seals.commands import CustodyCommand, HandOverSeal, NameCustodian
from domain.seals.events import (
    CustodianNamed,
    CustodyDeputised,
    SealDestroyed,
    SealEvent,
    SealHandedOver,
    SealReturned,
    SealSealedUp,
    SealVoided,
    about,
)

Custodians = tuple[tuple[str, Period], ...]


def decide(command: CustodyCommand, seal: Seal, at: datetime, rules: Rulebook) -> Event:
    where = about(seal, at)
    if isinstance(command, NameCustodian):
        return CustodianNamed(**where, person=command.person)
    present = seal.custodian_at(at)
    if present is None:
        raise rules.refuse(
            IllegalState, "seal.custody", "这枚印章还没有保管人，请乡镇主要负责人先行指定"
        )
    if isinstance(command, HandOverSeal):
        if command.to == present:
            raise rules.refuse(Invalid, "seal.handed_to_himself", f"{present}已是保管人，无须交接")
        if command.witness in (present, command.to):
            raise rules.refuse(Invalid, "seal.witness", "交接须由交接双方以外的人监交")
        return SealHandedOver(
            **where,
            from_=present,
            person=command.to,
            witness=command.witness,
            reason=command.reason,
        )
    if command.deputy == present or command.until <= at:
        raise rules.refuse(
            Invalid, "seal.absence", "代管人须为保管人以外的人，代管期限须在此之后届满"
        )
    if any(period.start > at for _, period in seal.custodians):
        raise rules.refuse(
            IllegalState, "seal.absence", "印章正在代管期内，请先办理交接或者重新指定保管人"
        )
    return CustodyDeputised(
        **where,
        custodian=present,
        deputy=command.deputy,
        until=command.until,
        reason=command.reason,
    )


def evolve(seal: Seal, event: SealEvent) -> Seal:
    at = event.occurred_at
    kept: Custodians
    match event:
        case CustodianNamed(person=person) | SealHandedOver(person=person):
            kept = ((person, Period(at)),)
        case CustodyDeputised(custodian=custodian, deputy=deputy, until=until):
            kept = ((deputy, Period(at, until)), (custodian, Period(until)))
        case SealReturned() | SealSealedUp() | SealDestroyed() | SealVoided():
            kept = ()
        case _:
            return seal
    return msgspec.structs.replace(seal, custodians=(*_until(seal.custodians, at), *kept))


def _until(custodians: Custodians, at: datetime) -> Custodians:
    """Custody up to a moment: what would have begun later never does."""
    return tuple(
        (person, Period(period.start, at if period.end is None else min(period.end, at)))
        for person, period in custodians
        if period.start < at
    )
