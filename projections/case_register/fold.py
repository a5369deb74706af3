"""How a row of the case register follows from the events of its case."""

import msgspec

from domain.cases.events import (
    CaseAccepted,
    CaseConcluded,
    CaseCorrected,
    CaseDecided,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseDelivered,
    CaseForwarded,
    CaseMoved,
    CaseReceived,
    CaseReviewed,
    CaseTransferred,
    CaseWithdrawn,
    CertificateIssued,
    FeeCharged,
    MaterialsSupplied,
    ResultReturned,
    SessionHeld,
    SiteSurveyed,
    StepTaken,
    SupplementNotified,
    VisitRecorded,
)
from domain.cases.renewal import CaseDeemedRenewed
from domain.cases.revocation import ApprovalCorrected, ApprovalRevoked
from domain.kernel.event import Event, Recorded
from domain.kernel.words import ACCEPTANCE, CERTIFICATE, WINDOW
from projections.case_register import clock
from projections.case_register.rows import (
    CaseRow,
    FeeRow,
    LateEntryRow,
    StepRow,
    SupplementRow,
    TransferRow,
    VisitRow,
    session_row,
)

STATUS: dict[type[Event], str] = {
    CaseReceived: "received",
    SupplementNotified: "supplementing",
    CaseForwarded: "forwarded",
    CaseAccepted: "accepted",
    CaseDeclined: "declined",
    CaseDeemedAccepted: "deemed_accepted",
    SiteSurveyed: "surveyed",
    SessionHeld: "session_held",
    CaseReviewed: "reviewed",
    CaseDeemedRenewed: "deemed_renewed",
    CaseDecided: "decided",
    CertificateIssued: "certified",
    ResultReturned: "returned",
    CaseDelivered: "delivered",
    CaseWithdrawn: "withdrawn",
    CaseConcluded: "concluded",
    ApprovalRevoked: "revoked",
    ApprovalCorrected: "corrected",
}
# What changes a case and not where it stands.
BESIDE: tuple[type[Event], ...] = (
    MaterialsSupplied,
    CaseCorrected,
    CaseTransferred,
    CaseMoved,
    VisitRecorded,
    FeeCharged,
    *clock.EVENTS,
)


def fold(row: CaseRow | None, key: str, recorded: Recorded) -> CaseRow | None:
    event = recorded.event
    if isinstance(event, CaseReceived):
        return _late(_received(event, key, recorded), recorded)
    if row is None:
        return None
    replace = msgspec.structs.replace
    row = replace(
        row,
        status=_status(event, row.status),
        position=recorded.position,
        version=recorded.version,
    )
    row = replace(row, clock=clock.fold(row.clock, recorded))
    if row.deemed and isinstance(event, StepTaken | SupplementNotified):
        row = _overturned(row, event.step)
    if isinstance(event, StepTaken | CaseDeemedAccepted):
        row = replace(row, steps=(*row.steps, _step(event, recorded)))
    row = _beside(_decided(_taken_in(row, event), event), recorded)
    return _late(row, recorded)


def _status(event: Event, before: str) -> str:
    """Where the case stands: not decided before the last of several has."""
    pending = isinstance(event, CaseDecided) and not event.final
    return before if pending else STATUS.get(type(event), before)


def _received(event: CaseReceived, key: str, recorded: Recorded) -> CaseRow:
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
        at_window=event.window,
        style=event.style,
        visits=int(event.channel == WINDOW),
        clock=clock.fold(clock.ClockRow(), recorded),
        steps=(_step(event, recorded),),
        received_at=event.occurred_at,
        position=recorded.position,
        version=recorded.version,
    )


def _overturned(row: CaseRow, step: str) -> CaseRow:
    """Without the deemed acceptance that an act from before, entered after it, replaces."""
    taken = tuple(done for done in row.steps if done.step != step)
    if len(taken) == len(row.steps):
        return row
    return msgspec.structs.replace(row, steps=taken, deemed=None)


def _taken_in(row: CaseRow, event: Event) -> CaseRow:
    """Up to the acceptance."""
    replace = msgspec.structs.replace
    match event:
        case CaseAccepted(document_number=number, gaps=gaps, commitment=commitment):
            documents = {**row.documents, ACCEPTANCE: number}
            # What was asked for and did not come is among the gaps now.
            asked = row.supplement and replace(row.supplement, missing=())
            return replace(
                row, documents=documents, gaps=gaps, commitment=commitment, supplement=asked
            )
        case CaseDeclined(document_number=number, reasons=reasons, go_to=go_to):
            documents = {**row.documents, ACCEPTANCE: number}
            row = replace(row, mode=event.authority.mode, policy=event.policy or row.policy)
            return replace(
                row, documents=documents, outcome="declined", reasons=reasons, go_to=go_to
            )
        case CaseDeemedAccepted(basis=basis):
            return replace(row, deemed=basis)
        case CaseForwarded(external_reference=reference):
            return replace(row, external_reference=reference)
        case SessionHeld():
            return replace(row, session=session_row(event))
    return row


def _decided(row: CaseRow, event: Event) -> CaseRow:
    """From the acceptance to the end."""
    replace = msgspec.structs.replace
    match event:
        case CaseReviewed(opinion=opinion):
            return replace(row, opinion=opinion)
        case CaseDecided(final=False):  # others have still to decide
            return replace(row, documents={**row.documents, event.document: event.document_number})
        case CaseDecided():
            return replace(
                row,
                documents={**row.documents, event.document: event.document_number},
                outcome=event.outcome,
                mode=event.mode,
                policy=event.policy,
                reasons=event.reasons,
                remedies=event.remedies,
                decided_at=event.occurred_at,
            )
        case (
            ApprovalRevoked(document=kind, occurred_at=at)
            | ApprovalCorrected(document=kind, occurred_at=at)
        ):
            papers = {**row.documents, kind: event.document_number}
            when = {"revoked_at" if isinstance(event, ApprovalRevoked) else "corrected_at": at}
            return replace(row, documents=papers, reasons=event.reasons, **when)
        case CertificateIssued(certificate_number=number):
            return replace(row, documents={**row.documents, CERTIFICATE: number})
        case CaseWithdrawn(reason=reason):
            return replace(row, outcome="withdrawn", reasons=reason)
        case CaseConcluded(occurred_at=at):
            return replace(row, concluded_at=at)
    return row


def _beside(row: CaseRow, recorded: Recorded) -> CaseRow:
    """What happens beside the steps: materials, corrected facts, transfers, visits, charges."""
    replace = msgspec.structs.replace
    event = recorded.event
    match event:
        case SupplementNotified(occurred_at=at, document_number=number, missing=missing):
            return replace(
                row, supplement=SupplementRow(at, number, missing, missing, recorded.ref)
            )
        case MaterialsSupplied(missing=missing, gaps=gaps):
            asked = row.supplement and replace(row.supplement, missing=missing)
            status = "supplemented" if event.complete else row.status
            return replace(row, supplement=asked, gaps=gaps, status=status)
        case CaseCorrected(stated=stated):
            return replace(row, stated=stated)
        case CaseTransferred(occurred_at=at, route=route):
            moved = TransferRow(
                at, event.mode_before, route.mode, event.cause, route.reasons, recorded.ref
            )
            row = replace(
                row, mode=route.mode, routed=route.reasons, transfers=(*row.transfers, moved)
            )
            return replace(row, policy=event.policy) if isinstance(event, CaseMoved) else row
        case VisitRecorded():
            visit = VisitRow(
                event.occurred_at,
                event.authority.organ,
                event.reason,
                event.unwarranted,
                event.online_able,
                event.despite_online,
                recorded.ref,
            )
            return replace(
                row,
                visits=row.visits + 1,
                visited=(*row.visited, visit),
                unwarranted=row.unwarranted + event.unwarranted,
                despite_online=row.despite_online + event.despite_online,
            )
        case FeeCharged(name=name, amount_yuan=amount, basis=basis):
            return replace(row, fees=(*row.fees, FeeRow(name, amount, basis, recorded.ref)))
    return row


def _late(row: CaseRow, recorded: Recorded) -> CaseRow:
    event = recorded.event
    if not isinstance(event.late_reason, str):
        return row
    entry = LateEntryRow(recorded.ref, event.occurred_at, recorded.recorded_at, event.late_reason)
    return msgspec.structs.replace(row, late_entries=(*row.late_entries, entry))


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
