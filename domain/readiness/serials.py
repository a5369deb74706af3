"""A range of serial numbers, as printed: `兴证0001号` to `兴证0500号`.

Ranges are compared by their ends alone, however many numbers lie between.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

LIMIT = 1_000
"""Of one range: certificates are handed over by the book, and each number is accounted for."""
LENGTH = 100
"""Characters of one number: none is printed that is longer."""
_DIGITS = "0123456789"


class Serials(Struct, frozen=True, order=True):
    """Numbers that differ in their last run of digits alone, always written as long."""

    before: str
    behind: str
    width: int
    first: int
    last: int

    def __contains__(self, number: object) -> bool:
        found = serials(number, number) if isinstance(number, str) else None
        return found is not None and self.common(found) is not None

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[str]:
        return map(self._printed, range(self.first, self.last + 1))

    def __str__(self) -> str:
        ends = map(self._printed, (self.first, self.last))
        return "至".join(dict.fromkeys(ends))

    def _printed(self, number: int) -> str:
        return f"{self.before}{number:0{self.width}}{self.behind}"

    def common(self, other: "Serials") -> "Serials | None":
        """The numbers that are in both."""
        if _text(self) != _text(other):
            return None
        first, last = max(self.first, other.first), min(self.last, other.last)
        return replace(self, first=first, last=last) if first <= last else None

    def without(self, others: Iterable["Serials"]) -> tuple["Serials", ...]:
        """What is left when others are taken out."""
        left, start = [], self.first
        for gone in sorted(filter(None, map(self.common, others))):
            if start < gone.first:
                left.append(replace(self, first=start, last=gone.first - 1))
            start = max(start, gone.last + 1)
        if start <= self.last:
            left.append(replace(self, first=start))
        return tuple(left)


def serials(first: str, last: str) -> Serials | None:
    """The range from one number to another; None: there is no such range, or it is too long."""
    begin, end = _read(first), _read(last)
    if begin is None or end is None or _text(begin) != _text(end):
        return None
    found = replace(begin, last=end.last)
    return found if found.first <= found.last < found.first + LIMIT else None


def runs(numbers: Iterable[str]) -> tuple[Serials, ...]:
    """Single numbers as ranges of those that follow each other; text that is none is left out."""
    found: list[Serials] = []
    for one in sorted(filter(None, map(_read, numbers))):
        if found and _text(found[-1]) == _text(one) and one.first <= found[-1].last + 1:
            found[-1] = replace(found[-1], last=one.last)
        else:
            found.append(one)
    return tuple(found)


def skipped(numbers: Serials, spent: Iterable[str]) -> tuple[str, ...]:
    """Numbers left although a later one is spent: where are they?"""
    gone = [run for run in map(numbers.common, runs(spent)) if run is not None]
    if not gone:
        return ()
    before = replace(numbers, last=max(run.last for run in gone))
    return tuple(number for run in before.without(gone) for number in run)


def _read(number: str) -> Serials | None:
    """One number: the last run of its digits counts, the rest is text."""
    if len(number) > LENGTH:
        return None
    end = max(map(number.rfind, _DIGITS)) + 1
    start = len(number[:end].rstrip(_DIGITS))
    if start == end:
        return None
    value = int(number[start:end])
    return Serials(number[:start], number[end:], end - start, value, value)


def _text(numbers: Serials) -> tuple[str, str, int]:
    """What all its numbers share."""
    return numbers.before, numbers.behind, numbers.width
