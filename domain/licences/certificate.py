"""证照: one certificate on paper and on file, in step from its issue to its end (XG22-24).

The electronic one is worth what the paper is (国令716), so nothing happens to one of them alone:
both are issued, changed and cancelled by one act. Each of these acts goes to the e-licence library
(电子证照库), whose keeper acknowledges it (XG22-25). One stream per certificate number. No personal
data is in it.
"""

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import CertificateForm
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of

CancelGround = Literal[
    "expired", "holder_lost", "organisation_ended", "taken_back", "force_majeure", "other"
]
"""行政许可法 70: a closed list; `other` is what laws and regulations add to it."""
GROUNDS: dict[CancelGround, str] = {
    "expired": "有效期届满未延续",
    "holder_lost": "赋予公民特定资格，该公民死亡或者丧失行为能力",
    "organisation_ended": "法人或者其他组织依法终止",
    "taken_back": "依法被撤销、撤回，或者证件依法被吊销",
    "force_majeure": "因不可抗力导致许可事项无法实施",
    "other": "法律、法规规定的应当注销的其他情形",
}
Change = Literal["issued", "changed", "cancelled"]
CHANGES: dict[Change, str] = {"issued": "制发", "changed": "变更", "cancelled": "注销"}
FORMS: dict[CertificateForm, str] = {"physical": "实体证照", "electronic": "电子证照"}


class ChangeCertificate(Command, frozen=True, kw_only=True):
    """变更: paper and file are made anew together (XG22-24).

    `digest` is that of the new file; `valid_until` where the last day changes too.
    """

    TYPE: ClassVar[str] = "licences.change"
    POWER: ClassVar[bool] = True
    certificate: str
    changed: str
    document_number: str
    digest: str = ""
    valid_until: date | None = None


class CancelCertificate(Command, frozen=True, kw_only=True):
    """注销: paper and file end together, for one of the grounds of 行政许可法 70."""

    TYPE: ClassVar[str] = "licences.cancel"
    POWER: ClassVar[bool] = True
    certificate: str
    ground: CancelGround
    reason: str
    document_number: str


class SendToLibrary(Command, frozen=True, kw_only=True):
    """What the certificate came to with `serial` goes to the keeper of the e-licence library."""

    TYPE: ClassVar[str] = "licences.send"
    AUTOMATED: ClassVar[bool] = True
    certificate: str
    serial: int


class AcknowledgeCollection(Command, frozen=True, kw_only=True):
    """The library has it: the issue (`serial` 1), or a later change or the end of it."""

    TYPE: ClassVar[str] = "licences.acknowledge_collection"
    certificate: str
    serial: int


class CertificateAct(Event, frozen=True, kw_only=True):
    """`serial` counts what became of the certificate: its issue is 1.

    `forms` are what the act did at once.
    """

    certificate: str
    serial: int
    forms: tuple[CertificateForm, ...]
    organ: str
    person: str
    post: str


class CertificateRegistered(CertificateAct, frozen=True, kw_only=True):
    """Issued in a case: `use` is the seal on it, `digest` and `identifier` are the file's.

    `keeper` of the library that it goes to; empty: the rules, `policy`, name none.
    """

    TYPE: ClassVar[str] = "licences.certificate_registered"
    name: str
    case: str
    matter: int
    in_name_of: str
    digest: str
    identifier: str
    use: str
    valid_until: date | None
    keeper: str
    policy: str


class CertificateChanged(CertificateAct, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "licences.certificate_changed"
    changed: str
    document_number: str
    digest: str
    valid_until: date | None


class CertificateCancelled(CertificateAct, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "licences.certificate_cancelled"
    ground: CancelGround
    reason: str
    document_number: str


class CertificateSent(Event, frozen=True, kw_only=True):
    """To the library, by the platform: nobody's act comes before or after it."""

    TYPE: ClassVar[str] = "licences.certificate_sent"
    EFFECT: ClassVar[bool] = True
    certificate: str
    serial: int
    change: Change
    sender: str
    to: str


class CertificateCollected(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "licences.certificate_collected"
    EFFECT: ClassVar[bool] = True
    certificate: str
    serial: int
    organ: str
    person: str
    post: str


EVENTS = (
    CertificateRegistered,
    CertificateChanged,
    CertificateCancelled,
    CertificateSent,
    CertificateCollected,
)


class Certificate(Struct, frozen=True):
    """`latest` is the serial of the last act; `sent` and `collected` have those the library has."""

    registered: CertificateRegistered
    latest: int
    digest: str
    valid_until: date | None
    cancelled: datetime | None = None
    sent: dict[str, Change] = {}  # by serial
    collected: tuple[int, ...] = ()

    def valid_at(self, at: datetime, rules: Rulebook) -> bool:
        """Whether it was good at a moment: from its issue to its end, on paper as on file."""
        issued = self.registered.occurred_at <= at
        ended = self.cancelled is not None and self.cancelled <= at
        over = self.valid_until is not None and day_of(at, rules) > self.valid_until
        return issued and not ended and not over


def evolve(state: Certificate | None, event: Event) -> Certificate | None:
    replace = msgspec.structs.replace
    if isinstance(event, CertificateRegistered):
        return Certificate(event, event.serial, event.digest, event.valid_until)
    if state is None:
        return None
    match event:
        case CertificateChanged(serial=serial, digest=digest, valid_until=until):
            return replace(state, latest=serial, digest=digest, valid_until=until)
        case CertificateCancelled(serial=serial, occurred_at=at):
            return replace(state, latest=serial, cancelled=at)
        case CertificateSent(serial=serial, change=change):
            return replace(state, sent={**state.sent, str(serial): change})
        case CertificateCollected(serial=serial):
            return replace(state, collected=(*state.collected, serial))
    return state
