"""Deciding on the use of a seal: application, consent, refusal, stamp, spoiled documents.

A consent lists its documents and is consumed by them (XG23-56, DOMAIN E4). Whether the seal may be
used at all (in use, agreement in force, announced, matter in scope, right township) is answered by
`domain.authority` and stored here; this module holds what concerns the use itself.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from domain.kernel import streams
from domain.kernel.authority import Authority, By
from domain.kernel.digest import is_sha256
from domain.kernel.event import Event
from domain.kernel.facts import Seal
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import CERTIFICATE, DECISION
from domain.kernel.words import document as word
from domain.seals.complete import require_complete
from domain.seals.use import (
    ApplyForUse,
    ConsentToUse,
    Document,
    OfCase,
    RefuseUse,
    SealUsed,
    Stamp,
    Use,
    UseApplied,
    UseCommand,
    UseConsented,
    UseRefused,
    UseVoided,
    VoidUse,
)

_COPIES_LIMIT = 1000


def decide_application(
    command: ApplyForUse,
    uses: dict[str, Use | None],
    case: OfCase,
    authority: Mapping[str, Authority],
    at: datetime,
    rules: Rulebook,
    seal: Seal,
) -> dict[str, list[Event]]:
    """Events by kind of document, as `uses`, their states, and `authority` for each are."""
    if not command.documents:
        raise rules.refuse(Invalid, "seal.no_document", "申请用印须列明文书")
    allowed = rules.seals[seal.rule].on
    for document in command.documents:
        if document.kind not in allowed:
            raise rules.refuse(
                Invalid, "seal.document_kind", f"此章不用于“{word(document.kind)}”类文书"
            )
        _not_blank(document, case, rules)
        use = uses[document.kind]
        if use is not None and use.ended is None:
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
                serial=_next(uses[document.kind]),
                document_number=_paper(document, case),
                certificate_number=document.number if document.kind == CERTIFICATE else None,
                copies=document.copies,
                matter=case.matter,
                applicant=authority[document.kind].person,
                authority=authority[document.kind],
                declined=case.declined,
            )
        ]
        for document in command.documents
    }


def _next(use: Use | None) -> int:
    return 1 if use is None else use.serial + 1


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
    kind = DECISION if document.kind == CERTIFICATE else document.kind
    return case.documents.get(kind, "")


def decide_consent(
    command: ConsentToUse,
    uses: dict[str, Use | None],
    authority: Mapping[str, Authority],
    at: datetime,
    rules: Rulebook,
    seal: Seal,
) -> dict[str, list[Event]]:
    if not command.documents:
        raise rules.refuse(Invalid, "seal.no_document", "签字同意须列明文书")
    decided: dict[str, list[Event]] = {}
    for kind in command.documents:
        use = _running(uses[kind], command, kind, rules)
        if use.consented_by is not None:
            raise rules.refuse(IllegalState, "seal.already_consented", f"“{word(kind)}”已签字同意")
        _not_by_applicant(use, authority[kind].person, seal, rules)
        decided[kind] = [
            UseConsented(
                occurred_at=at,
                case=command.case,
                owner=command.owner,
                number=command.number,
                document=kind,
                serial=use.serial,
                by=authority[kind].person,
                listed=command.documents,
                authority=authority[kind],
            )
        ]
    return decided


def decide_refusal(
    command: RefuseUse, uses: dict[str, Use | None], by: By, at: datetime, rules: Rulebook
) -> dict[str, list[Event]]:
    require_complete(command, rules)
    if not command.documents:
        raise rules.refuse(Invalid, "seal.no_document", "不同意用印须列明文书")
    return {
        kind: [
            UseRefused(
                occurred_at=at,
                case=command.case,
                owner=command.owner,
                number=command.number,
                document=kind,
                serial=_running(uses[kind], command, kind, rules).serial,
                by=by.person,
                reason=command.reason,
            )
        ]
        for kind in command.documents
    }


def _not_by_applicant(use: Use, person: str, seal: Seal, rules: Rulebook) -> None:
    consent = rules.seals[seal.rule].consent
    if consent is not None and consent.forbid and use.applicant == person:
        raise rules.refuse(
            NotPermitted, "seal.consent_by_applicant", "用章人员不得自行签字同意", person=person
        )


class Consent(Struct, frozen=True):
    """What a stamp rests on: who consented, and the event that says so. Empty: none is needed."""

    by: str = ""
    ref: str = ""


def decide_stamp(
    command: Stamp,
    use: Use | None,
    case: OfCase,
    latest: str,
    authority: Authority,
    at: datetime,
    rules: Rulebook,
    seal: Seal,
) -> list[Event]:
    """`latest` cites the use's stream as it is: where consented to, the consent."""
    applied = _running(use, command, command.document, rules)
    consent = _consent(applied, command.document, latest, at, rules, seal)
    if not seal.kept_by(authority.person, at):
        raise rules.refuse(
            NotPermitted,
            "seal.custody",
            f"{authority.person}不是这枚印章的保管人",
            person=authority.person,
        )
    if not rules.seals[seal.rule].custodian_may_use and applied.applicant == authority.person:
        raise rules.refuse(NotPermitted, "seal.custodian_is_user", "保管人不得兼任用章人员")
    return [
        SealUsed(
            occurred_at=at,
            case=command.case,
            owner=command.owner,
            number=command.number,
            document=command.document,
            serial=applied.serial,
            matter=case.matter,
            document_number=applied.document_number,
            certificate_number=applied.document.number if command.document == CERTIFICATE else None,
            copies=applied.document.copies,
            stamped_by=authority.person,
            approved_by=consent.by,
            approved_in=consent.ref,
            authority=authority,
            digest=_signed(command.digest, seal, rules),
        )
    ]


def _signed(digest: str, seal: Seal, rules: Rulebook) -> str:
    """What was signed with an electronic seal, so that a change shows (电子签名法 13; RA22-06)."""
    if seal.form == "electronic" and not is_sha256(digest):
        raise rules.refuse(
            Invalid, "seal.digest", "加盖电子印章须登记电子文书的 SHA-256 摘要（64 位十六进制）"
        )
    return digest


def _consent(
    use: Use, kind: str, latest: str, at: datetime, rules: Rulebook, seal: Seal
) -> Consent:
    """The consent to this document or, where the pack gives one, the standing consent."""
    if use.consented_by is not None:
        return Consent(use.consented_by, latest)
    needed = rules.seals[seal.rule].consent
    if needed is None:
        return Consent()
    standing = seal.consented_for(kind, at) if kind in needed.standing else None
    if standing is None:
        raise rules.refuse(NotPermitted, "seal.consent_missing", "未经主要负责人签字同意，不得盖章")
    _not_by_applicant(use, standing.by, seal, rules)
    return Consent(standing.by, f"{streams.seal(seal.owner, seal.number)}@{standing.version}")


def decide_void(
    command: VoidUse, use: Use | None, case: OfCase, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    """A spoiled document; one that a step already rests on stands, and is corrected otherwise."""
    require_complete(command, rules)
    kind = command.document
    stamped = _of_seal(use, command, kind, rules)
    if stamped.stamped is None:
        raise rules.refuse(IllegalState, "seal.not_stamped", f"“{word(kind)}”没有盖章，无须作废")
    if case.concluded or kind in case.relied:
        raise rules.refuse(
            IllegalState,
            "seal.relied_on",
            f"“{word(kind)}”已据以办理，不得作废；有误的应依法更正或者撤销",
        )
    return [
        UseVoided(
            occurred_at=at,
            case=command.case,
            owner=command.owner,
            number=command.number,
            document=kind,
            serial=stamped.serial,
            by=by.person,
            reason=command.reason,
        )
    ]


def _running(use: Use | None, command: UseCommand, kind: str, rules: Rulebook) -> Use:
    """The use on its way to the seal: applied for, neither stamped nor ended."""
    running = _of_seal(use, command, kind, rules)
    if running.ended is not None:
        raise rules.refuse(
            NotPermitted, "seal.not_applied", f"“{word(kind)}”的用印申请已终结，请重新申请"
        )
    if running.stamped is not None:
        raise rules.refuse(IllegalState, "seal.one_use_per_document", f"“{word(kind)}”已经盖章")
    return running


def _of_seal(use: Use | None, command: UseCommand, kind: str, rules: Rulebook) -> Use:
    if use is None:
        raise rules.refuse(NotPermitted, "seal.not_applied", f"“{word(kind)}”还没有申请用印")
    if (use.owner, use.number) != (command.owner, command.number):
        raise rules.refuse(Invalid, "seal.other_seal", f"“{word(kind)}”申请的是另一枚印章")
    return use
