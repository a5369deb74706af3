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
    MattersEnded,
)
from domain.delegation.amendment import AmendmentCountersigned, AmendmentSigned
from domain.delegation.confirmation import AcceptanceConfirmed
from domain.delegation.fold import evolve
from domain.delegation.pair import PairEvent
from domain.delegation.procedure import ProcedureFixed
from domain.delegation.standing import AgreementResumed, AgreementSuspended, ExpiryNotified
from domain.delegation.withdrawal import AuthorityWithdrawn, ShortfallAnswered, ShortfallReported
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Agreement, SealStatus, Term
from domain.seals import events as seals
from domain.seals.events import (
    CustodianNamed,
    EngravingApproved,
    SealDestroyed,
    SealEvent,
    SealHandedOver,
    SealReturned,
    SealVoided,
)
from domain.seals.life import status_after
from projections.view import Row, View

AgreementStatus = Literal[
    "none", "unsigned", "not_yet", "in_force", "suspended", "expired", "terminated"
]

STATUS_LABELS: dict[AgreementStatus, str] = {
    "none": "",
    "unsigned": "未生效（待乡镇签署）",
    "not_yet": "未生效",
    "in_force": "有效",
    "suspended": "暂停",
    "expired": "已到期",
    "terminated": "已终止",
}

_PAPERS: dict[type[Event], str] = {
    AgreementSigned: "委托部门签署",
    AcceptanceConfirmed: "确认承接",
    AgreementCountersigned: "乡镇签署",
    DelegationAnnounced: "公告",
    AmendmentSigned: "委托部门签署变更",
    AmendmentCountersigned: "乡镇签署变更",
    MattersEnded: "事项退出",
    AgreementSuspended: "暂停",
    AgreementResumed: "恢复",
    ExpiryNotified: "到期通知",
    AgreementTerminated: "终止",
    AgreementExpired: "到期登记",
    ProcedureFixed: "明确审核审批程序",
    ShortfallReported: "上报承接不到位",
    ShortfallAnswered: "答复上报：不收回",
    AuthorityWithdrawn: "收回权限",
}


_SIGNATORIES = ("delegator_signatory", "delegatee_signatory", "person")
_SAID = ("reason", "published_in", "notice", "circumstances", "document_number")


class Paper(Struct, frozen=True):
    """One act of the two about their agreement: `by` who signed, `says` its reason or place."""

    ref: str
    type: str
    label: str
    at: datetime
    matters: tuple[int, ...]
    by: str
    says: str


class HeldSeal(Struct, frozen=True):
    """A seal of the one that the other keeps, as it stands."""

    number: int
    name: str
    status: SealStatus
    custodian: str | None = None


class DelegationRow(Row, frozen=True, kw_only=True):
    """`agreement` is all that the two concluded (without its texts), `papers` how it came about."""

    delegator: str
    delegatee: str
    agreement: Agreement | None = None
    papers: tuple[Paper, ...] = ()
    seals: tuple[HeldSeal, ...] = ()
    position: int
    agreement_version: int = 0  # of the agreement's stream; 0: there is none
    seal_version: int = 0  # of the stream of the seal that changed last

    @property
    def seals_in_use(self) -> int:
        return sum(seal.status == "in_use" for seal in self.seals)

    def term(self, at: datetime) -> Term | None:
        """The term that runs at a moment, by what is known now; else the last one concluded."""
        if self.agreement is None:
            return None
        return self.agreement.term_at(at) or self.agreement.latest

    def status(self, at: datetime) -> AgreementStatus:
        """How the agreement stands at a moment, by what is known now."""
        term = self.term(at)
        if term is None:
            return "none"
        if term.terminated and not term.period.holds_at(at):
            return "terminated"
        if term.period.end is not None and term.period.end <= at:
            return "expired"
        if not term.countersigned:
            return "unsigned"
        if not term.period.holds_at(at):
            return "not_yet"
        return "suspended" if term.suspended_at(at) else "in_force"

    def matters(self, at: datetime) -> tuple[int, ...]:
        """What the schedule of the term holds at a moment, and what it will hold."""
        term = self.term(at)
        entries = term.schedule if term else ()
        lasting = (e.matter for e in entries if e.period.end is None or at < e.period.end)
        return tuple(sorted(lasting))


class DelegationRegister(View[DelegationRow]):
    name: ClassVar = "delegation_register"
    label: ClassVar = "委托登记"
    events: ClassVar = (
        *_PAPERS,
        *seals.EVENTS,
    )
    row = DelegationRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, SealEvent):
            return (f"{event.owner}/{event.holder}",)
        return (f"{event.delegator}/{event.delegatee}",) if isinstance(event, PairEvent) else ()

    def fold(self, row: DelegationRow | None, key: str, recorded: Recorded) -> DelegationRow | None:
        event = recorded.event
        delegator, _, delegatee = key.partition("/")
        row = row or DelegationRow(
            key=key, delegator=delegator, delegatee=delegatee, position=recorded.position
        )
        replace = msgspec.structs.replace
        row = replace(row, position=recorded.position)
        if isinstance(event, SealEvent):
            return _sealed(replace(row, seal_version=recorded.version), event)
        return replace(
            row,
            agreement=_without_texts(evolve(row.agreement, event)),
            papers=(*row.papers, _paper(event, recorded.ref)),
            agreement_version=recorded.version,
        )


def _without_texts(agreement: Agreement | None) -> Agreement | None:
    if agreement is None:
        return None
    replace = msgspec.structs.replace
    return replace(agreement, terms=tuple(replace(t, contents={}) for t in agreement.terms))


def _paper(event: Event, ref: str) -> Paper:
    by = next(filter(None, (getattr(event, name, "") for name in _SIGNATORIES)), "")
    said = (getattr(event, name, "") for name in _SAID)
    matters: tuple[int, ...] = getattr(event, "matters", ())
    if isinstance(event, AmendmentSigned | AmendmentCountersigned):
        matters = (*event.add, *event.remove)
    return Paper(
        ref,
        event.TYPE,
        _PAPERS[type(event)],
        event.occurred_at,
        matters,
        by,
        next((text for text in said if text), ""),
    )


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
    """The row after something happened to a seal of the two."""
    replace = msgspec.structs.replace
    others = [seal for seal in row.seals if seal.number != event.number]
    seal = next((seal for seal in row.seals if seal.number == event.number), None)
    if isinstance(event, EngravingApproved):
        seal = HeldSeal(event.number, event.name, "approved")
    elif seal is not None:
        seal = replace(seal, status=status_after(event) or seal.status)
        match event:
            case CustodianNamed(person=person) | SealHandedOver(person=person):
                seal = replace(seal, custodian=person)
            case SealReturned() | SealDestroyed() | SealVoided():
                seal = replace(seal, custodian=None)
    held = [*others, *([] if seal is None else [seal])]
    return replace(row, seals=tuple(sorted(held, key=lambda seal: seal.number)))


async def register(pool: asyncpg.Pool, tenant: str) -> list[DelegationRow]:
    """Every pair that ever had an agreement or a seal, by department and seal number."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.delegation_register t where tenant = $1 "
        "order by delegator, (seals->0->>'number')::integer, delegatee",
        tenant,
    )
    return [msgspec.json.decode(row["row"], type=DelegationRow) for row in rows]


async def reported(pool: asyncpg.Pool, tenant: str, delegator: str) -> list[DelegationRow]:
    """The pairs of one that gave authority, of which a shortfall was ever reported (XG22-20)."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.delegation_register t where tenant = $1 "
        "and delegator = $2 and jsonb_array_length(coalesce(agreement->'shortfalls', '[]')) > 0 "
        "order by delegatee",
        tenant,
        delegator,
    )
    return [msgspec.json.decode(row["row"], type=DelegationRow) for row in rows]
