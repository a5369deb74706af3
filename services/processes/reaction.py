"""A command that follows from an event or from a due date, under an id that repeats with it."""

from uuid import UUID, uuid5

from msgspec import Struct

from domain.kernel.event import Command

_NAMESPACE = UUID("5f0c9d3e-6d0b-5b0e-9a52-3f6d7c1e8a40")


class Reaction(Struct, frozen=True):
    """`key` tells apart what follows from one cause, an event's position or an obligation."""

    cause: str
    key: str
    command: Command
    causation: str  # the event it follows from, stream@version
    correlation: UUID | None = None

    def id(self, tenant: str) -> UUID:
        return uuid5(_NAMESPACE, f"{tenant}:{self.cause}:{self.key}")
