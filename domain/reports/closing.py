"""The end of a period: who owes whom the report on it, and why (XG23-61, -68, B-07).

Time makes one event, which names everybody who owes it; what follows for each of them does so from
the event. A period is closed once. What is known only later, by paper that was entered after it, is
said by an event that cites the closing: who owes it as well, and who did not owe it. These stay on
its list, freed of it, and may report all the same.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.facts import Agreement, Fact, Period, Pilot
from domain.kernel.pack import Report
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.reports.periods import bounds, terms_of


class ClosePeriod(Command, frozen=True, kw_only=True):
    """A period is over: find out who owes the report on it."""

    TYPE: ClassVar[str] = "reports.close_period"
    AUTOMATED: ClassVar[bool] = True
    report: str
    period: str


class AmendPeriod(Command, frozen=True, kw_only=True):
    """Something that happened before a period was over is known by now: who owes it, who not?"""

    TYPE: ClassVar[str] = "reports.amend_period"
    AUTOMATED: ClassVar[bool] = True
    report: str
    period: str


class Owed(Struct, frozen=True, kw_only=True):
    """`by` owes it to `to` for these matters, which the agreement (its version then) handed down.

    `since` and `until`: from when until when in the period at least one of them was.
    """

    by: str
    to: str
    matters: tuple[int, ...]
    agreement: str
    since: datetime
    until: datetime


class PeriodEvent(Event, frozen=True, kw_only=True):
    """Who owes it, by the rules `policy`."""

    report: str
    period: str
    owed: tuple[Owed, ...]
    policy: str


class PeriodClosed(PeriodEvent, frozen=True, kw_only=True):
    """`start` is the first moment of the period, `end` the first one after it.

    Nobody may owe it: then that is what the event says.
    """

    TYPE: ClassVar[str] = "reports.period_closed"
    start: datetime
    end: datetime


class PeriodAmended(PeriodEvent, frozen=True, kw_only=True):
    """What nobody knew when it was closed: `owed`, by whom as well; `freed`: by whom not.

    `amends`: the closing.
    """

    TYPE: ClassVar[str] = "reports.period_amended"
    amends: str
    freed: tuple[Owed, ...] = ()


EVENTS = (PeriodClosed, PeriodAmended)


class Closed(Struct, frozen=True):
    """`owing`: everybody who was found to owe it, of whom `freed` did not, as is known by now."""

    event: PeriodClosed
    owing: tuple[Owed, ...]
    freed: tuple[Owed, ...] = ()

    def owed(self, by: str, to: str) -> Owed | None:
        return next((it for it in self.owing if (it.by, it.to) == (by, to)), None)


class Known(Struct, frozen=True):
    """What is known of who handed down what, and of what was tried out where."""

    agreements: Mapping[tuple[str, str], Fact[Agreement]]
    pilots: Mapping[int, Pilot]


def close(
    command: ClosePeriod, state: Closed | None, known: Known, at: datetime, rules: Rulebook
) -> list[Event]:
    """`rules` are those of the period's last day; closing it again appends nothing."""
    if state is not None:
        return []
    terms, every = terms_of(command.report, rules)
    start, end = bounds(every, command.period, rules)
    if at < end:
        raise rules.refuse(
            IllegalState, "reports.period_not_over", f"{command.period}尚未结束，不确定报告单位"
        )
    return [
        PeriodClosed(
            occurred_at=at,
            report=command.report,
            period=command.period,
            start=start,
            end=end,
            owed=tuple(_owed(terms, known, Period(start, end), rules)),
            policy=rules.version,
        )
    ]


def amend(
    command: AmendPeriod, state: Closed, known: Known, at: datetime, rules: Rulebook
) -> list[Event]:
    """`rules` are those that it was closed by; where nothing is otherwise, nothing is said."""
    terms, _ = terms_of(command.report, rules)
    within = Period(state.event.start, state.event.end)
    owing = {(it.by, it.to): it for it in _owed(terms, known, within, rules)}
    added = tuple(it for pair, it in owing.items() if state.owed(*pair) is None)
    freed = tuple(it for it in state.owing if (it.by, it.to) not in owing and it not in state.freed)
    if not added and not freed:
        return []
    return [
        PeriodAmended(
            occurred_at=at,
            report=command.report,
            period=command.period,
            owed=added,
            policy=rules.version,
            amends=f"{streams.report_period(command.report, command.period)}@1",
            freed=freed,
        )
    ]


def due(report: str, period: str, pair: tuple[str, str]) -> str:
    """The id of what `pair`, who reports and to whom, owes on a period."""
    return ":".join(("report", report, period, *pair))


def evolve(state: Closed | None, event: Event) -> Closed | None:
    match event:
        case PeriodClosed():
            return Closed(event, event.owed)
        case PeriodAmended() if state:
            return replace(
                state, owing=(*state.owing, *event.owed), freed=(*state.freed, *event.freed)
            )
    return state


def parties(terms: Report, rules: Rulebook) -> dict[tuple[str, str], frozenset[int]]:
    """(who receives it, who reports) -> the matters that are reported on, once handed down."""
    found: dict[tuple[str, str], set[int]] = {}
    for matter in rules.pack.matter:
        modes = {mode.id for mode in rules.modes_of(matter.no)}
        if terms.mode and modes.isdisjoint(terms.mode):
            continue
        for organ in rules.organs:
            cast = Cast(matter, organ, {})
            if organ in bind(rules, terms.by, cast):
                for to in bind(rules, terms.to, cast):
                    found.setdefault((to, organ), set()).add(matter.no)
    return {pair: frozenset(matters) for pair, matters in found.items() if pair[0] != pair[1]}


def _owed(terms: Report, known: Known, within: Period, rules: Rulebook) -> Iterator[Owed]:
    for (to, by), matters in sorted(parties(terms, rules).items()):
        fact = known.agreements[to, by]
        held = [
            (no, tried)
            for no, period in _handed_down(fact.state, within)
            if no in matters and (tried := _tried_out(no, by, known.pilots, period, rules))
        ]
        if held:
            yield Owed(
                by=by,
                to=to,
                matters=tuple(sorted({no for no, _ in held})),
                agreement=fact.ref,
                since=min(period.start for _, period in held),
                until=max(period.end for _, period in held if period.end),
            )


def _handed_down(agreement: Agreement | None, within: Period) -> Iterator[tuple[int, Period]]:
    """Each matter in a schedule, with the part of the period in which it was; suspended or not."""
    for term in agreement.terms if agreement else ():
        if not term.countersigned:
            continue
        for entry in term.schedule:
            both = _common(_common(within, term.period), entry.period)
            if both is not None:
                yield entry.matter, both


def _common(one: Period | None, other: Period) -> Period | None:
    if one is None:
        return None
    start = max(one.start, other.start)
    end = min((end for end in (one.end, other.end) if end is not None), default=None)
    return Period(start, end) if end is None or start < end else None


def _tried_out(
    no: int, township: str, pilots: Mapping[int, Pilot], period: Period, rules: Rulebook
) -> Period | None:
    """The part in which a matter on trial was open to the township (XG23-46, -47)."""
    if rules.territory(no) is None:
        return period
    pilot = pilots.get(no)
    if pilot is None:
        return None
    since = pilot.started if township in pilot.organs else pilot.rolled_out
    return _common(period, Period(since, pilot.ended)) if since is not None else None
