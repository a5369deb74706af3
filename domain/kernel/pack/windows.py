"""The windows of a service centre, how applicants are served there, what their visits need."""

from domain.kernel.pack.words import Data, Level


class Window(Data, frozen=True, kw_only=True):
    """A dedicated window: licences only, or everything else, of the domains that it names.

    A domain may be at both, so a matter goes by domain and by whether it is a licence (RA22-11).
    What no window names goes to the first of its kind, and is flagged (B-63). One that names modes
    takes what is handled so, whatever its domain (XG22-13): a mode may need it to be open
    (`window:…`), which is said by event (B-36).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()  # what else the document calls it (B-35)
    licences: bool = False
    domains: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    at: tuple[str, ...] = ()  # where it stands: organ ids or kinds; empty: wherever cases come in
    level: Level | None = None  # of the organs of a kind where it stands; None: of any level
    by: str | None = None  # the organ that opens and closes it; None: the one where it stands
    clause: str
    source: str


class VisitTerms(Data, frozen=True, kw_only=True):
    """Why an applicant may be made to come again: codes with words. Another visit names one (B-51).

    `unwarranted`: those of the codes that the county's rule calls 无故. `chosen`: those that say
    that the applicant chose to come, so that nobody demanded it (ZZ22-29, B-25).
    """

    reasons: dict[str, str]
    unwarranted: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    clause: str
    source: str
