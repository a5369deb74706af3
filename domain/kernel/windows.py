"""Which window of a hall a matter goes to: by its domain and by whether it is a licence.

Neither alone decides, since a domain may be at both windows (RA22-11). The table is the county's
own and changes with its pack (RA22-13); a county without windows sends nobody anywhere.
"""

from msgspec import Struct

from domain.kernel.pack import Matter, Organ, Power, Window
from domain.kernel.rulebook import Rulebook

_HALL = "case.receiver"


class AtWindow(Struct, frozen=True):
    """`fallback`: no window names the domain, so the first of its kind takes it (B-63)."""

    window: str
    name: str
    clause: str
    fallback: bool = False


def stands_at(window: Window, organ: Organ) -> bool:
    if not window.at or organ.id in window.at:
        return True
    return organ.kind in window.at and window.level in (None, organ.level)


def window_for(
    domain: str | None,
    power: Power | None,
    rules: Rulebook,
    mode: str = "",
    organ: str | None = None,
) -> AtWindow | None:
    """The window for a matter of this domain and power; None: the county has no windows.

    One for the `mode` goes before any other (XG22-13). `organ`: where the applicant came, if any.
    """
    place = None if organ is None else rules.organ(organ)
    there = [w for w in rules.pack.window if place is None or stands_at(w, place)]
    special = next((window for window in there if mode in window.modes), None)
    if special is not None:
        return AtWindow(special.id, special.name, special.clause)
    own = [w for w in there if not w.modes and w.licences is (power == "licence")]
    named = next((window for window in own if domain in window.domains), None)
    window = named or next(iter(own), None)
    if window is None:
        return None
    return AtWindow(window.id, window.name, window.clause, fallback=named is None)


def window_of(matter: Matter, rules: Rulebook) -> AtWindow | None:
    """None too where not the hall but a body that sits in it receives the matter (B-66)."""
    receiving = [step for step in rules.mode(matter.mode).step if step.kind == "receive"]
    parties = {rules.pack.party[party] for step in receiving for party in step.by}
    found = window_for(matter.domain, matter.power, rules, matter.mode)
    return found if _HALL in parties else None
