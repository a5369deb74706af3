"""A dedicated window at one place: when it was open, and who was posted to it."""

from datetime import datetime

from msgspec import Struct

from domain.kernel.facts.base import Period


class Posting(Struct, frozen=True):
    """Somebody of another organ sits at the window: he goes on acting for his own (XG22-14)."""

    person: str
    home: str
    post: str
    period: Period


class Counter(Struct, frozen=True):
    """`open` in order of time; `version` counts the stream's events, `opened` the last opening."""

    window: str
    organ: str
    open: tuple[Period, ...] = ()
    postings: tuple[Posting, ...] = ()
    version: int = 0
    opened: int = 0

    def open_at(self, at: datetime) -> bool:
        return any(period.holds_at(at) for period in self.open)

    def posted(self, person: str, home: str, at: datetime) -> bool:
        return any(
            posting.person == person and posting.home == home and posting.period.holds_at(at)
            for posting in self.postings
        )

    def moved(self, person: str, home: str) -> datetime | None:
        """When somebody last came or left."""
        periods = (it.period for it in self.postings if (it.person, it.home) == (person, home))
        return max((period.end or period.start for period in periods), default=None)

    def posted_at(self, at: datetime) -> tuple[Posting, ...]:
        return tuple(posting for posting in self.postings if posting.period.holds_at(at))
