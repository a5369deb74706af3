"""The windows of a service centre, how applicants are served there, what their visits need."""

from domain.kernel.pack.words import Data


class Window(Data, frozen=True, kw_only=True):
    """A dedicated window: licences only, or everything else, of the domains that it names.

    A domain may be at both, so a matter goes by domain and by whether it is a licence (RA22-11).
    What no window names goes to the first of its kind, and is flagged (B-63).
    """

    id: str
    name: str
    licences: bool
    domains: tuple[str, ...]
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
