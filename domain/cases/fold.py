"""What the events of a case come to."""

import msgspec

from domain.cases.case import Case, Done, Moved, Supplement
from domain.cases.clocks import ClockExtended, ClockPaused, ClockResumed
from domain.cases.events import (
    CaseAccepted,
    CaseConcluded,
    CaseCorrected,
    CaseDecided,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseForwarded,
    CaseMoved,
    CaseReceived,
    CaseTransferred,
    CaseWithdrawn,
    CertificateIssued,
    MaterialsSupplied,
    StepTaken,
    SupplementNotified,
    VisitRecorded,
)
from domain.cases.irregularity import CaseIrregularityDismissed, CaseIrregularityRecorded
from domain.cases.renewal import CaseDeemedRenewed
from domain.cases.revocation import ApprovalCorrected, ApprovalRevoked
from domain.kernel.event import Event
from domain.kernel.words import ACCEPTANCE, CERTIFICATE, WINDOW


def evolve(state: Case | None, event: Event) -> Case | None:
    if isinstance(event, CaseReceived):
        return Case(
            event.case,
            event.matter,
            event.receiver,
            event.route.mode,
            event.policy,
            event.route,
            event.applicant,
            1,
            {event.step: Done(event.authority.organ, 1, event.occurred_at)},
            event.stated,
            renewal=event.renewal,
            promised_days=event.promised_days,
            visits=int(event.channel == WINDOW),
            point=event.point,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    state = replace(_overturned(state, event), version=state.version + 1)
    if isinstance(event, StepTaken):
        done = Done(event.authority.organ, state.version, event.occurred_at)
        state = replace(state, steps={**state.steps, event.step: done})
    match event:
        case CaseDeemedAccepted(step=step, organ=organ, since=since):
            done = Done(organ, state.version, since)
            return replace(state, steps={**state.steps, step: done}, deemed=step)
        case CaseForwarded(external_reference=reference):
            return replace(state, external_reference=reference)
        case CaseTransferred(route=route, transfer=transfer):
            if isinstance(event, CaseMoved):
                state = _moved(state, event)
            return replace(
                state,
                mode=route.mode,
                route=route,
                transfers=transfer,
                round=state.round + 1,
                renewals=state.renewals + 1,
            )
        case CaseCorrected(stated=stated, renewal=permit):
            anew = permit != state.renewal
            return replace(state, stated=stated, renewal=permit, renewals=state.renewals + anew)
        case CaseConcluded(occurred_at=at):
            return replace(state, concluded=at)
    return _with_papers(state, event)


def _moved(state: Case, event: CaseMoved) -> Case:
    """Under the rules that know the mode; that it was received counts there."""
    return msgspec.structs.replace(
        state,
        policy=event.policy,
        steps={event.received: state.receipt, **state.steps},
        moved=Moved(event.occurred_at, state.mode, state.policy, state.route, state.moved),
    )


def _with_papers(state: Case, event: Event) -> Case:
    """The materials that came in, the documents that went out, and the outcome that they say."""
    replace = msgspec.structs.replace
    documents = state.documents
    match event:
        case SupplementNotified(occurred_at=at, missing=missing):
            return replace(state, supplement=Supplement(at, missing))
        case MaterialsSupplied(occurred_at=at, missing=missing, gaps=gaps, complete=complete):
            state = replace(state, supplement=_still(state.supplement, missing), gaps=gaps)
            return replace(state, supplied=at, round=state.round + 1) if complete else state
        case CaseAccepted(document_number=number, gaps=gaps):
            return replace(
                state,
                documents={**documents, ACCEPTANCE: number},
                gaps=gaps,
                supplement=_still(state.supplement, ()),
            )
        case CaseDeclined(document_number=number):
            return replace(state, documents={**documents, ACCEPTANCE: number}, outcome="declined")
        case CaseDecided(document=kind, document_number=number):
            outcome = event.outcome if event.final else None
            return replace(state, outcome=outcome, documents={**documents, kind: number})
        case CertificateIssued(certificate_number=number, valid_until=until):
            documents = {**documents, CERTIFICATE: number}
            return replace(state, documents=documents, valid_until=until)
        case CaseWithdrawn():
            return replace(state, outcome="withdrawn")
    return _with_clocks(state, event)


def _with_clocks(state: Case, event: Event) -> Case:
    replace = msgspec.structs.replace
    match event:
        case ClockPaused(occurred_at=at):
            return replace(state, pauses=(*state.pauses, (at, None)))
        case ClockResumed(occurred_at=at):
            *over, (since, _) = state.pauses
            return replace(state, pauses=(*over, (since, at)))
        case ClockExtended(days=days):
            return replace(state, extended_days=days)
        case CaseDeemedRenewed():
            return replace(state, deemed_renewed=True)
        case VisitRecorded():
            return replace(state, visits=state.visits + 1)
    return _looked_into(state, event)


def _looked_into(state: Case, event: Event) -> Case:
    """What supervision found, and took back."""
    replace = msgspec.structs.replace
    match event:
        case ApprovalRevoked(document=kind, document_number=number, occurred_at=at):
            return replace(state, revoked=at, documents={**state.documents, kind: number})
        case ApprovalCorrected(document=kind, document_number=number, occurred_at=at):
            return replace(state, corrected=at, documents={**state.documents, kind: number})
        case CaseIrregularityRecorded(organ=organ):
            return replace(state, irregularities={**state.irregularities, state.version: organ})
        case CaseIrregularityDismissed(irregularity=version):
            left = {v: organ for v, organ in state.irregularities.items() if v != version}
            return replace(state, irregularities=left)
    return state


def _overturned(state: Case, event: Event) -> Case:
    """Without the effect of law or rule that an act from before, entered after, replaces (32, 50).

    What was decided before the case was moved stays decided in the mode of then (B-22).
    """
    if isinstance(event, CaseDeclined) or (isinstance(event, CaseDecided) and event.final):
        state = state.then(event.occurred_at)
    replace = msgspec.structs.replace
    if isinstance(event, StepTaken | SupplementNotified) and event.step == state.deemed:
        steps = {step: done for step, done in state.steps.items() if step != state.deemed}
        anew = isinstance(event, SupplementNotified)
        return replace(state, steps=steps, deemed="", overturned=True, round=state.round + anew)
    if isinstance(event, CaseDecided) and event.outcome == "refused":
        return replace(state, deemed_renewed=False)
    return state


def _still(supplement: Supplement | None, missing: tuple[str, ...]) -> Supplement | None:
    return None if supplement is None else Supplement(supplement.at, missing)
