"""What followed a case, each event in the words that officials read (XG23-72, -73, -78 to -80)."""

from collections.abc import Iterator, Sequence

from domain.cases.revocation import ApprovalCorrected, ApprovalRevoked
from domain.claims.claim import (
    KINDS,
    OUTCOMES,
    ClaimDecided,
    ClaimOpened,
    LiabilityBorne,
    RecourseDecided,
    RecourseEvent,
    RecourseProposed,
)
from domain.kernel.event import Event, Recorded
from domain.kernel.rulebook import Rulebook
from domain.liability.aftermath import Later
from domain.supervision.accountability import (
    AccountabilityDecided,
    AccountabilityDropped,
    AccountabilityOpened,
    InterviewHeld,
)
from domain.supervision.problem import (
    CorrectionAccepted,
    CorrectionCompleted,
    CorrectionOrdered,
    CorrectionRefused,
    CorrectionReturned,
    ProblemDismissed,
    ProblemRecorded,
)


def later(counted: Sequence[Recorded], rules: Rulebook) -> tuple[Later, ...]:
    """All of it in words, in the order of the log."""
    return tuple(
        Later(at=r.event.occurred_at, organ=organ, says=says, ref=r.ref)
        for r in counted
        for organ, says in _said(r.event, rules)
    )


def _said(event: Event, rules: Rulebook) -> Iterator[tuple[str, str]]:
    match event:
        case ProblemRecorded():
            yield event.organ, f"发现问题{event.number}：{event.description}"
        case CorrectionOrdered():
            what = f"{event.document_number}，{event.due_on}前，{event.demands}"
            yield event.by.organ, f"责令限期改正：{what}"
        case CorrectionCompleted():
            yield event.by.organ, f"报告整改：{event.description}"
        case CorrectionAccepted():
            yield event.by.organ, f"认可整改：{event.conclusion}"
        case CorrectionReturned():
            yield event.by.organ, f"退回整改：{event.reason}，{event.due_on}前"
        case CorrectionRefused():
            yield event.by.organ, f"认定拒不改正：{event.reason}"
        case ProblemDismissed():
            yield event.by.organ, f"查无此事：{event.reason}"
        case _:
            yield from _held(event, rules)


def _held(event: Event, rules: Rulebook) -> Iterator[tuple[str, str]]:
    match event:
        case AccountabilityOpened():
            yield event.organ, f"启动问责{event.number}：{event.words}"
        case InterviewHeld():
            yield event.by.organ, f"约谈：{event.summary}"
        case AccountabilityDecided():
            where = f"{event.decided_by} {event.decided_on} {event.document_number}"
            yield event.by.organ, f"问责决定：{event.measure}（{where}）"
        case AccountabilityDropped():
            yield event.by.organ, f"不再追究：{event.reason}"
        case ApprovalRevoked():
            yield event.authority.organ, f"撤销审批：{event.reasons}（{event.document_number}）"
        case ApprovalCorrected():
            yield event.authority.organ, f"纠正审批：{event.corrected}（{event.document_number}）"
        case _:
            yield from _claimed(event, rules)


def _claimed(event: Event, rules: Rulebook) -> Iterator[tuple[str, str]]:
    match event:
        case ClaimOpened():
            kind = f"{KINDS[event.kind]}{event.number}"
            yield event.respondent, f"{kind}（{event.handled_by}）：{event.request}"
        case ClaimDecided():
            where = f"{event.decided_by} {event.decided_on} {event.document_number}"
            yield event.by.organ, f"{OUTCOMES[event.outcome]}{_paid(event.amount_yuan)}（{where}）"
        case LiabilityBorne():
            what = f"{event.measure}{_paid(event.amount_yuan)}"
            yield event.organ, f"承担法律责任：{what}（{event.document_number}）"
        case RecourseProposed():
            yield event.organ, f"拟向{_whom(event, rules)}"
        case RecourseDecided() if event.pursued:
            yield event.organ, f"决定向{_whom(event, rules)}（{event.document_number}）"
        case RecourseDecided():
            against = rules.short(event.against)
            yield event.organ, f"决定不向{against}追偿追责：{event.reasons}"


def _whom(event: RecourseEvent, rules: Rulebook) -> str:
    what = f"{event.measure}{_paid(event.amount_yuan)}"
    return f"{rules.short(event.against)}追偿追责：{what}"


def _paid(amount_yuan: float) -> str:
    return f"，{amount_yuan:g}元" if amount_yuan else ""
