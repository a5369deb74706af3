"""撤销 and 纠正: an approval that was given is taken back, or put right (XG23-80).

Who may, and with which seal, are a step and a seal of the mode, be it another than granted
(行政许可法 60, 69; DOMAIN E2). What led to it is supervision's to record. What is put right goes on
as put right; its certificate is changed by whoever issued it.
"""

from typing import ClassVar, Literal

from domain.cases.case import Case
from domain.cases.commands import StepCommand
from domain.cases.events import StepTaken
from domain.cases.intake import Taken, document_number
from domain.kernel.pack import Step
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import CORRECTION, REVOCATION

RevocationGround = Literal[
    "abuse", "beyond_authority", "against_procedure", "unqualified_applicant", "fraud", "other"
]
"""行政许可法 69: the five of its first paragraph, and fraud, for which it must be revoked."""
GROUNDS: dict[RevocationGround, str] = {
    "abuse": "滥用职权、玩忽职守",
    "beyond_authority": "超越法定职权",
    "against_procedure": "违反法定程序",
    "unqualified_applicant": "申请人不具备资格或者条件",
    "fraud": "以欺骗、贿赂等不正当手段取得",
    "other": "依法可以撤销的其他情形",
}


CorrectionGround = Literal["unlawful", "improper"]
"""XG23-80: 违法或者不适当."""


class RevokeApproval(StepCommand, frozen=True, kw_only=True):
    """Take an approval back, with the reasons and what may be done against it."""

    TYPE: ClassVar[str] = "cases.revoke_approval"
    POWER: ClassVar[bool] = True
    KIND: ClassVar[str] = "revoke"
    ground: RevocationGround
    reasons: str
    remedies: str
    document_number: str


class ApprovalRevoked(StepTaken, frozen=True, kw_only=True):
    """`document` is the kind of document that says so; it bears a seal of its own."""

    TYPE: ClassVar[str] = "cases.approval_revoked"
    ground: RevocationGround
    reasons: str
    remedies: str
    document_number: str
    document: str


class CorrectApproval(StepCommand, frozen=True, kw_only=True):
    """Put right what was unlawful or improper in an approval, which stands otherwise (XG23-80)."""

    TYPE: ClassVar[str] = "cases.correct_approval"
    POWER: ClassVar[bool] = True
    KIND: ClassVar[str] = "correct"
    ground: CorrectionGround
    corrected: str
    reasons: str
    remedies: str
    document_number: str


class ApprovalCorrected(StepTaken, frozen=True, kw_only=True):
    """`corrected`: what is otherwise from now on; `document`: the kind that says so."""

    TYPE: ClassVar[str] = "cases.approval_corrected"
    ground: CorrectionGround
    corrected: str
    reasons: str
    remedies: str
    document_number: str
    document: str


EVENTS = (ApprovalRevoked, ApprovalCorrected)


def afterwards(
    command: RevokeApproval | CorrectApproval, step: Step, case: Case, taken: Taken, rules: Rulebook
) -> ApprovalRevoked | ApprovalCorrected:
    if isinstance(command, RevokeApproval):
        return _revoked(command, step, case, taken, rules)
    return _corrected(command, step, case, taken, rules)


def _revoked(
    command: RevokeApproval, step: Step, case: Case, taken: Taken, rules: Rulebook
) -> ApprovalRevoked:
    if not (command.reasons.strip() and command.remedies.strip()):
        raise rules.refuse(
            Invalid,
            "cases.revocation_needs_reasons",
            f"撤销{rules.matter(case.matter).name}须说明理由，并告知申请复议和提起诉讼的权利",
        )
    return ApprovalRevoked(
        **taken,
        ground=command.ground,
        reasons=command.reasons,
        remedies=command.remedies,
        document_number=document_number(command.document_number, rules),
        document=step.document_made or REVOCATION,
    )


def _corrected(
    command: CorrectApproval, step: Step, case: Case, taken: Taken, rules: Rulebook
) -> ApprovalCorrected:
    told = (command.corrected, command.reasons, command.remedies)
    if not all(text.strip() for text in told):
        raise rules.refuse(
            Invalid,
            "cases.correction_incomplete",
            f"纠正{rules.matter(case.matter).name}须写明纠正的内容和理由，并告知申请复议和提起诉讼的权利",
        )
    return ApprovalCorrected(
        **taken,
        ground=command.ground,
        corrected=command.corrected,
        reasons=command.reasons,
        remedies=command.remedies,
        document_number=document_number(command.document_number, rules),
        document=step.document_made or CORRECTION,
    )
