"""A command that follows from an event or from a due date, under an id that repeats with it."""

from uuid import UUID

from msgspec import Struct

from domain.kernel.event import Command
from infra.vault import Vault


class Reaction(Struct, frozen=True):
    """`key` tells apart what follows from one cause, an event's position or an obligation."""

    cause: str
    key: str
    command: Command
    causation: str  # the event it follows from, stream@version
    correlation: UUID | None = None

    def id(self, tenant: str, vault: Vault) -> UUID:
        return vault.command_id("reactions", f"{tenant}:{self.cause}:{self.key}")
