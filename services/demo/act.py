"""One act of a story: by whom, what, when on the county's clock, and what is expected of it."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.event import Command

Deed = tuple[By, Command]
"""What somebody does, before a story says when."""


class Act(Struct, frozen=True):
    """One command by somebody; `says` tells a spectator what happens.

    `at`: when the story plays it; None: whenever it is carried out. `refused`: the code of the
    refusal that is expected; empty: it goes through. `key` makes the id, so playing it twice is a
    repeat and changes nothing.
    """

    tenant: str
    key: str
    says: str
    by: By
    command: Command
    at: datetime | None = None
    refused: str = ""

    @property
    def moment(self) -> datetime:
        """When a story plays it. Raises `ValueError` for an act that is in none."""
        if self.at is None:
            raise ValueError(f"no date for: {self.says}")
        return self.at

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"tongban:demo:{self.tenant}:{self.key}")
