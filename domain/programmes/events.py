"""What became of a programme that is tried out."""

from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event
from domain.kernel.facts import Readiness


class TownshipAssessed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "programmes.township_assessed"
    programme: str
    organ: str
    bodies: tuple[str, ...]
    finding: Readiness
    without: tuple[int, ...]
    reason: str
    by: str


class PilotsDesignated(Event, frozen=True, kw_only=True):
    """`bodies`: their service bodies; `starts_at`: the trial never begins before its phase."""

    TYPE: ClassVar[str] = "programmes.pilots_designated"
    programme: str
    organs: tuple[str, ...]
    bodies: tuple[str, ...]
    phase: str
    starts_at: datetime


class PilotSummarised(Event, frozen=True, kw_only=True):
    """Each township sums up by itself, before or after the others."""

    TYPE: ClassVar[str] = "programmes.pilot_summarised"
    EFFECT: ClassVar[bool] = True
    programme: str
    organ: str
    document_number: str
    summary: str


class PilotEvaluated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "programmes.pilot_evaluated"
    programme: str
    organ: str
    document_number: str
    conclusion: str


class ProgrammeRolledOut(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "programmes.rollout_decided"
    programme: str
    organ: str
    document_number: str
    title: str


class TrialEnded(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "programmes.trial_ended"
    programme: str
    reason: str


EVENTS = (
    TownshipAssessed,
    PilotsDesignated,
    PilotSummarised,
    PilotEvaluated,
    ProgrammeRolledOut,
    TrialEnded,
)
