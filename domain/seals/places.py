"""Where a county's seals are: who may own and keep one of a kind, under which number, who engraves.

The pack binds owner and holder of a seal to the parties of a case; a seal is there before any case
is, so it is looked for which matters and windows lead to it.
"""

from collections.abc import Iterator

from domain.kernel.instruments import CONCLUDED, seal_numbers
from domain.kernel.pack import Matter, SealRule
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook


def owners(rules: Rulebook, rule: SealRule, holder: str) -> tuple[str, ...]:
    """The organs whose seal of this kind the holder may keep."""
    return tuple(dict.fromkeys(_owners(rules, rule, holder)))


def _owners(rules: Rulebook, rule: SealRule, holder: str) -> Iterator[str]:
    receivers = _receivers(rules, holder)
    bearing = [m for m in rules.pack.matter if any(_bears(m, rules, rule))]
    # Before any matter is listed, what the parties say without one (B-64).
    for matter in bearing or [Matter(no=0, name="", mode="")]:
        for cast in (Cast(matter, receiver, {}) for receiver in receivers):
            if holder in bind(rules, rule.holder, cast):
                yield from bind(rules, rule.owner, cast)


def _bears(matter: Matter, rules: Rulebook, rule: SealRule) -> Iterator[bool]:
    modes = rules.modes_of(matter.no)
    return (rule.id in step.seal for mode in modes for step in mode.step)


def _receivers(rules: Rulebook, holder: str) -> tuple[str, ...]:
    """Windows at which a case may lead to the holder: its own, below it, one of anybody else's.

    A department keeps a seal wherever the applicant came, so one township's window will do.
    """
    below = rules.below(holder)
    elsewhere = [o.id for o in rules.pack.organ if o.level == "township" and o.id not in below][:1]
    return (*below, *elsewhere)


def of_holder(rules: Rulebook, holder: str) -> Iterator[tuple[str, int]]:
    """Owner and number of every seal that the organ may keep."""
    organ = rules.organs.get(holder)
    if organ is None or not organ.seals:
        return
    for rule in rules.seals.values():
        for owner in owners(rules, rule, holder):
            for number in seal_numbers(rule, organ):
                yield owner, number


def under_agreement(rules: Rulebook, rule: SealRule) -> bool:
    """Whether the seal is handed over under what its owner and its holder concluded (XG23-16)."""
    return any(
        need.instrument in CONCLUDED and need.between == (rule.owner, rule.holder)
        for mode in rules.modes.values()
        if any(rule.id in step.seal for step in mode.step)
        for need in mode.needs
    )


def engravers(rules: Rulebook, rule: SealRule, owner: str, holder: str) -> tuple[str, ...]:
    """Who has the seal engraved: its owner, its holder, or a body that the pack names (XG23-54)."""
    if rule.engraved_by in (None, rule.owner):
        return (owner,)
    if rule.engraved_by == rule.holder:
        return (holder,)
    found = (bind(rules, rule.engraved_by or "", Cast(m, holder, {})) for m in rules.pack.matter)
    return next((organs for organs in found if organs), ())
