"""What was decided and made public about matters and programmes."""

from datetime import datetime
from typing import Literal

from msgspec import Struct


class Pilot(Struct, frozen=True):
    """Where a matter is tried out, until an explicit decision rolls it out (B-01)."""

    matter: int
    organs: tuple[str, ...]
    started: datetime
    rolled_out: datetime | None = None
    ended: datetime | None = None  # without roll-out: from then on the matter is nobody's

    def includes(self, organ: str, at: datetime) -> bool:
        if self.ended is not None and self.ended <= at:
            return False
        if self.rolled_out is not None and self.rolled_out <= at:
            return True
        return organ in self.organs and self.started <= at


class Paper(Struct, frozen=True):
    """A numbered paper on a trial: whose, what it says in short, of when."""

    organ: str
    number: str
    text: str
    at: datetime


Readiness = Literal["fit", "part", "not_yet"]


class Assessment(Struct, frozen=True):
    """Whether a township has the conditions for a programme, all or a part of it (JX24-03).

    `without`: of a part, the matters that it does not take on yet. `bodies`: its service bodies.
    """

    organ: str
    bodies: tuple[str, ...]
    finding: Readiness
    without: tuple[int, ...]
    reason: str
    by: str
    at: datetime

    def keeps_out(self, matter: int) -> bool:
        return self.finding == "not_yet" or (self.finding == "part" and matter in self.without)


class Trial(Struct, frozen=True):
    """Where a whole programme is tried out, until a decision opens it to all (RA22-29, -30).

    `organs` are the townships, `bodies` their service bodies, which count with them. Each township
    sums up (`summaries`), the lead evaluates, the implementing opinion rolls it out. `started`
    None: no pilots are named, and all there is are assessments of townships, in order of time.
    """

    programme: str
    organs: tuple[str, ...] = ()
    started: datetime | None = None
    rolled_out: datetime | None = None
    ended: datetime | None = None  # without roll-out: from then on nobody is in it
    bodies: tuple[str, ...] = ()
    summaries: tuple[Paper, ...] = ()
    evaluation: Paper | None = None
    opinion: Paper | None = None  # 实施意见
    assessments: tuple[Assessment, ...] = ()

    def includes(self, organ: str, at: datetime) -> bool:
        if self.ended is not None and self.ended <= at:
            return False
        if self.rolled_out is not None and self.rolled_out <= at:
            return True
        begun = self.started is not None and self.started <= at
        return begun and organ in (*self.organs, *self.bodies)

    def assessed(self, organ: str, at: datetime) -> Assessment | None:
        """What its township was assessed as last; None: it never was, so nothing keeps it out."""
        found = [a for a in self.assessments if organ in (a.organ, *a.bodies) and a.at <= at]
        return found[-1] if found else None


class OnlineState(Struct, frozen=True):
    """上网运行, 网上可办: what was declared of a matter, since when."""

    since: datetime
    runs_online: bool
    online_able: bool

    def same_as(self, other: "OnlineState") -> bool:
        """Whatever the moment."""
        mine, theirs = (self.runs_online, self.online_able), (other.runs_online, other.online_able)
        return mine == theirs


class Online(Struct, frozen=True):
    """Whether a matter runs online and can be done online, in order of time (ZZ22-26, B-49)."""

    matter: int
    states: tuple[OnlineState, ...]

    def at(self, at: datetime) -> OnlineState | None:
        """As valid at a moment; None: nothing was declared yet."""
        found = [state for state in self.states if state.since <= at]
        return found[-1] if found else None


class Notice(Struct, frozen=True):
    """What a township made public about handling a matter at its own place (XG23-66)."""

    text: str
    published_in: str
    published: datetime


class Promise(Struct, frozen=True):
    """What a revision of a guide promised, in working days; None: it promised nothing."""

    published: datetime
    days: int | None


class Guide(Struct, frozen=True):
    """The service guide of a matter as published last (XG23-10, 行政许可法 30).

    `contents` has a text for each of the pack's items; `materials` is the whole list of what an
    applicant must hand in, and nothing else may be asked for (行政许可法 31). `promised_days`: 承诺
    时限, working days from acceptance to the decision; `earlier`: what the revisions before
    promised, the oldest first.
    """

    matter: int
    contents: dict[str, str]
    materials: tuple[str, ...]
    published_in: str
    published: datetime
    revision: int  # 1: the first
    local: dict[str, Notice] = {}  # by organ
    promised_days: int | None = None
    earlier: tuple[Promise, ...] = ()

    @property
    def promises(self) -> tuple[Promise, ...]:
        return (*self.earlier, Promise(self.published, self.promised_days))

    def promised_at(self, at: datetime) -> int | None:
        """What the revision that was public then promised (a receipt may be entered late)."""
        public = [promise.days for promise in self.promises if promise.published <= at]
        return public[-1] if public else None
