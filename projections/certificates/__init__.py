"""Certificates on paper and on file: in force until when, changed how, collected (XG22-24, -25)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

import asyncpg
import msgspec
from msgspec import Struct, field

from domain.kernel.event import Event, Recorded
from domain.kernel.pack import CertificateForm
from domain.licences.certificate import (
    EVENTS,
    CancelGround,
    CertificateAct,
    CertificateCancelled,
    CertificateChanged,
    CertificateCollected,
    CertificateRegistered,
    CertificateSent,
)
from projections.view import Row, View


class ChangeMade(Struct, frozen=True):
    """`digest` is that of the file it led to; `by` a staff id."""

    serial: int
    at: datetime
    changed: str
    document_number: str
    digest: str
    organ: str
    by: str


class CertificateRow(Row, frozen=True, kw_only=True):
    """`key` is its number. `organ` issued it; `digest` is of the file as it is now.

    `sent` and `collected` say when, by the serial of the act: 1 is the issue. `waiting` counts what
    the `keeper` of the library has not acknowledged yet. `ground`, `reason` and `document_number`
    are of its cancellation. No personal data.
    """

    name: str
    case: str
    matter: int
    organ: str
    in_name_of: str
    forms: tuple[CertificateForm, ...]
    digest: str
    issued_digest: str
    identifier: str
    use: str
    issued_at: datetime
    issued_by: str
    valid_until: date | None = None
    changes: tuple[ChangeMade, ...] = ()
    cancelled_at: datetime | None = None
    ground: CancelGround | None = None
    reason: str = ""
    document_number: str = ""
    keeper: str
    sent: dict[str, datetime] = field(default_factory=dict)
    collected: dict[str, datetime] = field(default_factory=dict)
    waiting: int
    position: int
    version: int  # of the certificate's stream


class Certificates(View[CertificateRow]):
    name: ClassVar = "certificates"
    label: ClassVar = "证照"
    events: ClassVar = EVENTS
    row = CertificateRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case CertificateAct() | CertificateSent() | CertificateCollected():
                return (event.certificate,)
        return ()

    def fold(
        self, row: CertificateRow | None, key: str, recorded: Recorded
    ) -> CertificateRow | None:
        event, replace = recorded.event, msgspec.structs.replace
        if isinstance(event, CertificateRegistered):
            return _registered(key, event, recorded)
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        due = bool(row.keeper)
        match event:
            case CertificateChanged():
                return replace(
                    row,
                    digest=event.digest,
                    valid_until=event.valid_until,
                    changes=(*row.changes, _change(event)),
                    waiting=row.waiting + due,
                )
            case CertificateCancelled():
                return replace(
                    row,
                    cancelled_at=event.occurred_at,
                    ground=event.ground,
                    reason=event.reason,
                    document_number=event.document_number,
                    waiting=row.waiting + due,
                )
            case CertificateSent(serial=serial, occurred_at=at):
                return replace(row, sent={**row.sent, str(serial): at})
            case CertificateCollected(serial=serial, occurred_at=at):
                collected = {**row.collected, str(serial): at}
                return replace(row, collected=collected, waiting=row.waiting - 1)
        return row


def _registered(key: str, event: CertificateRegistered, recorded: Recorded) -> CertificateRow:
    return CertificateRow(
        key=key,
        name=event.name,
        case=event.case,
        matter=event.matter,
        organ=event.organ,
        in_name_of=event.in_name_of,
        forms=event.forms,
        digest=event.digest,
        issued_digest=event.digest,
        identifier=event.identifier,
        use=event.use,
        issued_at=event.occurred_at,
        issued_by=event.person,
        valid_until=event.valid_until,
        keeper=event.keeper,
        waiting=int(bool(event.keeper)),
        position=recorded.position,
        version=recorded.version,
    )


def _change(event: CertificateChanged) -> ChangeMade:
    return ChangeMade(
        event.serial,
        event.occurred_at,
        event.changed,
        event.document_number,
        event.digest,
        event.organ,
        event.person,
    )


async def certificate(pool: asyncpg.Pool, tenant: str, number: str) -> CertificateRow | None:
    row = await pool.fetchval(
        "select to_jsonb(t) from views.certificates t where tenant = $1 and key = $2",
        tenant,
        number,
    )
    return None if row is None else msgspec.json.decode(row, type=CertificateRow)
