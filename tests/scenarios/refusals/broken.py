"""What a row says of a county that the test plays from the start."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from domain.kernel.authority import By
from domain.kernel.event import Command


class Broken(NamedTuple):
    """After `given` in a county at work, `by` asks for `when`: refused.

    `ids`: the requirements that the row shows, the one it is there for first; the refusal's source
    cites it.
    """

    ids: str
    by: By
    when: Command
    code: str
    clause: str
    given: Callable[[Any], Awaitable[object]] | None = None
