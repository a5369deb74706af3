"""What must hold before a matter is listed, or moved, under a mode: an upper level's demands.

One question, asked of facts that the caller looked up: `require_listable`. Each demand is refused
with the clause and the words of the upper level's own document (JX24 一, 二, 三; DOMAIN B2).
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from domain.kernel.pack import Demand, Matter
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.matters.asked import Answer, Asked, ListingFacts
from domain.matters.demands import answer, with_channel

__all__ = ["ListingFacts", "Met", "catalogues_of", "demands_on", "require_listable", "unmet"]


class Met(Struct, frozen=True):
    """A demand that was met, and by what: a paper, a version of a catalogue, a fact."""

    demand: str
    by: str
    clause: str


def require_listable(
    matter: Matter, mode: str, facts: ListingFacts, at: datetime, rules: Rulebook
) -> tuple[Met, ...]:
    """Everything that was demanded and what met it, for the event to keep.

    Raises the first demand that is not met, in the order of the upper level's document. Without an
    upper level nothing is demanded.
    """
    found: list[Met] = []
    for demand, met in _answers(matter, mode, facts, at, rules):
        if isinstance(met, Refusal):
            raise met
        found.append(Met(demand.id, met, demand.clause))
    return tuple(found)


def unmet(
    matter: Matter, mode: str, facts: ListingFacts, at: datetime, rules: Rulebook
) -> tuple[Refusal, ...]:
    """All that is still missing, for whoever prepares the listing."""
    answers = (met for _, met in _answers(matter, mode, facts, at, rules))
    return tuple(met for met in answers if isinstance(met, Refusal))


def demands_on(mode: str, rules: Rulebook) -> tuple[Demand, ...]:
    """What the upper level demands of whatever is listed under a mode."""
    upper = rules.pack.upper
    found = upper.demand if upper else ()
    return tuple(demand for demand in found if not demand.modes or mode in demand.modes)


def catalogues_of(mode: str, rules: Rulebook) -> tuple[str, ...]:
    """The catalogues that are asked for, each once: what the caller must look up."""
    return tuple(dict.fromkeys(name for it in demands_on(mode, rules) for name in it.catalogue))


def _answers(
    matter: Matter, mode: str, facts: ListingFacts, at: datetime, rules: Rulebook
) -> Iterator[tuple[Demand, Answer]]:
    if _goes_back(mode, facts.current, facts.before or rules):
        return
    day = day_of(at, rules)
    for demand in demands_on(mode, rules):
        yield demand, answer(Asked(demand, matter, mode, facts, day, rules))


def _goes_back(mode: str, current: str | None, rules: Rulebook) -> bool:
    """Into the channel of its own mode: nothing is listed, power is taken back (B-20)."""
    if current is None or current == mode or current not in rules.modes:
        return False
    return mode in with_channel(current, rules)
