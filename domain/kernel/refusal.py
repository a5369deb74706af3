"""Why a command was refused: one of four kinds, a stable code, the rule and its clause.

Refusals are raised by deciders and change nothing. A refusal that must be remembered (an attempt to
exercise power without it) is also written as an event by whoever runs the command.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from domain.kernel.platform_rules import GROUNDS


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """Base. `code` is stable and never translated; `clause` and `text` are the rule as written.

    `text` is empty where the rule is the platform's own. `source` holds requirement ids, for
    programs and auditors; people are shown the clause.
    """

    kind: ClassVar[str] = "refused"

    def __init__(
        self,
        code: str,
        message: str,
        *,
        clause: str = "",
        text: str = "",
        source: str = "",
        detail: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        ground = GROUNDS.get(code)
        self.code = code
        self.message = message
        self.clause = clause or (ground.clause if ground else "")
        self.text = text
        self.source = source or (ground.source if ground else "")
        self.detail = dict(detail or {})

    def __str__(self) -> str:
        return f"{self.message}（{self.clause}）" if self.clause else self.message


class Invalid(Refusal):
    """The command says something that cannot be true or is not complete."""

    kind = "invalid"


class BeforePredecessor(Invalid):
    """The act is dated before what it follows; `latest` is when that was."""

    def __init__(self, latest: datetime) -> None:
        super().__init__(
            "time.before_predecessor", f"发生时间早于上一步（{latest:%Y-%m-%d %H:%M:%S} UTC）"
        )
        self.latest = latest


class IllegalState(Refusal):
    """The thing exists, but not in a state that allows this."""

    kind = "illegal_state"


class NotFound(Refusal):
    """There is no such thing in this tenant."""

    kind = "not_found"


class NotPermitted(Refusal):
    """Whoever asks does not hold the power for it."""

    kind = "not_permitted"
