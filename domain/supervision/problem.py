"""A problem, from its finding to its correction: 责令限期改正 (XG23-62, -78; 行政许可法 60).

One stream per problem. Whoever supervises puts it on record, orders its correction by a day, and
judges what was done; the organ reports that it is done, with the digest of what shows it. What is
returned is due again, by a new day: each order is a round of its own. Who supervises is frozen when
the problem is found, so a later pack takes no problem out of anybody's hands. No personal data.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Finding

Origin = Literal["inspection", "meeting", "complaint", "spot", "self_inspection"]
FoundIn = Origin | Literal["candidate"]
FOUND_IN: Mapping[FoundIn, str] = {
    "candidate": "平台提示",  # confirmed by who supervises
    "inspection": "监督检查",  # XG23-77
    "meeting": "调度会议",  # XG23-34
    "complaint": "群众反映",  # ZZ22-37
    "spot": "日常监管",  # XG23-62
    "self_inspection": "自查自纠",  # JX24-35
}
Status = Literal["found", "ordered", "completed", "refused", "accepted", "dismissed"]
STATUSES: Mapping[Status, str] = {
    "found": "待处理",
    "ordered": "责令改正",
    "completed": "已报整改，待核查",
    "refused": "拒不改正",
    "accepted": "已改正",
    "dismissed": "查无此事",
}


class RecordProblem(Command, frozen=True, kw_only=True):
    """Put on record what is not in order at an organ, without personal data.

    `organ` is to correct it. `source`: the number of what it was found in: minutes, a letter, an
    inspection, which is then open and the own organ's.
    `evidence` is the SHA-256 (hex) of what shows it; `cites`: the events that it rests on, as
    `stream@version` (a withdrawal of authority, an irregularity, a seal's loss). An organ may put
    its own problems on record (`found_in` self_inspection); any other is for who supervises it.
    `finding`: what it confirms of the case, so that who answers for it is told anew (XG23-74, -75);
    `happened_at`: when that was so, if not now.
    """

    TYPE: ClassVar[str] = "supervision.record_problem"
    number: str
    organ: str
    found_in: Origin
    description: str
    evidence: str
    source: str = ""
    provision: str = ""
    matter: int | None = None
    case: str | None = None
    cites: tuple[str, ...] = ()
    finding: Finding | None = None
    happened_at: datetime | None = None


class OrderCorrection(Command, frozen=True, kw_only=True):
    """责令限期改正: by the principal of who supervises, in a numbered document (XG23-78)."""

    TYPE: ClassVar[str] = "supervision.order_correction"
    number: str
    document_number: str
    demands: str
    due_on: date


class ReportCorrection(Command, frozen=True, kw_only=True):
    """The organ reports what it did, with the SHA-256 (hex) of what shows it; ordered or not."""

    TYPE: ClassVar[str] = "supervision.report_correction"
    number: str
    description: str
    evidence: str


class AcceptCorrection(Command, frozen=True, kw_only=True):
    """What was done puts it right: the problem is closed."""

    TYPE: ClassVar[str] = "supervision.accept_correction"
    number: str
    conclusion: str


class ReturnCorrection(Command, frozen=True, kw_only=True):
    """What was done does not put it right: it is due again, by a new day.

    `due_on`: none where nobody had ordered it, so that it goes back to be ordered by the principal.
    """

    TYPE: ClassVar[str] = "supervision.return_correction"
    number: str
    reason: str
    due_on: date | None = None


class RecordRefusal(Command, frozen=True, kw_only=True):
    """拒不改正: the organ said that it will not, or let the day pass (XG23-79).

    `declared`: it said so, and `evidence` is the SHA-256 (hex) of its words; else the day of the
    order must have passed, and it is the SHA-256 of what shows that nothing was done.
    """

    TYPE: ClassVar[str] = "supervision.record_refusal"
    number: str
    declared: bool
    reason: str
    evidence: str


class DismissProblem(Command, frozen=True, kw_only=True):
    """It turned out not to be so; nobody owes its correction. Nothing is erased.

    What was ordered already is dismissed by the principal, as it was ordered.
    """

    TYPE: ClassVar[str] = "supervision.dismiss_problem"
    number: str
    reason: str


Judging = AcceptCorrection | ReturnCorrection | RecordRefusal | DismissProblem


class ProblemEvent(Event, frozen=True, kw_only=True):
    number: str


class ProblemRecorded(ProblemEvent, frozen=True, kw_only=True):
    """`supervisors` may order and judge; `policy` is the version of the rules that says so."""

    TYPE: ClassVar[str] = "supervision.problem_recorded"
    organ: str
    found_in: FoundIn
    source: str
    description: str
    provision: str
    evidence: str
    matter: int | None
    case: str | None
    cites: tuple[str, ...]
    supervisors: tuple[str, ...]
    by: By
    policy: str
    finding: Finding | None = None
    happened_at: datetime | None = None


class CorrectionOrdered(ProblemEvent, frozen=True, kw_only=True):
    """`round` counts the orders of one problem from 1; `clause` is what it is ordered by."""

    TYPE: ClassVar[str] = "supervision.correction_ordered"
    round: int
    document_number: str
    demands: str
    due_on: date
    clause: str
    by: By


class CorrectionCompleted(ProblemEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.correction_completed"
    round: int
    description: str
    evidence: str
    by: By


class CorrectionAccepted(ProblemEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.correction_accepted"
    conclusion: str
    by: By


class CorrectionReturned(ProblemEvent, frozen=True, kw_only=True):
    """`round` is the one that begins with it; 0, with no day: nobody had ordered it."""

    TYPE: ClassVar[str] = "supervision.correction_returned"
    round: int
    reason: str
    due_on: date | None
    clause: str
    by: By


class CorrectionRefused(ProblemEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.correction_refused"
    declared: bool
    reason: str
    evidence: str
    clause: str
    by: By


class ProblemDismissed(ProblemEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.problem_dismissed"
    round: int
    reason: str
    by: By


EVENTS = (
    ProblemRecorded,
    CorrectionOrdered,
    CorrectionCompleted,
    CorrectionAccepted,
    CorrectionReturned,
    CorrectionRefused,
    ProblemDismissed,
)


class Problem(Struct, frozen=True):
    """`round`: how often its correction was ordered; `ordered_by`: who did, and so judges it."""

    recorded: ProblemRecorded
    status: Status = "found"
    round: int = 0
    due_on: date | None = None
    ordered_by: str | None = None


def evolve(state: Problem | None, event: Event) -> Problem | None:
    if isinstance(event, ProblemRecorded):
        return Problem(event)
    if state is None:
        return None
    match event:
        case CorrectionOrdered(round=round_, due_on=due_on, by=by):
            return replace(
                state, status="ordered", round=round_, due_on=due_on, ordered_by=by.organ
            )
        case CorrectionReturned(due_on=None):
            return replace(state, status="found")
        case CorrectionReturned(round=round_, due_on=due_on, by=by):
            ordered = state.ordered_by or by.organ
            return replace(state, status="ordered", round=round_, due_on=due_on, ordered_by=ordered)
    return replace(state, status=_BECOMES.get(type(event), state.status))


_BECOMES: Mapping[type[Event], Status] = {
    CorrectionCompleted: "completed",
    CorrectionAccepted: "accepted",
    CorrectionRefused: "refused",
    ProblemDismissed: "dismissed",
}
