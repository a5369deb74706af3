"""Handling modes as responsibility matrices: steps, instruments, seals, duties."""

from datetime import date
from typing import Literal

from msgspec import field

from domain.kernel.pack.matters import Guard
from domain.kernel.pack.words import (
    Basis,
    BasisFinding,
    CertificateForm,
    Data,
    DutyKind,
    Evidence,
    Finding,
    LedgerField,
    Power,
    Share,
    StepKind,
)

_MADE: dict[str, str] = {
    "accept": "acceptance",
    "decide": "decision",
    "certify": "certificate",
    "revoke": "revocation",
    "correct": "correction",
}


class When(Data, frozen=True, kw_only=True):
    """A closed condition: every field that is given must hold."""

    power: Power | None = None
    finding: Finding | None = None
    outcome: Literal["granted", "refused"] | None = None
    delegation_basis: BasisFinding | None = None
    power_from: str | None = None  # the source of the matter's power: `direct_empowerment`
    except_power: Power | None = None  # any power but this one, or none

    def concerns(self, power: Power | None) -> bool:
        """Whether it can hold for a matter of this power."""
        excepted = self.except_power is not None and self.except_power == power
        return self.power in (None, power) and not excepted


class ConsentRule(Data, frozen=True, kw_only=True):
    by: str  # a party
    post: str
    forbid: str | None = field(default=None, name="not")  # a post: who applies never consents
    for_: Literal["document", "case"] = field(default="document", name="for")
    standing: tuple[str, ...] = ()  # kinds of document with a standing consent
    delegable: bool = False  # B-08


class LedgerColumn(Data, frozen=True, kw_only=True):
    """A field of the ledger in the document's own words; a county may name more (B-09)."""

    field: LedgerField
    label: str


class SealRule(Data, frozen=True, kw_only=True):
    """One kind of seal of the county. `names` are patterns over owner, holder and number.

    Where a name prints `{holder.seal_no}`, the seal's number is its holder's. Else its owner gives
    it one within `numbers`; without them there is one seal, number 1.
    """

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
    force: str = ""  # what it is worth beside the organ's formal seal, in the document's words
    note: str = ""
    numbers: tuple[int, int] | None = None  # first and last number in use
    ledger: tuple[LedgerColumn, ...] = ()
    source: str

    @property
    def owner_consents(self) -> bool:
        """Whether the owner's head consents to what the holder stamps (RA22-03: on its behalf)."""
        return self.consent is not None and self.consent.by == self.owner != self.holder

    @property
    def numbered_by_holder(self) -> bool:
        """Whether the number on the seal names its holder (XG23-83)."""
        return any("{holder.seal_no}" in name for name in self.names)


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
    window: str | None = None  # who takes it is posted to this window, where the case came in
    within: str | None = None  # an SLA id
    anew: str | None = None  # an SLA id: acceptance, once what was asked for has come in
    external: bool = False  # forwarding into the owner's own system, which gives a number
    staff: int = 0  # how many members of staff take it together, at least (行政许可法 34)
    document: str | None = None
    makes: str | None = None  # the kind of document that it makes; None: what its kind makes
    forbid: tuple[str, ...] = ()  # what its performers may not do, nor anybody afterwards
    forms: tuple[CertificateForm, ...] = ()  # of the certificate; empty: the paper, not registered
    grant: bool = False
    else_: tuple[str, ...] = field(default=(), name="else")
    together: bool = False
    optional: bool = False
    when: When | None = None

    @property
    def document_made(self) -> str | None:
        """The kind of document that comes of the step, if any does."""
        return self.makes or _MADE.get(self.kind)

    @property
    def stamped_before(self) -> tuple[str, ...]:
        """The documents that must bear their seal before it: a certificate bears the step's.

        Where the pack has no seal for it, the issuer's own is on it, which no pack regulates.
        """
        own = self.document_made if self.kind == "certify" and self.seal else None
        if own is None or own in self.stamped:
            return self.stamped
        return (*self.stamped, own)


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
    withdrawable: tuple[str, ...] = ()  # who may take the authority back, and from whom (XG22-20)
    guard: tuple[Guard, ...] = ()  # limits on every matter of the mode, beside its own
    otherwise: Otherwise | None = None
    since: date | None = None  # its first day: what is received earlier is refused, not routed
    until: date | None = None  # its last day: what is received later runs under `then`
    then: str | None = None  # a mode
    step: tuple[Step, ...]
    duty: tuple[Duty, ...] = ()

    @property
    def title(self) -> str:
        """What officials call it: the list's own word before the document's."""
        return self.label or self.name
