"""不定期向县政府报告: how a reform is carried out by every organ, told upwards (XG23-33).

What came in of the periods that it is about is frozen in it, with the position of the log; a
circular (通报) may cite it. What is not in figures is written out, item by item.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import Report
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.reports.collected import Collected

_LENGTH = 5_000
_PERIODS = 12


class SendOverview(Command, frozen=True, kw_only=True):
    """Report on what came in of some periods: `of` is the report that they are of.

    `contents`: in words, for each item that the rules ask for, without personal data.
    """

    TYPE: ClassVar[str] = "reports.send_overview"
    number: str
    report: str
    of: str
    periods: tuple[str, ...]
    contents: dict[str, str]
    document_number: str


class OverviewSent(Event, frozen=True, kw_only=True):
    """`position`: as far as the log had come."""

    TYPE: ClassVar[str] = "reports.overview_sent"
    number: str
    report: str
    of: str
    organ: str
    to: str
    collected: tuple[Collected, ...]
    position: int
    contents: dict[str, str]
    document_number: str
    person: str
    policy: str


EVENTS = (OverviewSent,)


class Overview(Struct, frozen=True):
    number: str


def terms_of(report: str, rules: Rulebook) -> tuple[Report, str, str]:
    """The report that is owed at no fixed time, with who makes it and to whom."""
    terms = next(
        (it for it in rules.pack.report if (it.id, it.every) == (report, "irregular")), None
    )
    if terms is None:
        raise rules.refuse(Invalid, "reports.no_overview", f"没有规定不定期报告“{report}”")
    cast = Cast(rules.pack.matter[0], "", {})  # the two are of no case
    found = [bind(rules, party, cast) for party in (terms.by, terms.to)]
    if not all(found):
        raise rules.refuse(Invalid, "reports.no_overview", f"“{terms.name}”的报告单位没有确定")
    return terms, found[0][0], found[1][0]


def check(command: SendOverview, rules: Rulebook) -> None:
    """Before anything is counted for it."""
    periods = command.periods
    if not 0 < len(periods) <= _PERIODS or len(set(periods)) < len(periods):
        raise rules.refuse(
            Invalid, "reports.overview_periods", f"写明所报告的各期，不重复，不超过{_PERIODS}期"
        )


def send(
    command: SendOverview,
    state: Overview | None,
    collected: tuple[Collected, ...],
    position: int,
    person: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    terms, organ, to = terms_of(command.report, rules)
    if state is not None:
        raise rules.refuse(
            IllegalState, "reports.number_taken", f"报告编号{command.number}已被使用"
        )
    said = {item: text for item, text in command.contents.items() if text.strip()}
    if set(said) != set(terms.contents) or any(len(text) > _LENGTH for text in said.values()):
        raise rules.refuse(
            Invalid,
            "reports.overview_contents",
            f"报告须逐项填写，各不超过{_LENGTH}字，不写其他项：{'、'.join(terms.contents)}",
        )
    if not command.document_number.strip():
        raise rules.refuse(Invalid, "reports.document_number", "请填写报送文书的编号")
    return [
        OverviewSent(
            occurred_at=at,
            number=command.number,
            report=command.report,
            of=command.of,
            organ=organ,
            to=to,
            collected=collected,
            position=position,
            contents=said,
            document_number=command.document_number,
            person=person,
            policy=rules.version,
        )
    ]


def evolve(state: Overview | None, event: Event) -> Overview | None:
    return Overview(event.number) if isinstance(event, OverviewSent) else state
