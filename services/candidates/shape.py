"""What a candidate tells: codes, and beside them the officials' words."""

from datetime import datetime

from msgspec import Struct

from domain.kernel.rulebook import Rulebook
from domain.supervision.candidate import KINDS, Kind, key
from projections.candidates import JudgedRow


class Raised(Struct, frozen=True, kw_only=True):
    """Something that a source found: at which organ, when it was so, which events show it."""

    kind: Kind
    organ: str
    matter: int | None
    case: str | None
    at: datetime
    says: str
    cites: tuple[str, ...]
    supervisors: tuple[str, ...]


class ToJudge(Struct, frozen=True, kw_only=True):
    """A candidate. `supervisors` may confirm or dismiss it; `judged`: who did, and how."""

    key: str
    kind: Kind
    label: str
    organ: str
    organ_name: str
    matter: int | None
    case: str | None
    at: datetime
    says: str
    cites: tuple[str, ...]
    supervisors: tuple[str, ...]
    judged: JudgedRow | None = None


class Candidates(Struct, frozen=True, kw_only=True):
    """One page: of so many cases, the newest first; the first page has what is of no case too."""

    items: list[ToJudge]
    next: str | None


def named(raised: Raised) -> str:
    return key(raised.kind, raised.organ, raised.case, raised.cites)


def shown(raised: Raised, judged: JudgedRow | None, rules: Rulebook) -> ToJudge:
    return ToJudge(
        key=named(raised),
        kind=raised.kind,
        label=KINDS[raised.kind],
        organ=raised.organ,
        organ_name=rules.short(raised.organ),
        matter=raised.matter,
        case=raised.case,
        at=raised.at,
        says=raised.says,
        cites=raised.cites,
        supervisors=raised.supervisors,
        judged=judged,
    )
