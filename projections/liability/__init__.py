"""Liability view of a case: its facts as folded from events; `domain.liability` draws the lines."""

from collections.abc import Iterable
from typing import ClassVar

import asyncpg
import msgspec

from domain.cases.events import (
    CaseAccepted,
    CaseDecided,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseDelivered,
    CaseForwarded,
    CaseMoved,
    CaseReceived,
    CaseReviewed,
    CaseTransferred,
    CertificateIssued,
    ResultReturned,
    SessionHeld,
    SiteSurveyed,
    StepTaken,
)
from domain.kernel.authority import Authority
from domain.kernel.event import Event, Recorded
from domain.liability.attribution import CaseFacts
from domain.liability.findings import Found
from domain.seals.use import SealUsed, UseApplied, UseConsented, UseEvent, UseVoided
from projections.view import Row, View

_KINDS: dict[type[Event], str] = {
    CaseReceived: "receive",
    CaseForwarded: "forward",
    CaseAccepted: "accept",
    CaseDeemedAccepted: "accept",
    CaseReviewed: "review",
    SiteSurveyed: "review",
    SessionHeld: "session",
    CaseDecided: "decide",
    CaseDeclined: "decide",  # not to accept is a decision too (行政许可法 32)
    CertificateIssued: "certify",
    ResultReturned: "deliver",
    CaseDelivered: "deliver",
    UseApplied: "use_applied",
    UseConsented: "use_consented",
    SealUsed: "seal_use",
}


class LiabilityRow(Row, frozen=True, kw_only=True):
    """What the case itself says; findings come from its instruments, when somebody asks.

    `grants`: the steps granted to it in each mode that it was in; an act from before it was moved
    leaves it in an earlier one.
    """

    matter: int
    mode: str
    policy: str
    receiver: str
    actors: dict[str, str]
    grants: dict[str, tuple[str, ...] | None]
    outcome: str | None = None
    evidence: dict[str, tuple[str, ...]]

    def facts(self, findings: tuple[Found, ...]) -> CaseFacts:
        return CaseFacts(
            case=self.key,
            matter=self.matter,
            mode=self.mode,
            policy=self.policy,
            receiver=self.receiver,
            actors=self.actors,
            granted=self.grants.get(self.mode),
            outcome=self.outcome,
            findings=findings,
            evidence=self.evidence,
        )


class Liability(View[LiabilityRow]):
    name: ClassVar = "liability"
    label: ClassVar = "责任视图"
    events: ClassVar = (*_KINDS, CaseTransferred, CaseMoved, UseVoided)
    row = LiabilityRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case (
                StepTaken(case=case)
                | CaseDeemedAccepted(case=case)
                | CaseTransferred(case=case)
                | UseEvent(case=case)
            ):
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
                grants={event.route.mode: event.route.granted},
                evidence={},
            )
        if row is None:
            return None
        replace = msgspec.structs.replace
        if isinstance(event, CaseTransferred):
            return _transferred(row, event)
        evidence = dict(row.evidence)
        if isinstance(event, UseVoided):
            return replace(row, evidence=_without(evidence, recorded.stream))
        _cite(evidence, _KINDS[type(event)], recorded.ref)
        if isinstance(event, StepTaken):
            row = replace(row, actors={**row.actors, event.step: event.authority.organ})
        if isinstance(event, CaseDeemedAccepted):
            row = replace(row, actors={**row.actors, event.step: event.organ})
        if isinstance(event, CaseDecided):
            # Liability follows mode and version at the decision (B-23).
            outcome = event.outcome if event.final else None
            row = replace(row, outcome=outcome, mode=event.mode, policy=event.policy)
        if isinstance(event, CaseDeclined):
            policy = event.policy or row.policy
            row = replace(row, outcome="declined", mode=event.authority.mode, policy=policy)
        if isinstance(event, CaseDecided | CaseDeclined):
            _instruments(evidence, event.authority)
        return replace(row, evidence=evidence)


def _transferred(row: LiabilityRow, event: CaseTransferred) -> LiabilityRow:
    """What was decided stays with who decided it, whoever delivers it (B-23)."""
    if row.outcome:
        return row
    replace = msgspec.structs.replace
    mode = event.route.mode
    row = replace(row, mode=mode, grants={**row.grants, mode: event.route.granted})
    if not isinstance(event, CaseMoved):
        return row
    actors = {event.received: event.received_by, **row.actors}
    return replace(row, policy=event.policy, actors=actors)


def _instruments(evidence: dict[str, tuple[str, ...]], authority: Authority) -> None:
    for link in authority.chain:
        if link.kind in ("agreement", "announcement"):
            _cite(evidence, link.kind, link.ref)


def _cite(evidence: dict[str, tuple[str, ...]], kind: str, ref: str) -> None:
    if ref not in evidence.get(kind, ()):
        evidence[kind] = (*evidence.get(kind, ()), ref)


def _without(evidence: dict[str, tuple[str, ...]], use: str) -> dict[str, tuple[str, ...]]:
    """The evidence once the document's seal does not count any more."""
    stamped = [ref for ref in evidence.pop("seal_use", ()) if not ref.startswith(f"{use}@")]
    return {**evidence, "seal_use": tuple(stamped)} if stamped else evidence


def folded(case: str, events: Iterable[Recorded]) -> LiabilityRow | None:
    """The row that the view had after these events, in log order, and no others."""
    view, row = Liability(), None
    for recorded in events:
        if type(recorded.event) in view.events:
            row = view.fold(row, case, recorded)
    return row


async def live(pool: asyncpg.Pool, tenant: str, case: str) -> tuple[LiabilityRow | None, int]:
    """The row and the position that it is known at, as one statement sees them."""
    [[row, position]] = await pool.fetch(
        "select (select to_jsonb(t) from views.liability t where tenant = $1 and key = $2), "
        "(select position from views.checkpoints where tenant = $1 and view = $3)",
        tenant,
        case,
        Liability.name,
    )
    known = None if row is None else msgspec.json.decode(row, type=LiabilityRow)
    return known, position or 0
