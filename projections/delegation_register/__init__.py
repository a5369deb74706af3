"""Delegation register: who holds what today, and through which agreement and seal (XG23-83)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec

from domain.delegation.agreement import AgreementSigned, AgreementTerminated, DelegationAnnounced
from domain.kernel.event import Event, Recorded
from domain.seals.life import (
    CustodianNamed,
    SealEngraved,
    SealEvent,
    SealGranted,
    SealPutIntoUse,
    SealRegistered,
    SealReinstated,
    SealSuspended,
    status_after,
)
from projections.view import Row, View


class DelegationRow(Row, frozen=True, kw_only=True):
    delegator: str
    delegatee: str
    matters: tuple[int, ...] = ()
    announced: tuple[int, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    agreement: str | None = None
    seal_number: int | None = None
    seal_name: str | None = None
    seal_status: str | None = None
    custodian: str | None = None
    position: int


class DelegationRegister(View[DelegationRow]):
    name: ClassVar = "delegation_register"
    label: ClassVar = "委托登记"
    events: ClassVar = (
        AgreementSigned,
        DelegationAnnounced,
        AgreementTerminated,
        SealEngraved,
        SealRegistered,
        SealGranted,
        CustodianNamed,
        SealPutIntoUse,
        SealSuspended,
        SealReinstated,
    )
    row = DelegationRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case SealEvent(owner=delegator, holder=delegatee):
                return (f"{delegator}/{delegatee}",)
            case (
                AgreementSigned(delegator=delegator, delegatee=delegatee)
                | DelegationAnnounced(delegator=delegator, delegatee=delegatee)
                | AgreementTerminated(delegator=delegator, delegatee=delegatee)
            ):
                return (f"{delegator}/{delegatee}",)
        return ()

    def fold(self, row: DelegationRow | None, key: str, recorded: Recorded) -> DelegationRow | None:
        event = recorded.event
        delegator, _, delegatee = key.partition("/")
        row = row or DelegationRow(
            key=key, delegator=delegator, delegatee=delegatee, position=recorded.position
        )
        replace = msgspec.structs.replace
        row = replace(row, position=recorded.position)
        match event:
            case AgreementSigned():
                return replace(
                    row,
                    matters=event.matters,
                    announced=(),
                    valid_from=event.valid_from,
                    valid_until=event.valid_until,
                    agreement=recorded.ref,
                )
            case DelegationAnnounced(matters=matters):
                return replace(row, announced=tuple(sorted({*row.announced, *matters})))
            case AgreementTerminated(occurred_at=at):
                return replace(row, valid_until=at)
            case CustodianNamed(person=person):
                return replace(row, custodian=person)
            case SealEngraved(number=number, name=name):
                return replace(row, seal_number=number, seal_name=name, seal_status="engraved")
            case SealEvent():
                return replace(row, seal_status=status_after(event))
        return row


async def register(pool: asyncpg.Pool, tenant: str) -> list[DelegationRow]:
    """Every pair that ever had an agreement or a seal, by department and seal number."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.delegation_register t where tenant = $1 "
        "order by delegator, seal_number, delegatee",
        tenant,
    )
    return [msgspec.json.decode(row["row"], type=DelegationRow) for row in rows]
