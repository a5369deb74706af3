"""What is told of one obligation: its term, whom it binds, and what became of it."""

from datetime import date, datetime

from msgspec import Struct

from domain.kernel.pack import Certainty
from domain.kernel.workdays import Pause, Unit
from domain.obligations.obligation import Lapse, Outcome
from projections.view import Row


class Recomputed(Struct, frozen=True):
    """A due date that moved, old and new, by which calendar; `reason`: the term was adjusted."""

    old_due_on: date
    new_due_on: date
    old_provisional: bool
    new_provisional: bool
    calendar: str
    at: datetime
    ref: str
    reason: str = ""


class Escalated(Struct, frozen=True):
    """Who was told that it is late, by which step of the county's policy."""

    step: str
    organs: tuple[str, ...]
    post: str
    at: datetime
    clause: str
    source: str
    certainty: Certainty
    ref: str

    @property
    def seats(self) -> tuple[str, ...]:
        return tuple(f"{organ}/{self.post}" for organ in self.organs)


class ObligationRow(Row, frozen=True, kw_only=True):
    """`key` is the obligation's id. Late and fulfilled: `outcome` late, `fulfilled_at` set.

    `extra_days` and `pauses`: by how much the term was extended, and the days that do not count;
    `paused`: it stands still now. Overtaken after it was late: `outcome` late, `waived_by` set.
    `other_due_on`: the last day if days off were read the other way (B-02). `told`: the seats
    (`organ/post`) that were told that it is late. `standing`: it goes on for ever.
    """

    kind: str
    about: str
    matter: int
    debtor: str
    creditor: str
    post: str
    started_at: datetime
    started_on: date
    days: int
    extra_days: int = 0
    pauses: tuple[Pause, ...] = ()
    paused: bool = False
    unit: Unit
    sla: str
    certainty: Certainty
    clause: str
    source: str
    lapse: Lapse
    rules: str
    due_on: date
    provisional: bool
    other_due_on: date | None = None
    standing: bool = False
    calendar: str
    recomputed: tuple[Recomputed, ...] = ()
    escalated: tuple[Escalated, ...] = ()
    told: tuple[str, ...] = ()
    outcome: Outcome = "open"
    late_at: datetime | None = None
    fulfilled_at: datetime | None = None
    evidence: str | None = None
    waived_by: str | None = None
    reason: str | None = None
    opened: str  # the event that opened it
    opened_at: datetime
    position: int
    version: int  # of the obligation's stream
