"""A programme's phases: which it is in by the calendar, and in which it is tried out (B-60, B-61).

No event starts a phase: the plan's own dates do.
"""

from datetime import date

from domain.kernel.pack import Phase, Programme
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook


def programme(identity: str, rules: Rulebook) -> Programme:
    for found in rules.pack.programme:
        if found.id == identity:
            return found
    raise rules.refuse(NotFound, "programmes.unknown", f"没有改革“{identity}”")


def lead(identity: str, rules: Rulebook) -> str:
    """The organ that runs the programme: the one named, else the issuer of its document."""
    found = programme(identity, rules)
    if found.lead is not None:
        return found.lead
    issuers = (d.issuer for d in rules.pack.document if d.id == found.document)
    return rules.find(next(issuers, None) or "").id


def phases(identity: str, rules: Rulebook) -> tuple[Phase, ...]:
    """In the order in which they begin."""
    own = (phase for phase in rules.pack.phase if phase.programme == identity)
    return tuple(sorted(own, key=lambda phase: phase.starts_on))


def current(identity: str, day: date, rules: Rulebook) -> Phase | None:
    """Of phases that overlap the latest begun counts; None before the first and after the last."""
    begun = [phase for phase in phases(identity, rules) if phase.starts_on <= day]
    over = all(phase.ends_on < day for phase in begun)
    return None if over else begun[-1]


def trial_phase(identity: str, rules: Rulebook) -> Phase | None:
    """The phase that says how many townships try the programme out; None: none does."""
    return next((phase for phase in phases(identity, rules) if phase.pilots is not None), None)
