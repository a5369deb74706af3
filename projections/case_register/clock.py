"""What a case's clocks went through: stopped, extended, a permit renewed by the law."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from domain.cases.clocks import ClockExtended, ClockPaused, ClockResumed, PauseGround
from domain.cases.events import CaseCorrected, CaseDecided, CaseReceived
from domain.cases.renewal import CaseDeemedRenewed, Renewal
from domain.kernel.event import Event, Recorded
from domain.kernel.pack import Certainty
from domain.kernel.workdays import Unit

EVENTS: tuple[type[Event], ...] = (ClockPaused, ClockResumed, ClockExtended)


class PauseRow(Struct, frozen=True):
    """期限中止: since when, until when it did not count, and by which notice."""

    ground: PauseGround
    notice_number: str
    since: datetime
    ref: str
    until: datetime | None = None


class ExtensionRow(Struct, frozen=True):
    """延长期限: by how much, why, and by which notice."""

    days: int
    unit: Unit
    reason: str
    notice_number: str
    certainty: Certainty
    clause: str
    at: datetime
    ref: str


class ClockRow(Struct, frozen=True):
    """`renewal`: the permit that is to be renewed, with the flag of an application too late."""

    pauses: tuple[PauseRow, ...] = ()
    extension: ExtensionRow | None = None
    renewal: Renewal | None = None
    deemed_renewed: bool = False

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].until is None


def fold(clock: ClockRow, recorded: Recorded) -> ClockRow:
    event, ref = recorded.event, recorded.ref
    match event:
        case CaseReceived(renewal=renewal) | CaseCorrected(renewal=renewal):
            return replace(clock, renewal=renewal)
        case ClockPaused(ground=ground, notice_number=number, occurred_at=at):
            return replace(clock, pauses=(*clock.pauses, PauseRow(ground, number, at, ref)))
        case ClockResumed(occurred_at=at):
            *over, last = clock.pauses
            return replace(clock, pauses=(*over, replace(last, until=at)))
        case ClockExtended(occurred_at=at):
            extension = ExtensionRow(
                event.days,
                event.unit,
                event.reason,
                event.notice_number,
                event.certainty,
                event.clause,
                at,
                ref,
            )
            return replace(clock, extension=extension)
        case CaseDeemedRenewed():
            return replace(clock, deemed_renewed=True)
        case CaseDecided(outcome="refused"):  # on paper, before the expiry
            return replace(clock, deemed_renewed=False)
    return clock
