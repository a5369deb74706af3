"""A matter of the list as it stood on a day: its entry, and what was decided about it since."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from domain.kernel.pack import BasisFinding, MatterStatus
from domain.matters.declared import Legality
from domain.matters.settled import Lists, stands
from projections.view import Row


class Listed(Struct, frozen=True):
    """One matter under one version of the pack, with names as people read them.

    `row` is its number in its printed list, `no` its name in the county. `mode_label` is 办理方式
    as printed, "" where the list leaves it blank (B-41); `mode_name` what the pack makes of it.
    """

    no: int
    main: str
    sub: str | None
    name: str
    power: str | None
    power_label: str
    delegator: str
    supervisors: tuple[str, ...]
    mode: str
    mode_label: str
    remark: str | None
    guards: tuple[str, ...]
    piloted: bool  # its entry calls for a pilot in some townships first (XG23-46)
    delegation_basis: BasisFinding | None
    basis_text: str  # the words of that law, or what was searched in vain (B-12)
    basis_source: str
    source: str
    list: str | None = None
    list_name: str = ""
    row: int = 0
    mode_name: str = ""
    status: MatterStatus = "current"
    status_clause: str = ""
    status_note: str = ""
    power_source: str = ""  # from whom the list says the power is, and how (ZZ22-41)
    on_application: bool = True
    open: bool = False  # the list leaves its handling open, until it is settled (B-41)


class Period(Struct, frozen=True):
    """`valid_from` is a local day; the period ends where the next version takes effect.

    `adopted` is the position of the adoption: of two versions of one day the later adopted counts.
    """

    valid_from: date
    adopted: int
    policy: str
    matter: Listed


class PilotState(Struct, frozen=True):
    """`earliest_rollout`: the planned pilot is over then; only a decision rolls it out (B-01)."""

    organs: tuple[str, ...]
    started: datetime
    earliest_rollout: date | None = None
    rolled_out: datetime | None = None
    ended: datetime | None = None
    reason: str = ""


class GuideState(Struct, frozen=True):
    """One publication of the matter's guide (XG23-10), or a township's own addition (XG23-66).

    `promised_days`: 承诺时限, working days from acceptance to the decision; None: not promised.
    """

    revision: int
    organ: str | None  # None: the delegating department's own
    published_in: str
    at: datetime
    ref: str
    promised_days: int | None = None


class Review(Struct, frozen=True):
    """What a legality review came to, beside the pack's own finding (B-12)."""

    legality: Legality
    document_number: str
    opinion: str
    at: datetime
    ref: str


class Complexity(Struct, frozen=True):
    reason: str
    at: datetime
    due_on: date
    ref: str


class OnlineDeclaration(Struct, frozen=True):
    """Whether the matter runs online and can be done online, as declared by an organ (ZZ22-26)."""

    runs_online: bool
    online_able: bool
    organ: str
    at: datetime
    ref: str


class SettledMode(Struct, frozen=True):
    """How a matter is handled whose list leaves it open: a mode, its steps, why (B-41).

    `changed`: the list prints one, and it was changed from that day on (B-23); `moves`: with it,
    by the rules, the cases that were open (B-22).
    """

    mode: str
    grants: tuple[str, ...]
    reason: str
    document_number: str
    at: datetime
    ref: str
    changed: date | None = None
    instead_of: str = ""
    moves: bool = False


class MatterRow(Row, frozen=True, kw_only=True):
    no: int
    periods: tuple[Period, ...] = ()
    pilot: PilotState | None = None
    guides: tuple[GuideState, ...] = ()
    reviews: tuple[Review, ...] = ()
    complexity: Complexity | None = None
    online: tuple[OnlineDeclaration, ...] = ()
    settled: tuple[SettledMode, ...] = ()

    def settled_on(self, day: date, zone: ZoneInfo, lists: Lists) -> SettledMode | None:
        """As settled or changed last by a local day, where no list printed it otherwise since."""
        found = [
            settled
            for settled in self.settled
            if _by(settled.at, day, zone)
            and stands(
                None if settled.changed is None else settled.instead_of,
                self.no,
                (settled.at.astimezone(zone).date(), day),
                lists,
            )
        ]
        return found[-1] if found else None

    def guide_on(self, day: date, zone: ZoneInfo) -> GuideState | None:
        """The department's guide as published last by a local day."""
        own = [g for g in self.guides if g.organ is None and _by(g.at, day, zone)]
        return own[-1] if own else None

    def review_on(self, day: date, zone: ZoneInfo) -> Review | None:
        found = [review for review in self.reviews if _by(review.at, day, zone)]
        return found[-1] if found else None

    def online_on(self, day: date, zone: ZoneInfo) -> OnlineDeclaration | None:
        """As declared last by a local day."""
        found = [online for online in self.online if _by(online.at, day, zone)]
        return found[-1] if found else None

    def complexity_on(self, day: date, zone: ZoneInfo) -> Complexity | None:
        found = self.complexity
        return found if found is not None and _by(found.at, day, zone) else None

    def pilot_on(self, day: date, zone: ZoneInfo) -> PilotState | None:
        """The pilot as it stood on a local day; None: the townships were not named yet."""
        pilot = self.pilot
        if pilot is None or not _by(pilot.started, day, zone):
            return None
        over = pilot.rolled_out or pilot.ended
        if over is None or _by(over, day, zone):
            return pilot
        return msgspec.structs.replace(pilot, rolled_out=None, ended=None, reason="")


def _by(at: datetime, day: date, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).date() <= day
