"""The language of policy packs: what a county may say about its own reform, as typed data.

A pack is data with a legal basis; adopting one is an event that carries the whole content, so the
structs here are stored for ever and are versioned like event bodies (`Pack.schema`). Nothing in
this module knows a county. Sources: DESIGN 4; DOMAIN E1 (responsibility matrix), E2 (what differs).

Dates are ISO calendar dates in the county's own time zone. `source` holds requirement IDs
(`XG23-56`) or an article of law; `clause` is the place in the county's document as officials
cite it (`附件3 二.2`).
"""

from datetime import date
from typing import Literal

from msgspec import Struct, field

PACK_SCHEMA = 1

Power = Literal["licence", "confirmation", "public_service", "payment", "levy", "other"]
Level = Literal["province", "city", "county", "township", "village"]
OrganKind = Literal[
    "government",
    "office",
    "department",
    "mass_organisation",
    "party_organ",
    "city_branch",
    "public_institution",
    "township",
    "subdistrict_committee",
    "development_zone",
    "service_centre",
    "service_outlet",
    "village",
    "leading_group",
]
StepKind = Literal[
    "consult",
    "receive",
    "accept",
    "review",
    "survey",
    "session",
    "forward",
    "decide",
    "stamp",
    "certify",
    "deliver",
    "return",
    "push",
]
DutyKind = Literal[
    "collection",
    "operation",
    "step",
    "process",
    "review",
    "result",
    "guidance",
    "supervision",
    "external",
    "recourse",
]
Basis = Literal["text", "law", "default", "contested"]
Share = Literal["sole", "equal", "joint", "part"]
Finding = Literal[
    "own_name",
    "beyond_scope",
    "after_suspension",
    "after_expiry",
    "after_loss",
    "without_consent",
    "without_post",
    "overdue",
    "not_pushed",
]
BasisFinding = Literal[
    "law", "regulation", "rule", "provincial_catalogue", "none_found", "not_needed"
]
Evidence = Literal[
    "receive", "forward", "accept", "review", "decide", "certify", "deliver",
    "use_applied", "use_consented", "seal_use", "agreement", "announcement",
]  # fmt: skip
Certainty = Literal["text", "law", "borrowed", "default"]


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every pack struct: immutable, a misspelt key is an error.

    Every struct repeats `kw_only` (msgspec does not inherit it) and `frozen` (mypy does not).
    """


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


class Document(Data, frozen=True, kw_only=True):
    id: str
    number: str | None = None  # None: not in the text (B-38)
    title: str
    issuer: str | None = None
    issued_on: date | None = None
    effective_from: date | None = None
    trial: bool = False
    public: bool = True
    basis: tuple[str, ...] = ()  # document ids
    addressees: tuple[str, ...] = ()  # organ names, every one resolvable
    interpreter: str | None = None
    source: str


class Programme(Data, frozen=True, kw_only=True):
    id: str
    name: str
    document: str
    starts_on: date
    ends_on: date | None = None
    source: str


class When(Data, frozen=True, kw_only=True):
    """A closed condition: every field that is given must hold."""

    power: Power | None = None
    finding: Finding | None = None
    outcome: Literal["granted", "refused"] | None = None
    delegation_basis: BasisFinding | None = None


class ConsentRule(Data, frozen=True, kw_only=True):
    by: str  # a party
    post: str
    forbid: str | None = field(default=None, name="not")  # a post: who applies never consents
    for_: Literal["document", "case"] = field(default="document", name="for")
    standing: tuple[str, ...] = ()  # kinds of document with a standing consent
    delegable: bool = False  # B-08


class SealRule(Data, frozen=True, kw_only=True):
    """One kind of seal of the county. `names` and `numbers` are patterns over the parties."""

    id: str
    owner: str
    holder: str
    per: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    form: tuple[Literal["physical", "electronic"], ...] = ("physical",)
    on: tuple[str, ...]
    engraved_by: str | None = None
    custodian: str | None = None  # the post that keeps it
    user: str | None = None  # the post that applies and stamps
    custodian_may_use: bool = True  # B-08
    consent: ConsentRule | None = None
    diameter_mm: int | None = None
    numbers: tuple[int, int] | None = None  # first and last number in use
    ledger: tuple[str, ...] = ()  # fields of the ledger in the document's own words
    source: str


class Need(Data, frozen=True, kw_only=True):
    """An instrument that must stand before a step is taken under this mode."""

    instrument: str
    between: tuple[str, ...] = ()
    when: When | None = None


class Otherwise(Data, frozen=True, kw_only=True):
    mode: str


class Step(Data, frozen=True, kw_only=True):
    id: str
    kind: StepKind
    name: str = ""
    by: tuple[str, ...]
    post: str | None = None  # the post that takes it, one of the pack's; None: any post
    as_: str | None = field(default=None, name="as")  # in whose name; None: the performer's own
    after: tuple[str, ...] = ()
    seal: tuple[str, ...] = ()
    stamped: tuple[str, ...] = ()  # kinds of document that must bear their seal before this step
    to: tuple[str, ...] = ()
    within: str | None = None  # an SLA id
    document: str | None = None
    forbid: tuple[str, ...] = ()
    grant: bool = False
    else_: tuple[str, ...] = field(default=(), name="else")
    together: bool = False
    optional: bool = False
    when: When | None = None


class Duty(Data, frozen=True, kw_only=True):
    duty: DutyKind
    bearer: str
    share: Share = "sole"
    basis: Basis = "text"
    clause: str = ""
    source: str
    when: When | None = None
    unless: tuple[Finding, ...] = ()  # not borne where the case has one of these findings
    by: str | None = None  # recourse: who holds the bearer accountable
    for_: Literal["granted"] | None = field(default=None, name="for")
    factors: tuple[str, ...] = ()  # recourse: what weighs (XG23-73)
    requires: tuple[Evidence, ...] = ()  # what must have happened before the duty exists
    note: str = ""  # a condition that the platform cannot see, shown with the line


class Mode(Data, frozen=True, kw_only=True):
    """A handling mode is a responsibility matrix: steps, instruments and duties (DESIGN 4)."""

    id: str
    name: str = ""
    label: str = ""  # the value in the matter list's own column 办理方式
    source: str
    needs: tuple[Need, ...] = ()
    otherwise: Otherwise | None = None
    step: tuple[Step, ...]
    duty: tuple[Duty, ...] = ()


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
    clause: str
    source: str


class LegalBasis(Data, frozen=True, kw_only=True):
    """On what law the matter may be delegated (B-12)."""

    finding: BasisFinding
    text: str
    source: str


class Limit(Data, frozen=True, kw_only=True):
    """A time limit of law for one matter (C3). `unit` is stored per rule (B-71)."""

    days: int
    unit: Literal["working_days", "days", "months"]
    of: Literal["decision", "renewal_before_expiry", "validity", "review"]
    certainty: Certainty
    source: str


class Offer(Data, frozen=True, kw_only=True):
    """Where a matter, or one sub-type of it, must be offered (XG23-41, -42, -43)."""

    at: tuple[str, ...]  # organ ids or kinds
    subtype: str | None = None
    all: bool = False  # True: at every one of them; False: at any
    source: str


class PowerFrom(Data, frozen=True, kw_only=True):
    source: str
    by: str


class Matter(Data, frozen=True, kw_only=True):
    no: int
    name: str  # the row's own name: the sub-item, or the main item where there is none
    mode: str
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
    limit: tuple[Limit, ...] = ()
    fee: Literal["free", "by_law"] | None = None
    certificate: str | None = None  # what the decision leads to; None: no certificate (B-09)
    note: str = ""
    source: str = ""


class AgreementTerms(Data, frozen=True, kw_only=True):
    """What a delegation agreement must say. `contents` are ids with the document's own words."""

    contents: dict[str, str]
    clause: str
    source: str


class Sla(Data, frozen=True, kw_only=True):
    """A time limit of the county, of law, or borrowed (`certainty`).

    `starts`: the kind of step whose completion starts its clock, or the conclusion of the case.
    `scope`: the power that the law speaks of; other matters follow it by analogy, so for them it
    is the county's default. `lapse`: what the law attaches to its passing, within that scope.
    `roll`: a last day that is a day off moves to the next working day (民法典 203; a term of
    working days never ends on one).
    """

    id: str
    name: str
    days: int
    unit: Literal["working_days", "days", "months"]
    starts: StepKind | Literal["conclude"] | None = None
    when: When | None = None  # the limit exists only then
    scope: Power | None = None
    lapse: Literal["deemed_accepted"] | None = None
    roll: bool = False
    certainty: Certainty
    clause: str = ""
    note: str = ""
    source: str


class Report(Data, frozen=True, kw_only=True):
    id: str
    name: str
    every: Literal["month", "quarter", "year", "irregular"]
    by: str
    to: str
    contents: tuple[str, ...]
    due: str | None = None  # an SLA id
    nil: bool = False
    source: str


class TaskContent(Data, frozen=True, kw_only=True):
    no: int
    text: str


class Task(Data, frozen=True, kw_only=True):
    no: int
    name: str
    content: tuple[TaskContent, ...]
    lead: str  # a name of an organ
    units: tuple[str, ...]  # names as printed, every one resolvable
    due: str  # as printed in the annex, the effective one (B-03)
    due_in_text: str | None = None  # where the text says otherwise
    due_on: date | None = None
    standing: bool = False
    effective_owners: tuple[str, ...] = ()  # derived owners the document left out (B-15)
    note: str = ""
    source: str


class Rule(Data, frozen=True, kw_only=True):
    """What a refusal or a duty cites: the code of the rule, its clause and its words."""

    id: str
    clause: str
    text: str
    source: str


class Pack(Data, frozen=True, kw_only=True):
    """One version of a county's rules, whole. See the module's text for units."""

    schema: int = PACK_SCHEMA
    id: str
    version: str
    name: str
    effective_from: date
    jurisdiction: Jurisdiction
    late_entry_days: int = 7  # occurred-to-recorded gap that needs no reason (DESIGN 3)
    document: tuple[Document, ...]
    organ: tuple[Organ, ...]
    # A name for many organs, as printed ("各乡镇人民政府") -> organ ids or organ kinds (B-16).
    group: dict[str, tuple[str, ...]] = field(default_factory=dict)
    post: dict[str, str] = field(default_factory=dict)  # post id -> its name in the county
    programme: tuple[Programme, ...] = ()
    party: dict[str, str]
    seal: tuple[SealRule, ...] = ()
    mode: tuple[Mode, ...]
    matter: tuple[Matter, ...]
    agreement: AgreementTerms | None = None
    sla: tuple[Sla, ...] = ()
    report: tuple[Report, ...] = ()
    task: tuple[Task, ...] = ()
    rule: tuple[Rule, ...] = ()
