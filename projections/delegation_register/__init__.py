"""Delegation register: who holds what today, and through which agreement and seal (XG23-83)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Literal

import asyncpg
import msgspec
from msgspec import Struct

from domain.delegation.agreement import (
    AgreementCountersigned,
    AgreementExpired,
    AgreementSigned,
    AgreementTerminated,
    DelegationAnnounced,
)
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import SealStatus
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

AgreementStatus = Literal["none", "unsigned", "not_yet", "in_force", "expired", "terminated"]

STATUS_LABELS: dict[AgreementStatus, str] = {
    "none": "",
    "unsigned": "未生效（待乡镇签署）",
    "not_yet": "未生效",
    "in_force": "有效",
    "expired": "已到期",
    "terminated": "已终止",
}


class Announcement(Struct, frozen=True):
    """What was made public, when and where (行政许可法 24)."""

    matters: tuple[int, ...]
    at: datetime
    published_in: str
    ref: str


class DelegationRow(Row, frozen=True, kw_only=True):
    """`agreement` and `countersigned` cite the two signatures; the second puts it into force."""

    delegator: str
    delegatee: str
    matters: tuple[int, ...] = ()
    announced: tuple[int, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    terminated_at: datetime | None = None
    expiry: str | None = None  # the event that records the end of the term
    agreement: str | None = None
    countersigned: str | None = None
    delegator_signatory: str | None = None
    delegatee_signatory: str | None = None
    seal_number: int | None = None
    seal_name: str | None = None
    seal_status: SealStatus | None = None
    custodian: str | None = None
    position: int
    agreement_version: int = 0  # of the agreement's stream; 0: there is none
    seal_version: int = 0

    def status(self, at: datetime) -> AgreementStatus:
        """How the agreement stands at a moment, by what is known now."""
        if self.valid_from is None:
            return "none"
        if self.terminated_at is not None and self.terminated_at <= at:
            return "terminated"
        if self.valid_until is not None and self.valid_until <= at:
            return "expired"
        if self.countersigned is None:
            return "unsigned"
        return "in_force" if self.valid_from <= at else "not_yet"


class DelegationRegister(View[DelegationRow]):
    name: ClassVar = "delegation_register"
    label: ClassVar = "委托登记"
    events: ClassVar = (
        AgreementSigned,
        AgreementCountersigned,
        DelegationAnnounced,
        AgreementTerminated,
        AgreementExpired,
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
                | AgreementCountersigned(delegator=delegator, delegatee=delegatee)
                | DelegationAnnounced(delegator=delegator, delegatee=delegatee)
                | AgreementTerminated(delegator=delegator, delegatee=delegatee)
                | AgreementExpired(delegator=delegator, delegatee=delegatee)
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
        if isinstance(event, SealEvent):
            row = replace(row, seal_version=recorded.version)
        else:
            row = replace(row, agreement_version=recorded.version)
        match event:
            case AgreementSigned():
                return replace(
                    row,
                    matters=event.matters,
                    announced=(),
                    announcements=(),
                    valid_from=event.valid_from,
                    valid_until=event.valid_until,
                    terminated_at=None,
                    expiry=None,
                    agreement=recorded.ref,
                    countersigned=None,
                    delegator_signatory=event.delegator_signatory,
                    delegatee_signatory=None,
                )
            case AgreementCountersigned(valid_from=start, delegatee_signatory=person):
                return replace(
                    row, valid_from=start, countersigned=recorded.ref, delegatee_signatory=person
                )
            case DelegationAnnounced(matters=matters, occurred_at=at, published_in=place):
                return replace(
                    row,
                    announced=tuple(sorted({*row.announced, *matters})),
                    announcements=(
                        *row.announcements,
                        Announcement(matters, at, place, recorded.ref),
                    ),
                )
            case AgreementTerminated(occurred_at=at):
                return replace(row, terminated_at=at)
            case AgreementExpired():
                return replace(row, expiry=recorded.ref)
            case SealEvent():
                return _sealed(row, event)
        return row


async def row_of(
    pool: asyncpg.Pool, tenant: str, delegator: str, delegatee: str
) -> DelegationRow | None:
    row = await pool.fetchrow(
        "select to_jsonb(t) as row from views.delegation_register t where tenant = $1 and key = $2",
        tenant,
        f"{delegator}/{delegatee}",
    )
    return None if row is None else msgspec.json.decode(row["row"], type=DelegationRow)


def _sealed(row: DelegationRow, event: SealEvent) -> DelegationRow:
    """The row after something happened to the seal of the two."""
    replace = msgspec.structs.replace
    match event:
        case CustodianNamed(person=person):
            return replace(row, custodian=person)
        case SealEngraved(number=number, name=name):
            return replace(row, seal_number=number, seal_name=name, seal_status="engraved")
    return replace(row, seal_status=status_after(event))


async def register(pool: asyncpg.Pool, tenant: str) -> list[DelegationRow]:
    """Every pair that ever had an agreement or a seal, by department and seal number."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.delegation_register t where tenant = $1 "
        "order by delegator, seal_number, delegatee",
        tenant,
    )
    return [msgspec.json.decode(row["row"], type=DelegationRow) for row in rows]
