"""The figures of a periodic report, counted from the log: one pass over what it recorded since.

What happened within the period counts, whenever it was recorded up to the position (XG23-61, -68).
Two counts are compared thing by thing, so that a later one can say what made the difference.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from domain.kernel import streams
from domain.kernel.event import Recorded
from domain.kernel.facts import Period, Seal
from domain.kernel.instruments import sealed
from domain.kernel.parties import Cast
from domain.kernel.rulebook import Rulebook
from domain.reports.closing import Owed, PeriodClosed, parties
from domain.reports.figures import Difference, Figures, differences, figures
from domain.reports.periods import terms_of
from domain.seals import events as seals
from domain.seals.events import SealEvent
from services.commands.tally import COUNTED, Place, Scope, Tally, Things
from services.unit import Unit

_SEALS = seals.EVENTS


def scope_of(closed: PeriodClosed, owed: Owed, rules: Rulebook) -> Scope:
    """What was handed down in the period, and what may have come in before and ends in it."""
    terms, _ = terms_of(closed.report, rules)
    matters = parties(terms, rules).get((owed.to, owed.by), frozenset()) | {*owed.matters}
    modes = frozenset(terms.mode)
    seals = {
        place
        for no in matters
        for mode in rules.modes_of(no)
        if not modes or mode.id in modes
        for _, place in sealed(mode, Cast(rules.matter(no), owed.by, {}), rules)
        if place[0] == owed.to
    }
    return Scope(
        by=owed.by,
        to=owed.to,
        period=Period(closed.start, closed.end),
        handed_down=frozenset(owed.matters),
        matters=matters,
        modes=modes,
        seals=frozenset(seals),
        rules=rules,
    )


async def counted(unit: Unit, scope: Scope) -> Figures:
    """As far as the log has come."""
    head = await unit.head()
    tally = Tally(scope)
    async for recorded in _events(unit, scope.period.start, head):
        await tally.take(recorded, unit)
    seals = {place: await _seal(unit, place) for place in scope.seals}
    return _figures(head, tally.with_irregular(seals), scope)


async def idle(
    unit: Unit, closed: PeriodClosed, owed: Sequence[Owed], rules: Rulebook, until: int
) -> list[Owed]:
    """Those who have nothing to report, as far as a position of the log: in one pass for all."""
    tallies = [Tally(scope_of(closed, it, rules)) for it in owed]
    async for recorded in _events(unit, closed.start, until):
        for tally in tallies:
            await tally.take(recorded, unit)
    return [
        it
        for it, tally in zip(owed, tallies, strict=True)
        if not any(tally.with_irregular({}).values())
    ]


async def compared(
    unit: Unit, scope: Scope, stated: Figures
) -> tuple[Figures, tuple[Difference, ...]]:
    """The figures now, and in what they differ from those that were stated, with the reasons."""
    head = await unit.head()
    tally, before = Tally(scope), None
    async for recorded in _events(unit, scope.period.start, head):
        if before is None and recorded.position > stated.position:
            before = tally.copy()
        await tally.take(recorded, unit)
    seals = {place: await _seal(unit, place) for place in scope.seals}
    changes: dict[Place, list[Recorded]] = {place: [] for place in scope.seals}
    async for recorded in unit.history(*_SEALS, after=stated.position, until=head):
        if isinstance(recorded.event, SealEvent):
            changes.get((recorded.event.owner, recorded.event.number), []).append(recorded)
    then = dict(seals)
    for place, since in changes.items():
        if since:
            was = await unit.as_of(since[0].stream, since[0].version - 1, Seal)
            then[place] = was.state
    old, new = (before or tally).with_irregular(then), tally.with_irregular(seals)
    why = tally.reasons(old, new, stated.position, changes)
    found = _figures(head, new, scope)
    return found, tuple(differences(stated, found, why))


async def _events(unit: Unit, start: datetime, until: int) -> AsyncIterator[Recorded]:
    """What happened in a period was recorded no earlier than it began."""
    after = await unit.known_at(start)
    async for recorded in unit.history(*COUNTED, after=after, until=until):
        yield recorded


async def _seal(unit: Unit, place: Place) -> Seal | None:
    return (await unit.get(streams.seal(*place), Seal)).state


def _figures(position: int, things: Things, scope: Scope) -> Figures:
    counts = {figure: len(found) for figure, found in things.items()}
    return figures(position, counts, scope.handed_down)
