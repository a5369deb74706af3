"""Attempts to exercise power without it: remembered on a stream that no decision reads (DESIGN 5).

The command itself is refused and changes nothing else. Repeating it returns the same refusal, told
from the event.
"""

from typing import ClassVar

from domain.kernel.event import Event
from domain.kernel.refusal import NotPermitted


class AttemptMade(Event, frozen=True, kw_only=True):
    """`attempt` is the id of the command that was refused: what tells it from others."""

    TYPE: ClassVar[str] = "attempts.made"
    attempt: str
    organ: str
    person: str
    post: str
    act: str  # wire type of the refused command
    code: str
    message: str
    clause: str
    source: str
    about: str  # the stream that the attempt was about
    detail: dict[str, str]

    def refusal(self) -> NotPermitted:
        return NotPermitted(
            self.code, self.message, clause=self.clause, source=self.source, detail=self.detail
        )


EVENTS = (AttemptMade,)
