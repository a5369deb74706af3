"""A range of serial numbers, as printed: `兴证0001号` to `兴证0500号`."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

LIMIT = 1_000
"""Of one range: certificates are handed over by the book, and each number is accounted for."""
_SERIAL = re.compile(r"(?P<before>.*?)(?P<digits>[0-9]+)(?P<behind>[^0-9]*)", re.DOTALL)


class Serials(Struct, frozen=True):
    """Numbers that differ in their last run of digits alone, always written as long."""

    before: str
    behind: str
    width: int
    first: int
    last: int

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, str):
            return False
        found = serials(number, number)
        return (
            found is not None
            and (found.before, found.behind, found.width) == (self.before, self.behind, self.width)
            and self.first <= found.first <= self.last
        )

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[str]:
        return map(self._printed, range(self.first, self.last + 1))

    def _printed(self, number: int) -> str:
        return f"{self.before}{number:0{self.width}}{self.behind}"


def serials(first: str, last: str) -> Serials | None:
    """The range from one number to another; None: there is no such range, or it is too long."""
    begin, end = _SERIAL.fullmatch(first), _SERIAL.fullmatch(last)
    if begin is None or end is None:
        return None
    same = ("before", "behind")
    width = len(begin["digits"])
    if [begin[part] for part in same] != [end[part] for part in same] or width != len(
        end["digits"]
    ):
        return None
    found = Serials(
        begin["before"], begin["behind"], width, int(begin["digits"]), int(end["digits"])
    )
    return found if found.first <= found.last < found.first + LIMIT else None


def skipped(numbers: Serials, spent: Iterable[str]) -> tuple[str, ...]:
    """Numbers left although a later one is spent: where are they?"""
    gone = set(spent)
    order = list(numbers)
    latest = max((place for place, number in enumerate(order) if number in gone), default=0)
    return tuple(number for number in order[:latest] if number not in gone)
