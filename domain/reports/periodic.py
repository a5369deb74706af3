"""One report of one organ to another on one period (XG23-61, -68, B-07).

Its figures are counted from the log when its principal signs it, and stay as they were then
(invariant 7). What becomes known later makes another statement beside it: that one cites the one
before, and says of each number that changed which events changed it. Each is received by itself.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.reports.closing import Closed, Owed
from domain.reports.figures import Difference, Figures

_LENGTH = 5_000


class ReportCommand(Command, frozen=True, kw_only=True):
    """`by` reports to `to` on the period."""

    report: str
    period: str
    by: str
    to: str


class SendReport(ReportCommand, frozen=True, kw_only=True):
    """Sign and send it, under its number; `remarks`: in words, without personal data."""

    TYPE: ClassVar[str] = "reports.send"
    document_number: str
    remarks: str = ""


class RestateReport(ReportCommand, frozen=True, kw_only=True):
    """Send what the figures are now, beside what was sent, with the reason."""

    TYPE: ClassVar[str] = "reports.restate"
    document_number: str
    reason: str


class ReceiveReport(ReportCommand, frozen=True, kw_only=True):
    """The one it is for has what was sent last."""

    TYPE: ClassVar[str] = "reports.receive"


class ReportEvent(Event, frozen=True, kw_only=True):
    report: str
    period: str
    by: str
    to: str


class Stated(ReportEvent, frozen=True, kw_only=True):
    """`digest`: SHA-256 of the figures' canonical JSON; `policy`: the rules that they go by."""

    document_number: str
    figures: Figures
    digest: str
    person: str
    policy: str


class ReportSent(Stated, frozen=True, kw_only=True):
    """`nil`: nothing happened in the period, which was to be reported too."""

    TYPE: ClassVar[str] = "reports.sent"
    nil: bool
    remarks: str


class ReportRestated(Stated, frozen=True, kw_only=True):
    """`restates`: the statement before, `stream@version`; `restatement`: its number, from 1."""

    TYPE: ClassVar[str] = "reports.restated"
    restatement: int
    restates: str
    differences: tuple[Difference, ...]
    reason: str


class ReportReceived(ReportEvent, frozen=True, kw_only=True):
    """`restatement` 0: the report itself."""

    TYPE: ClassVar[str] = "reports.received"
    restatement: int
    person: str
    post: str


EVENTS = (ReportSent, ReportRestated, ReportReceived)


class Statement(Struct, frozen=True):
    """`restatement` 0: the report itself; `version` of the stream that it is at."""

    restatement: int
    version: int
    at: datetime
    figures: Figures
    received: bool = False


class Reported(Struct, frozen=True):
    """What was stated, in order."""

    statements: tuple[Statement, ...] = ()
    version: int = 0

    @property
    def last(self) -> Statement:
        return self.statements[-1]


def owed(command: ReportCommand, closed: Closed | None, rules: Rulebook) -> Owed:
    """Why it is owed; there is nothing to send before the period is over, nor by anybody else."""
    if closed is None:
        raise rules.refuse(
            IllegalState, "reports.period_open", f"{command.period}的报告单位尚未确定"
        )
    found = closed.owed(command.by, command.to)
    if found is None:
        raise rules.refuse(
            NotFound,
            "reports.not_owed",
            f"{command.period}没有规定{rules.short(command.by)}向{rules.short(command.to)}报告",
        )
    return found


def sent(state: Reported | None, rules: Rulebook) -> Reported:
    if state is None:
        raise rules.refuse(NotFound, "reports.not_sent", "这份报告尚未报送")
    return state


def send(
    command: SendReport,
    state: Reported | None,
    figures: Figures,
    person: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`rules` are those that the period was closed by."""
    if state is not None:
        raise rules.refuse(
            IllegalState, "reports.report_sent", "这份报告已经报送，不再改动；情况有变的，另作补正"
        )
    _require(command.document_number, command.remarks, rules)
    return [
        ReportSent(
            occurred_at=at,
            report=command.report,
            period=command.period,
            by=command.by,
            to=command.to,
            document_number=command.document_number,
            figures=figures,
            digest=figures.digest,
            person=person,
            policy=rules.version,
            nil=figures.nil,
            remarks=command.remarks,
        )
    ]


def restate(
    command: RestateReport,
    state: Reported,
    figures: Figures,
    differences: tuple[Difference, ...],
    by: tuple[str, str],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`differences` from what was stated last; `by`: the person, and the report's stream."""
    if not differences:
        raise rules.refuse(
            IllegalState, "reports.nothing_new", "数据与已报送的相同，没有需要补正的内容"
        )
    if not command.reason.strip():
        raise rules.refuse(Invalid, "reports.incomplete", "请说明补正的原因")
    _require(command.document_number, command.reason, rules)
    person, stream = by
    return [
        ReportRestated(
            occurred_at=at,
            report=command.report,
            period=command.period,
            by=command.by,
            to=command.to,
            document_number=command.document_number,
            figures=figures,
            digest=figures.digest,
            person=person,
            policy=rules.version,
            restatement=state.last.restatement + 1,
            restates=f"{stream}@{state.last.version}",
            differences=differences,
            reason=command.reason,
        )
    ]


def receive(
    command: ReceiveReport, state: Reported, by: tuple[str, str], at: datetime, rules: Rulebook
) -> list[Event]:
    """`by`: person and post."""
    if state.last.received:
        raise rules.refuse(IllegalState, "reports.already_received", "最近报送的已经签收")
    person, post = by
    return [
        ReportReceived(
            occurred_at=at,
            report=command.report,
            period=command.period,
            by=command.by,
            to=command.to,
            restatement=state.last.restatement,
            person=person,
            post=post,
        )
    ]


def evolve(state: Reported | None, event: Event) -> Reported | None:
    state = state or Reported()
    version = state.version + 1
    match event:
        case ReportSent(figures=figures, occurred_at=at):
            stated = Statement(0, version, at, figures)
            return replace(state, statements=(stated,), version=version)
        case ReportRestated(figures=figures, occurred_at=at, restatement=number):
            stated = Statement(number, version, at, figures)
            return replace(state, statements=(*state.statements, stated), version=version)
        case ReportReceived():
            received = replace(state.last, received=True)
            return replace(state, statements=(*state.statements[:-1], received), version=version)
    return replace(state, version=version)


def _require(document_number: str, words: str, rules: Rulebook) -> None:
    if not document_number.strip():
        raise rules.refuse(Invalid, "reports.document_number", "请填写报送文书的编号")
    if len(words) > _LENGTH:
        raise rules.refuse(Invalid, "reports.incomplete", f"文字说明不超过{_LENGTH}字")
