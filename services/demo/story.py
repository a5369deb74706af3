"""What a county's story is: its parts, its acts in order of time, what it leaves to visitors."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from domain.kernel.pack import Pack
from services.demo.act import Act
from services.demo.visitors import Cast


class Part(Struct, frozen=True):
    """What the story is about from a day on."""

    first: date
    title: str


class Story(Struct, frozen=True):
    """The story of one county, which is a tenant of the same name as its pack.

    `acts`: for a tenant, its pack and a seed, which draws the ordinary cases.
    """

    tenant: str
    title: str
    parts: tuple[Part, ...]
    acts: Callable[[str, Pack, int], list[Act]]
    cast: Callable[[str, Pack], Cast]

    def part_of(self, moment: datetime) -> Part:
        """The part that a moment on the county's clock belongs to."""
        return next(part for part in reversed(self.parts) if part.first <= moment.date())
