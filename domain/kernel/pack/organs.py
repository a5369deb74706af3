"""Who there is, and on which documents a county's reform rests."""

from datetime import date

from domain.kernel.pack.words import Data, Level, OrganKind


class Jurisdiction(Data, frozen=True, kw_only=True):
    region: str  # GB/T 2260 code, 6 digits
    name: str
    level: Level
    parents: tuple[str, ...] = ()  # region codes, nearest first
    time_zone: str = "Asia/Shanghai"


class Organ(Data, frozen=True, kw_only=True):
    """A body that can act, sign, hold a seal or supervise. Every name of it is in `aliases`."""

    id: str
    name: str  # the legal name, or the document's own where the legal name is not in it
    short: str  # as it stands in seal names
    kind: OrganKind
    level: Level
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # e.g. "service_administration" (B-73)
    seal_no: int | None = None
    seals: bool = True  # False: cannot hold or use a seal of this pack (B-14)
    note: str = ""
    source: str


class NameRule(Data, frozen=True, kw_only=True):
    """How organs of a kind are called: `{parent.short}便民服务中心` (ZZ22-07)."""

    kind: OrganKind
    pattern: str
    clause: str
    source: str


class Relation(Data, frozen=True, kw_only=True):
    """One line of a table that says which organ stands in a relation to another, by domain.

    `domain`, `of` (an organ id): None where the line holds for all of them.
    """

    name: str
    organ: str
    domain: str | None = None
    of: str | None = None
    source: str


class Document(Data, frozen=True, kw_only=True):
    id: str
    number: str | None = None  # None: not in the text (B-38)
    title: str
    issuer: str | None = None
    issued_on: date | None = None
    effective_from: date | None = None
    trial: bool = False
    public: bool = True
    normative: bool = False  # a department's 规范性文件, neither law nor the list (JX24-10)
    basis: tuple[str, ...] = ()  # document ids
    addressees: tuple[str, ...] = ()  # organ names, every one resolvable
    interpreter: str | None = None
    source: str


class Programme(Data, frozen=True, kw_only=True):
    """A reform with a plan. `lead`: the organ that runs it; None: who issued its document."""

    id: str
    name: str
    document: str
    lead: str | None = None  # organ id
    starts_on: date
    ends_on: date | None = None
    source: str


class Phase(Data, frozen=True, kw_only=True):
    """A stretch of a programme, both days included; of several the latest begun counts (B-60).

    `pilots`: the least and the most townships that try the programme out in it (B-61).
    """

    id: str
    name: str
    programme: str
    starts_on: date
    ends_on: date
    pilots: tuple[int, int] | None = None
    clause: str
    note: str = ""
    source: str
