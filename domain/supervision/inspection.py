"""An inspection, from its plan to its signed record (XG23-63, -77, JX24-44, ZZ22-35, XG22-29).

One stream per inspection. Its kind is the county's own, with its clause. What is drawn at random is
drawn by a seed that the platform makes when it is planned (see `draw`). What is looked at has a
result each; what is wrong becomes a problem of its own. It ends with an evaluation of every organ
and the digest of the record that the inspectors signed (行政许可法 61). No personal data.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.supervision.draw import Framed, Sampling, Stratum

Grade = Literal["good", "adequate", "poor"]
GRADES: Mapping[Grade, str] = {"good": "好", "adequate": "一般", "poor": "差"}
Status = Literal["planned", "drawn", "closed", "cancelled"]
STATUSES: Mapping[Status, str] = {
    "planned": "检查中",
    "drawn": "已抽取",
    "closed": "已办结",
    "cancelled": "已取消",
}


class PlanInspection(Command, frozen=True, kw_only=True):
    """Plan an inspection of organs that the own organ supervises.

    `kind`: one of the county's rules. `organs`: none of them stands under another. `matters`: none
    means, of each organ, all in which it is supervised by the own. Only where the kind draws:
    `since`, only cases received from that day on are drawn; `at_least` cases of every stratum, and
    so many `percent` of it, `high_percent` of those of high risk.
    """

    TYPE: ClassVar[str] = "supervision.plan_inspection"
    number: str
    kind: str
    organs: tuple[str, ...]
    purpose: str
    matters: tuple[int, ...] = ()
    since: date | None = None
    at_least: int = 1
    percent: int = 10
    high_percent: int = 100


class DrawSample(Command, frozen=True, kw_only=True):
    """Draw what the plan's seed and position determine: whoever does it draws the same."""

    TYPE: ClassVar[str] = "supervision.draw_sample"
    number: str


class TakeSample(Command, frozen=True, kw_only=True):
    """The same, of a population that was collected before: `frame` is all of it."""

    TYPE: ClassVar[str] = "supervision.take_sample"
    AUTOMATED: ClassVar[bool] = True
    number: str
    frame: tuple[Framed, ...]


class RecordCheck(Command, frozen=True, kw_only=True):
    """What was seen at an organ, or in one case that it handled: in order or not.

    `evidence` is the SHA-256 (hex) of the sheet or the image that shows it.
    """

    TYPE: ClassVar[str] = "supervision.record_check"
    number: str
    organ: str
    in_order: bool
    description: str
    evidence: str
    case: str | None = None


class Evaluation(Struct, frozen=True, kw_only=True):
    """How one organ does, and why."""

    organ: str
    grade: Grade
    says: str


class CloseInspection(Command, frozen=True, kw_only=True):
    """Evaluate every organ and file the signed record (XG23-77; 行政许可法 61).

    `inspectors`: staff ids of those who signed it; `record`: its SHA-256 (hex).
    """

    TYPE: ClassVar[str] = "supervision.close_inspection"
    number: str
    evaluations: tuple[Evaluation, ...]
    inspectors: tuple[str, ...]
    record: str


class CancelInspection(Command, frozen=True, kw_only=True):
    """It is not held, or not finished. A seed that was made stays on record."""

    TYPE: ClassVar[str] = "supervision.cancel_inspection"
    number: str
    reason: str


class InspectionEvent(Event, frozen=True, kw_only=True):
    number: str


class InspectionPlanned(InspectionEvent, frozen=True, kw_only=True):
    """`words` and `clause` are the kind's. `seed`: empty where nothing is drawn.

    `position`: of the log as of which cases count. `supervised`: by organ, the matters that are
    looked at there; `matters`: all of these.
    """

    TYPE: ClassVar[str] = "supervision.inspection_planned"
    kind: str
    words: str
    clause: str
    organs: tuple[str, ...]
    matters: tuple[int, ...]
    purpose: str
    since: date | None
    sampling: Sampling | None
    seed: str
    position: int
    by: By
    policy: str
    supervised: dict[str, tuple[int, ...]] = field(default_factory=dict)  # empty: all at each

    def covers(self, organ: str, matter: int) -> bool:
        """Whether the matter is looked at there."""
        return matter in self.supervised.get(organ, () if self.supervised else self.matters)


class SampleTaken(InspectionEvent, frozen=True, kw_only=True):
    """`frame` is the digest of all cases that could be drawn, `size` their number."""

    TYPE: ClassVar[str] = "supervision.sample_taken"
    position: int
    seed: str
    size: int
    frame: str
    strata: tuple[Stratum, ...]
    by: By


class InspectionChecked(InspectionEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.inspection_checked"
    organ: str
    case: str | None
    in_order: bool
    description: str
    evidence: str
    by: By


class InspectionClosed(InspectionEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.inspection_closed"
    evaluations: tuple[Evaluation, ...]
    inspectors: tuple[str, ...]
    record: str
    by: By


class InspectionCancelled(InspectionEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.inspection_cancelled"
    reason: str
    by: By


EVENTS = (InspectionPlanned, SampleTaken, InspectionChecked, InspectionClosed, InspectionCancelled)


class Inspection(Struct, frozen=True):
    """`sample`: organ and case of what was drawn; `checked`: of what was looked at.

    The case is "" for an organ as a whole.
    """

    planned: InspectionPlanned
    status: Status = "planned"
    sample: frozenset[tuple[str, str]] = frozenset()
    checked: frozenset[tuple[str, str]] = frozenset()

    @property
    def open(self) -> bool:
        return self.status in ("planned", "drawn")


def evolve(state: Inspection | None, event: Event) -> Inspection | None:
    if isinstance(event, InspectionPlanned):
        return Inspection(event)
    if state is None:
        return None
    match event:
        case SampleTaken(strata=strata):
            cases = frozenset((it.organ, case) for it in strata for case in it.drawn)
            return replace(state, status="drawn", sample=cases)
        case InspectionChecked(organ=organ, case=case):
            return replace(state, checked=state.checked | {(organ, case or "")})
        case InspectionClosed():
            return replace(state, status="closed")
        case InspectionCancelled():
            return replace(state, status="cancelled")
    return state
