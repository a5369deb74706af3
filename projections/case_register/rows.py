"""What the case register holds of a case, and the officials' words for it."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from domain.cases.events import Cause, Gap, SessionHeld
from domain.cases.routing import Reason
from domain.kernel.authority import By
from domain.kernel.windows import AtWindow
from projections.case_register.clock import ClockRow
from projections.view import Row

STATUS_LABELS = {
    "received": "已收件",
    "supplementing": "补正中",
    "supplemented": "补正收齐",
    "forwarded": "已转报",
    "accepted": "已受理",
    "declined": "不予受理",
    "deemed_accepted": "视为受理",
    "surveyed": "已踏勘",
    "session_held": "已远程办理",
    "reviewed": "已审核",
    "deemed_renewed": "视为准予延续",
    "decided": "已决定",
    "certified": "已制证",
    "returned": "结果已返回",
    "delivered": "已送达",
    "withdrawn": "已撤回",
    "concluded": "已办结",
    "revoked": "已撤销",
    "corrected": "已纠正",
}
OUTCOME_LABELS = {
    "granted": "准予",
    "refused": "不予",
    "declined": "不予受理",
    "withdrawn": "撤回",
}


class StepRow(Struct, frozen=True):
    step: str
    organ: str
    in_name_of: str
    person: str
    post: str
    at: datetime
    ref: str


class SupplementRow(Struct, frozen=True):
    """一次性告知补正: what was asked for, and what of it is still missing."""

    at: datetime
    document_number: str
    asked: tuple[str, ...]
    missing: tuple[str, ...]
    ref: str = ""


class SessionRow(Struct, frozen=True):
    """远程办理: who was there, when, over what; what was shown and established (JX24-19)."""

    started_at: datetime
    ended_at: datetime
    participants: tuple[By, ...]
    medium: str
    identity: str
    identity_checked_by: str
    shown: str
    established: str
    recording: str


def session_row(event: SessionHeld) -> SessionRow:
    return SessionRow(
        event.started_at,
        event.ended_at,
        event.participants,
        event.medium,
        event.identity,
        event.identity_checked_by,
        event.shown,
        event.established,
        event.recording,
    )


class TransferRow(Struct, frozen=True):
    """转办: from which mode to which, why."""

    at: datetime
    mode_before: str
    mode: str
    cause: Cause
    reasons: tuple[Reason, ...]
    ref: str


class FeeRow(Struct, frozen=True):
    name: str
    amount_yuan: float
    basis: str
    ref: str


class VisitRow(Struct, frozen=True):
    """到现场: when, at whose window, for which of the county's reasons; see `VisitRecorded`."""

    at: datetime
    organ: str
    reason: str
    unwarranted: bool
    online_able: bool
    despite_online: bool
    ref: str


class LateEntryRow(Struct, frozen=True):
    """补录: what was entered late, when it was so and when it was entered, and why late."""

    ref: str
    occurred_at: datetime
    recorded_at: datetime
    reason: str


class CaseRow(Row, frozen=True, kw_only=True):
    matter: int
    receiver: str
    mode: str
    policy: str
    routed: tuple[Reason, ...]
    status: str
    outcome: str | None = None
    reasons: str = ""
    remedies: str = ""
    opinion: str = ""
    subject: str
    stated: dict[str, str | float]
    at_window: AtWindow | None = None  # which it came to, where a hall has several (RA22-08)
    style: str | None = None
    visits: int = 0  # how often the applicant had to come (到现场次数)
    visited: tuple[VisitRow, ...] = ()  # after the receipt
    unwarranted: int = 0  # how many of them without need (ZZ22-30)
    despite_online: int = 0  # how many though the matter can be done online (ZZ22-29)
    deemed: Literal["law", "default"] | None = None
    external_reference: str = ""
    session: SessionRow | None = None
    supplement: SupplementRow | None = None
    gaps: tuple[Gap, ...] = ()
    commitment: str = ""
    go_to: str = ""
    transfers: tuple[TransferRow, ...] = ()
    clock: ClockRow = ClockRow()
    fees: tuple[FeeRow, ...] = ()
    late_entries: tuple[LateEntryRow, ...] = ()
    documents: dict[str, str] = field(default_factory=dict)
    steps: tuple[StepRow, ...]
    received_at: datetime
    decided_at: datetime | None = None
    concluded_at: datetime | None = None
    revoked_at: datetime | None = None
    corrected_at: datetime | None = None
    position: int
    version: int  # of the case's stream
