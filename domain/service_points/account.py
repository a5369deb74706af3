"""What a service point earned by month, and what of it can be redeemed: arithmetic alone (B-26).

A month is the county's own, written `2024-03`. Points are whole numbers, money is in fen.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.rulebook import Rulebook

_DECEMBER = 12


class Entry(Struct, frozen=True):
    """What one service or case earned, when it was completed, and by which version of the rules."""

    points: int
    completed_at: datetime
    policy: str
    reversed: bool = False


class Month(Struct, frozen=True):
    """`entries` by what earned them; `reversed`: of earlier months, known in this one.

    `cap` as it was settled with; an entry that is reversed afterwards stays in the month's sum,
    and what that takes back is reversed in the month in which it became known.
    """

    entries: Mapping[str, Entry] = {}
    reversed: int = 0
    settled: bool = False
    cap: int | None = None

    @property
    def earned(self) -> int:
        """What still counts, be it that a cap leaves some of it out."""
        return sum(entry.points for entry in self.entries.values() if not entry.reversed)

    @property
    def policy(self) -> str:
        """The rules of what was completed last in it; empty: nothing was."""
        last = max(self.entries.values(), key=lambda entry: entry.completed_at, default=None)
        return last.policy if last else ""


class Redemption(Struct, frozen=True):
    """`fen` by the rate that was in force when it was asked for, in the calendar year `year`."""

    number: str
    points: int
    fen: int
    year: int
    approver: str
    asked_by: str
    status: Literal["asked", "approved", "refused"] = "asked"


class Account(Struct, frozen=True):
    """Of one service point. `balance`: what was settled, less what was redeemed."""

    point: str
    months: Mapping[str, Month] = {}
    redemptions: Mapping[str, Redemption] = {}
    balance: int = 0

    def month(self, month: str) -> Month:
        return self.months.get(month, Month())

    def month_with(self, source: str) -> str | None:
        """The month in which something earned points."""
        return next((name for name, month in self.months.items() if source in month.entries), None)

    @property
    def available(self) -> int:
        """What may be redeemed: what others wait for, and what is known to be lost, is not."""
        waiting = sum(r.points for r in self.redemptions.values() if r.status == "asked")
        lost = sum(month.reversed for month in self.months.values() if not month.settled)
        return self.balance - waiting - lost

    def redeemed_fen(self, year: int) -> int:
        """In a calendar year, with what still waits for approval."""
        counted = (r.fen for r in self.redemptions.values() if r.year == year and _counts(r))
        return sum(counted)


def _counts(redemption: Redemption) -> bool:
    return redemption.status != "refused"


def month_of(moment: datetime, rules: Rulebook) -> str:
    return f"{moment.astimezone(rules.zone):%Y-%m}"


def end_of(month: str, rules: Rulebook) -> datetime:
    """The first moment after the month, in the county."""
    year, _, number = month.partition("-")
    first = datetime(int(year), int(number), 1, tzinfo=rules.zone)
    if first.month == _DECEMBER:
        return first.replace(year=first.year + 1, month=1)
    return first.replace(month=first.month + 1)


def capped(points: int, cap: int | None) -> int:
    return points if cap is None else min(points, cap)


def booking_month(account: Account, known: datetime, now: datetime, rules: Rulebook) -> str:
    """The month of a moment; of now where that is settled already: no settled month changes."""
    month = month_of(known, rules)
    return month_of(now, rules) if account.month(month).settled else month


def settlement(month: Month, cap: int | None) -> int:
    """What a month comes to: its own points up to the cap, less what is taken back in it."""
    return capped(month.earned, cap) - month.reversed


def taken_back(month: Month, source: str) -> int:
    """What reversing an entry takes back of a settled month: what it had added under the cap."""
    earned = month.earned
    return capped(earned, month.cap) - capped(earned - month.entries[source].points, month.cap)


def with_entry(account: Account, month: str, source: str, entry: Entry) -> Account:
    found = account.month(month)
    entries = {**found.entries, source: entry}
    return _with(account, month, replace(found, entries=entries))


def without(account: Account, source: str, month: str, points: int) -> Account:
    """The entry reversed; `points` of it in `month`, where its own month was settled before."""
    origin = account.month_with(source)
    if origin is None:
        return account
    found = account.month(origin)
    entry = replace(found.entries[source], reversed=True)
    settled = found.settled
    account = _with(account, origin, replace(found, entries={**found.entries, source: entry}))
    if not settled:
        return account
    known = account.month(month)
    return _with(account, month, replace(known, reversed=known.reversed + points))


def settled(account: Account, month: str, points: int, cap: int | None) -> Account:
    found = replace(account.month(month), settled=True, cap=cap)
    return replace(_with(account, month, found), balance=account.balance + points)


def _with(account: Account, name: str, month: Month) -> Account:
    return replace(account, months={**account.months, name: month})
