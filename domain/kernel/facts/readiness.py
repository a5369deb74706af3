"""What an organ has to exercise power with, beside papers and seals."""

from datetime import datetime

from msgspec import Struct


class Training(Struct, frozen=True):
    """One that people of the organ attended; `matters` none: it was about no matter by itself."""

    number: str
    form: str
    trainers: tuple[str, ...]
    matters: tuple[int, ...]
    persons: tuple[str, ...]
    at: datetime


class Trained(Struct, frozen=True):
    """All that an organ attended, in the order in which it was put on record."""

    organ: str
    trainings: tuple[Training, ...] = ()

    def on(self, matter: int, at: datetime) -> tuple[Training, ...]:
        """Those up to a moment that were about the matter."""
        return tuple(it for it in self.trainings if matter in it.matters and it.at <= at)
