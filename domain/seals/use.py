"""A use of a seal: one document with its copies, applied for, consented to, stamped.

A document's uses follow one another on its stream, numbered by `serial`: after a refused
application or a spoiled (void) document the next one is another line of the ledger, which is never
overwritten (XG23-59). What decides on them is `using`.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.authority import Authority
from domain.kernel.event import Command, Event


class Document(Struct, frozen=True):
    """What is to be stamped. `number` is the document's own: a certificate's on a certificate."""

    kind: str
    number: str
    copies: int = 1


class OfCase(Struct, frozen=True):
    """What a use must know of its case.

    `documents`: those it has made, kind -> number; `certified`: a certificate follows its decision;
    `relied`: kinds of document that a step already rests on; `declined`: it was not accepted.
    """

    matter: int
    documents: dict[str, str]
    certified: bool
    concluded: bool
    relied: frozenset[str] = frozenset()
    declined: bool = False


class UseCommand(Command, frozen=True, kw_only=True):
    case: str
    owner: str
    number: int


class ApplyForUse(UseCommand, frozen=True, kw_only=True):
    """The township's seal user asks for the seal on documents of one case (XG23-56)."""

    TYPE: ClassVar[str] = "seals.apply_for_use"
    documents: tuple[Document, ...]


class ConsentToUse(UseCommand, frozen=True, kw_only=True):
    """The principal signs for the documents listed, by kind (XG23-56)."""

    TYPE: ClassVar[str] = "seals.consent_to_use"
    POWER: ClassVar[bool] = True
    documents: tuple[str, ...]


class RefuseUse(UseCommand, frozen=True, kw_only=True):
    """The principal refuses, or takes the consent back before the stamp (XG23-56)."""

    TYPE: ClassVar[str] = "seals.refuse_use"
    documents: tuple[str, ...]
    reason: str


class Stamp(UseCommand, frozen=True, kw_only=True):
    """The custodian stamps one document; the use goes into the ledger (XG23-57, -58).

    `digest`: the SHA-256 (hex) of the file, where the seal is an electronic one.
    """

    TYPE: ClassVar[str] = "seals.stamp"
    POWER: ClassVar[bool] = True
    document: str
    digest: str = ""


class VoidUse(UseCommand, frozen=True, kw_only=True):
    """A stamped document was spoiled; its line stays in the ledger, marked void (XG23-59)."""

    TYPE: ClassVar[str] = "seals.void_use"
    document: str
    reason: str


class UseEvent(Event, frozen=True, kw_only=True):
    case: str
    owner: str
    number: int
    document: str  # kind
    serial: int = 1  # which use of the document it is about, from 1


class UseApplied(UseEvent, frozen=True, kw_only=True):
    """`declined`: the notice says that the case is not accepted (行政许可法 32)."""

    TYPE: ClassVar[str] = "seals.use_applied"
    document_number: str  # of the acceptance notice or the decision (审批文书编号)
    certificate_number: str | None  # 证书编号; None: not a certificate (B-09)
    copies: int
    matter: int
    applicant: str
    authority: Authority
    declined: bool = False


class UseConsented(UseEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.use_consented"
    by: str
    listed: tuple[str, ...]  # all documents that this consent covers
    authority: Authority


class UseRefused(UseEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.use_refused"
    by: str
    reason: str


class SealUsed(UseEvent, frozen=True, kw_only=True):
    """The ledger line: time, matter, approving leader, certificate and document number."""

    TYPE: ClassVar[str] = "seals.used"
    matter: int
    document_number: str
    certificate_number: str | None
    copies: int
    stamped_by: str
    approved_by: str
    approved_in: str  # the consent this use consumes or stands under, stream@version
    authority: Authority
    digest: str = ""  # of the file that an electronic seal was put on


class UseVoided(UseEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.use_voided"
    by: str
    reason: str


EVENTS = (UseApplied, UseConsented, UseRefused, SealUsed, UseVoided)


class Use(Struct, frozen=True):
    """One document's way to the seal: the last of its uses. A void one bears no seal.

    `ended`: it was refused or made void, and may be applied for anew.
    """

    document: Document
    document_number: str
    owner: str
    number: int
    applicant: str
    serial: int = 1
    consented_by: str | None = None
    stamped: datetime | None = None
    ended: Literal["refused", "voided"] | None = None


def evolve(state: Use | None, event: Event) -> Use | None:
    match event:
        case UseApplied():
            number = event.certificate_number or event.document_number
            return Use(
                Document(event.document, number, event.copies),
                event.document_number,
                event.owner,
                event.number,
                event.applicant,
                event.serial,
            )
        case UseConsented(by=by) if state:
            return msgspec.structs.replace(state, consented_by=by)
        case UseRefused() if state:
            return msgspec.structs.replace(state, ended="refused")
        case SealUsed(occurred_at=at) if state:
            return msgspec.structs.replace(state, stamped=at)
        case UseVoided() if state:
            return msgspec.structs.replace(state, stamped=None, ended="voided")
    return state
