"""Liability view of a case: its facts as folded from events; `domain.liability` draws the lines."""

from collections.abc import Iterable
from typing import ClassVar

import asyncpg
import msgspec

from domain.cases.events import (
    CaseAccepted,
    CaseDecided,
    CaseDeemedAccepted,
    CaseDelivered,
    CaseReceived,
    CaseReviewed,
    CertificateIssued,
    StepTaken,
)
from domain.kernel.authority import Authority
from domain.kernel.event import Event, Recorded
from domain.kernel.pack import Finding
from domain.liability.attribution import CaseFacts
from domain.seals.use import SealUsed, UseApplied, UseConsented, UseEvent
from projections.view import Row, View

_KINDS: dict[type[Event], str] = {
    CaseReceived: "receive",
    CaseAccepted: "accept",
    CaseDeemedAccepted: "accept",
    CaseReviewed: "review",
    CaseDecided: "decide",
    CertificateIssued: "certify",
    CaseDelivered: "deliver",
    UseApplied: "use_applied",
    UseConsented: "use_consented",
    SealUsed: "seal_use",
}


class LiabilityRow(Row, frozen=True, kw_only=True):
    matter: int
    mode: str
    policy: str
    receiver: str
    actors: dict[str, str]
    outcome: str | None = None
    findings: tuple[Finding, ...] = ()
    evidence: dict[str, tuple[str, ...]]

    def facts(self) -> CaseFacts:
        return CaseFacts(
            case=self.key,
            matter=self.matter,
            mode=self.mode,
            policy=self.policy,
            receiver=self.receiver,
            actors=self.actors,
            outcome=self.outcome,
            findings=self.findings,
            evidence=self.evidence,
        )


class Liability(View[LiabilityRow]):
    name: ClassVar = "liability"
    label: ClassVar = "责任视图"
    events: ClassVar = tuple(_KINDS)
    row = LiabilityRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case StepTaken(case=case) | CaseDeemedAccepted(case=case) | UseEvent(case=case):
                return (case,)
        return ()

    def fold(self, row: LiabilityRow | None, key: str, recorded: Recorded) -> LiabilityRow | None:
        event = recorded.event
        if isinstance(event, CaseReceived):
            row = LiabilityRow(
                key=key,
                matter=event.matter,
                mode=event.route.mode,
                policy=event.policy,
                receiver=event.receiver,
                actors={},
                evidence={},
            )
        if row is None:
            return None
        replace = msgspec.structs.replace
        evidence = dict(row.evidence)
        _cite(evidence, _KINDS[type(event)], recorded.ref)
        if isinstance(event, StepTaken):
            row = replace(row, actors={**row.actors, event.step: event.authority.organ})
        if isinstance(event, CaseDeemedAccepted):
            row = replace(row, actors={**row.actors, event.step: event.organ})
        if isinstance(event, CaseDecided):
            # Liability follows mode and version at the decision (B-23).
            row = replace(row, outcome=event.outcome, mode=event.mode, policy=event.policy)
            _instruments(evidence, event.authority)
        return replace(row, evidence=evidence)


def _instruments(evidence: dict[str, tuple[str, ...]], authority: Authority) -> None:
    for link in authority.chain:
        if link.kind in ("agreement", "announcement"):
            _cite(evidence, link.kind, link.ref)


def _cite(evidence: dict[str, tuple[str, ...]], kind: str, ref: str) -> None:
    if ref not in evidence.get(kind, ()):
        evidence[kind] = (*evidence.get(kind, ()), ref)


async def facts(pool: asyncpg.Pool, tenant: str, case: str) -> CaseFacts | None:
    row = await pool.fetchrow(
        "select to_jsonb(t) as row from views.liability t where tenant = $1 and key = $2",
        tenant,
        case,
    )
    return None if row is None else msgspec.json.decode(row["row"], type=LiabilityRow).facts()
