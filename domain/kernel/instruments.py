"""Instruments of a handling mode, bound to a case: which two organs, which seal, which programme.

What two organs concluded is kept on one stream, whatever the county calls it and however many of
them sign: an agreement, a memorandum (ZZ22-04), an acceptance that is only confirmed.
"""

from collections.abc import Iterable, Iterator

from domain.kernel.pack import Mode, Need, Organ, SealRule
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook

Pair = tuple[str, str]
"""Who hands down, and to whom."""

CONFIRMATION = "acceptance_confirmation"
DELEGATED = frozenset({"agreement", "memorandum"})
"""What hands the decision itself down (行政许可法 24)."""
SIGNED = DELEGATED | {"acceptance_agreement"}
"""What both sides sign; where one only accepts and reviews, the other decides (XG22-08)."""
CONCLUDED = SIGNED | {CONFIRMATION}
ANNOUNCEMENT = "announcement"
PROCEDURE = "procedure_fixed"
"""How the two organs handle the matter between them is fixed by a document (XG22-08)."""
OPEN = "unspecified"
"""No instrument: the list does not say how the matter is handled (B-41)."""
_OF_AN_AGREEMENT = frozenset({ANNOUNCEMENT, PROCEDURE})
BETWEEN_TWO = CONCLUDED | _OF_AN_AGREEMENT
"""What is kept on the stream of a pair."""
SEAL = "seal:"
TRIAL = "pilot:"
READY = "ready:"
"""A programme of which nobody found that the township lacks the conditions (JX24-03)."""
OF_PROGRAMME = (TRIAL, READY)
WINDOW = "window:"


def programme_of(need: Need) -> str | None:
    """The programme that an instrument is about, if it is about one."""
    _, _, named = need.instrument.partition(":")
    return named if need.instrument.startswith(OF_PROGRAMME) else None


def pair_of(need: Need, mode: Mode, cast: Cast, rules: Rulebook) -> Pair | None:
    """Between whom it stands; what names nobody follows the mode's first agreement."""
    between = need.between
    if not between and need.instrument in _OF_AN_AGREEMENT:
        between = next((n.between for n in mode.needs if n.instrument in CONCLUDED), ())
    return _pair(between, cast, rules)


def withdrawable(mode: Mode, cast: Cast, rules: Rulebook) -> Pair | None:
    """Who may take authority under the mode back, and from whom (XG22-20)."""
    return _pair(mode.withdrawable, cast, rules)


def _pair(parties: Iterable[str], cast: Cast, rules: Rulebook) -> Pair | None:
    """The first organ that each party is bound to; None unless they are two."""
    match [organ for party in parties for organ in bind(rules, party, cast)[:1]]:
        case [first, second]:
            return first, second
    return None


def on_record(mode: Mode, cast: Cast, rules: Rulebook) -> Iterator[Pair]:
    """The pairs whose stream says whether the mode's instruments stand in a case."""
    yield from pairs(mode, cast, rules, BETWEEN_TWO)
    pair = withdrawable(mode, cast, rules)
    if pair is not None:
        yield pair


def pairs(
    mode: Mode, cast: Cast, rules: Rulebook, instruments: frozenset[str] = CONCLUDED
) -> Iterator[Pair]:
    """Whoever must have concluded something before a case runs under the mode."""
    for need in mode.needs:
        pair = pair_of(need, mode, cast, rules) if need.instrument in instruments else None
        if pair is not None:
            yield pair


def windows(mode: Mode) -> tuple[str, ...]:
    """The dedicated windows that a mode asks to be open, or somebody to be posted to."""
    needed = [
        n.instrument.removeprefix(WINDOW) for n in mode.needs if n.instrument.startswith(WINDOW)
    ]
    posted = [step.window for step in mode.step if step.window is not None]
    return tuple(dict.fromkeys((*needed, *posted)))


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
