"""The matter list: rows, guards, limits, where each is offered."""

from typing import Literal

from msgspec import field

from domain.kernel.pack.words import BasisFinding, Certainty, Data, Level, MatterStatus, Power


class Guard(Data, frozen=True, kw_only=True):
    """One limit on a matter. Failing it routes the case to another mode, it never rejects (B-01).

    `object`, `venue`, `action`, `place`, `grade`, `kind`: the case's stated `field` must be one of
    `allow` and none of `deny`. `quantity`: the case's number in `field` against `at_least` and
    `at_most` in `unit` (both inclusive unless `exclusive`). `territory`: the receiving township
    must be in the pilot set of the matter, which an event names (XG23-46).
    """

    id: str
    kind: Literal["object", "quantity", "territory", "venue", "action", "place", "grade"]
    field: str
    label: str
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    exclusive: bool = False
    unit: str | None = None
    count: int | None = None  # territory: size of the pilot set
    months: int | None = None  # territory: how long the pilot is planned
    otherwise: str | None = None  # a mode; None: the mode's own `otherwise`
    imposed_by: str | None = None  # the document that limits the power so; None: list or law
    clause: str
    source: str


class LegalBasis(Data, frozen=True, kw_only=True):
    """On what law the matter may be delegated (B-12)."""

    finding: BasisFinding
    text: str
    source: str


class Limit(Data, frozen=True, kw_only=True):
    """A time limit of law for one matter (C3). `unit` is stored per rule (B-71).

    `after`: the law counts it from an examination that is passed; until then the clock may be
    stopped for it.
    """

    days: int
    unit: Literal["working_days", "days", "months"]
    of: Literal["decision", "renewal_before_expiry", "validity", "review"]
    after: Literal["examination"] | None = None
    certainty: Certainty
    source: str


class Offer(Data, frozen=True, kw_only=True):
    """Where a matter, or one sub-type of it, must be offered (XG23-41, -42, -43)."""

    at: tuple[str, ...]  # organ ids or kinds
    subtype: str | None = None
    all: bool = False  # True: at every one of them; False: at any
    source: str


class PowerFrom(Data, frozen=True, kw_only=True):
    """Where the power is from, and from which organ, by its printed name (B-42)."""

    source: str
    by: str


class Charge(Data, frozen=True, kw_only=True):
    """A charge that law allows for a matter (行政许可法 58); what no entry lists is prohibited."""

    name: str
    amount_yuan: float | None = None  # the most that may be asked; None: as its basis says
    basis: str  # the law or administrative regulation
    source: str


class Matter(Data, frozen=True, kw_only=True):
    no: int  # names the matter in the whole pack
    name: str  # the row's own name: the sub-item, or the main item where there is none
    mode: str
    list: str | None = None  # a list of the pack; None: the pack has one list only
    row: int | None = None  # its number in that list; None: `no`
    mode_label: str | None = None  # 办理方式 as printed, "" for a blank; None: the mode's
    status: MatterStatus = "current"
    status_clause: str = ""  # the law that made it so, as a refusal cites it
    status_note: str = ""  # what that law says, and what is handled in its place
    on_application: bool = True  # 依申请
    main: str = ""
    sub: str | None = None
    power: Power | None = None
    power_label: str = ""
    delegator: str | None = None  # organ id
    supervisors: tuple[str, ...] = ()  # organ ids
    printed: dict[str, str] = field(default_factory=dict)  # organ id -> its name in this row
    county_organ: str | None = None
    city_organ: str | None = None
    city_supervisors: tuple[str, ...] = ()
    domain: str | None = None
    remark: str | None = None
    guard: tuple[Guard, ...] = ()
    offer: tuple[Offer, ...] = ()
    grants: tuple[str, ...] = ()
    power_from: PowerFrom | None = None
    delegation_basis: LegalBasis | None = None
    law_levels: tuple[Level, ...] = ()  # 法定实施层级; empty: nobody looked it up (JX24-09)
    law_split: LegalBasis | None = None  # by which law levels have parts of it each (JX24-09)
    confined: LegalBasis | None = None  # by which law it is open at one place only (B-25)
    limit: tuple[Limit, ...] = ()
    fee: Literal["free", "by_law"] | None = None
    charge: tuple[Charge, ...] = ()
    certificate: str | None = None  # what the decision leads to; None: no certificate (B-09)
    note: str = ""
    source: str = ""

    @property
    def department(self) -> str | None:
        """The county body whose matter it is, whichever way its list names it."""
        return self.county_organ or self.delegator
