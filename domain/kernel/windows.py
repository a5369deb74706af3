"""Which window of a hall a matter goes to: by its domain and by whether it is a licence.

Neither alone decides, since a domain may be at both windows (RA22-11). The table is the county's
own and changes with its pack (RA22-13); a county without windows sends nobody anywhere.
"""

from msgspec import Struct

from domain.kernel.pack import Matter, Power
from domain.kernel.rulebook import Rulebook

_HALL = "case.receiver"


class AtWindow(Struct, frozen=True):
    """`fallback`: no window names the domain, so the first of its kind takes it (B-63)."""

    window: str
    name: str
    clause: str
    fallback: bool = False


def window_for(domain: str | None, power: Power | None, rules: Rulebook) -> AtWindow | None:
    """The window for a matter of this domain and power; None: the county has no windows."""
    own = [w for w in rules.pack.window if w.licences is (power == "licence")]
    named = next((window for window in own if domain in window.domains), None)
    window = named or next(iter(own), None)
    if window is None:
        return None
    return AtWindow(window.id, window.name, window.clause, fallback=named is None)


def window_of(matter: Matter, rules: Rulebook) -> AtWindow | None:
    """None too where not the hall but a body that sits in it receives the matter (B-66)."""
    receiving = [step for step in rules.mode(matter.mode).step if step.kind == "receive"]
    parties = {rules.pack.party[party] for step in receiving for party in step.by}
    return window_for(matter.domain, matter.power, rules) if _HALL in parties else None
