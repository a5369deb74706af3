"""改革情况汇总: what a county tells the levels above of its reform, by a day (JX24-39, -40).

Its figures are counted from the log when it is sent, and stay as they were then: the position that
they were made at is in the event. What they cannot say is written out, item by item.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import SummaryTerms
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook

_LENGTH = 5_000


class InMode(Struct, frozen=True):
    """Of one handling mode: matters in it, and the cases of the time."""

    mode: str
    matters: int = 0
    received: int = 0
    granted: int = 0
    refused: int = 0


class Figures(Struct, frozen=True, kw_only=True):
    """What was recorded behind one position of the log and up to another: each is in one summary.

    `after` is where the summary before ended, sent on the day `since`; before the first one there
    is nothing, and `since` is the day that the county's rules began. What is recorded behind
    `position` is in the next one, whenever it happened.

    `findings` by kind, without those dismissed; `inspected`: outcomes of self-inspections by
    remedy, as they stand; pushes by their term, those open as they wait (JX24-38).
    """

    since: date
    until: date | None = None  # None: sent before periods were told
    after: int = 0
    position: int
    modes: tuple[InMode, ...]
    pushes_on_time: int
    pushes_late: int
    pushes_open: int
    findings: Mapping[str, int]
    inspected: Mapping[str, int]
    service_points: int
    services: int
    points: int

    @property
    def span(self) -> str:
        """Its days in words."""
        return f"自{self.since}{f'至{self.until}' if self.until else '起'}"

    @property
    def period(self) -> str:
        """The period in words, for whoever looks it up in the log."""
        return f"{self.span}，日志位置{self.after}之后至{self.position}"


class Counted(Struct, frozen=True, kw_only=True):
    """What was counted of a time: cases by mode, those decided by mode and outcome."""

    received: Mapping[str, int]
    decided: Mapping[tuple[str, str], int]
    findings: Mapping[str, int]
    pushes_on_time: int
    pushes_late: int
    pushes_open: int
    service_points: int
    services: int
    points: int

    def modes(self, matters: Mapping[str, int]) -> tuple[InMode, ...]:
        """Each mode that has matters, or cases of the time."""
        found = sorted({*matters, *self.received, *(mode for mode, _ in self.decided)})
        return tuple(
            InMode(
                mode,
                matters.get(mode, 0),
                self.received.get(mode, 0),
                self.decided.get((mode, "granted"), 0),
                self.decided.get((mode, "refused"), 0),
            )
            for mode in found
        )


PUSH = "push"
"""The kind of what is due whose terms a summary counts (JX24-38)."""
NOTHING = Figures(
    since=date.min,
    position=0,
    modes=(),
    pushes_on_time=0,
    pushes_late=0,
    pushes_open=0,
    findings={},
    inspected={},
    service_points=0,
    services=0,
    points=0,
)
"""What was told before the first summary."""


class SendSummary(Command, frozen=True, kw_only=True):
    """Send it: the county's own words for each item that it must contain, and its number."""

    TYPE: ClassVar[str] = "reports.send_summary"
    year: int
    contents: dict[str, str]
    document_number: str


class SummarySent(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "reports.summary_sent"
    year: int
    organ: str
    to: str
    contents: dict[str, str]
    document_number: str
    figures: Figures
    person: str
    policy: str


EVENTS = (SummarySent,)


class Summary(Struct, frozen=True):
    sent: SummarySent


def terms_of(year: int, rules: Rulebook) -> SummaryTerms:
    terms = rules.pack.summary
    if terms is None or terms.due_on.year != year:
        raise rules.refuse(Invalid, "reports.no_summary", f"没有规定{year}年报送改革情况汇总")
    return terms


def sender(terms: SummaryTerms, rules: Rulebook) -> str:
    """The organ named, else the first one in that role."""
    able = (organ.id for organ in rules.pack.organ if terms.by in (organ.id, *organ.roles))
    return rules.organ(next(able, terms.by)).id


def send(
    command: SendSummary,
    state: Summary | None,
    figures: Figures,
    person: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    terms = terms_of(command.year, rules)
    if state is not None:
        raise rules.refuse(
            IllegalState, "reports.summary_sent", f"{command.year}年的汇总已经报送，不再改动"
        )
    missing = [
        words
        for item, words in terms.contents.items()
        if not 0 < len(command.contents.get(item, "").strip()) <= _LENGTH
    ]
    if missing or command.contents.keys() - terms.contents.keys():
        raise rules.refuse(
            Invalid,
            "reports.summary_contents",
            f"汇总须逐项填写，各不超过{_LENGTH}字，不写其他项：{'、'.join(terms.contents.values())}",
        )
    if not command.document_number.strip():
        raise rules.refuse(Invalid, "reports.document_number", "请填写报送文书的编号")
    return [
        SummarySent(
            occurred_at=at,
            year=command.year,
            organ=sender(terms, rules),
            to=terms.to,
            contents=command.contents,
            document_number=command.document_number,
            figures=figures,
            person=person,
            policy=rules.version,
        )
    ]


def evolve(state: Summary | None, event: Event) -> Summary | None:
    return Summary(event) if isinstance(event, SummarySent) else state
