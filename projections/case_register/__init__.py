"""Case register: every case, where it stands, who took which step when."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import asyncpg
import msgspec
from msgspec import Struct, field

from domain.cases.events import (
    CaseAccepted,
    CaseConcluded,
    CaseDecided,
    CaseDeemedAccepted,
    CaseDelivered,
    CaseReceived,
    CaseReviewed,
    CertificateIssued,
    StepTaken,
)
from domain.cases.routing import Reason
from domain.kernel.event import Event, Recorded
from projections.view import Row, View

STATUS: dict[type[Event], str] = {
    CaseReceived: "received",
    CaseAccepted: "accepted",
    CaseDeemedAccepted: "deemed_accepted",
    CaseReviewed: "reviewed",
    CaseDecided: "decided",
    CertificateIssued: "certified",
    CaseDelivered: "delivered",
    CaseConcluded: "concluded",
}
STATUS_LABELS = {
    "received": "已收件",
    "accepted": "已受理",
    "deemed_accepted": "视为受理",
    "reviewed": "已审核",
    "decided": "已决定",
    "certified": "已制证",
    "delivered": "已送达",
    "concluded": "已办结",
}
DOCUMENT_LABELS = {"acceptance": "受理", "decision": "决定", "certificate": "证书"}


class StepRow(Struct, frozen=True):
    step: str
    organ: str
    in_name_of: str
    person: str
    post: str
    at: datetime
    ref: str


class CaseRow(Row, frozen=True, kw_only=True):
    matter: int
    receiver: str
    mode: str
    policy: str
    routed: tuple[Reason, ...]
    status: str
    outcome: str | None = None
    reasons: str = ""
    remedies: str = ""
    opinion: str = ""
    subject: str
    stated: dict[str, str | float]
    documents: dict[str, str] = field(default_factory=dict)
    steps: tuple[StepRow, ...]
    received_at: datetime
    decided_at: datetime | None = None
    concluded_at: datetime | None = None
    position: int
    version: int  # of the case's stream


class CaseRegister(View[CaseRow]):
    name: ClassVar = "case_register"
    label: ClassVar = "办件登记"
    events: ClassVar = tuple(STATUS)
    row = CaseRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case StepTaken(case=case) | CaseDeemedAccepted(case=case) | CaseConcluded(case=case):
                return (case,)
        return ()

    def fold(self, row: CaseRow | None, key: str, recorded: Recorded) -> CaseRow | None:
        event = recorded.event
        if isinstance(event, CaseReceived):
            return CaseRow(
                key=key,
                matter=event.matter,
                receiver=event.receiver,
                mode=event.route.mode,
                policy=event.policy,
                routed=event.route.reasons,
                status="received",
                subject=event.applicant.subject,
                stated=event.stated,
                steps=(_step(event, recorded),),
                received_at=event.occurred_at,
                position=recorded.position,
                version=recorded.version,
            )
        if row is None:
            return None
        replace = msgspec.structs.replace
        row = replace(
            row,
            status=STATUS[type(event)],
            position=recorded.position,
            version=recorded.version,
        )
        if isinstance(event, StepTaken | CaseDeemedAccepted):
            row = replace(row, steps=(*row.steps, _step(event, recorded)))
        match event:
            case CaseAccepted(document_number=number):
                return replace(row, documents={**row.documents, "acceptance": number})
            case CaseReviewed(opinion=opinion):
                return replace(row, opinion=opinion)
            case CaseDecided():
                return replace(
                    row,
                    documents={**row.documents, "decision": event.document_number},
                    outcome=event.outcome,
                    reasons=event.reasons,
                    remedies=event.remedies,
                    decided_at=event.occurred_at,
                )
            case CertificateIssued(certificate_number=number):
                return replace(row, documents={**row.documents, "certificate": number})
            case CaseConcluded(occurred_at=at):
                return replace(row, concluded_at=at)
        return row


def _step(event: StepTaken | CaseDeemedAccepted, recorded: Recorded) -> StepRow:
    if isinstance(event, CaseDeemedAccepted):  # by law: nobody took it, in nobody's name
        return StepRow(event.step, event.organ, "", "", "", event.since, recorded.ref)
    authority = event.authority
    return StepRow(
        event.step,
        authority.organ,
        authority.in_name_of,
        authority.person,
        authority.post,
        event.occurred_at,
        recorded.ref,
    )


async def cases(
    pool: asyncpg.Pool, tenant: str, *, receiver: str | None = None, limit: int = 100
) -> list[CaseRow]:
    """The newest cases, at most `limit`, of all organs or one."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.case_register t "
        "where tenant = $1 and ($2::text is null or receiver = $2) "
        "order by received_at desc, key limit $3",
        tenant,
        receiver,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=CaseRow) for row in rows]


async def case(pool: asyncpg.Pool, tenant: str, number: str) -> CaseRow | None:
    row = await pool.fetchrow(
        "select to_jsonb(t) as row from views.case_register t where tenant = $1 and key = $2",
        tenant,
        number,
    )
    return None if row is None else msgspec.json.decode(row["row"], type=CaseRow)
