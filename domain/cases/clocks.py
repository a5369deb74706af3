"""The clock of the decision: stopped with a notice, resumed, extended once (行政许可法 42, 45)."""

from typing import ClassVar, Literal

from domain.cases.commands import StepCommand
from domain.cases.events import CaseAct
from domain.kernel.pack import Certainty
from domain.kernel.workdays import Unit

PauseGround = Literal[
    "hearing", "inspection", "testing", "quarantine", "appraisal", "expert_review", "examination"
]
"""What 行政许可法 45 excludes, and an examination that a matter's own law counts from (C3)."""
GROUNDS: dict[PauseGround, str] = {
    "hearing": "听证",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
    "examination": "考试",
}


class ClockPaused(CaseAct, frozen=True, kw_only=True):
    """期限中止: the time that it takes does not count; the applicant was told so in writing."""

    TYPE: ClassVar[str] = "cases.clock_paused"
    ground: PauseGround
    notice_number: str


class ClockResumed(CaseAct, frozen=True, kw_only=True):
    """恢复计算期限: the day after is the next that counts."""

    TYPE: ClassVar[str] = "cases.clock_resumed"


class ClockExtended(CaseAct, frozen=True, kw_only=True):
    """延长期限, by the head of the deciding organ, with the reason told to the applicant.

    `days` are in `unit`, that of the term; `certainty` law, or default where the law is followed
    by analogy.
    """

    TYPE: ClassVar[str] = "cases.clock_extended"
    days: int
    unit: Unit
    reason: str
    notice_number: str
    certainty: Certainty
    clause: str


EVENTS = (ClockPaused, ClockResumed, ClockExtended)


class PauseClock(StepCommand, frozen=True, kw_only=True):
    """Stop the clock of the decision for what the law excludes from it (行政许可法 45)."""

    TYPE: ClassVar[str] = "cases.pause_clock"
    POWER: ClassVar[bool] = True
    KIND: ClassVar[str] = "decide"
    ground: PauseGround
    notice_number: str


class ResumeClock(StepCommand, frozen=True, kw_only=True):
    """What the clock of the decision was stopped for is over."""

    TYPE: ClassVar[str] = "cases.resume_clock"
    POWER: ClassVar[bool] = True
    KIND: ClassVar[str] = "decide"


class ExtendClock(StepCommand, frozen=True, kw_only=True):
    """Extend the time for the decision, once, by what the county's rules say (行政许可法 42)."""

    TYPE: ClassVar[str] = "cases.extend_clock"
    POWER: ClassVar[bool] = True
    KIND: ClassVar[str] = "decide"
    reason: str
    notice_number: str
