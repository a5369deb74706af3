"""Using a seal: applied for, consented to, stamped; one use is one document with its copies.

A consent lists its documents and is consumed by them (XG23-56, DOMAIN E4). Whether the seal may be
used at all (in use, agreement in force, announced, matter in scope, right township) is answered by
`domain.authority` and stored here; this module holds what concerns the use itself.
"""

from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec import Struct

from domain.kernel.authority import Authority
from domain.kernel.event import Command, Event
from domain.kernel.facts import Seal
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import document as word

CERTIFICATE = "certificate"
_COPIES_LIMIT = 1000


class Document(Struct, frozen=True):
    """What is to be stamped. `number` is the document's own: a certificate's on a certificate."""

    kind: str
    number: str
    copies: int = 1


class OfCase(Struct, frozen=True):
    """What a use must know of its case.

    `documents`: those it has made, kind -> number; `certified`: a certificate follows its decision.
    """

    matter: int
    documents: dict[str, str]
    certified: bool
    concluded: bool


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


class Stamp(UseCommand, frozen=True, kw_only=True):
    """The custodian stamps one document; the use goes into the ledger (XG23-57, -58)."""

    TYPE: ClassVar[str] = "seals.stamp"
    POWER: ClassVar[bool] = True
    document: str


class UseEvent(Event, frozen=True, kw_only=True):
    case: str
    owner: str
    number: int
    document: str  # kind


class UseApplied(UseEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.use_applied"
    document_number: str  # of the acceptance notice or the decision (审批文书编号)
    certificate_number: str | None  # 证书编号; None: not a certificate (B-09)
    copies: int
    matter: int
    applicant: str
    authority: Authority


class UseConsented(UseEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.use_consented"
    by: str
    listed: tuple[str, ...]  # all documents that this consent covers
    authority: Authority


class SealUsed(UseEvent, frozen=True, kw_only=True):
    """The ledger line: time, matter, approving leader, certificate and document number."""

    TYPE: ClassVar[str] = "seals.used"
    matter: int
    document_number: str
    certificate_number: str | None
    copies: int
    stamped_by: str
    approved_by: str
    approved_in: str  # the consent this use consumes, stream@version
    authority: Authority


EVENTS = (UseApplied, UseConsented, SealUsed)


class Use(Struct, frozen=True):
    """One document's way to the seal."""

    document: Document
    document_number: str
    owner: str
    number: int
    applicant: str
    consented_by: str | None = None
    stamped: datetime | None = None


def decide_application(
    command: ApplyForUse,
    uses: dict[str, Use | None],
    case: OfCase,
    authority: Authority,
    at: datetime,
    rules: Rulebook,
    seal: Seal,
) -> dict[str, list[Event]]:
    """Events by kind of document. `uses` holds the state of each document asked for."""
    if not command.documents:
        raise rules.refuse(Invalid, "seal.no_document", "申请用印须列明文书")
    allowed = rules.seals[seal.rule].on
    for document in command.documents:
        if document.kind not in allowed:
            raise rules.refuse(
                Invalid, "seal.document_kind", f"此章不用于“{word(document.kind)}”类文书"
            )
        _not_blank(document, case, rules)
        if uses[document.kind] is not None:
            raise rules.refuse(
                IllegalState, "seal.one_use_per_document", f"“{word(document.kind)}”已申请过用印"
            )
    return {
        document.kind: [
            UseApplied(
                occurred_at=at,
                case=command.case,
                owner=command.owner,
                number=command.number,
                document=document.kind,
                document_number=_paper(document, case),
                certificate_number=document.number if document.kind == CERTIFICATE else None,
                copies=document.copies,
                matter=case.matter,
                applicant=authority.person,
                authority=authority,
            )
        ]
        for document in command.documents
    }


def _not_blank(document: Document, case: OfCase, rules: Rulebook) -> None:
    """Refuse what does not exist yet: a seal goes on a document that the case has made (B-09)."""
    if not document.number.strip() or not 1 <= document.copies <= _COPIES_LIMIT:
        raise rules.refuse(Invalid, "seal.document_number", "申请用印须写明文书编号和份数")
    if case.concluded:
        raise rules.refuse(IllegalState, "cases.concluded", "本件已经办结，不得再申请用印")
    made = _paper(document, case)
    if not made or (document.kind == CERTIFICATE and not case.certified):
        raise rules.refuse(
            IllegalState, "seal.blank", f"本件尚未作出“{word(document.kind)}”文书，不得空白用印"
        )
    if document.kind != CERTIFICATE and document.number != made:
        raise rules.refuse(Invalid, "seal.document_number", f"本件的文书编号是{made}")


def _paper(document: Document, case: OfCase) -> str:
    """The approval document's number; a certificate goes with its decision's. Empty: none yet."""
    kind = "decision" if document.kind == CERTIFICATE else document.kind
    return case.documents.get(kind, "")


def decide_consent(
    command: ConsentToUse,
    uses: dict[str, Use | None],
    authority: Authority,
    at: datetime,
    rules: Rulebook,
    seal: Seal,
) -> dict[str, list[Event]]:
    consent = rules.seals[seal.rule].consent
    if not command.documents:
        raise rules.refuse(Invalid, "seal.no_document", "签字同意须列明文书")
    for kind in command.documents:
        use = _applied(uses[kind], command, kind, rules)
        if use.consented_by is not None:
            raise rules.refuse(IllegalState, "seal.already_consented", f"“{word(kind)}”已签字同意")
        if consent is not None and consent.forbid and use.applicant == authority.person:
            raise rules.refuse(
                NotPermitted,
                "seal.consent_by_applicant",
                "用章人员不得自行签字同意",
                person=authority.person,
            )
    return {
        kind: [
            UseConsented(
                occurred_at=at,
                case=command.case,
                owner=command.owner,
                number=command.number,
                document=kind,
                by=authority.person,
                listed=command.documents,
                authority=authority,
            )
        ]
        for kind in command.documents
    }


def decide_stamp(
    command: Stamp,
    use: Use | None,
    case: OfCase,
    consent_ref: str,
    authority: Authority,
    at: datetime,
    rules: Rulebook,
    seal: Seal,
) -> list[Event]:
    applied = _applied(use, command, command.document, rules)
    if applied.stamped is not None:
        raise rules.refuse(
            IllegalState, "seal.one_use_per_document", f"“{word(command.document)}”已经盖章"
        )
    rule = rules.seals[seal.rule]
    if rule.consent is not None and applied.consented_by is None:
        raise rules.refuse(NotPermitted, "seal.consent_missing", "未经主要负责人签字同意，不得盖章")
    if not seal.kept_by(authority.person, at):
        raise rules.refuse(
            NotPermitted,
            "seal.custody",
            f"{authority.person}不是这枚印章的保管人",
            person=authority.person,
        )
    if not rule.custodian_may_use and applied.applicant == authority.person:
        raise rules.refuse(NotPermitted, "seal.custodian_is_user", "保管人不得兼任用章人员")
    return [
        SealUsed(
            occurred_at=at,
            case=command.case,
            owner=command.owner,
            number=command.number,
            document=command.document,
            matter=case.matter,
            document_number=applied.document_number,
            certificate_number=applied.document.number if command.document == CERTIFICATE else None,
            copies=applied.document.copies,
            stamped_by=authority.person,
            approved_by=applied.consented_by or "",
            approved_in=consent_ref if applied.consented_by else "",
            authority=authority,
        )
    ]


def _applied(use: Use | None, command: UseCommand, kind: str, rules: Rulebook) -> Use:
    if use is None:
        raise rules.refuse(NotPermitted, "seal.not_applied", f"“{word(kind)}”还没有申请用印")
    if (use.owner, use.number) != (command.owner, command.number):
        raise rules.refuse(Invalid, "seal.other_seal", f"“{word(kind)}”申请的是另一枚印章")
    return use


def evolve(state: Use | None, event: Event) -> Use | None:
    match event:
        case UseApplied():
            number = event.certificate_number or event.document_number
            document = Document(event.document, number, event.copies)
            return Use(document, event.document_number, event.owner, event.number, event.applicant)
        case UseConsented(by=by) if state:
            return msgspec.structs.replace(state, consented_by=by)
        case SealUsed(occurred_at=at) if state:
            return msgspec.structs.replace(state, stamped=at)
    return state
