"""What may be done to a certificate: by whom issued, only both forms at once (XG22-24, -25)."""

from datetime import date, datetime
from typing import TypedDict

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.event import Event
from domain.kernel.pack import CertificateForm
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import day_of
from domain.licences.certificate import (
    FORMS,
    AcknowledgeCollection,
    CancelCertificate,
    CancelGround,
    Certificate,
    CertificateCancelled,
    CertificateChanged,
    CertificateCollected,
    CertificateRegistered,
    CertificateSent,
    Change,
    ChangeCertificate,
    SendToLibrary,
)

_LENGTH = 200


class Issue(Struct, frozen=True, kw_only=True):
    """What a case issues: the number on the paper, the file's digest and its identifier."""

    certificate: str
    name: str
    case: str
    matter: int
    in_name_of: str
    forms: tuple[CertificateForm, ...]
    digest: str
    identifier: str
    use: str
    valid_until: date | None
    keeper: str


class Seat(TypedDict):
    organ: str
    person: str
    post: str


class Cancelling(Struct, frozen=True):
    """Why it ends, and in which paper that is said."""

    ground: CancelGround
    reason: str
    document_number: str


def seat_of(by: By) -> Seat:
    return {"organ": by.organ, "person": by.person, "post": by.post}


def register(
    issue: Issue, state: Certificate | None, seat: Seat, at: datetime, rules: Rulebook
) -> list[Event]:
    """Both at once, or none of them: one without the other is refused."""
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "licences.number_taken",
            f"证照编号{issue.certificate}已经制发过，请核对编号",
        )
    electronic = "electronic" in issue.forms
    if not _in_step(issue.digest, electronic) or electronic != bool(issue.identifier.strip()):
        raise _out_of_step(issue.forms, "并填写电子证照库的证照标识", rules)
    return [
        CertificateRegistered(
            occurred_at=at,
            **seat,
            certificate=issue.certificate,
            serial=1,
            forms=issue.forms,
            name=issue.name,
            case=issue.case,
            matter=issue.matter,
            in_name_of=issue.in_name_of,
            digest=issue.digest,
            identifier=issue.identifier.strip(),
            use=issue.use,
            valid_until=issue.valid_until,
            keeper=issue.keeper,
            policy=rules.version,
        )
    ]


def _in_step(digest: str, electronic: bool) -> bool:  # noqa: FBT001  a property of the certificate
    return is_sha256(digest) if electronic else not digest


def _out_of_step(forms: tuple[CertificateForm, ...], more: str, rules: Rulebook) -> Invalid:
    have = "、".join(FORMS[form] for form in forms)
    what = f"请登记电子证照文件的 SHA-256 摘要（64 位十六进制）{more}"
    if "electronic" not in forms:
        what = "没有电子证照，不填摘要和证照标识"
    return rules.refuse(
        Invalid, "licences.out_of_step", f"本证照的形式是{have}，须同步办理：{what}"
    )


def change(
    command: ChangeCertificate,
    state: Certificate | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    known = _in_force(command.certificate, state, by, rules)
    forms = known.registered.forms
    changed, number = command.changed.strip(), command.document_number.strip()
    if not (0 < len(changed) <= _LENGTH and 0 < len(number) <= _LENGTH):
        raise rules.refuse(
            Invalid,
            "licences.change_incomplete",
            f"请写明变更的内容（不超过{_LENGTH}字，不写个人信息）和变更决定的文号",
        )
    if not _in_step(command.digest, "electronic" in forms) or (
        command.digest and command.digest == known.digest
    ):
        raise _out_of_step(forms, "，变更后的文件摘要与原来的不同", rules)
    until = command.valid_until or known.valid_until
    if command.valid_until is not None and command.valid_until < day_of(at, rules):
        raise rules.refuse(
            Invalid, "licences.valid_until", "有效期的最后一天不能早于制发、变更之日"
        )
    return [
        CertificateChanged(
            occurred_at=at,
            **seat_of(by),
            certificate=command.certificate,
            serial=known.latest + 1,
            forms=forms,
            changed=changed,
            document_number=number,
            digest=command.digest,
            valid_until=until,
        )
    ]


def cancel(
    command: CancelCertificate,
    state: Certificate | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    known = _in_force(command.certificate, state, by, rules)
    reason, number = command.reason.strip(), command.document_number.strip()
    if not (0 < len(reason) <= _LENGTH and 0 < len(number) <= _LENGTH):
        raise rules.refuse(
            Invalid,
            "licences.cancel_incomplete",
            f"注销须写明理由（不超过{_LENGTH}字，不写个人信息）和注销决定的文号",
        )
    until = known.valid_until
    if command.ground == "expired" and (until is None or day_of(at, rules) <= until):
        said = f"有效期至{until}" if until else "没有登记有效期"
        raise rules.refuse(Invalid, "licences.not_expired", f"有效期尚未届满，不能以此注销：{said}")
    return ended(known, Cancelling(command.ground, reason, number), seat_of(by), at)


def ended(known: Certificate, cancelling: Cancelling, seat: Seat, at: datetime) -> list[Event]:
    """Both forms end with one act; what has ended already stays so."""
    if known.cancelled is not None:
        return []
    return [
        CertificateCancelled(
            occurred_at=at,
            **seat,
            certificate=known.registered.certificate,
            serial=known.latest + 1,
            forms=known.registered.forms,
            ground=cancelling.ground,
            reason=cancelling.reason,
            document_number=cancelling.document_number,
        )
    ]


def _in_force(number: str, state: Certificate | None, by: By, rules: Rulebook) -> Certificate:
    """The certificate, which is not cancelled and whose issuing organ acts.

    So does the organ in whose name it was issued, be it that the power came back to it.
    """
    known = existing(number, state, rules)
    issued = known.registered
    organs = dict.fromkeys((issued.in_name_of, issued.organ))
    if by.organ not in organs or by.post not in (PRINCIPAL, issued.post):
        names = "、".join(map(rules.short, organs))
        raise rules.refuse(
            NotPermitted,
            "licences.not_issuer",
            f"证照由制发单位变更、注销：{names}的{rules.post(issued.post)}或者主要负责人",
        )
    if known.cancelled is not None:
        raise rules.refuse(
            IllegalState, "licences.cancelled", "本证照已经注销，实体证照和电子证照同时失效"
        )
    return known


def existing(number: str, state: Certificate | None, rules: Rulebook) -> Certificate:
    if state is None:
        raise rules.refuse(NotFound, "licences.unknown", f"没有编号为{number}的证照")
    return state


def send(command: SendToLibrary, known: Certificate, at: datetime) -> list[Event]:
    """Once for each serial, whoever tries again."""
    issued = known.registered
    if not issued.keeper or str(command.serial) in known.sent or command.serial > known.latest:
        return []
    last = known.cancelled is not None and command.serial == known.latest
    done: Change = "cancelled" if last else "issued" if command.serial == 1 else "changed"
    return [
        CertificateSent(
            occurred_at=at,
            certificate=command.certificate,
            serial=command.serial,
            change=done,
            sender=issued.organ,
            to=issued.keeper,
        )
    ]


def acknowledge(
    command: AcknowledgeCollection,
    state: Certificate | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    known = existing(command.certificate, state, rules)
    if by.organ != known.registered.keeper:
        raise rules.refuse(NotPermitted, "licences.not_keeper", "归集由电子证照库的管理单位签收")
    if str(command.serial) not in known.sent:
        raise rules.refuse(NotFound, "licences.not_sent", f"本证照没有第{command.serial}次归集")
    if command.serial in known.collected:
        raise rules.refuse(IllegalState, "licences.collected", "本次归集已经签收")
    return [
        CertificateCollected(
            occurred_at=at,
            **seat_of(by),
            certificate=command.certificate,
            serial=command.serial,
        )
    ]
