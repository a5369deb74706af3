"""What somebody asked for, from the events that it led to: the command, as far as it decides.

Most events say in the same words what was asked, so a command is its event's fields by name; what
differs is below. Of personal data only the ciphertext is left, which no decision looks into.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, get_args

import msgspec

from domain.cases import clocks, consultation, irregularity, revocation, session
from domain.cases import commands as of_case
from domain.cases import events as in_case
from domain.delegation import agreement, amendment, confirmation, procedure, standing, withdrawal
from domain.exchange import document, inquiry, policy_notice
from domain.kernel.event import Command, Event, Recorded
from domain.kernel.rulebook import Rulebook
from domain.licences import certificate
from domain.matters import catalogues, declared, grounds, guide, lists, online, pilot, settled
from domain.obligations import obligation
from domain.organisation import events as in_organisation
from domain.organisation import posts, windows
from domain.programmes import commands as of_trial
from domain.programmes import events as in_trial
from domain.pushes import feedback, push
from domain.seals import commands as of_seal
from domain.seals import events as in_seal
from domain.seals import use
from domain.seals.old import demand
from domain.seals.old import seal as old_seal
from domain.service_points import point, redemption, service

Named = Mapping[str, object]

ASKED: Mapping[type[Event], type[Command]] = {
    in_case.CaseReceived: of_case.Receive,
    in_case.SupplementNotified: of_case.NotifySupplement,
    in_case.MaterialsSupplied: of_case.SupplyMaterials,
    in_case.CaseAccepted: of_case.Accept,
    in_case.CaseDeclined: of_case.Decline,
    in_case.CaseForwarded: of_case.Forward,
    in_case.CaseReviewed: of_case.Review,
    in_case.SiteSurveyed: of_case.Survey,
    in_case.SessionHeld: session.HoldSession,
    in_case.CaseDecided: of_case.Decide,
    in_case.CertificateIssued: of_case.IssueCertificate,
    in_case.ResultReturned: of_case.ReturnResult,
    in_case.CaseDelivered: of_case.Deliver,
    in_case.CaseWithdrawn: of_case.Withdraw,
    in_case.CaseCorrected: of_case.CorrectCase,
    in_case.CaseTransferred: of_case.TransferCase,
    in_case.VisitRecorded: of_case.RecordVisit,
    in_case.FeeCharged: of_case.ChargeFee,
    irregularity.CaseIrregularityRecorded: irregularity.RecordIrregularity,
    irregularity.CaseIrregularityDismissed: irregularity.DismissIrregularity,
    clocks.ClockPaused: clocks.PauseClock,
    clocks.ClockResumed: clocks.ResumeClock,
    clocks.ClockExtended: clocks.ExtendClock,
    revocation.ApprovalRevoked: revocation.RevokeApproval,
    revocation.ApprovalCorrected: revocation.CorrectApproval,
    consultation.Consulted: consultation.Consult,
    use.UseApplied: use.ApplyForUse,
    use.UseConsented: use.ConsentToUse,
    use.UseRefused: use.RefuseUse,
    use.SealUsed: use.Stamp,
    use.UseVoided: use.VoidUse,
    in_seal.EngravingApproved: of_seal.ApproveEngraving,
    in_seal.SealEngraved: of_seal.RecordEngraving,
    in_seal.SealRegistered: of_seal.RegisterSeal,
    in_seal.SealGranted: of_seal.GrantSeal,
    in_seal.SealPutIntoUse: of_seal.PutIntoUse,
    in_seal.SealSuspended: of_seal.SuspendSeal,
    in_seal.AnomalyReported: of_seal.ReportAnomaly,
    in_seal.SealReinstated: of_seal.ReinstateSeal,
    in_seal.SealLost: of_seal.ReportLoss,
    in_seal.LossAnnounced: of_seal.AnnounceLoss,
    in_seal.SealRecovered: of_seal.RecordRecovery,
    in_seal.SealVoided: of_seal.VoidSeal,
    in_seal.SealReturned: of_seal.ReturnSeal,
    in_seal.SealSealedUp: of_seal.SealUp,
    in_seal.SealDestroyed: of_seal.DestroySeal,
    in_seal.CustodianNamed: of_seal.NameCustodian,
    in_seal.SealHandedOver: of_seal.HandOverSeal,
    in_seal.CustodyDeputised: of_seal.RecordAbsence,
    in_seal.StandingConsented: of_seal.GiveStandingConsent,
    in_seal.StandingConsentWithdrawn: of_seal.WithdrawStandingConsent,
    agreement.AgreementSigned: agreement.SignAgreement,
    agreement.AgreementCountersigned: agreement.CountersignAgreement,
    agreement.DelegationAnnounced: agreement.AnnounceDelegation,
    agreement.AgreementTerminated: agreement.TerminateAgreement,
    amendment.AmendmentSigned: amendment.AmendAgreement,
    amendment.AmendmentCountersigned: amendment.CountersignAmendment,
    confirmation.AcceptanceConfirmed: confirmation.ConfirmAcceptance,
    standing.AgreementSuspended: standing.SuspendAgreement,
    standing.AgreementResumed: standing.ResumeAgreement,
    standing.ExpiryNotified: standing.GiveExpiryNotice,
    procedure.ProcedureFixed: procedure.FixProcedure,
    withdrawal.ShortfallReported: withdrawal.ReportShortfall,
    withdrawal.ShortfallAnswered: withdrawal.AnswerShortfall,
    withdrawal.AuthorityWithdrawn: withdrawal.WithdrawAuthority,
    in_organisation.PostAssumed: posts.AssumePost,
    in_organisation.PostLeft: posts.LeavePost,
    in_organisation.StaffAuthorised: posts.AuthoriseStaff,
    in_organisation.StaffAuthorisationWithdrawn: posts.WithdrawStaffAuthorisation,
    pilot.PilotStarted: pilot.StartPilot,
    pilot.RolloutDecided: pilot.DecideRollout,
    pilot.PilotEnded: pilot.EndPilot,
    guide.GuidePublished: guide.PublishGuide,
    guide.GuideSupplemented: guide.SupplementGuide,
    declared.ComplexityDeclared: declared.DeclareComplex,
    declared.LegalityReviewed: declared.RecordLegalityReview,
    settled.ModeSettled: settled.SettleMode,
    lists.ListStepTaken: lists.TakeListStep,
    online.OnlineDeclared: online.DeclareOnline,
    in_trial.PilotsDesignated: of_trial.DesignatePilots,
    in_trial.PilotSummarised: of_trial.SummarisePilot,
    in_trial.PilotEvaluated: of_trial.EvaluatePilot,
    in_trial.ProgrammeRolledOut: of_trial.RollOut,
    in_trial.TrialEnded: of_trial.EndTrial,
    inquiry.InquirySent: inquiry.SendInquiry,
    inquiry.InquiryAnswered: inquiry.AnswerInquiry,
    inquiry.InquiryWithdrawn: inquiry.WithdrawInquiry,
    document.DocumentAddressed: document.RecordDocument,
    document.DocumentAcknowledged: document.AcknowledgeDocument,
    push.ResultAcknowledged: push.AcknowledgeResult,
    feedback.FeedbackGiven: feedback.GiveFeedback,
    old_seal.OldSealInventoried: old_seal.InventoryOldSeal,
    old_seal.OldSealCancelled: old_seal.CancelOldSeal,
    old_seal.RetentionApplied: old_seal.ApplyForRetention,
    old_seal.RetentionApproved: old_seal.ApproveRetention,
    old_seal.RetentionRejected: old_seal.RejectRetention,
    old_seal.OldSealSealedUp: old_seal.SealUpOldSeal,
    demand.InternalSealDemanded: demand.RecordSealDemand,
    grounds.StudyRecorded: grounds.RecordStudy,
    grounds.CapacityEvaluated: grounds.EvaluateCapacity,
    catalogues.CatalogueVersionAdopted: catalogues.AdoptCatalogueVersion,
    windows.WindowOpened: windows.OpenWindow,
    windows.WindowClosed: windows.CloseWindow,
    windows.StaffPosted: windows.PostToWindow,
    windows.StaffRecalled: windows.RecallFromWindow,
    policy_notice.PolicyDocumentRegistered: policy_notice.RegisterPolicyDocument,
    policy_notice.ApproversNotified: policy_notice.NotifyApprovers,
    policy_notice.PolicyNoticeAcknowledged: policy_notice.AcknowledgePolicyNotice,
    obligation.ObligationWaived: obligation.WaiveObligation,
    certificate.CertificateChanged: certificate.ChangeCertificate,
    certificate.CertificateCancelled: certificate.CancelCertificate,
    certificate.CertificateCollected: certificate.AcknowledgeCollection,
    point.PointOpened: point.OpenPoint,
    point.PointClosed: point.ClosePoint,
    point.AgentAppointed: point.AppointAgent,
    point.AgentDismissed: point.DismissAgent,
    service.ConveniencesPublished: service.PublishConveniences,
    service.ServiceRendered: service.RecordService,
    service.ServiceVoided: service.VoidService,
    redemption.RedemptionAsked: redemption.AskRedemption,
    redemption.RedemptionApproved: redemption.ApproveRedemption,
    redemption.RedemptionRefused: redemption.RefuseRedemption,
}
"""By what it led to first."""

# What was asked under another name than the event has for it.
_CALLED: Mapping[type[Event], Mapping[str, str]] = {
    use.UseConsented: {"documents": "listed"},
    in_seal.SealHandedOver: {"to": "person"},
    withdrawal.AuthorityWithdrawn: {"valid_from": "starts_at"},
    demand.InternalSealDemanded: {"number": "demand"},
}
_ENDS = frozenset({"until", "valid_until"})  # events hold the midnight after the last day


def asked(events: Sequence[Recorded], rules: Rulebook) -> Command | None:
    """The command behind the events of one append; None: nothing here was asked by anybody."""
    for recorded in events:
        event = recorded.event
        kind = ASKED.get(type(event))
        if isinstance(event, demand.InternalSealDemanded) and not event.evidence:
            kind = demand.DemandInternalSeal  # by its own act, not on paper
        if kind is not None:
            return _command(kind, event, [item.event for item in events], rules)
    return None


def _command(
    kind: type[Command], event: Event, events: Sequence[Event], rules: Rulebook
) -> Command:
    called = _CALLED.get(type(event), {})
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        value = getattr(event, called.get(field.name, field.name), msgspec.UNSET)
        if value is not msgspec.UNSET:
            values[field.name] = _as(field.type, field.name, value, rules)
    if not event.late_reason:  # it was entered when it happened, so nobody dated it
        del values["occurred_at"]
    return kind(**{**values, **_different(event, events)})


def _as(kind: object, name: str, value: object, rules: Rulebook) -> object:
    """A day where a day was asked for: the event holds the moment that it begins or ends."""
    days = kind is date or (date in get_args(kind) and datetime not in get_args(kind))
    if not (days and isinstance(value, datetime)):
        return value
    moment = value - timedelta(microseconds=1) if name in _ENDS else value
    return moment.astimezone(rules.zone).date()


def _different(event: Event, events: Sequence[Event]) -> Named:
    """What the event says in other words than were asked."""
    said: dict[str, object] = {}
    match event:
        case use.UseApplied():
            applied = (each for each in events if isinstance(each, use.UseApplied))
            said = {"documents": tuple(map(_paper, applied))}
        case use.UseRefused():
            refused = (each for each in events if isinstance(each, use.UseRefused))
            said = {"documents": tuple(each.document for each in refused)}
    return said or _of_case(event, events)


def _of_case(event: Event, events: Sequence[Event]) -> Named:
    said: dict[str, object] = {}
    match event:
        case in_case.CaseReceived():
            said = {"applicant": of_case.Applicant(name="—", id_number="—")}
        case in_case.CaseCorrected(stated=stated, corrected=corrected):
            said = {"stated": {name: stated[name] for name in corrected}}
        case in_case.CaseTransferred(route=route):
            why = route.reasons[0]
            said = {"code": why.code, "message": why.text}
            said |= {"clause": why.clause, "source": why.source}
        case in_case.CertificateIssued():
            made = (it for it in events if isinstance(it, certificate.CertificateRegistered))
            for it in made:  # what its file is, the certificate itself says
                said = {"digest": it.digest, "identifier": it.identifier}
                said |= {"valid_until": it.valid_until}
    return said


def _paper(applied: use.UseApplied) -> use.Document:
    number = applied.certificate_number or applied.document_number
    return use.Document(kind=applied.document, number=number, copies=applied.copies)
