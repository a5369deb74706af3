"""Instruments of a handling mode, bound to a case: which two organs, which seal, which programme.

What two organs concluded is kept on one stream, whatever the county calls it and however many of
them sign: an agreement, a memorandum (ZZ22-04), an acceptance that is only confirmed.
"""

from collections.abc import Iterator

from domain.kernel.pack import Mode, Need, Organ, SealRule
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook

Pair = tuple[str, str]
"""Who hands down, and to whom."""

CONFIRMATION = "acceptance_confirmation"
SIGNED = frozenset({"agreement", "acceptance_agreement", "memorandum"})
"""What both sides sign."""
CONCLUDED = SIGNED | {CONFIRMATION}
ANNOUNCEMENT = "announcement"
OPEN = "unspecified"
"""No instrument: the list does not say how the matter is handled (B-41)."""
SEAL = "seal:"
TRIAL = "pilot:"


def pair_of(need: Need, mode: Mode, cast: Cast, rules: Rulebook) -> Pair | None:
    """Between whom the instrument stands; an announcement is of the mode's first agreement."""
    between = need.between
    if not between and need.instrument == ANNOUNCEMENT:
        between = next((n.between for n in mode.needs if n.instrument in CONCLUDED), ())
    found = tuple(organ for party in between for organ in bind(rules, party, cast)[:1])
    return (found[0], found[1]) if len(found) == 2 else None  # noqa: PLR2004  a pair


def pairs(
    mode: Mode, cast: Cast, rules: Rulebook, instruments: frozenset[str] = CONCLUDED
) -> Iterator[Pair]:
    """Whoever must have concluded something before a case runs under the mode."""
    for need in mode.needs:
        pair = pair_of(need, mode, cast, rules) if need.instrument in instruments else None
        if pair is not None:
            yield pair


def seal_numbers(rule: SealRule, holder: Organ) -> tuple[int, ...]:
    """The numbers that a holder's seals of this kind may have; one seal is number 1."""
    if rule.numbered_by_holder:
        return () if holder.seal_no is None else (holder.seal_no,)
    first, last = rule.numbers or (1, 1)
    return tuple(range(first, last + 1))


def sealed(mode: Mode, cast: Cast, rules: Rulebook) -> Iterator[tuple[str, tuple[str, int]]]:
    """The seals that would do for what the mode needs: the rule, then owner and number."""
    for need in mode.needs:
        if not need.instrument.startswith(SEAL):
            continue
        rule = rules.seals[need.instrument.removeprefix(SEAL)]
        for holder in bind(rules, rule.holder, cast):
            for number in seal_numbers(rule, rules.organ(holder)):
                for owner in bind(rules, rule.owner, cast):
                    yield rule.id, (owner, number)
