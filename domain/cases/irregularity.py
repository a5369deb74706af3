"""What happened on paper anyway: the platform describes reality, it does not pretend (DESIGN 5).

It refuses what lacks authority, but cannot hold anybody's hand. Whoever supervises a matter puts
what they found on record, with the paper's digest and the moment when it happened; who answers for
it follows from the county's own matrix (XG23-22, -62, -74, -75, -76).
"""

from datetime import datetime
from typing import ClassVar, Literal

from domain.cases.case import Case
from domain.kernel import supervision
from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.event import Command, Event
from domain.kernel.refusal import Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR

Irregular = Literal[
    "own_name",
    "beyond_scope",
    "after_suspension",
    "after_expiry",
    "after_loss",
    "without_consent",
    "without_post",
    "improper_fee",
]
"""Findings that people make; what is overdue or not pushed, the clocks show."""


class RecordIrregularity(Command, frozen=True, kw_only=True):
    """Put on record what happened in a case outside the platform, also after its conclusion.

    `happened_at` is when, `evidence` the SHA-256 (hex) of the paper that shows it, `document` the
    kind of document concerned, if one is.
    """

    TYPE: ClassVar[str] = "cases.record_irregularity"
    case: str
    finding: Irregular
    happened_at: datetime
    description: str
    evidence: str
    document: str = ""


class DismissIrregularity(Command, frozen=True, kw_only=True):
    """What was put on record turned out not to be so; `irregularity` is its version on the case.

    Nothing is erased: whoever asks what was known before is told of it (B-74).
    """

    TYPE: ClassVar[str] = "cases.dismiss_irregularity"
    case: str
    irregularity: int
    reason: str


class CaseIrregularityRecorded(Event, frozen=True, kw_only=True):
    """Something happened on paper anyway, at `happened_at`, as `evidence` shows (a digest)."""

    TYPE: ClassVar[str] = "cases.irregularity_recorded"
    EFFECT: ClassVar[bool] = True  # an observation: no step of the case comes before or after it
    case: str
    finding: Irregular
    happened_at: datetime
    description: str
    evidence: str
    document: str
    organ: str
    person: str
    post: str


class CaseIrregularityDismissed(Event, frozen=True, kw_only=True):
    """It was not so: `irregularity` is the version on the case's stream that recorded it."""

    TYPE: ClassVar[str] = "cases.irregularity_dismissed"
    EFFECT: ClassVar[bool] = True
    case: str
    irregularity: int
    reason: str
    organ: str
    person: str
    post: str


EVENTS = (CaseIrregularityRecorded, CaseIrregularityDismissed)
IrregularityCommand = RecordIrregularity | DismissIrregularity


def supervisors(case: Case, rules: Rulebook) -> tuple[str, ...]:
    """The delegator, and whoever has a duty to supervise under the case's mode (XG23-22, -62)."""
    return supervision.supervisors(rules, rules.mode(case.mode), case.cast(rules))


def require_supervisor(case: Case, by: By, rules: Rulebook) -> None:
    entitled = supervisors(case, rules)
    if by.organ not in entitled or by.post not in (PRINCIPAL, SUPERVISOR):
        raise rules.refuse(
            NotPermitted,
            "cases.not_supervisor",
            "登记或者撤销违规情形应由负责监管的单位办理："
            f"{'、'.join(map(rules.short, entitled))}的主要负责人或者监管人员",
        )


def decide(
    command: IrregularityCommand, case: Case, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    require_supervisor(case, by, rules)
    if isinstance(command, DismissIrregularity):
        return _dismissed(command, case, by, at, rules)
    return _recorded(command, by, at, rules)


def _dismissed(
    command: DismissIrregularity, case: Case, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    recorded_by = case.irregularities.get(command.irregularity)
    if recorded_by is None:
        raise rules.refuse(
            NotFound,
            "cases.no_such_irregularity",
            f"本件没有版本为{command.irregularity}的违规情形登记，或者已经撤销",
        )
    if recorded_by != by.organ:  # a delegator who answers for the case clears nobody's record
        raise rules.refuse(
            NotPermitted,
            "cases.not_recorder",
            f"这一违规情形由{rules.short(recorded_by)}登记，应由其查证后撤销",
        )
    if not command.reason.strip():
        raise rules.refuse(Invalid, "cases.irregularity_evidence", "撤销违规情形登记须写明查证结果")
    return [
        CaseIrregularityDismissed(
            occurred_at=at,
            case=command.case,
            irregularity=command.irregularity,
            reason=command.reason,
            organ=by.organ,
            person=by.person,
            post=by.post,
        )
    ]


def _recorded(command: RecordIrregularity, by: By, at: datetime, rules: Rulebook) -> list[Event]:
    if command.happened_at > at:
        raise Invalid("time.future", "违规情形的发生时间不得晚于登记时间")
    if not is_sha256(command.evidence):
        raise rules.refuse(
            Invalid,
            "cases.irregularity_evidence",
            "须登记证据材料的 SHA-256 摘要（64 位十六进制小写）",
        )
    if not command.description.strip():
        raise rules.refuse(Invalid, "cases.irregularity_evidence", "须写明所发现的情形")
    return [
        CaseIrregularityRecorded(
            occurred_at=at,
            case=command.case,
            finding=command.finding,
            happened_at=command.happened_at,
            description=command.description,
            evidence=command.evidence,
            document=command.document,
            organ=by.organ,
            person=by.person,
            post=by.post,
        )
    ]
