"""What those do who try a programme out: name pilots, sum up, evaluate, roll out, end it."""

from typing import ClassVar

from domain.kernel.event import Command
from domain.kernel.facts import Readiness


class DesignatePilots(Command, frozen=True, kw_only=True):
    """Name the townships that try the programme out, as many as its phase allows (RA22-29)."""

    TYPE: ClassVar[str] = "programmes.designate_pilots"
    programme: str
    organs: tuple[str, ...]


class SummarisePilot(Command, frozen=True, kw_only=True):
    """What a pilot township found that others can follow (RA22-30)."""

    TYPE: ClassVar[str] = "programmes.summarise_pilot"
    programme: str
    organ: str
    document_number: str
    summary: str


class EvaluatePilot(Command, frozen=True, kw_only=True):
    """What the lead makes of the pilot townships' experience (RA22-30)."""

    TYPE: ClassVar[str] = "programmes.evaluate_pilot"
    programme: str
    document_number: str
    conclusion: str


class RollOut(Command, frozen=True, kw_only=True):
    """Open the programme to all townships, by its implementing opinion (实施意见, RA22-30)."""

    TYPE: ClassVar[str] = "programmes.roll_out"
    programme: str
    document_number: str
    title: str


class EndTrial(Command, frozen=True, kw_only=True):
    """Stop trying the programme out, without rolling it out."""

    TYPE: ClassVar[str] = "programmes.end_trial"
    programme: str
    reason: str


class AssessTownship(Command, frozen=True, kw_only=True):
    """Whether a township has the conditions: it may postpone, or do a part (JX24-03 切忌一刀切).

    `without`: of a part, the matters that it does not take on yet.
    """

    TYPE: ClassVar[str] = "programmes.assess_township"
    programme: str
    organ: str
    finding: Readiness
    reason: str
    without: tuple[int, ...] = ()


TrialCommand = (
    AssessTownship | DesignatePilots | SummarisePilot | EvaluatePilot | RollOut | EndTrial
)
